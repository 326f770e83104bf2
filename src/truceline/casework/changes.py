"""Changes: what reads differently between two days of knowledge, and which records made it so."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from truceline.casework.assess import Judged, assess_case
from truceline.errors import NotFound
from truceline.observation.observation import LogRow
from truceline.sentence import say, term

if TYPE_CHECKING:
    from truceline.assessment.finding import Finding, Weighed
    from truceline.casework.sight import Sight
    from truceline.evidence.layout import Casefile
    from truceline.observation.observation import Observation
    from truceline.timespan import Timespan


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One finding on two days; ``causes`` are sentences, one for each record that came or went."""

    finding: str
    before: Finding | None
    after: Finding | None
    causes: tuple[str, ...]


def changes(
    case: Casefile,
    *,
    before: datetime,
    after: datetime | None = None,
    period: Timespan | None = None,
    step: str = "quarter",
    agreements: Sequence[str] = (),
    policy: Path | None = None,
    sight: Sight | None = None,
) -> tuple[Change, ...]:
    """Return the findings that read differently as known on two days, with the cause.

    Both days are judged by the same agreements, policy and engine, so that only the record can
    make a difference. Without a period it is that of the later day's evidence.
    """
    judge = functools.partial(
        assess_case, case, step=step, agreements=agreements, policy=policy, sight=sight, keep=True
    )
    now = judge(period=period, as_of=after)
    return changes_between(judge(period=now.period, as_of=before), now)


def changes_between(then: Judged, now: Judged) -> tuple[Change, ...]:
    """Return the findings that read differently in two judgements of one time, with the cause."""
    old = {one.id: one for one in then.findings}
    new = {one.id: one for one in now.findings}
    return tuple(
        Change(
            finding=id_,
            before=old.get(id_),
            after=new.get(id_),
            causes=causes(old.get(id_), new.get(id_), then=then, now=now),
        )
        for id_ in sorted({*old, *new})
        if _reads(old.get(id_)) != _reads(new.get(id_))
    )


def change_of(
    case: Casefile,
    finding: str,
    *,
    since: datetime,
    as_of: datetime | None = None,
    policy: Path | None = None,
    sight: Sight | None = None,
) -> Change | None:
    """Return how one finding reads differently since a day, or None where it reads the same.

    Raises:
        NotFound: there is no such finding.
    """
    from truceline.casework.assess import judged_finding

    judge = functools.partial(judged_finding, case, finding, policy=policy, sight=sight, keep=True)
    now, after = judge(as_of=as_of)
    try:
        then, before = judge(as_of=since)
    except NotFound:
        return Change(finding=finding, before=None, after=after, causes=())
    return change_between((then, before), (now, after))


def change_between(then: tuple[Judged, Finding], now: tuple[Judged, Finding]) -> Change | None:
    """Return how one finding reads otherwise than it did; None where it reads the same."""
    (old, before), (new, after) = then, now
    if _reads(before) == _reads(after):
        return None
    return Change(
        finding=after.id,
        before=before,
        after=after,
        causes=causes(before, after, then=old, now=new),
    )


def causes(
    before: Finding | None, after: Finding | None, *, then: Judged, now: Judged
) -> tuple[str, ...]:
    """Return what came and went between two days of what bears on one finding, in sentences."""
    old, new = _bearing(before), _bearing(after)
    told = [say("new: {what}", what=new[key]) for key in sorted(new.keys() - old.keys())]
    told += [say("gone: {what}", what=old[key]) for key in sorted(old.keys() - new.keys())]
    reviews_before = {_review_key(one) for one in then.evidence.reviews}
    told += [
        say(
            "review by {reviewer}: {verdict} ({reason})",
            reviewer=one.reviewer,
            verdict=term(one.verdict.value),
            reason=one.reason,
        )
        for one in now.evidence.reviews
        if after is not None and one.finding == after.id and _review_key(one) not in reviews_before
    ]
    if not told and then.evidence.regroupings != now.evidence.regroupings:
        told.append(say("the same reports, put together or apart by hand"))
    return tuple(told) or (say("records that bear on it were weighed otherwise"),)


def _reads(finding: Finding | None) -> object:
    if finding is None:
        return None
    return finding.status, finding.reasons, round(finding.p_breach, 6)


def _bearing(finding: Finding | None) -> dict[str, str]:
    """Return each report and each look behind a finding, by its id, in words."""
    if finding is None:
        return {}
    looks = (*finding.look.records, *finding.look.denials)
    return {
        **dict(_reports(finding.weighed)),
        **{
            one.id: say(
                "{method} by {by}, {when}", method=term(one.method), by=one.by, when=one.when
            )
            for one in looks
        },
    }


def _reports(weighed: Iterable[Weighed]) -> Iterator[tuple[str, str]]:
    for one in weighed:
        for report in one.incident.observations:
            said = say(
                "{origin} {stance} {what}, {when} ({where})",
                origin=report.origin, stance=term(report.stance.value), what=term(report.what),
                when=report.when, where=_where_it_stands(report),
            )  # fmt: skip
            yield report.id, said


def _where_it_stands(report: Observation) -> str:
    if isinstance(report.basis, LogRow):
        return say("row {row} of {document}", row=report.basis.row, document=report.basis.document)
    return say("claim {claim} of {document}", claim=report.basis.id, document=report.basis.document)


def _review_key(review: object) -> str:
    return repr(review)
