"""Tour: which findings tell a newcomer the most."""

from __future__ import annotations

from collections.abc import Sequence

from truceline.assessment.finding import Finding, Status


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
            (reported, lambda f: (len(f.statements), f.id)),
        )
        if group
    ]
    return tuple(dict.fromkeys(chosen))


def _firmness(finding: Finding) -> tuple[float, int, str]:
    return (finding.p_breach, len(finding.weighed), finding.id)
