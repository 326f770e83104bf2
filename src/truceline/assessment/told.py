"""Told: summaries in plain words, the same for every party."""

from __future__ import annotations

import re

from truceline.assessment.finding import Reason, Status
from truceline.assessment.verdict import Outcome
from truceline.observation.observation import Observation, Relation
from truceline.sentence import all_of, as_sentence, in_turn, say, term
from truceline.threshold import reaches

# Acts whose own word says across.
_CROSSINGS = frozenset({"crossing", "attempted crossing"})


def happening(seen: Observation) -> str:
    """Return what one report tells of, in a few words: what, which way, where, how many, when."""
    words: list[str] = [term(seen.what)]
    if seen.areas:
        area = seen.areas[0].removeprefix("the ")
        # A line of one letter ("line b") goes without an article.
        article = "" if re.search(r"\b\w$", area) else "the "
        words += [term(_way(seen)), f"{article}{area}"]
    elif seen.place_text:
        words.append(f"({seen.place_text})")
    details = [_count(seen)] if seen.count is not None else []
    details += [term(asset) for asset in seen.assets if asset != seen.what]
    if any(details):
        words.append(say("({details})", details=in_turn(details, between=", ")))
    return in_turn([in_turn(words), str(seen.when)], between=", ")


def summary(found: Outcome, reasons: tuple[Reason, ...]) -> str:
    """Return one sentence on a finding."""
    note = as_sentence(found.judged.note) if found.judged.note else ""
    match found.status:
        case Status.NOT_IN_FORCE:
            return in_turn([say("Not in force in this period."), note])
        case Status.COMPLIANT:
            return in_turn([_kept(found), note])
        case Status.CONFIRMED:
            return in_turn([say("Confirmed by a reviewer: {lead}.", lead=_lead(found)), note])
        case Status.SUSPECTED:
            return in_turn([say("Suspected: {lead}.", lead=_lead(found)), note])
        case Status.INDETERMINATE:
            why = in_turn([term(reason.value) for reason in reasons], between=", ")
            silent = {Reason.NOT_OBSERVED, Reason.LITTLE_COVERAGE}
            told = bool(found.judged.weighed) and silent.isdisjoint(reasons)
            prior = ""
            if Reason.NOT_OBSERVED in reasons and not found.judged.logged:
                prior = say("Nothing is known beyond the prior ({p:.2f}).", p=found.p_breach)
            undecided = _undecided(found, told=told)
            return in_turn([say("Cannot tell ({why}).", why=why), undecided, prior, note])


def _kept(found: Outcome) -> str:
    if found.judged.p_kept is not None:
        return say("Kept, as far as the log shows.")
    seen = say("little was told") if found.judged.weighed else say("nothing that counts was seen")
    return say(
        "Kept, as far as can be told: {seen}, and a breach would have been seen with "
        "probability {p:.2f}.",
        seen=seen,
        p=found.look.detection,
    )


def _undecided(found: Outcome, *, told: bool) -> str:
    if not found.judged.testable:
        return ""
    if told:
        return as_sentence(_lead(found))
    if found.judged.p_kept is not None and not found.judged.logged:
        return say("No act of the duty is on record.")
    if found.judged.p_kept is not None:
        return say("The log of acts does not settle it.")
    weighs = bool(found.judged.weighed)
    nothing = say("Nothing that weighs was told") if weighs else say("Nothing was told")
    if found.look.detection > 0:
        seen = found.look.detection
        return say(
            "{nothing}; a breach would have been seen with probability {p:.2f}.",
            nothing=nothing, p=seen,
        )  # fmt: skip
    return say("{nothing}, and nobody is on record as having looked.", nothing=nothing)


def _lead(found: Outcome) -> str:
    shown = found.judged.weighed
    if not shown:
        # What somebody says outright counts as seen; what a log leaves out does not.
        if reaches(2 * found.judged.p_seen, found.p_told):
            return say("what is on record says that the duty was not done, or not in time")
        return say("a log that is said to be complete shows no such act in time")
    lead = shown[0].incident
    tellers = sorted({w.origin for w in shown[0].weights if w.log_lr > 0})
    told = happening(lead.lead)
    if tellers:
        names = all_of(tellers)
        told = say("{happening}, told by {tellers}", happening=told, tellers=names)
    return say("{lead}; and {n} more", lead=told, n=len(shown) - 1) if len(shown) > 1 else told


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
        return say("up to {high}", high=high) if high is not None else ""
    return (
        say("at least {low}", low=low)
        if high is None
        else say("{low} to {high}", low=low, high=high)
    )
