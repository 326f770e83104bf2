"""Told: summaries in plain words, the same for every party."""

from __future__ import annotations

import re

from truceline.assessment.finding import Reason, Status
from truceline.assessment.verdict import Outcome
from truceline.observation.observation import Observation, Relation
from truceline.threshold import reaches

# Acts whose own word says across.
_CROSSINGS = frozenset({"crossing", "attempted crossing"})


def happening(seen: Observation) -> str:
    """Return what one report tells of, in a few words: what, which way, where, how many, when."""
    words = [seen.what]
    if seen.areas:
        area = seen.areas[0].removeprefix("the ")
        # A line of one letter ("line b") goes without an article.
        article = "" if re.search(r"\b\w$", area) else "the "
        words.append(f"{_way(seen)} {article}{area}")
    elif seen.place_text:
        words.append(f"({seen.place_text})")
    details = [_count(seen)] if seen.count is not None else []
    details += [asset for asset in seen.assets if asset != seen.what]
    if any(details):
        words.append("(" + ", ".join(part for part in details if part) + ")")
    return f"{' '.join(words)}, {seen.when}"


def summary(found: Outcome, reasons: tuple[Reason, ...]) -> str:
    """Return one sentence on a finding."""
    note = f" {_sentence(found.judged.note)}" if found.judged.note else ""
    match found.status:
        case Status.NOT_IN_FORCE:
            return f"Not in force in this period.{note}"
        case Status.COMPLIANT:
            return _kept(found) + note
        case Status.CONFIRMED:
            return f"Confirmed by a reviewer: {_lead(found)}.{note}"
        case Status.SUSPECTED:
            return f"Suspected: {_lead(found)}.{note}"
        case Status.INDETERMINATE:
            why = ", ".join(reason.value for reason in reasons)
            silent = {Reason.NOT_OBSERVED, Reason.LITTLE_COVERAGE}
            told = bool(found.judged.weighed) and silent.isdisjoint(reasons)
            prior = ""
            if Reason.NOT_OBSERVED in reasons and not found.judged.logged:
                prior = f" Nothing is known beyond the prior ({found.p_breach:.2f})."
            words = f"Cannot tell ({why}). {_undecided(found, told=told)}{prior}{note}"
            return words.replace("  ", " ")


def _kept(found: Outcome) -> str:
    if found.judged.p_kept is not None:
        return "Kept, as far as the log shows."
    seen = "nothing that counts was seen" if not found.judged.weighed else "little was told"
    return (
        f"Kept, as far as can be told: {seen}, and a breach would have been seen with "
        f"probability {found.look.detection:.2f}."
    )


def _undecided(found: Outcome, *, told: bool) -> str:
    if not found.judged.testable:
        return ""
    if told:
        return f"{_sentence(_lead(found))}"
    if found.judged.p_kept is not None and not found.judged.logged:
        return "No act of the duty is on record."
    if found.judged.p_kept is not None:
        return "The log of acts does not settle it."
    nothing = "Nothing that weighs was told" if found.judged.weighed else "Nothing was told"
    if found.look.detection > 0:
        seen = f"{found.look.detection:.2f}"
        return f"{nothing}; a breach would have been seen with probability {seen}."
    return f"{nothing}, and nobody is on record as having looked."


def _lead(found: Outcome) -> str:
    shown = found.judged.weighed
    if not shown:
        # What somebody says outright counts as seen; what a log leaves out does not.
        if reaches(2 * found.judged.p_seen, found.p_told):
            return "what is on record says that the duty was not done, or not in time"
        return "a log that is said to be complete shows no such act in time"
    lead = shown[0].incident
    tellers = sorted({w.origin for w in shown[0].weights if w.log_lr > 0})
    told = f", told by {' and '.join(tellers)}" if tellers else ""
    more = f"; and {len(shown) - 1} more" if len(shown) > 1 else ""
    return f"{happening(lead.lead)}{told}{more}"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:].rstrip(".") + "."


def _way(seen: Observation) -> str:
    if seen.relation is None:
        return "in"
    if seen.what in _CROSSINGS and seen.relation is Relation.ACROSS:
        return "of"
    return seen.relation.value


def _count(seen: Observation) -> str:
    if seen.count is None:
        return ""
    low, high = seen.count.minimum, seen.count.maximum
    if low is not None and low == high:
        return str(low)
    if low is None:
        return f"up to {high}" if high is not None else ""
    return f"at least {low}" if high is None else f"{low} to {high}"
