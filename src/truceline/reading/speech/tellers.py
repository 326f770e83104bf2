"""Tellers: who a sentence attributes its content to, by which cue, and which words are content.

Direct and indirect speech, before or after the content or in its middle; "according to";
perception ("observed", "heard"); passives ("was informed by"); adverbs ("reportedly").
Cue verbs and head words lie in ``lexicon/tellers.yaml``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from truceline.reading.speech.attribution import (
    BREAKS,
    QUOTE_MARKS,
    RELATIVES,
    Attribution,
    Range,
    words_of,
)
from truceline.reading.speech.contents import (
    addressee_of,
    after_cue_clause,
    content_end,
    left_content,
    right_content,
)
from truceline.reading.speech.cue_weights import attributes
from truceline.reading.speech.gerunds import gerund
from truceline.reading.speech.indirect import according_to, hearsay, noun_cues, passive
from truceline.reading.speech.infinitives import OPENS_CONTENT, of_infinitive
from truceline.reading.speech.loose import loose
from truceline.reading.speech.speaking_of import speaking_of
from truceline.reading.speech.subjects import subject_before
from truceline.reading.words.predicates import Predicate
from truceline.reading.words.sentences import Token, word_set
from truceline.reading.words.tagger import tags_of
from truceline.reading.words.verbs import manner_of

# What follows a cue clause after a comma and is no content: "X said, when asked about Y".
_ASIDES = word_set("when asked speaking referring adding citing quoting who which in")


_CITING = word_set("citing quoting speaking referring")


def attributions(
    line: Sequence[Token],
    predicates: Sequence[Predicate],
    *,
    tags: Sequence[str] | None = None,
    trusting: bool = False,
) -> tuple[Attribution, ...]:
    """Return the attributions of a sentence, outermost first.

    ``tags`` are the words' parts of speech, where they are known already; ``trusting`` doubts only
    what "I", "we" and "you" think and feel (``cue_weights.py``).

    >>> from truceline.reading.words.predicates import predicates
    >>> from truceline.reading.words.sentences import tokens
    >>> line = tokens("Two tanks crossed the line, a witness said.")
    >>> (found,) = attributions(line, predicates(line))
    >>> found.teller, found.content, found.how
    ((6, 8), ((0, 5),), 'said')
    """
    if tags is None:
        (tags,) = tags_of([line])
    found = candidates(line, predicates) if trusting else all_candidates(line, predicates, tags)
    if not found:
        return ()
    kept = [one for one in found if attributes(one, line, tags, predicates, trusting=trusting)]
    if trusting:
        kept = [one for one in kept if one.teller is None or not _is_nobody(line, one.teller)]
    kept = [one for one in (_clipped(one, kept) for one in kept) if one.content]
    return tuple(sorted(kept, key=lambda one: (-_size(one), one.cue)))


def all_candidates(
    line: Sequence[Token], predicates: Sequence[Predicate], tags: Sequence[str]
) -> list[Attribution]:
    """Return whatever may attribute by its form, and every other verb that might."""
    found = candidates(line, predicates)
    return found + loose(line, predicates, tags, taken={one.verb for one in found})


def candidates(line: Sequence[Token], predicates: Sequence[Predicate]) -> list[Attribution]:
    """Return whatever may attribute by its form, in no order."""
    found = [
        *according_to(line, predicates),
        *hearsay(line),
        *noun_cues(line, predicates),
    ]
    for number, predicate in enumerate(predicates):
        if predicate.lemma in words_of("speaking_of"):
            subject = _speaker(line, predicates, number)
            of = speaking_of(line, predicates, predicate, subject)
            if of is not None:
                found.append(of)
                continue
        if manner_of(predicate.lemma) is None or predicate.lemma in words_of("carriers"):
            continue
        one = _of_verb(line, predicates, number)
        if one is not None:
            found.append(one)
    return [one for one in found if one.content]


def _clipped(one: Attribution, others: Sequence[Attribution]) -> Attribution:
    """Return an attribution whose content ends where a later cue governs all of it."""
    content = one.content
    for other in others:
        outer = other.content[0] if other.content else (0, 0)
        if other is one or other.rule == "adverb" or not outer[0] <= one.cue[0] < outer[1]:
            continue
        if other.cue[0] >= outer[1] - 1:
            content = tuple(
                (first, min(after, outer[1])) for first, after in content if first < outer[1]
            )
    return one if content == one.content else replace(one, content=content)


def _size(one: Attribution) -> int:
    return sum(after - first for first, after in one.content)


def _of_verb(
    line: Sequence[Token], predicates: Sequence[Predicate], number: int
) -> Attribution | None:
    predicate = predicates[number]
    if predicate.sort == "infinitive":
        return of_infinitive(line, predicates, number)
    if predicate.sort == "gerund":
        return gerund(line, predicates, number)
    if predicate.sort not in ("finite", "participle"):
        return None
    if _is_reduced(line, predicates, number) or _leaves_open(predicate):
        return None
    if predicate.passive:
        return passive(line, predicates, number)
    if predicate.sort == "participle":
        return None
    return _inverted(line, predicates, number) or _of_active(line, predicates, number)


def _of_active(
    line: Sequence[Token], predicates: Sequence[Predicate], number: int
) -> Attribution | None:
    """Return the attribution of a cue whose subject stands before it."""
    predicate = predicates[number]
    subject = _speaker(line, predicates, number)
    if subject is None:
        return None
    start, end = subject
    cue_start = start
    right, after_cue, addressee = right_content(line, predicates, number)
    rule = f"{predicate.lemma} + clause"
    content: tuple[Range, ...]
    if right is not None:
        shared = line[predicate.first - 1].lower in ("and", "but")
        cue_start = predicate.first if shared else _with_opening(line, start, predicates)
        content = (right,)
    else:
        left = left_content(line, start)
        if left is None or predicate.lemma in words_of("perception"):
            return None
        if _opens_quotation(line, predicates, start):
            return None
        rest_at = after_cue_clause(line, predicate.after)
        content = (left,)
        opener = line[rest_at + 1].lower if rest_at < len(line) - 1 else ""
        if opener and line[rest_at].text == "," and opener not in _ASIDES:
            content = (left, (rest_at, content_end(line, predicates, rest_at, len(line))))
        elif opener in _CITING:
            rest_at = content_end(line, predicates, rest_at, len(line))
        after_cue, rule = rest_at, f"content, X {predicate.lemma}"
        addressee = (
            addressee_of(line, predicate) if predicate.lemma in words_of("with_addressee") else None
        )
    return Attribution(
        teller=(start, end), verb=predicate.verb, lemma=predicate.lemma,
        how=manner_of(predicate.lemma) or "said", cue=(cue_start, after_cue), content=content,
        negated=predicate.negated, modal=predicate.modal, rule=rule, addressee=addressee,
    )  # fmt: skip


def _opens_quotation(line: Sequence[Token], predicates: Sequence[Predicate], start: int) -> bool:
    """Return whether the marks before a subject open what another cue tells: ``said, "We``."""
    at = start - 1
    while at > 0 and not line[at].is_word:
        at -= 1
    cue = next((p for p in predicates if p.verb == at), None)
    return cue is not None and manner_of(cue.lemma) is not None


def _leaves_open(predicate: Predicate) -> bool:
    """Return whether a cue verb is denied: "did not observe", "would not confirm"."""
    knowing = predicate.lemma in words_of("perception") or predicate.lemma in _CONFIRMING
    return predicate.negated and knowing


_CONFIRMING = word_set("confirm verify corroborate establish")


def _is_reduced(line: Sequence[Token], predicates: Sequence[Predicate], number: int) -> bool:
    """Return whether a cue verb only qualifies its noun: "two officials briefed on it said"."""
    predicate = predicates[number]
    bare = predicate.shape == "ed" and predicate.first == predicate.verb
    bare = bare and predicate.lemma in words_of("transitive")
    if not bare or predicate.after >= len(line) or number + 1 >= len(predicates):
        return False
    if line[predicate.after].lower not in ("on", "by", "in", "at", "from", "near", "about"):
        return False
    further = predicates[number + 1]
    gap = line[predicate.after : further.first]
    return further.sort == "finite" and not any(token.lower in (",", "that") for token in gap)


def _speaker(line: Sequence[Token], predicates: Sequence[Predicate], number: int) -> Range | None:
    """Return the subject of a cue; where verbs share one ("gave no date and said"), the first's."""
    predicate = predicates[number]
    subject = subject_before(line, predicates, predicate.first)
    shared = predicate.first > 0 and line[predicate.first - 1].lower in ("and", "but")
    if subject is None and shared:
        before = [p for p in predicates[:number] if p.sort == "finite"]
        telling = [p for p in before if p.lemma in words_of("sayers") | _DENYING] or before
        subject = subject_before(line, predicates, telling[-1].first) if telling else None
    if subject is None or line[subject[0]].lower in RELATIVES:
        return None
    ours = subject[1] - subject[0] == 1 and line[subject[0]].lower in words_of("outlet")
    bare = ours and predicate.lemma in words_of("perception")
    opens = line[predicate.after].lower if predicate.after < len(line) else ""
    return None if bare and opens not in OPENS_CONTENT else subject


_DENYING = word_set("deny")
# What nobody said, nobody tells: "no group said it had fired".
_NOBODY = word_set("no none neither")


def _is_nobody(line: Sequence[Token], teller: Range) -> bool:
    return line[teller[0]].lower in _NOBODY


def _with_opening(line: Sequence[Token], start: int, predicates: Sequence[Predicate]) -> int:
    """Return where the cue clause begins, an opening phrase ("On Monday") included."""
    at = comma = start
    while at > 0 and line[at - 1].text not in BREAKS and line[at - 1].lower not in ("that",):
        if any(p.first < at <= p.after for p in predicates if p.sort == "finite"):
            return comma
        if line[at - 1].text == ",":
            comma = at
        elif line[at - 1].lower in _TURNS and at > 1 and line[at - 2].text == ",":
            return at - 2
        at -= 1
    return at


# After a comma these open a clause of their own, which the cue does not reach across.
_TURNS = word_set("although though while whereas but because since yet")


def _inverted(
    line: Sequence[Token], predicates: Sequence[Predicate], number: int
) -> Attribution | None:
    """Return the attribution of ``"...", said X``."""
    predicate = predicates[number]
    at = predicate.first
    if at < 2 or predicate.lemma not in ("say", "add", "write", "report", "tell", "warn"):
        return None
    if line[at - 1].text != "," and line[at - 1].text not in QUOTE_MARKS:
        return None
    start = predicate.after
    end = start
    while end < len(line) and (line[end].is_word or line[end].lower.startswith("'")):
        end += 1
    taken = any(
        p.sort == "finite" and start <= p.first < end and line[p.first - 1].lower not in RELATIVES
        for p in predicates
    )
    if end == start or line[start].lower in ("that", "there") or taken:
        return None
    left = left_content(line, at)
    if left is None:
        return None
    content: tuple[Range, ...] = (left,)
    cue_end = end
    if end < len(line) - 1 and line[end].text == ",":
        if line[end + 1].lower in _DESCRIBES:
            cue_end = after_cue_clause(line, end + 1)
        else:
            content = (left, (end, content_end(line, predicates, end, len(line))))
    return Attribution(
        (start, end), predicate.verb, predicate.lemma, manner_of(predicate.lemma) or "said",
        (at, cue_end), content, rule=f"content, {predicate.lemma} X",
    )  # fmt: skip


# After "said X," these go on about X, and not with what he said.
_DESCRIBES = word_set("the a an who which whose his her its")
