"""Page of rows: some rows of a store around a place in it, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from truceline.evidence.stores.store import Row, Store


@dataclass(frozen=True, slots=True, kw_only=True)
class RowPage:
    """Rows, newest first, and the cursors of the pages on either side; None where there is none."""

    rows: tuple[Row, ...]
    older: int | None
    newer: int | None


def page_of_rows(
    store: Store,
    *,
    before: int | None,
    after: int | None,
    limit: int,
    kind: str | None,
    as_of: str | None,
    standing: bool,
) -> RowPage:
    """Return at most ``limit`` rows below ``before`` or above ``after``, newest first.

    Raises:
        ValueError: both are given, or the limit is below one.
    """
    if limit < 1:
        raise ValueError(f"a page holds at least one entry, not {limit}")
    if before is not None and after is not None:
        raise ValueError("a page lies before an entry or after one; give one of the two")
    # Recorded times never go back, so what was recorded up to a moment are the first so many.
    size = store.head().size
    size = size if as_of is None else rows_up_to(store, as_of, size=size)
    fetch = partial(store.rows, size=size, kind=kind, as_of=as_of, standing=standing)
    # One more than is shown tells whether there is more on that side; one row, on the other.
    if after is None:
        found = fetch(before=before, limit=limit + 1, newest_first=True)
        shown = found[:limit]
        beyond = before is not None and fetch(after=before - 1, limit=1)
        return RowPage(
            rows=tuple(shown),
            older=shown[-1].entry_index if len(found) > limit else None,
            newer=before - 1 if before is not None and beyond else None,
        )
    found = fetch(after=after, limit=limit + 1)
    shown = found[:limit]
    beyond = fetch(before=after + 1, limit=1, newest_first=True)
    return RowPage(
        rows=tuple(reversed(shown)),
        older=after + 1 if beyond else None,
        newer=shown[-1].entry_index if len(found) > limit else None,
    )


def rows_up_to(store: Store, moment: str, *, size: int) -> int:
    """Return how many of the first ``size`` rows were recorded up to a moment, by halving."""
    low, high = 0, size
    while low < high:
        middle = (low + high) // 2
        (row,) = store.rows(after=middle - 1, size=middle + 1, limit=1)
        low, high = (middle + 1, high) if row.recorded_at <= moment else (low, middle)
    return low
