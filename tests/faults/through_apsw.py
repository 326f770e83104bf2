"""A connection of apsw in the clothes of Python's sqlite3, as far as the ledger needs it.

The ledger's own code runs over it unchanged; only the file layer below is another.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import apsw

Values = Sequence[Any] | Mapping[str, Any]


class Cursor:
    """Rows of a statement, fetched at once."""

    def __init__(self, rows: list[Any]) -> None:
        self._rows = iter(rows)

    def fetchone(self) -> Any:
        return next(self._rows, None)

    def fetchall(self) -> list[Any]:
        return list(self._rows)

    def __iter__(self) -> Iterator[Any]:
        return self._rows


class Connection:
    """What the ledger uses of ``sqlite3.Connection``."""

    def __init__(self, name: str, *, vfs: str) -> None:
        self._connection = apsw.Connection(name, vfs=vfs)

    def execute(self, statement: str, values: Values = ()) -> Cursor:
        with _said():
            return Cursor(list(self._connection.execute(statement, values)))

    def executemany(self, statement: str, values: Iterable[Values]) -> Cursor:
        with _said():
            return Cursor(list(self._connection.executemany(statement, values)))

    @property
    def in_transaction(self) -> bool:
        return self._connection.in_transaction

    def close(self) -> None:
        self._connection.close(True)


@contextmanager
def _said() -> Iterator[None]:
    try:
        yield
    except apsw.Error as error:
        told = sqlite3.OperationalError(str(error))
        told.sqlite_errorcode = getattr(error, "extendedresult", 1)
        raise told from error
