"""Loose cues: verbs of saying and thinking wherever they stand, for the model of cues to judge.

The strict forms (``tellers.py``) leave out what seldom attributes: "I think" in the middle of a
clause, "to make sure that", "people who know what". Here every such verb with something told behind
or before it is a candidate, under one rule, so that the weights decide (``cue_weights.py``).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache

from truceline.reading.speech.attribution import QUOTE_MARKS, Attribution, Range, words_of
from truceline.reading.speech.contents import content_end, left_content
from truceline.reading.speech.subjects import subject_before
from truceline.reading.words.lexicon_files import load_yaml
from truceline.reading.words.predicates import Predicate
from truceline.reading.words.sentences import Token, word_set
from truceline.reading.words.verbs import manner_of, words_of_verb

# The rule of such a candidate; the model is always asked.
LOOSE = "loose"
# No writer's sentence has so many words and marks; each verb of one is held against all others.
LONGEST_SENTENCE = 400
_NO_CLAUSE = frozenset(("VBG", "VB"))
_VERB_TAGS = frozenset(("VB", "VBD", "VBG", "VBN", "VBP", "VBZ"))
# What a clause without "that" may open with behind such a verb.
_OPENS = word_set(
    "that whether if how why what who where which when i we you he she it they this these there "
    "the a an : like"
)
_ADDRESSED = word_set("me us him her them you it people")
_BESIDE = word_set(", . ! ? - — – )")


@cache
def _cue_words() -> dict[str, str]:
    """Return the verb of each form of a verb that may attribute."""
    listed = [*load_yaml("tellers.yaml")["verbs"], *sorted(words_of("loose"))]
    return {word: lemma for lemma in listed for word in words_of_verb(str(lemma))}


def loose(
    line: Sequence[Token],
    predicates: Sequence[Predicate],
    tags: Sequence[str],
    *,
    taken: Collection[int],
) -> list[Attribution]:
    """Return the candidates of a sentence whose verbs are not ``taken`` by a strict form.

        >>> from truceline.reading.words.predicates import predicates
    >>> from truceline.reading.words.sentences import tokens
    >>> from truceline.reading.words.tagger import tags_of
    >>> line = tokens("They ensured that nobody fired.")
    >>> found = loose(line, predicates(line), tags_of([line])[0], taken=())
    >>> [(one.lemma, one.teller, one.content) for one in found]
    [('ensure', (0, 1), ((3, 6),))]
    """
    found: list[Attribution] = []
    if len(line) > LONGEST_SENTENCE:
        return found
    for at, token in enumerate(line):
        if at in taken or token.lower not in _cue_words() or tags[at] not in _VERB_TAGS:
            continue
        one = _candidate(line, predicates, tags, at)
        if one is not None:
            found.append(one)
    return found


def _candidate(
    line: Sequence[Token], predicates: Sequence[Predicate], tags: Sequence[str], at: int
) -> Attribution | None:
    own = next((p for p in predicates if p.first <= at < p.after), None)
    first = at if own is None else own.first
    if own is None and at and line[at - 1].lower == "to":
        first = at - 1
    finite = own.sort == "finite" if own else first == at and tags[at] not in _NO_CLAUSE
    teller = _teller(line, predicates, at, first, finite=finite)
    content = _content(line, predicates, at, at if teller is None else teller[0])
    if teller is None or not content:
        return None
    lemma = _cue_words()[line[at].lower]
    return Attribution(
        teller=teller, verb=at, lemma=lemma, how=manner_of(lemma) or "said",
        cue=(min(teller[0], at), at + 1), content=content,
        negated=own is not None and own.negated, modal=own.modal if own else None, rule=LOOSE,
    )  # fmt: skip


def _teller(
    line: Sequence[Token], predicates: Sequence[Predicate], at: int, first: int, *, finite: bool
) -> Range | None:
    """Return the subject of a verb, else that of the last finite verb before; alone it is its own.

    "Remember that ..." has nobody but the verb.
    """
    if first == 0:
        return (at, at + 1)
    subject = subject_before(line, predicates, first) if finite else None
    if subject is not None:
        return subject
    if not finite and line[first - 1].lower in _ADDRESSED:
        return (first - 1, first)
    governing = [p for p in predicates if p.sort == "finite" and p.after <= first]
    return subject_before(line, predicates, governing[-1].first) if governing else None


def _content(
    line: Sequence[Token], predicates: Sequence[Predicate], at: int, starts: int
) -> tuple[Range, ...]:
    """Return what is told behind a verb; of one that stands aside, what is round it."""
    after = at + 1
    if after < len(line) - 1 and line[after].lower in _ADDRESSED and (
        line[after + 1].lower in _OPENS
    ):  # fmt: skip
        after += 1
    if after >= len(line) or line[after].text in _BESIDE:
        left = left_content(line, starts) or ((0, starts) if starts > 1 else None)
        if left is None:
            return ()
        rest = (after + 1, content_end(line, predicates, after + 1, len(line)))
        return (left, rest) if rest[1] - rest[0] > 1 else (left,)
    opener = line[after]
    quoted = opener.text in QUOTE_MARKS or opener.text in "'‘`"
    told = any(p.sort in ("finite", "gerund") and p.first >= after for p in predicates)
    if not (quoted or (told and (opener.lower in _OPENS or opener.text[0].isupper()))):
        return ()
    first = after + 1 if opener.lower == "that" else after
    return ((first, content_end(line, predicates, first, len(line))),)
