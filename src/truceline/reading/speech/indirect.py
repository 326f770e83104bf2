"""Indirect cues: "according to", "was informed by", "it is feared that", "reportedly"."""

from __future__ import annotations

from collections.abc import Sequence

from truceline.reading.speech.attribution import QUOTE_MARKS, RELATIVES, Attribution, Range
from truceline.reading.speech.contents import content_end
from truceline.reading.speech.subjects import subject_before
from truceline.reading.words.lexicon_files import load_yaml
from truceline.reading.words.predicates import Predicate
from truceline.reading.words.sentences import Token
from truceline.reading.words.verbs import manner_of


def passive(
    line: Sequence[Token], predicates: Sequence[Predicate], number: int
) -> Attribution | None:
    """Return the attribution of "was informed by X that", "is said to", "it is feared that"."""
    predicate = predicates[number]
    after = predicate.after
    subject = subject_before(line, predicates, predicate.first)
    lemma = predicate.lemma
    how = manner_of(lemma) or "reported"
    end = content_end(line, predicates, after, len(line))
    if lemma in ("inform", "tell", "advise", "notify", "brief", "assure"):
        return _was_told(line, predicate, subject, end)
    is_it = subject is not None and line[subject[0]].lower == "it" and subject[1] - subject[0] == 1
    if is_it and subject is not None and after < len(line) and line[after].lower == "that":
        first = subject[0]
        how = "reported" if lemma != "warn" else how
        return Attribution(
            None, predicate.verb, lemma, how, (first, after + 1), ((after + 1, end),),
            rule="it is ... that",
        )  # fmt: skip
    heard = ("say", "report", "allege", "claim", "quote")
    infinitive = number + 1 < len(predicates) and predicates[number + 1].first == after
    if subject is not None and infinitive and predicates[number + 1].sort == "infinitive" and (
        lemma in heard
    ):  # fmt: skip
        return Attribution(
            None, predicate.verb, lemma, how, (predicate.first, predicate.first),
            ((subject[0], end),), rule="is said to",
        )  # fmt: skip
    return None


def _was_told(
    line: Sequence[Token], predicate: Predicate, subject: Range | None, end: int
) -> Attribution | None:
    at = predicate.after
    if at >= len(line) or line[at].lower not in ("by", "that"):
        return None
    stop = at + 1
    teller: Range | None = None
    if line[at].lower == "by":
        while stop < len(line) and line[stop].is_word and line[stop].lower not in (
            "that", "of", "about"
        ):  # fmt: skip
            stop += 1
        teller = (at + 1, stop)
        if stop >= len(line) or line[stop].lower not in ("that", "of", "about"):
            return None
        stop += 1
    via = ((subject, "reported"),) if subject is not None else ()
    first = subject[0] if subject is not None else predicate.first
    how = "informed" if predicate.lemma in ("inform", "advise", "notify") else "told"
    return Attribution(
        teller, predicate.verb, predicate.lemma, how, (first, stop), ((stop, end),),
        rule="was told by", via=via,
    )  # fmt: skip


def according_to(line: Sequence[Token], predicates: Sequence[Predicate]) -> list[Attribution]:
    """Return the attributions of "according to X", before, after or in the content."""
    found = []
    for index in range(len(line) - 2):
        if line[index].lower != "according" or line[index + 1].lower != "to":
            continue
        start = end = index + 2
        if line[start].lower in RELATIVES:
            continue
        depth = False
        while end < len(line) and line[end].text not in (";", ".", ":", *QUOTE_MARKS):
            if line[end].text == ",":
                depth = end + 1 < len(line) and line[end + 1].lower in (*RELATIVES, "citing")
                if not depth:
                    break
            end += 1
        if end == start:
            continue
        before = (0, index)
        for at in range(index - 1, -1, -1):
            if line[at].text == ";":
                before = (at + 1, index)
                break
        rest = (end + 1, content_end(line, predicates, end + 1, len(line)))
        opening = index - before[0] <= 1
        content: tuple[Range, ...] = (
            ((rest,) if rest[1] > rest[0] else ()) if opening else (before,)
        )
        if not opening and end < len(line) and line[end].text == "," and rest[1] - rest[0] > 2:
            content = (before, rest)
        name_end = next((at for at in range(start + 1, end) if line[at].text in "(?"), end)
        one = Attribution(
            (start, name_end), index, "according to", "said", (index, end), content,
            rule="according to",
        )  # fmt: skip
        found.append(one)
    return found


def hearsay(line: Sequence[Token]) -> list[Attribution]:
    """Return the unnamed links that adverbs make ("reportedly"), each over its part of the line."""
    manners: dict[str, str] = load_yaml("tellers.yaml")["adverbs"]
    marks = [index for index, token in enumerate(line) if token.text in (";", ",")]
    found = []
    for index, token in enumerate(line):
        how = manners.get(token.lower)
        if how is None:
            continue
        first = max((mark + 1 for mark in marks if mark < index), default=0)
        end = min((mark for mark in marks if mark > index), default=len(line))
        here = (index, index + 1)
        one = Attribution(
            here, index, token.lower, how, (index, index), ((first, end),), rule="adverb"
        )
        found.append(one)
    return found


# A noun and the "that" which opens its content stand so close.
_GAP = 9


_ARTICLES = frozenset(("the", "a", "an", "any", "all", "no", "some", "these", "those", "such"))
# Who does this to a claim or a report denies what it tells.
_DENYING = frozenset(("reject", "deny", "dismiss", "refute", "dispute"))


def noun_cues(line: Sequence[Token], predicates: Sequence[Predicate]) -> list[Attribution]:
    """Return the attributions of "reports that", "Israeli concerns that", "sent word that".

    The words before such a cue stay a clause of their own. A message belongs to who carries it;
    a report to an adjective before it, to whom "by" names, or to nobody.
    """
    manners: dict[str, str] = load_yaml("tellers.yaml")["nouns"]
    finite = [p for p in predicates if p.sort == "finite"]
    found = []
    for index in range(1, len(line) - 2):
        how = manners.get(line[index].lower)
        if how is None:
            continue
        stop = next((p.first for p in finite if p.first > index), len(line))
        that = next(
            (at for at in range(index + 1, min(index + _GAP, stop)) if line[at].lower == "that"),
            None,
        )
        if that is None or that + 2 >= len(line):
            continue
        verb = next((p for p in reversed(finite) if p.first < index), None)
        teller: Range | None = None
        if verb is not None and verb.lemma in _DENYING:
            how = "denied"
            teller = subject_before(line, predicates, verb.first)
        elif how == "relayed":
            teller = subject_before(line, predicates, verb.first) if verb is not None else None
        elif line[index - 1].text[0].isupper() and line[index - 1].lower not in _ARTICLES:
            teller = (index - 1, index)
        elif "by" in [line[at].lower for at in range(index, that)]:
            by = next(at for at in range(index, that) if line[at].lower == "by")
            teller = (by + 1, that) if that > by + 1 else None
        end = content_end(line, predicates, that + 1, len(line))
        lemma = line[index].lower.removesuffix("s")
        one = Attribution(
            teller, index, lemma, how, (that, that + 1), ((that + 1, end),), rule="noun + that"
        )
        found.append(one)
    return found
