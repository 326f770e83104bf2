"""Listings: the same rows as a table for people, or as JSON, JSON lines or CSV for programs.

Data goes to standard output, everything else to standard error.
"""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from truceline.cli.options import Format

if TYPE_CHECKING:
    from rich.console import Console

Row = Mapping[str, object]

_PLAIN_WIDTH = 80
# Ids are cut in tables: every command takes an unambiguous beginning of one.
_ID_COLUMNS = ("id", "document")
_ID_SHOWN = 10
# A cell that starts with one of these is a formula to a spreadsheet.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def show(
    rows: Sequence[Row], *, columns: Sequence[str], format: Format, empty: str, title: str = ""
) -> None:
    """Write rows to standard output; ``columns`` are those a table shows, in order.

    The other forms carry every field of every row. ``empty`` is what a person reads where there
    are no rows.
    """
    match format:
        case Format.JSON:
            sys.stdout.write(json.dumps(list(rows), ensure_ascii=False, indent=2) + "\n")
        case Format.JSONL:
            for row in rows:
                sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
        case Format.CSV:
            sys.stdout.write(as_csv(rows, columns=columns))
        case Format.TABLE:
            _show_table(rows, columns=columns, empty=empty, title=title)


def as_csv(rows: Sequence[Row], *, columns: Sequence[str]) -> str:
    """Return rows as CSV, with every field; a cell that a spreadsheet would run is quoted.

    >>> print(as_csv([{"name": "=1+1", "n": 2}], columns=["name"]))
    name,n
    '=1+1,2
    <BLANKLINE>
    """
    fields = list(dict.fromkeys([*columns, *(key for row in rows for key in row)]))
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=fields, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({key: _cell(value) for key, value in row.items()})
    return out.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, list | tuple):
        value = "; ".join(str(part) for part in value)
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS) and not _is_number(value):
        return "'" + value
    return value


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _show_table(rows: Sequence[Row], *, columns: Sequence[str], empty: str, title: str) -> None:
    from rich import box
    from rich.table import Table

    if not rows:
        tell(empty)
        return
    table = Table(title=title or None, box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False)
    for column in columns:
        numeric = all(isinstance(row.get(column), int | float | None) for row in rows)
        table.add_column(
            column.replace("_", " "),
            justify="right" if numeric else "left",
            overflow="fold",
            no_wrap=column in _ID_COLUMNS,
        )
    for row in rows:
        table.add_row(*(_shown(row.get(column), column) for column in columns))
    console().print(table)


def _shown(value: object, column: str) -> str:
    from rich.markup import escape

    if column in _ID_COLUMNS:
        return str(value)[:_ID_SHOWN]
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.2f}"
    if isinstance(value, list | tuple):
        return escape(", ".join(str(part) for part in value))
    return escape(str(value))


def console() -> Console:
    """Return a console on standard output: the terminal's width, or 80 columns elsewhere."""
    from rich.console import Console

    width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else _PLAIN_WIDTH
    return Console(width=width, highlight=False, soft_wrap=False)


def tell(message: str) -> None:
    """Write a message for the person to standard error."""
    sys.stderr.write(message.rstrip() + "\n")
