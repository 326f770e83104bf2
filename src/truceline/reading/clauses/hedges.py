"""Hedges: how firmly a clause is put, and how its teller stands to it.

Modality is the first row that fits, in the order of ``docs/explain/reading.md``; stance is about
the content, not about grammar ("has not been vacated" asserts a presence).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from truceline.reading.claim import ClaimKind, Modality, Stance
from truceline.reading.words.lexicon_files import load_yaml
from truceline.reading.words.predicates import Predicate
from truceline.reading.words.screen import Screen, screen_of

_PRESENT = "present tense"
# A clause is asked twice, before and after its kind is known: so many answers are kept.
_KEPT = 4096
# These are told by the words up to the deciding verb: "agreed that X should" is no demand.
_BY_HEAD = frozenset(
    (
        Modality.DEMANDED,
        Modality.OFFERED,
        Modality.PLEDGED,
        Modality.PREDICTED,
        Modality.POSSIBLE,
    )
)
# What somebody would not or could not say is no plan and no condition of his.
_NOT_LEFT_OPEN = frozenset((Modality.PLANNED, Modality.CONDITIONAL, Modality.POSSIBLE))
_TO_DO = re.compile(r"^(?:(?!ready|set|due)\w+ ){1,5}to (?!the |a )\w+")
_SINCE = re.compile(r"\bsince\b")
_ORDER = (
    Modality.HYPOTHETICAL,
    Modality.THREATENED,
    Modality.WARNED,
    Modality.DEMANDED,
    Modality.PERMITTED,
    Modality.CONDITIONAL,
    Modality.OFFERED,
    Modality.PLEDGED,
    Modality.PLANNED,
    Modality.PREDICTED,
    Modality.POSSIBLE,
    Modality.ONGOING,
)


def left_open(words: str) -> bool:
    """Return whether a clause leaves its content open: "could not confirm", "lost sight".

    >>> left_open("the mission was unable to say")
    True
    """
    return _search("cannot_confirm", words) is not None


@dataclass(frozen=True, slots=True)
class Hedge:
    """A modality or a stance, with the rule and the words that gave it."""

    value: str
    rule: str
    words: str


@cache
def _patterns() -> dict[str, tuple[re.Pattern[str], ...]]:
    lists: dict[str, Any] = load_yaml("hedges.yaml")
    rows = {name: tuple(re.compile(p) for p in rows) for name, rows in lists["patterns"].items()}
    for name in ("cannot_confirm", "denial", "negation"):
        rows[name] = tuple(re.compile(p) for p in lists[name])
    for name in ("condition", "harm", "bad"):
        rows[name] = (re.compile(lists[name]),)
    return rows


@cache
def _cue_modality() -> dict[str, str]:
    lists = load_yaml("hedges.yaml")["cue_modality"]
    return {lemma: name for name, lemmas in lists.items() for lemma in lemmas}


@lru_cache(maxsize=_KEPT)
def _search(name: str, words: str) -> re.Match[str] | None:
    for pattern, screen in _screened()[name]:
        found = pattern.search(words) if screen.passes(words) else None
        if found is not None:
            return found
    return None


@cache
def _screened() -> dict[str, tuple[tuple[re.Pattern[str], Screen], ...]]:
    return {
        name: tuple((pattern, screen_of(pattern)) for pattern in row)
        for name, row in _patterns().items()
    }


def modality(
    words: str,
    *,
    main: Predicate | None,
    cues: Iterable[str] = (),
    kind: ClaimKind | None = None,
    headline: bool = False,
    head: str | None = None,
) -> Hedge:
    """Return the modality of a clause, by the first row that fits.

    Args:
        words: The clause in lower case.
        main: Its deciding verb group.
        cues: Lemmas of the verbs that govern it, outermost first.
        kind: The kind of claim, where it is known already.
        head: The clause up to a few words behind its deciding verb; some modalities count only
            there.
        headline: The clause stands in a headline, a deck or a caption, whose present tense tells
            of what happened.

    >>> print(modality("the army must leave", main=None).value)
    demanded
    >>> print(modality("if they fire, we will strike", main=None).value)
    threatened
    """
    governed = {_cue_modality()[cue]: cue for cue in cues if cue in _cue_modality()}
    if headline and main is None and _TO_DO.search(words):
        return Hedge(Modality.PLEDGED, "headline's infinitive", "to")
    if main is None and _SINCE.search(words):
        return Hedge(Modality.ONGOING, "since, without a verb", "since")
    if main is not None and main.lemma in _cue_modality():
        governed.setdefault(_cue_modality()[main.lemma], main.lemma)
    for row in _ORDER:
        found = _row(row, words, main, governed, kind=kind, head=head)
        if found is None or (headline and found.rule == _PRESENT):
            continue
        if row in _NOT_LEFT_OPEN and left_open(words):
            continue
        return found
    return Hedge(Modality.HAPPENED, "no hedge", "")


def _row(
    row: Modality,
    words: str,
    main: Predicate | None,
    governed: dict[str, str],
    *,
    kind: ClaimKind | None,
    head: str | None,
) -> Hedge | None:
    if row is Modality.CONDITIONAL:
        return _conditional(words)
    if row is Modality.THREATENED:
        announced = re.search(r"\b(?:will|would|shall|have no)\b", words)
        harm = _search("harm", words)
        condition = _search("condition", words)
        if announced and harm and (condition or "warn" in governed.values()):
            return Hedge(row, "harm announced", harm.group())
    if row.value in governed and not (row is Modality.DEMANDED and kind is ClaimKind.CONTACT):
        return Hedge(row, "governing verb", governed[row.value])
    found = _search(row.value, words)
    if found is not None and head is not None and row in _BY_HEAD and found.start() > len(head):
        found = None
    if found is not None and _fits(row, found.group(), main, kind):
        return Hedge(row, "wording", found.group())
    if row is Modality.PLANNED and main is not None and main.modal == "would":
        return Hedge(row, "future told in the past", "would")
    if row is Modality.ONGOING and _is_now(words, main, kind):
        return Hedge(row, _PRESENT, words.split(" ", maxsplit=1)[0])
    return None


def _fits(row: Modality, words: str, main: Predicate | None, kind: ClaimKind | None) -> bool:
    """Return whether wording that fits in form fits in meaning too."""
    if row is Modality.POSSIBLE and words in ("may", "might", "could"):
        return main is None or main.modal in ("may", "might", "could")
    if row is Modality.OFFERED and words.startswith(("propos", "suggest", "offer")):
        own = main is None or main.lemma in ("propose", "suggest", "offer", "be", "have", "make")
        return own and kind is not ClaimKind.RELAY
    if row is Modality.PLEDGED and words in ("will", "shall"):
        return kind not in (ClaimKind.CONTACT,)
    return True


def _conditional(words: str) -> Hedge | None:
    condition = _search("condition", words)
    if condition is None:
        return None
    undertaking = re.search(
        r"\b(?:will|would|shall|ready to|offer\w*|undert\w+|agree\w*|pledg\w+|promis\w+|could|"
        r"prepared to|willing to)\b",
        words,
    )
    if undertaking is None:
        return None
    return Hedge(Modality.CONDITIONAL, "undertaking under a condition", condition.group().strip())


def _is_now(words: str, main: Predicate | None, kind: ClaimKind | None) -> bool:
    """Return whether the main verb tells of a state that lasts."""
    if main is not None and main.progressive and not main.perfect and main.lemma != "miss":
        return True
    if main is None or main.past or main.modal is not None or main.sort != "finite":
        return False
    if main.progressive and not main.perfect:
        return True
    if main.perfect or main.shape in ("past", "participle"):
        return False
    if main.shape in ("base", "s") and kind in (ClaimKind.CONTACT, ClaimKind.EVENT):
        return False  # reports tell single acts in the present tense too
    if main.shape in ("base", "s") or (
        main.shape == "aux" and re.search(r"\b(?:is|are|has|have)\b", words)
    ):
        return True
    return kind in (ClaimKind.CONTROL, ClaimKind.PRESENCE) and main.passive


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
    found = _search("cannot_confirm", words)
    if found is not None:
        return Hedge(Stance.CANNOT_CONFIRM, "left open", found.group())
    if denied:
        return Hedge(Stance.DENIES, "denied by the teller", "denied")
    found = _search("denial", words)
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
    found = _search("negation", words)
    return None if found is None else Hedge(Stance.DENIES, "nothing told", found.group())
