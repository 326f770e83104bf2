"""Stances: whether a clause's teller asserts, denies or leaves open what it says."""

from __future__ import annotations

import re

from truceline.reading.claim import Modality, Stance
from truceline.reading.clauses.hedge_words import Hedge, search
from truceline.reading.words.lexicon_files import load_yaml
from truceline.reading.words.predicates import Predicate


def stance(
    words: str,
    *,
    main: Predicate | None,
    modality: Modality,
    denied: bool = False,
    head: str | None = None,
) -> Hedge:
    """Return how the teller stands to the content: asserts, denies or cannot confirm.

    >>> print(stance("no shots were heard", main=None, modality=Modality.HAPPENED).value)
    denies
    >>> print(stance("no force may enter", main=None, modality=Modality.DEMANDED).value)
    asserts
    """
    found = search("cannot_confirm", words)
    if found is not None:
        return Hedge(Stance.CANNOT_CONFIRM, "left open", found.group())
    if denied:
        return Hedge(Stance.DENIES, "denied by the teller", "denied")
    found = search("denial", words)
    if found is not None and not (main is not None and main.passive and main.lemma == "deny"):
        return Hedge(Stance.DENIES, "denial", found.group())
    if modality not in (Modality.HAPPENED, Modality.ONGOING, Modality.PERMITTED):
        return Hedge(Stance.ASSERTS, "no denial", "")
    return _negation(words if head is None else head, main) or Hedge(
        Stance.ASSERTS, "no denial", ""
    )


def _negation(words: str, main: Predicate | None) -> Hedge | None:
    """Return the stance that a negated clause gives, or None for one that is not."""
    if re.search(r"\bnot the (?:first|only|last)\b", words):
        return Hedge(Stance.ASSERTS, "not the only one", "not the first")
    if main is not None and main.negated:
        if main.lemma in load_yaml("hedges.yaml")["negated_leaving"]:
            return Hedge(Stance.ASSERTS, "has not left", main.lemma)
        return Hedge(Stance.DENIES, "negated verb", main.lemma)
    found = search("negation", words)
    return None if found is None else Hedge(Stance.DENIES, "nothing told", found.group())
