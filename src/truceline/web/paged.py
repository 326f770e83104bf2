"""Paged: part of a long list, and where the other parts are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

_Item = TypeVar("_Item")

# A screen or two: more is no longer looked through, fewer makes people turn pages.
ROWS_A_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Paged(Generic[_Item]):
    """One page of a list. Pages and rows count from 1; ``first`` is 0 where there is nothing."""

    items: tuple[_Item, ...]
    page: int
    pages: int
    first: int
    total: int

    @property
    def last(self) -> int:
        """Return the number of the last row shown."""
        return self.first + len(self.items) - 1 if self.items else 0


def paged(items: Sequence[_Item], *, page: int, size: int = ROWS_A_PAGE) -> Paged[_Item]:
    """Return a page of a list; a page beyond either end is the one at that end.

    >>> one = paged(list("abcde"), page=2, size=2)
    >>> one.items, one.pages, one.first, one.last
    (('c', 'd'), 3, 3, 4)
    >>> paged([], page=9).pages
    1
    """
    pages = max(1, -(-len(items) // size))
    shown = min(max(1, page), pages)
    start = (shown - 1) * size
    return Paged(
        items=tuple(items[start : start + size]),
        page=shown,
        pages=pages,
        first=start + 1 if items else 0,
        total=len(items),
    )
