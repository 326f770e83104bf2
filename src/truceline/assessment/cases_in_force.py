"""Cases in force: since when and until when provisions hold, as worked cases.

Each row makes a case for the minute before a bound and one for the minute after it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from truceline.agreement.agreement import Agreement
from truceline.agreement.checker import Checker
from truceline.agreement.yaml_nodes import Listing, Mapping, Node
from truceline.assessment.worked_case import Expected, WorkedCase
from truceline.errors import TimespanInvalid
from truceline.timespan import Timespan

ROW_KEYS = ("provisions", "since", "until", "why")
_MINUTE = timedelta(minutes=1)


def cases_in_force(
    node: Node | None, agreement: Agreement, *, checker: Checker
) -> Iterator[WorkedCase]:
    """Yield the cases that the section 'in force' of a file of cases stands for."""
    if node is not None and not isinstance(node, Listing):
        checker.wrong(
            node, "expected a list of times", "Write '- {provisions: [A-1], since: 1974-05-31}'"
        )
        return
    for item in node.items if node is not None else ():
        row = checker.keys(item, known=ROW_KEYS, needed=("provisions",), of="a time in force")
        if row is not None:
            yield from _cases(row, agreement, checker=checker)


def _cases(row: Mapping, agreement: Agreement, *, checker: Checker) -> Iterator[WorkedCase]:
    known = [provision.id for provision in agreement.provisions]
    names = checker.choices(row.get("provisions"), known=known, kind="provision")
    since, until = checker.timespan(row.get("since")), checker.timespan(row.get("until"))
    if row.get("since") is None and row.get("until") is None:
        checker.wrong(row, "it names no time", "Add 'since: 1974-05-31' or 'until: ...'")
    for name in names:
        provision = agreement.provision(name)
        for bound, holds_after in ((since, True), (until, False)):
            moment = None if bound is None else bound.start if holds_after else bound.end
            if moment is None or not provision.bound:
                continue
            for period, holds in _about(moment, holds_after=holds_after):
                words = "is in force" if holds else "is not in force"
                yield WorkedCase(
                    name=f"{name} {words} in the minute of {period.start:%Y-%m-%d %H:%M} UTC",
                    file=checker.file,
                    line=row.mark.line,
                    provision=name,
                    party=provision.bound[0],
                    period=period,
                    expected=Expected(in_force=holds),
                    why=checker.text(row.get("why")) or "",
                )


def _about(moment: datetime, *, holds_after: bool) -> Iterator[tuple[Timespan, bool]]:
    """Yield the minutes before and after a moment, and whether something holds in each."""
    try:
        yield Timespan(moment - _MINUTE, moment), not holds_after
        yield Timespan(moment, moment + _MINUTE), holds_after
    except (OverflowError, TimespanInvalid):
        return
