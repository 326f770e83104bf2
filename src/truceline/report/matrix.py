"""Matrix: one row per provision and party, one column per period, a letter in each cell."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from truceline.assessment.finding import Finding, Reason, Status
from truceline.report.markup import writable
from truceline.timespan import Timespan

EMPTY = " "
# A row's name may take this share of a line; what is longer is cut, and numbered in full below.
_SHARE_OF_NAMES = 0.55


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What one finding comes to."""

    finding: str
    status: Status
    reasons: tuple[Reason, ...]
    p_breach: float

    @property
    def letter(self) -> str:
        """Return the letter of the status."""
        return self.status.letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The cells of one provision and one party; None where no finding was made."""

    agreement: str
    provision: str
    party: str
    cells: tuple[Cell | None, ...]

    @property
    def letters(self) -> str:
        """Return one letter per period; a space where there is no finding."""
        return "".join(EMPTY if cell is None else cell.letter for cell in self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Rows by agreement, provision and party; columns by time."""

    periods: tuple[Timespan, ...]
    rows: tuple[Row, ...]


def matrix(findings: Iterable[Finding]) -> Matrix:
    """Return the matrix of findings; the same whatever order they come in.

    Raises:
        ValueError: two findings stand for the same provision, party and period.
    """
    cells: dict[tuple[str, str, str], dict[Timespan, Cell]] = {}
    for finding in findings:
        row = cells.setdefault((finding.agreement, finding.provision, finding.party), {})
        if finding.period in row:
            raise ValueError(f"two findings for {finding.id}; hand in one state of knowledge")
        row[finding.period] = Cell(
            finding=finding.id,
            status=finding.status,
            reasons=finding.reasons,
            p_breach=finding.p_breach,
        )
    periods = tuple(sorted({period for row in cells.values() for period in row}, key=in_time))
    rows = tuple(
        Row(
            agreement=agreement,
            provision=provision,
            party=party,
            cells=tuple(row.get(period) for period in periods),
        )
        for (agreement, provision, party), row in sorted(cells.items(), key=lambda item: item[0])
    )
    return Matrix(periods=periods, rows=rows)


def in_time(period: Timespan) -> tuple[str, str, str]:
    """Return what periods sort by: start, end, written form; an open start comes first."""
    start = "" if period.start is None else period.start.isoformat()
    end = "9999" if period.end is None else period.end.isoformat()
    return start, end, str(period)


def matrix_as_text(matrix: Matrix, *, width: int = 80) -> str:
    """Return the matrix for a terminal, no line longer than ``width``, legend included.

    Neighbouring periods in which no letter of any row changes share one column; nothing is lost by
    it. Columns that do not fit beside each other go into blocks, one below the other. Columns are
    numbered, and the key below says which periods a number stands for.

    >>> print(matrix_as_text(Matrix(periods=(), rows=())))
    no findings
    """
    if not matrix.rows:
        return "no findings"
    spans = _spans(matrix)
    names = [f"{row.provision} · {row.party}" for row in matrix.rows]
    room = min(max(len(name) for name in names), int(width * _SHARE_OF_NAMES))
    column = len(str(len(spans))) + 1
    fitting = max(1, (width - room - 1) // column)
    lines: list[str] = []
    for first in range(0, len(spans), fitting):
        shown = spans[first : first + fitting]
        lines += _block(matrix, names, shown, numbered_from=first, room=room, column=column)
        lines.append("")
    lines += _key(matrix, spans, width)
    return "\n".join(line.rstrip() for line in lines)


def _spans(matrix: Matrix) -> list[tuple[int, int]]:
    """Return runs of columns, first and last index, that read the same in every row."""
    spans: list[tuple[int, int]] = []
    for index in range(len(matrix.periods)):
        if spans and all(row.letters[index] == row.letters[spans[-1][0]] for row in matrix.rows):
            spans[-1] = (spans[-1][0], index)
        else:
            spans.append((index, index))
    return spans


def _block(
    matrix: Matrix,
    names: Sequence[str],
    spans: Sequence[tuple[int, int]],
    *,
    numbered_from: int,
    room: int,
    column: int,
) -> list[str]:
    numbers = "".join(f"{numbered_from + place:>{column}}" for place in range(1, len(spans) + 1))
    lines = [" " * room + numbers]
    agreement = ""
    for row, name in zip(matrix.rows, names, strict=True):
        if row.agreement != agreement:
            agreement = row.agreement
            lines.append(_cut(agreement, room + len(numbers)))
        letters = "".join(f"{row.letters[first]:>{column}}" for first, _ in spans)
        lines.append(f"{_cut(name, room):<{room}}{letters}")
    return lines


def _key(matrix: Matrix, spans: Sequence[tuple[int, int]], width: int) -> list[str]:
    periods = "periods: " + ", ".join(
        f"{number} = {_span_in_words(matrix, span)}" for number, span in enumerate(spans, start=1)
    )
    legend = "letters: " + ", ".join(f"{status.letter} {status.value}" for status in Status)
    if any(EMPTY in row.letters for row in matrix.rows):
        legend += ", blank no finding made"
    return [
        line
        for text in (periods, legend)
        for line in textwrap.wrap(text, width, subsequent_indent="  ", break_on_hyphens=False)
    ]


def _span_in_words(matrix: Matrix, span: tuple[int, int]) -> str:
    first, last = (str(matrix.periods[index]) for index in span)
    return first if first == last else f"{first} to {last}"


def _cut(text: str, room: int) -> str:
    text = writable(text)
    return text if len(text) <= room else text[: max(0, room - 1)] + "…"
