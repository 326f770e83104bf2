"""Gerunds that attribute: "he resigned, saying that neither side wanted an answer"."""

from __future__ import annotations

from collections.abc import Sequence

from truceline.reading.speech.attribution import QUOTE_MARKS, RELATIVES, Attribution, words_of
from truceline.reading.speech.contents import right_content
from truceline.reading.speech.subjects import subject_before
from truceline.reading.words.predicates import Predicate
from truceline.reading.words.sentences import Token
from truceline.reading.words.verbs import manner_of


def gerund(
    line: Sequence[Token], predicates: Sequence[Predicate], number: int
) -> Attribution | None:
    """Return what a gerund behind a comma attributes, to the subject of the verb before it.

    >>> from truceline.reading.words.predicates import predicates
    >>> from truceline.reading.words.sentences import tokens
    >>> line = tokens("The envoy left, saying that the talks had failed.")
    >>> found = predicates(line)
    >>> one = gerund(line, found, 1)
    >>> one.teller, one.content
    ((0, 2), ((6, 11),))
    """
    own = predicates[number]
    if own.lemma not in words_of("sayers") or not own.first or line[own.first - 1].text != ",":
        return None
    before = [p for p in predicates[:number] if p.sort == "finite"]
    said = [p for p in before if p.lemma in words_of("sayers")][-1:] or before[:1]
    subject = subject_before(line, before, said[0].first) if said else None
    if subject is None or line[subject[0]].lower in RELATIVES:
        return None
    right, after_cue, _ = right_content(line, predicates, number)
    if right is None or after_cue >= len(line):
        return None
    told = line[after_cue - 1].lower == "that" or line[after_cue].text in (":", *QUOTE_MARKS)
    finite = any(p.sort == "finite" and right[0] <= p.first < right[1] for p in predicates)
    if not (told or finite):
        return None
    return Attribution(
        teller=subject, verb=own.verb, lemma=own.lemma, how=manner_of(own.lemma) or "said",
        cue=(own.first, after_cue), content=(right,), rule=f"{own.lemma}ing + clause",
    )  # fmt: skip
