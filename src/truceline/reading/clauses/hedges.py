"""Hedges: how firmly a clause is put, and how its teller stands to it.

Modality is the first row that fits, in the order of ``docs/explain/reading.md``; stance is about
the content, not about grammar ("has not been vacated" asserts a presence).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from truceline.reading.claim import ClaimKind, Modality
from truceline.reading.clauses.hedge_words import Hedge, cue_modality, left_open, search
from truceline.reading.clauses.prospects import COMING, by_kind, comes_about, is_set_for_a_day
from truceline.reading.words.predicates import Predicate

_PRESENT = "present tense"
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
# What a teller predicts is nobody's undertaking.
# These are put in the message, and not by who carries it.
_OF_THE_MESSAGE = frozenset(
    (Modality.CONDITIONAL, Modality.OFFERED, Modality.PLEDGED, Modality.THREATENED, Modality.WARNED)
)
_NO_FORECAST = frozenset(
    (Modality.PLEDGED, Modality.PLANNED, Modality.OFFERED, Modality.CONDITIONAL)
)
# What none will do threatens nobody.
_NOT_ONE = re.compile(r"\b(?:no|not a single) \w+ (?:will|shall|would)\b")
_NOBODY_ASKED = re.compile(
    r"^(?:no one|nobody|none|neither|no \w+) (?:has |have |had )?(?:yet |ever |so far )?"
    r"(?:asked|demanded|called|urged|requested)\b"
)
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
    governed = {cue_modality()[cue]: cue for cue in cues if cue in cue_modality()}
    if headline and main is None and _TO_DO.search(words):
        return Hedge(Modality.PLEDGED, "headline's infinitive", "to")
    if main is None and _SINCE.search(words):
        return Hedge(Modality.ONGOING, "since, without a verb", "since")
    told = main is not None and cue_modality().get(main.lemma)
    told = None if main is not None and main.lemma == "order" and _ORDERED.search(words) else told
    if main is not None and told and _is_done(main, words):
        told = None
    if main is not None and told and (told != Modality.POSSIBLE or main.passive):
        governed.setdefault(cue_modality()[main.lemma], main.lemma)
    for row in _ORDER:
        found = _row(row, words, main, governed, kind=kind, head=head)
        if found is None or (headline and found.rule == _PRESENT):
            continue
        if row in _NOT_LEFT_OPEN and left_open(words):
            continue
        if row in _NO_FORECAST and Modality.PREDICTED in governed:
            continue
        if row is Modality.DEMANDED and _NOBODY_ASKED.search(words) is not None:
            continue
        if row is Modality.THREATENED and _NOT_ONE.search(words) is not None:
            continue
        if kind is ClaimKind.RELAY and row in _OF_THE_MESSAGE:
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
    special = (
        _threat(words, governed) if row is Modality.THREATENED else by_kind(row, words, main, kind)
    )
    if special is not None:
        return special
    if row is Modality.DEMANDED and is_set_for_a_day(words, main):
        return None
    if row.value in governed and not (row is Modality.DEMANDED and kind is ClaimKind.CONTACT):
        return Hedge(row, "governing verb", governed[row.value])
    found = search(row.value, words)
    if found is not None and head is not None and row in _BY_HEAD and found.start() > len(head):
        found = None
    if found is not None and _fits(row, found.group(), main, kind):
        return Hedge(row, "wording", found.group())
    if row is Modality.PLANNED and main is not None and main.modal == "would":
        return Hedge(row, "future told in the past", "would")
    if row is Modality.ONGOING and _is_now(words, main, kind):
        return Hedge(row, _PRESENT, words.split(" ", maxsplit=1)[0])
    return None


# Leave that was given, or refused, in one act: "let the police back in", "was barred from".
_LETTING = frozenset(("allow", "permit", "authorise", "authorize"))
# "Allowed that it was so" gives no leave.
_CONCEDED = re.compile(r"\ballow(?:s|ed|ing)? that\b(?! \w+ to\b)")
_BARRING = frozenset(("prohibit", "forbid", "bar", "ban"))
_A_TEXT = re.compile(
    r"\b(?:agreements?|accords?|articles?|paragraphs?|treat(?:y|ies)|protocols?|resolutions?|truce|"
    r"paper|texts?|clauses?|deal|draft|proposal|memorandum|armistice|decree|law|it)\b"
)


def _is_done(main: Predicate, words: str) -> bool:
    """Return whether leave was given or refused in one act, and not by a text."""
    past = main.past or main.perfect or (main.shape in ("ed", "past") and not main.passive)
    if main.modal is not None or not past or main.negated:
        return False
    if main.lemma in _LETTING:
        if _CONCEDED.search(words) is not None:
            return False
        return not main.passive and _A_TEXT.search(words) is None
    return main.lemma in _BARRING and main.passive


# Harm that a warning announces as an act, not as a danger: "would be answered".
_BY_OWN_ACT = re.compile(
    r"\b(?:will|would|shall) (?:be )?(?:answer|treat|shot|sunk|fired|bomb|attack|str[iu][kc]|"
    r"target|retaliat|respond|punish|destroy|hit|face|met|return fire|open fire|crush)"
)
# What is ordered so is done: "ordered an end to the operation".
_ORDERED = re.compile(
    r"\border(?:s|ed|ing)? (?:an?|the) (?:immediate |full |partial )?(?:end|halt|stop|withdrawal|"
    r"retreat|advance|evacuation|attack|offensive|operation|pause|curfew|"
    r"mobili[sz]ation|closure)\b"
)
_ANNOUNCED = re.compile(r"\b(?:will|would|shall|have no)\b")


def _threat(words: str, governed: Mapping[str, str]) -> Hedge | None:
    """Return the threat that harm announced under a condition, or to whoever, makes."""
    harm = search("harm", words) if _ANNOUNCED.search(words) else None
    if harm is None:
        return None
    warned = "warn" in governed.values() and _BY_OWN_ACT.search(words)
    if warned or search("condition", words) or search("whoever", words):
        return Hedge(Modality.THREATENED, "harm announced", harm.group())
    return None


def _fits(row: Modality, words: str, main: Predicate | None, kind: ClaimKind | None) -> bool:
    """Return whether wording that fits in form fits in meaning too."""
    if row is Modality.DEMANDED and kind is ClaimKind.CONTACT:
        return main is not None and main.modal is not None
    if row is Modality.POSSIBLE and words in ("may", "might", "could"):
        if main is not None and main.modal == "could" and main.negated:
            return False  # "could not reach him" tells what was not done
        return main is None or main.modal in ("may", "might", "could")
    if row is Modality.OFFERED and words.startswith(("propos", "suggest", "offer")):
        own = main is None or main.lemma in ("propose", "suggest", "offer", "be", "have", "make")
        return own and kind is not ClaimKind.RELAY
    if row is Modality.PLEDGED and words in ("will", "shall"):
        coming = main is not None and (main.lemma in COMING or comes_about(main))
        return kind is not ClaimKind.CONTACT and not coming
    return True


def _conditional(words: str) -> Hedge | None:
    condition = search("condition", words)
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


# Verbs whose present tense tells of one act, and those whose present tense tells that it lasts.
_SINGLE_ACTS = frozenset(
    ("accuse", "blame", "announce", "urge", "call", "seize", "capture", "take", "lose", "retake",
     "recapture", "overrun", "condemn", "sign", "welcome", "thank", "congratulate", "deplore",
     "regret", "protest", "reject", "express", "show", "reveal")
)  # fmt: skip
_GOES_ON = frozenset(("go", "rage", "persist", "continue"))


_HABIT = re.compile(
    r"\b(?:every|each|most) (?:nights?|mornings?|days?|evenings?|weeks?|dawn|dusk)\b|"
    r"\b(?:daily|nightly|at night|by night|as a rule)\b"
)
_BEING_DONE = re.compile(r"\b(?:is|are) (?:still |now |also )?being\b")
_AUXILIARY_NOW = re.compile(r"\b(?:is|are|has|have)\b")
_NEVER_WAS = re.compile(r"\bthere ha(?:s|ve) been (?:no|not|neither|nothing|never)\b")


def _is_now(words: str, main: Predicate | None, kind: ClaimKind | None) -> bool:
    """Return whether the main verb tells of a state that lasts."""
    if main is not None and main.progressive and not main.perfect and main.lemma != "miss":
        return True
    if main is None or main.past or main.modal is not None or main.sort != "finite":
        return False
    being = main.progressive or (main.passive and _BEING_DONE.search(words) is not None)
    if main.perfect or being or main.shape in ("past", "participle"):
        return being and not main.perfect
    if main.shape in ("base", "s") and kind in (ClaimKind.CONTACT, ClaimKind.EVENT):
        if main.shape != "aux" and _HABIT.search(words) is not None:
            return True
        return main.lemma in _GOES_ON  # else reports tell single acts in the present tense too
    takes_view = kind is ClaimKind.STATEMENT and main.lemma == "take"
    if main.shape in ("base", "s") and main.lemma in _SINGLE_ACTS and not takes_view:
        return False
    if main.shape in ("base", "s") or (
        main.shape == "aux" and not _NEVER_WAS.search(words) and _AUXILIARY_NOW.search(words)
    ):
        return True
    lasting = (ClaimKind.CONTROL, ClaimKind.PRESENCE, ClaimKind.TERM)
    return kind in lasting and main.passive
