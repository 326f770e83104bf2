"""Looks: who looked where and when, where access was denied, and where nobody looked."""

from __future__ import annotations

from truceline.observation.coverage import Coverage
from truceline.observation.observation import LogRow
from truceline.report.explain import party_title, provision_title
from truceline.report.markup import Child, Markup, bdi, joined
from truceline.report.report import Report, Unlooked
from truceline.report.sections.table import quote, section, table
from truceline.sentence import listed
from truceline.timespan import Timespan


def looks_section(report: Report) -> Markup:
    """Return where nobody looked, then denials of access, then the looks."""
    denials = [_record(each) for each in report.coverage if each.denied]
    looks = [_record(each) for each in report.coverage if not each.denied]
    headers = ["where", "when", "by", "how", "would have seen", "of the area", "record"]
    return section(
        "coverage",
        "Coverage: who looked, and where nobody did",
        table(
            "Nobody is on record as having looked",
            ["duty", "party", "periods", "denials of access on record"],
            [_unlooked(each, report) for each in report.unlooked],
        ),
        table("Access denied", headers, denials),
        table("Looks on record", headers, looks),
    )


def periods_in_words(periods: tuple[Timespan, ...]) -> str:
    """Return periods in the order of time, neighbours joined.

    >>> periods_in_words(tuple(Timespan.parse(p) for p in ("2013-Q1", "2013-Q2", "2014-Q1")))
    '2013-Q1 to 2013-Q2, 2014-Q1'
    """
    runs: list[list[Timespan]] = []
    for period in periods:
        if runs and runs[-1][-1].end == period.start:
            runs[-1].append(period)
        else:
            runs.append([period])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs)


def _unlooked(unlooked: Unlooked, report: Report) -> list[Child]:
    agreement = report.agreement(unlooked.agreement)
    title = provision_title(agreement, unlooked.provision) if agreement else unlooked.provision
    party = party_title(agreement, unlooked.party) if agreement else unlooked.party
    return [
        joined([bdi(unlooked.provision), " ", title]),
        bdi(party),
        bdi(periods_in_words(unlooked.periods)),
        str(unlooked.denials or "none"),
    ]


def _record(coverage: Coverage) -> list[Child]:
    side = f", {coverage.side} side" if coverage.side else ""
    basis = coverage.basis
    where = (listed(coverage.areas) or "area not named") + side
    record = bdi(_cited(basis)) if basis.cites else quote(basis.quote)
    return [
        where,
        bdi(str(coverage.when)),
        bdi(coverage.by),
        coverage.method,
        f"{coverage.detection * 100:.0f} %",
        f"{coverage.share * 100:.0f} %",
        record,
    ]


def _cited(row: LogRow) -> str:
    cited = ", ".join(part for part in (row.cites, row.paragraph) if part)
    return f"row {row.row}: {cited}"
