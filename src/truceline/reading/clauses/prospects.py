"""Prospects: what is to come by itself, by forecast, by a day set, or by what a term does."""

from __future__ import annotations

import re

from truceline.reading.claim import ClaimKind, Modality
from truceline.reading.clauses.hedge_words import Hedge, search
from truceline.reading.words.lexicon_files import load_yaml
from truceline.reading.words.predicates import Predicate

# What comes by itself when its day comes: no undertaking of anybody.
COMING = frozenset(
    ("arrive", "travel", "come", "visit", "meet", "begin", "start", "fly", "resume", "stand",
     "convene", "attend", "host", "last")
)  # fmt: skip
_TO_SOMEBODY = (ClaimKind.CONTACT, ClaimKind.RELAY)
# What will be so, and what will befall somebody, nobody undertakes.
_BEFALLS = frozenset(("be", "get", "find", "face", "need", "become", "lose", "suffer", "die"))


def comes_about(main: Predicate) -> bool:
    """Return whether a coming act is told without who undertakes it: "will be held", "will be"."""
    return main.passive or main.lemma in _BEFALLS


_OWN_WORD = re.compile(r"^(?:we|i|our|the parties|both (?:sides|parties))\b")
_FOR_A_DAY = re.compile(r"\b(?:is|are|was|were) (?:now |also )?to (?!blame)")
_IN_TERMS = {
    Modality.OFFERED: "term_draft",
    Modality.DEMANDED: "term_duty",
    Modality.PERMITTED: "term_leave",
    Modality.PLANNED: "term_fixed",
}


def by_kind(
    row: Modality, words: str, main: Predicate | None, kind: ClaimKind | None
) -> Hedge | None:
    """Return what a term, a forecast or a coming event tells, which wording alone does not."""
    if row is Modality.PREDICTED and (fate := search("fate", words)):
        return Hedge(row, "what becomes of it", fate.group())
    befalls = main is not None and main.modal == "will" and not main.passive
    if row is Modality.PREDICTED and befalls and main is not None and main.lemma in _BEFALLS:
        return Hedge(row, "what will be", main.lemma)
    would = main is not None and main.modal == "would" and not main.perfect
    if kind is ClaimKind.TERM and row is Modality.OFFERED and would:
        return Hedge(row, "a draft would", "would")
    lasts = main is not None and not main.past and not main.perfect
    if kind is ClaimKind.TERM and lasts and row in _IN_TERMS:
        found = search(_IN_TERMS[row], words)
        if found is not None:
            return Hedge(row, "what a term does", found.group())
    if kind is ClaimKind.PRESENCE and row is Modality.ONGOING and main is not None:
        left = load_yaml("hedges.yaml")["negated_leaving"]
        if main.negated and main.perfect and not main.past and main.lemma in left:
            return Hedge(row, "not left", main.lemma)
    return None if row is not Modality.PLANNED or main is None else _coming(words, main, kind)


def _coming(words: str, main: Predicate, kind: ClaimKind | None) -> Hedge | None:
    """Return what makes a clause tell of something planned: a day set, or that it will come."""
    if is_set_for_a_day(words, main):
        return Hedge(Modality.PLANNED, "set for a day", "is to")
    if main.modal != "will":
        return None
    if main.lemma in COMING or kind in _TO_SOMEBODY:
        return Hedge(Modality.PLANNED, "will come", main.lemma)
    return Hedge(Modality.PLANNED, "will be done", main.lemma) if main.passive else None


def is_set_for_a_day(words: str, main: Predicate | None) -> bool:
    """Return whether "is to" sets a day, and lays no duty on anybody."""
    if main is not None and main.modal is not None:
        return False
    if _WAS_DUE.search(words) is not None:
        return False
    return (
        _FOR_A_DAY.search(words) is not None
        and search("dated", words) is not None
        and _DUTY_BEARERS.search(words) is None
    )


# What was to be done by a day was a duty.
_WAS_DUE = re.compile(r"\b(?:was|were) to (?:have|be|begin)\b.*\bby\b")
_DUTY_BEARERS = re.compile(
    r"\b(?:parties|each|both|either|all|every|sides?|heavy weapons|forces|troops)\b"
)
