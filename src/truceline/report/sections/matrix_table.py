"""Matrix table: the matrix as a real table, each letter a link to its finding."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from truceline.assessment.finding import Finding, Status
from truceline.report.explain import party_title, provision_title
from truceline.report.mark import MARKS
from truceline.report.markup import Markup, anchor, bdi, joined, tag
from truceline.report.matrix import Cell, Row
from truceline.report.report import Report
from truceline.report.sections.status import status_legend
from truceline.report.sections.table import scrolling, section
from truceline.report.wording import breach_in_words, how_many
from truceline.timespan import Timespan


def matrix_section(report: Report) -> Markup:
    """Return the matrix and its legend.

    Rows in which no period has a report or an answer stand in a table of their own, folded away:
    they are not hidden, and they do not bury the others.
    """
    if not report.matrix.rows:
        return section("matrix", "Matrix")
    telling = {each.id for each in report.findings if _tells(each)}
    told: list[Row] = []
    silent: list[Row] = []
    for row in report.matrix.rows:
        is_told = any(cell is not None and cell.finding in telling for cell in row.cells)
        (told if is_told else silent).append(row)
    parts = [_table(told, report, "Findings by provision and party (rows) and period (columns)")]
    if silent:
        words = f"{how_many(len(silent), 'row')} with no report and no answer in any period"
        inside = _table(silent, report, "Rows with no report and no answer")
        parts.append(tag("details", tag("summary", words), inside, open=not told))
    return section("matrix", "Matrix", *parts, status_legend())


def _tells(finding: Finding) -> bool:
    answered = finding.status in (Status.COMPLIANT, Status.SUSPECTED, Status.CONFIRMED)
    return answered or bool(finding.weighed)


def _table(rows: Sequence[Row], report: Report, caption: str) -> Markup:
    if not rows:
        return Markup()
    whole = tag(
        "table",
        tag("caption", caption),
        _head(report.matrix.periods),
        tag("tbody", joined(_row(row, report) for row in rows)),
        class_="matrix",
    )
    return scrolling(whole, label=caption)


def _head(periods: tuple[Timespan, ...]) -> Markup:
    """Return one row of headers for years, two for what lies within years."""
    parts = [_split(period) for period in periods]
    if not any(rest for _, rest in parts):
        years = joined(tag("th", bdi(year), scope="col") for year, _ in parts)
        return tag("thead", tag("tr", _corner(1), years))
    groups = [
        tag("th", bdi(year), scope="colgroup", colspan=len(list(here)))
        for year, here in groupby(parts, key=lambda part: part[0])
    ]
    columns = joined(tag("th", bdi(rest or "all year"), scope="col") for _, rest in parts)
    return tag("thead", tag("tr", _corner(2), joined(groups)), tag("tr", columns))


def _corner(rows: int) -> Markup:
    deep = None if rows == 1 else rows
    return joined(tag("th", words, scope="col", rowspan=deep) for words in ("provision", "party"))


def _split(period: Timespan) -> tuple[str, str]:
    """Return the year that heads a group of columns, and the rest that heads one of them."""
    text = str(period)
    year, _, rest = text.partition("-")
    return (year, text) if "/" in text else (year, rest)


def _row(row: Row, report: Report) -> Markup:
    agreement = report.agreement(row.agreement)
    title = provision_title(agreement, row.provision) if agreement else row.provision
    party = party_title(agreement, row.party) if agreement else row.party
    return tag(
        "tr",
        tag("th", bdi(row.provision), " ", title, scope="row"),
        tag("td", bdi(party), class_="party"),
        joined(_cell(cell) for cell in row.cells),
    )


def _cell(cell: Cell | None) -> Markup:
    if cell is None:
        return tag("td", tag("span", "no finding", class_="unseen"), class_="cell")
    mark = MARKS[cell.status]
    words = cell.status.value
    if cell.status is not Status.NOT_IN_FORCE:
        words += f", breach: {breach_in_words(cell)}"
    if cell.reasons:
        words += f", {', '.join(reason.value for reason in cell.reasons)}"
    link = tag("a", mark.letter, href=f"#{anchor('f', cell.finding)}", aria_label=words,
               title=words, class_="letter")  # fmt: skip
    return tag("td", link, class_=f"cell s-{mark.name}")
