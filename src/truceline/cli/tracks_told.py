"""What the tracks commands share: their options, and how they tell what was counted."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from truceline.cli.case import span_from
from truceline.cli.listing import tell
from truceline.errors import Problem, RecordInvalid

if TYPE_CHECKING:
    from truceline.observation.track import TrackTally


class Sorted(StrEnum):
    """What positions are sorted by."""

    OBJECT = "object"
    PLACE = "place"


FilesArgument = Annotated[
    list[Path], typer.Argument(help="Parquet, Arrow IPC or CSV files, or folders of them.")
]
AgreementOption = Annotated[
    str, typer.Option("--agreement", "-a", help="Whose lines and zones: an id or a folder.")
]
BetweenOption = Annotated[
    str | None,
    typer.Option(
        "--between",
        help="Only positions of this time: 2013-Q2, 2013-04-01/2013-04-15.",
        show_default=False,
    ),
]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EVER_US = 2**62


def window_from(text: str | None) -> tuple[int, int] | None:
    """Return the microseconds since 1970 between which ``--between`` lies, or None.

    >>> window_from("1970-01-01")
    (0, 86400000000)
    """
    span = span_from(text)
    if span is None:
        return None
    step = timedelta(microseconds=1)
    return (
        -_EVER_US if span.start is None else (span.start - _EPOCH) // step,
        _EVER_US if span.end is None else (span.end - _EPOCH) // step,
    )


def tell_tally(tally: TrackTally) -> None:
    """Tell how the rows of a file were counted: in are used, refused, and passed over."""
    refused = sum(tally.refused.values())
    passed = f", {tally.passed_over} passed over" if tally.passed_over else ""
    tell(f"{tally.file}: {tally.rows} rows, {tally.accepted} used, {refused} refused{passed}")
    if tally.unread:
        tell(f"  {tally.unread} told by the bounds of their row groups, unread")
    for reason, count in sorted(tally.refused.items()):
        tell(f"  refused {count}: {reason}")
    for what, count in sorted(tally.marked.items()):
        tell(f"  marked {count}: {what}")
    for note in tally.notes:
        tell(f"  {note}")


def tell_problems(problems: Iterable[Problem]) -> None:
    """Tell why a file was refused as a whole."""
    for problem in problems:
        tell(f"refused: {problem}")


@contextmanager
def rows_told(files: Sequence[Path]) -> Iterator[Callable[[int], None]]:
    """Yield what takes the numbers of rows done: a bar on a terminal's standard error only."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        BarColumn(), TextColumn("{task.completed:,.0f} rows"), TimeElapsedColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("rows", total=_rows_in(files))
        yield lambda done: progress.advance(task, done)


def _rows_in(files: Sequence[Path]) -> int | None:
    """Return how many rows the files say they hold; None where one does not say."""
    from truceline.observation.forms.tracks_part import parts_of

    total = 0
    for file in files:
        try:
            rows = sum(part.rows for part in parts_of(file))
        except RecordInvalid:
            continue
        if not rows:
            return None
        total += rows
    return total
