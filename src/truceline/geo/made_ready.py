"""Made ready: a shape that many threads may ask for the places that it holds."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_Shape = TypeVar("_Shape", bound="BaseGeometry")

# GEOS answers the first place without an index and builds it for the second; a few more cost
# nothing.
_ASKED = 8


def made_ready(shape: _Shape) -> _Shape:
    """Return a copy of a shape whose index for places is built.

    ``contains_xy`` prepares the very geometry that it is given, and GEOS builds the index of a
    prepared geometry while the first places are asked for, under no lock: two threads that do so at
    once corrupt memory. A copy that nobody else has yet is safe to prepare, and once its index is
    built it is only read. Give shapes that others hold to ``contains_xy`` in this way alone.

    >>> from shapely import box, contains_xy, is_prepared
    >>> square = box(35, 33, 36, 34)
    >>> ready = made_ready(square)
    >>> contains_xy(ready, 35.5, 33.5).item(), is_prepared(ready).item(), is_prepared(square).item()
    (True, True, False)
    """
    from shapely import contains_xy, prepare

    own = copy(shape)
    prepare(own)
    inner = own.representative_point()
    if not inner.is_empty:
        contains_xy(own, [inner.x] * _ASKED, [inner.y] * _ASKED)
    return own
