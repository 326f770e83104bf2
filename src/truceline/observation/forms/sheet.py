"""Sheet: a comma-separated text, read strictly, each row with the words it was read from."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from truceline.errors import Problem, RecordInvalid

_MEND_QUOTES = "Close the quote; inside a quoted cell write a quote twice"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """One row under the header: its number from 1, the line it begins on, its cells, its words.

    ``cells`` are without blanks at their ends; ``surplus`` counts cells beyond the header's, and is
    negative where cells are missing.
    """

    number: int
    line: int
    cells: Mapping[str, str]
    quote: str
    surplus: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A header, its names in lower case, and the rows under it; blank lines are no rows."""

    file: str
    header: tuple[str, ...]
    rows: tuple[SheetRow, ...]

    def column(self, name: str) -> int:
        """Return the number of a column from 1; 0 where the sheet has none of that name."""
        return self.header.index(name) + 1 if name in self.header else 0


def read_sheet(text: str, *, file: str) -> Sheet:
    """Return the rows of a comma-separated text (RFC 4180), with or without a byte-order mark.

    Raises:
        RecordInvalid: there is no header, a quote is left open, or a character is no text.

    >>> read_sheet("a,b\\n1,two words\\n", file="x.csv").rows[0].cells["b"]
    'two words'
    """
    text = text.removeprefix("\ufeff")
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise RecordInvalid(
            [Problem(file, line, 0, "a NUL character", "Save the record as CSV in UTF-8")]
        )
    lines = list(io.StringIO(text, newline=""))
    records = list(_records(lines, file))
    if not records:
        mend = "Put the column names into the first line"
        raise RecordInvalid([Problem(file, 1, 0, "the record is empty", mend)])
    header = tuple(name.strip().lower() for name in records[0][2])
    rows = []
    for number, (first, last, cells) in enumerate(records[1:], start=1):
        stripped = [cell.strip() for cell in cells]
        rows.append(
            SheetRow(
                number=number,
                line=first,
                cells=dict(zip(header, stripped, strict=False)),
                quote="".join(lines[first - 1 : last]).rstrip("\r\n"),
                surplus=len(cells) - len(header),
            )
        )
    return Sheet(file=file, header=header, rows=tuple(rows))


def _records(lines: list[str], file: str) -> Iterator[tuple[int, int, list[str]]]:
    reader = csv.reader(lines, strict=True)
    last = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            what = f"the row that begins here cannot be read: {error}"
            raise RecordInvalid([Problem(file, last + 1, 0, what, _MEND_QUOTES)]) from None
        first, last = last + 1, reader.line_num
        if any(cell.strip() for cell in cells):
            yield first, last, cells
