"""Headline: in sentences, what is suspected, what cannot be told and why, who looked nowhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from truceline.agreement.agreement import Agreement
from truceline.assessment.finding import Finding, Status
from truceline.report.explain import party_title, provision_title
from truceline.report.report import Group, Point, Unlooked
from truceline.report.wording import (
    capital,
    how_many,
    likelihood,
    period_in_words,
    words_of,
)
from truceline.sentence import in_turn, listed, say, term
from truceline.timespan import Timespan

# More than this many sentences of one kind are no headline; the rest is counted.
_MOST_TOLD = 6
_NAMES = {
    Status.CONFIRMED: say("Confirmed breaches"),
    Status.SUSPECTED: say("Suspected breaches"),
}


def headline(
    groups: Sequence[Group],
    unlooked: Sequence[Unlooked],
    *,
    agreements: Sequence[Agreement],
    period: Timespan,
    as_of: str,
) -> tuple[Point, ...]:
    """Return the report in a few points, breaches first, silence last.

    Every kind of answer has its point, also where there is nothing of it: a missing line would
    leave the reader to guess.
    """
    by_status = {group.status: group.findings for group in groups}
    by_id = {agreement.id: agreement for agreement in agreements}
    total = sum(len(findings) for findings in by_status.values())
    kept = len(by_status.get(Status.COMPLIANT, ()))
    found = how_many(total, "finding")
    known = say(
        "As known on {day}, {period}: {found}.",
        day=_day(as_of), period=period_in_words(period), found=found,
    )  # fmt: skip
    return (
        Point(known),
        *(_breaches(status, by_status.get(status, ()), by_id) for status in _NAMES),
        _cannot_tell(by_status.get(Status.INDETERMINATE, ())),
        Point(
            say("Kept, as far as somebody looked: {found}.", found=how_many(kept, "finding"))
            if kept
            else say("No finding says that a duty was kept.")
        ),
        _nobody_looked(unlooked, by_id),
    )


def _day(as_of: str) -> str:
    """Return the day of a moment as it reads in a sentence; other words as they are.

    >>> _day("2026-11-22T12:00:00Z"), _day("an empty ledger")
    ('2026-11-22', 'an empty ledger')
    """
    return as_of[:10] if re.fullmatch(r"\d{4}-\d\d-\d\dT\S+Z", as_of) else as_of


def _breaches(
    status: Status, findings: Sequence[Finding], agreements: dict[str, Agreement]
) -> Point:
    likeliest = sorted(findings, key=lambda each: (-each.p_breach, each.id))
    details: list[str] = []
    for finding in likeliest[:_MOST_TOLD]:
        agreement = agreements.get(finding.agreement)
        party = party_title(agreement, finding.party) if agreement else finding.party
        title = provision_title(agreement, finding.provision) if agreement else finding.provision
        told = say(
            "{party}, {period}: {title} ({provision}). A breach: {likelihood}.",
            party=party, period=period_in_words(finding.period), title=title,
            provision=finding.provision, likelihood=likelihood(finding.p_breach),
        )  # fmt: skip
        bound = finding.standing == "binding"
        text = "" if bound else say("The text is {standing}.", standing=term(finding.standing))
        details.append(in_turn([told, text]))
    rest = len(findings) - _MOST_TOLD
    if rest > 0:
        details.append(say("And {n} more, in the findings below.", n=rest))
    number = len(findings) or say("none")
    return Point(say("{sort}: {number}.", sort=_NAMES[status], number=number), tuple(details))


def _cannot_tell(findings: Sequence[Finding]) -> Point:
    reasons = Counter(reason for finding in findings for reason in finding.reasons)
    ordered = sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0].value))
    return Point(
        say("Cannot be told: {found}.", found=how_many(len(findings), "finding")),
        tuple(
            say(
                "{reason} ({n}): {meaning}.",
                reason=capital(term(reason.value)),
                n=count,
                meaning=words_of("reasons")[reason.value],
            )
            for reason, count in ordered
        ),
    )


def _nobody_looked(unlooked: Sequence[Unlooked], agreements: dict[str, Agreement]) -> Point:
    parties: dict[str, list[str]] = {}
    for each in unlooked:
        agreement = agreements.get(each.agreement)
        title = party_title(agreement, each.party) if agreement else each.party
        parties.setdefault(title, []).append(each.provision)
    if not parties:
        return Point(say("No finding had to be left open for want of anybody looking."))
    told = (
        say("{party}: {provisions}.", party=party, provisions=listed(sorted(set(parties[party]))))
        for party in sorted(parties)
    )
    return Point(
        say("Nobody is on record as having looked, for some of the time or all of it:"),
        tuple(told),
    )
