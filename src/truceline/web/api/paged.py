"""Paged: some rows of many, and cursors to those before and after."""

from __future__ import annotations

import base64
import binascii
import bisect
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar
from urllib.parse import urlencode

from fastapi import Request

from truceline.errors import InputInvalid, Problem

Row = Mapping[str, object]
_Item = TypeVar("_Item")

DEFAULT_ROWS = 50
MOST_ROWS = 500
# Between the parts of a sort key: below every letter that may stand in one.
PART = "\x00"


class CursorInvalid(InputInvalid):
    """A cursor that was not given out here."""


def page_of(
    request: Request,
    items: Sequence[_Item],
    *,
    key: Callable[[_Item], str],
    row: Callable[[_Item], Row],
    cursor: str | None,
    limit: int,
) -> dict[str, object]:
    """Return one page of what is sorted by a key, with links to the next and the one before.

    Only what is on the page is made into rows.

    A cursor names the row it stands at, not a number: rows that come or go meanwhile are neither
    skipped nor told twice.

    Raises:
        CursorInvalid: the cursor was not given out here.
    """
    way, at = _read(cursor) if cursor else (">", "")
    if way == ">":
        start = bisect.bisect_right(items, at, key=key) if cursor else 0
    else:
        start = max(0, bisect.bisect_left(items, at, key=key) - limit)
    shown = items[start : start + limit]
    after = _written(">", key(shown[-1])) if start + limit < len(items) and shown else None
    before = _written("<", key(shown[0])) if start > 0 and shown else None
    return {
        "items": [row(one) for one in shown],
        "total": len(items),
        "next": _address(request, after),
        "previous": _address(request, before),
    }


def as_it_is(row: Row) -> Row:
    """Return a row that is one already."""
    return row


def _address(request: Request, cursor: str | None) -> str | None:
    if cursor is None:
        return None
    kept = [pair for pair in request.query_params.multi_items() if pair[0] != "cursor"]
    return f"{request.url.path}?{urlencode([*kept, ('cursor', cursor)])}"


def _written(way: str, at: str) -> str:
    return base64.urlsafe_b64encode(f"{way}{at}".encode()).decode("ascii").rstrip("=")


def _read(cursor: str) -> tuple[str, str]:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        text = base64.b64decode(padded, altchars=b"-_", validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        text = ""
    if text[:1] not in ("<", ">") or not text:
        what, mend = "it was not given out here", "Take it from next or previous of a page"
        raise CursorInvalid([Problem("cursor", 0, 0, what, mend)])
    return text[0], text[1:]
