"""One table of what the harnesses tried, found and lost, at the end of a run.

A harness tells its row before it judges it, so a run that fails shows what it saw. Rows travel with
the reports of the tests, also from the processes that share a run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, Protocol

PROPERTY = "trial"
# Of the build as it is; any other name is of one that is broken on purpose.
SOUND = "sound"


class Row(NamedTuple):
    """What one harness did to one build, and what came of it."""

    fault: str
    build: str
    tried: str
    came_out: str
    lost: str


class Report(Protocol):
    """What pytest reports of a test."""

    nodeid: str
    outcome: str
    user_properties: list[tuple[str, object]]


class Tell(Protocol):
    """Tells the row of a harness: in numbers, what was lost; of a broken build, what was found."""

    def __call__(
        self, fault: str, *, tried: str, came_out: str, lost: int = 0, build: str = SOUND
    ) -> None: ...


def telling(record: Callable[[str, object], None]) -> Tell:
    """Return what a harness tells its rows with; ``record`` is pytest's ``record_property``."""

    def tell(fault: str, *, tried: str, came_out: str, lost: int = 0, build: str = SOUND) -> None:
        row = Row(fault, build, tried, came_out, _word(lost, build))
        print(" | ".join(row))
        record(PROPERTY, list(row))

    return tell


def table_of(reports: Iterable[Report]) -> str:
    """Return all rows as one table, in the order of the tests; and which tests failed."""
    told = sorted(reports, key=lambda report: report.nodeid)
    rows = [
        Row(*map(str, value))
        for report in told
        for name, value in report.user_properties
        if name == PROPERTY and isinstance(value, Sequence)
    ]
    if not rows:
        return ""
    heads = Row("fault", "build", "tried", "came out", "lost")
    widths = [max(len(row[column]) for row in (heads, *rows)) for column in range(len(heads))]
    lines = [_line(heads, widths), _line(Row(*("-" * width for width in widths)), widths)]
    lines += [_line(row, widths) for row in rows]
    failed = sorted({report.nodeid for report in told if report.outcome == "failed"})
    sound = [row for row in rows if row.build == SOUND]
    broken = len(rows) - len(sound)
    lines += [
        "",
        f"{len(sound)} harnesses, {broken} builds broken on purpose, {len(failed)} failed",
    ]
    return "\n".join([*lines, *(f"FAILED {name}" for name in failed)])


def _word(lost: int, build: str) -> str:
    if build == SOUND:
        return str(lost)
    return "found" if lost else "NOT FOUND"


def _line(row: Row, widths: Sequence[int]) -> str:
    return "| " + " | ".join(map(str.ljust, row, widths)) + " |"
