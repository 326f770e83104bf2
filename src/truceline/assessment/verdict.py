"""Verdict: from probabilities to one of five answers, and the reason why there is no firmer one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from truceline.agreement.provision import Provision, Standing
from truceline.assessment.absence import beside_talk, either, p_missed, p_unseen
from truceline.assessment.finding import Look, Reason, Status, Weighed
from truceline.assessment.link.where import DEPTH_LEFT_OPEN
from truceline.assessment.rules.judged import Judged
from truceline.assessment.weights import Weights, expit, logit
from truceline.threshold import reaches

_REASON_OF = {
    "real": Reason.WEAK_EVIDENCE,
    "in zone": Reason.TOO_CLOSE_TO_CALL,
    "in period": Reason.WEAK_EVIDENCE,
    "bound party": Reason.ACTOR_UNKNOWN,
    "class": Reason.CLASS_UNKNOWN,
    "no exception": Reason.CLASS_UNKNOWN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One reading's answer to one question for one period.

    ``p_told`` is what the evidence alone comes to, the log of acts included.
    """

    status: Status
    p_breach: float
    p_told: float
    p_happened: float
    judged: Judged
    look: Look


NOTHING = Judged(p_seen=0.0, p_happened=0.0)


def outcome(judged: Judged, look: Look, weights: Weights, *, confirmed_by_review: bool) -> Outcome:
    """Return the answer that the evidence and the coverage of one period come to."""
    p_breach = _p_breach(judged, look, weights)
    # Silence is no evidence: a suspicion stands on what was told, or on the log of acts, alone.
    p_told = p_breach if judged.p_kept is not None else judged.p_seen
    return Outcome(
        status=_status(judged, look, p_told, weights, confirmed_by_review),
        p_breach=p_breach,
        p_told=p_told,
        p_happened=max(p_breach, _with_unseen(judged.p_happened, judged, look, weights)),
        judged=judged,
        look=look,
    )


def reasons(
    found: Outcome, provision: Provision, weights: Weights, *, rivals: Sequence[Status] = ()
) -> tuple[Reason, ...]:
    """Return why an indeterminate answer is not a firmer one, the binding reason first.

    ``rivals`` are the answers under rival readings of the text. Where one of them differs, the
    text is a reason of any answer; where the text is disputed or only reported and nobody can
    tell, it is one as well.
    """
    differs = any(status is not found.status for status in rivals)
    if found.status is not Status.INDETERMINATE:
        return (Reason.TEXT_DISPUTED,) if differs else ()
    if not found.judged.testable:
        return (Reason.NOT_TESTABLE,)
    told = reaches(found.judged.p_seen, weights.compliant)
    why = _by_factor(found, weights) if told else [_by_coverage(found)]
    if found.judged.place_open is not None:
        surely, _ = _by_log(found.judged, found.look, weights) or (found.p_told, 0.0)
        settles = not told and not reaches(surely, weights.compliant)
        why = [found.judged.place_open, *([] if settles else why)]
    if differs or (provision.readings and provision.standing is not Standing.BINDING):
        why.append(Reason.TEXT_DISPUTED)
    return tuple(dict.fromkeys(why))


def _p_breach(judged: Judged, look: Look, weights: Weights) -> float:
    """Return the probability that what was seen was a breach, or that another went unseen.

    The two are taken as independent: whether one thing that was told of is real says nothing of
    another that nobody saw. For a log of acts they are one question, and its completeness answers.
    """
    if not judged.testable or not judged.due:
        return 0.0
    if judged.p_kept is None:
        return _with_unseen(judged.p_seen, judged, look, weights)
    missed = p_missed(weights.missed_when_unlogged, look.detection)
    return either(judged.p_seen, (1.0 - judged.p_kept) * missed)


def _by_log(judged: Judged, look: Look, weights: Weights) -> tuple[float, float] | None:
    """Return what a log comes to by where its acts can have been; None where no ground decides.

    First with every act there that can have been, for a suspicion; then with those alone that were
    there more likely than not, for *kept*.
    """
    if judged.kept_between is None:
        return None
    missed = p_missed(weights.missed_when_unlogged, look.detection)
    least, most = judged.kept_between
    return (
        either(judged.p_seen, (1.0 - most) * missed),
        either(judged.p_seen, (1.0 - least) * missed),
    )


def _with_unseen(seen: float, judged: Judged, look: Look, weights: Weights) -> float:
    if not judged.testable or not judged.due or judged.p_kept is not None:
        return seen
    prior = beside_talk(weights.prior_breach, judged.p_about, untold=weights.untold)
    return either(seen, p_unseen(prior, look.detection))


def _status(
    judged: Judged, look: Look, p_told: float, weights: Weights, confirmed_by_review: bool
) -> Status:
    if not judged.due:
        return Status.NOT_IN_FORCE
    if not judged.testable:
        return Status.INDETERMINATE
    surely, at_most = _by_log(judged, look, weights) or (p_told, p_told)
    if reaches(surely, weights.confirmed) and confirmed_by_review:
        return Status.CONFIRMED
    if reaches(surely, weights.suspected):
        return Status.SUSPECTED
    if judged.p_kept is not None:
        broken = reaches(at_most, weights.compliant)
        return Status.INDETERMINATE if broken else Status.COMPLIANT
    # Talk is no look: an allegation must not make it easier to be called compliant.
    at_most = either(judged.p_seen, p_unseen(weights.prior_breach, look.detection))
    looked = look.detection > 0 and reaches(look.detection, weights.coverage_floor)
    if looked and not reaches(at_most, weights.compliant):
        return Status.COMPLIANT
    return Status.INDETERMINATE


def _by_coverage(found: Outcome) -> Reason:
    kept = found.judged.p_kept
    if kept is not None:
        return Reason.LITTLE_COVERAGE if kept > 0 else Reason.NOT_OBSERVED
    return Reason.LITTLE_COVERAGE if found.look.detection > 0 else Reason.NOT_OBSERVED


def _by_factor(found: Outcome, weights: Weights) -> list[Reason]:
    """Return the reasons by the factors of the most telling incident, the smallest first."""
    if not found.judged.weighed:
        return [Reason.WEAK_EVIDENCE]
    lead = found.judged.weighed[0]
    why: list[Reason] = []
    if _denials_bind(lead, weights):
        why.append(Reason.CONFLICTING_ACCOUNTS)
    doubtful = sorted(
        (factor for factor in lead.factors if not reaches(factor.probability, weights.confirmed)),
        key=lambda factor: factor.probability,
    )
    for index, factor in enumerate(doubtful):
        if index == 0 or not reaches(factor.probability, weights.suspected):
            reason = _REASON_OF[factor.name]
            if reason is Reason.TOO_CLOSE_TO_CALL and DEPTH_LEFT_OPEN in factor.why:
                reason = Reason.TEXT_DISPUTED
            elif reason is Reason.TOO_CLOSE_TO_CALL and lead.margin_m is None:
                reason = Reason.PLACE_UNKNOWN
            why.append(reason)
    return why or [Reason.WEAK_EVIDENCE]


def _denials_bind(lead: Weighed, weights: Weights) -> bool:
    against = sum(weight.log_lr for weight in lead.weights if weight.log_lr < 0)
    p = lead.factors[0].probability
    if against == 0 or not 0 < p < 1:
        return False
    undenied = expit(logit(p) - against)
    return reaches(lead.p_breach * undenied / p, weights.suspected)
