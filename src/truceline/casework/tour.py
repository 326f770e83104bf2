"""Tour: which findings tell a newcomer the most."""

from __future__ import annotations

from collections.abc import Sequence

from truceline.assessment.finding import Finding, Status

# A thing is told of a zone where it lies in it more likely than not.
_IN_ZONE = 0.5


def most_telling(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return up to three findings: the firmest breach, the nearest miss, a reported commitment.

    The nearest miss is the indeterminate finding with the highest probability: it shows why the
    machine would not say more. The reported commitment is one of those that nobody signed, with
    the statements told of it.
    """
    breaches = [f for f in findings if f.status in (Status.SUSPECTED, Status.CONFIRMED)]
    misses = [f for f in findings if f.status is Status.INDETERMINATE and f.weighed]
    reported = [f for f in findings if f.standing == "reported" and f.statements]
    chosen = [
        max(group, key=rank)
        for group, rank in (
            (breaches, _firmness),
            (misses, _firmness),
            (reported, _most_said_first),
        )
        if group
    ]
    return tuple(dict.fromkeys(chosen))


def own_years(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the findings of each agreement from its first period with evidence to its last.

    A casefile may hold truces of different decades. Where an agreement has neither sighting nor
    look, the periods in which something was said of it count; where it has nothing, all do.
    """
    kept: list[Finding] = []
    for agreement in dict.fromkeys(one.agreement for one in findings):
        own = [one for one in findings if one.agreement == agreement]
        seen = [one for one in own if _tells(one) or one.look.records or one.look.denials]
        telling = sorted(_starts(seen or [one for one in own if one.statements] or own))
        kept += [one for one in own if telling[0] <= _start(one) <= telling[-1]]
    return tuple(kept)


def _tells(finding: Finding) -> bool:
    """Return whether somebody whose word weighs puts a thing in the zone, more likely than not.

    A bare "buffer zone" in a paper on another truce is no evidence of this one.
    """
    return any(
        any(weight.log_lr > 0 for weight in one.weights)
        and all(f.probability >= _IN_ZONE for f in one.factors if f.name == "in zone")
        for one in finding.weighed
    )


def _starts(findings: Sequence[Finding]) -> list[float]:
    return [_start(one) for one in findings]


def _start(finding: Finding) -> float:
    start = finding.period.start
    return start.timestamp() if start is not None else float("-inf")


def _most_said_first(finding: Finding) -> tuple[int, float]:
    """Rank by the number of statements, and of equals the earliest: there they were made."""
    return (len(finding.statements), -_start(finding))


def _firmness(finding: Finding) -> tuple[float, int, str]:
    return (finding.p_told, len(finding.weighed), finding.id)
