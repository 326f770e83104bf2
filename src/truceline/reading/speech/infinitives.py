"""Infinitives: what somebody wants to know, has to say or can tell."""

from __future__ import annotations

from collections.abc import Sequence

from truceline.reading.speech.attribution import RELATIVES, Attribution
from truceline.reading.speech.contents import content_end
from truceline.reading.speech.subjects import subject_before
from truceline.reading.words.predicates import Predicate
from truceline.reading.words.sentences import Token, word_set
from truceline.reading.words.verbs import manner_of

# With one of these behind it even "we saw" attributes what follows.
OPENS_CONTENT = word_set("that whether if how why")


def of_infinitive(
    line: Sequence[Token], predicates: Sequence[Predicate], number: int
) -> Attribution | None:
    """Return the attribution of "wanted to know whether": the teller is who wanted."""
    predicate = predicates[number]
    if predicate.passive or predicate.after >= len(line) - 1:
        return None
    opens = predicate.after
    if line[opens].lower in ("you", "me", "us", "him", "her", "them", "people", "everyone"):
        opens += 1
    if opens >= len(line) - 1 or line[opens].lower not in OPENS_CONTENT | {"what", "where"}:
        return None
    governing = [p for p in predicates[:number] if p.sort == "finite"]
    if not governing or manner_of(governing[-1].lemma) is not None:
        return None
    subject = subject_before(line, predicates, governing[-1].first)
    if subject is None or line[subject[0]].lower in RELATIVES | {"it"}:
        return None
    first = opens + 1 if line[opens].lower == "that" else opens
    end = content_end(line, predicates, first, len(line))
    return Attribution(
        teller=subject, verb=predicate.verb, lemma=predicate.lemma,
        how=manner_of(predicate.lemma) or "said", cue=(predicate.first, first),
        content=((first, end),), negated=governing[-1].negated, modal=governing[-1].modal,
        rule="to + clause",
    )  # fmt: skip
