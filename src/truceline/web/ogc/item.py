"""Item: one feature of a collection, of which a query needs to know where and when."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from truceline.report.layers.shape import Shape
from truceline.timespan import Timespan
from truceline.web.ogc.query import Query

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Item:
    """``geometry`` is None for what has no ground; ``when`` is None for what stands at all times.

    ``make`` returns the whole feature: of a hundred thousand items a page makes only its own.
    """

    id: str
    geometry: BaseGeometry | None
    when: Timespan | None
    make: Callable[[], Shape]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stock:
    """Items in their order, with their bounds and times in columns, so that many are soon sifted.

    ``bounds`` are west, south, east, north, not numbers where there is no ground; times are seconds
    since 1970, open ends infinite.
    """

    items: tuple[Item, ...]
    by_id: dict[str, Item]
    bounds: NDArray[np.float64]
    start_s: NDArray[np.float64]
    end_s: NDArray[np.float64]


def stock(items: Iterable[Item]) -> Stock:
    """Return items ready to be asked."""
    import numpy as np

    held = tuple(items)
    nowhere = (math.nan,) * 4
    bounds = [nowhere if one.geometry is None else one.geometry.bounds for one in held]
    spans = [one.when or Timespan(None, None) for one in held]
    return Stock(
        items=held,
        by_id={one.id: one for one in held},
        bounds=np.array(bounds, dtype=np.float64).reshape(len(held), 4),
        start_s=np.array([_seconds(span.start, -math.inf) for span in spans], dtype=np.float64),
        end_s=np.array([_seconds(span.end, math.inf) for span in spans], dtype=np.float64),
    )


def matching(held: Stock, query: Query, *, until: datetime | None = None) -> list[Item]:
    """Return the items that a query asks for, in order.

    What has no ground lies in no box; what has no time of its own (a line, a zone) holds at any.
    ``until`` leaves out what may have happened later: the public is told of nothing fresh.
    """
    import numpy as np

    # A span holds its start and not its end; the query holds both of its own.
    kept = held.start_s <= _seconds(query.end, math.inf)
    kept &= held.end_s > _seconds(query.start, -math.inf)
    if until is not None:
        kept &= np.array([is_told(one, until) for one in held.items], dtype=np.bool_)
    if query.boxes:
        kept &= np.any([_near(held, box) for box in query.boxes], axis=0)
    chosen = [held.items[int(index)] for index in np.flatnonzero(kept)]
    return [one for one in chosen if _meets(one, query)] if query.boxes else chosen


def is_told(item: Item, until: datetime | None) -> bool:
    """Return whether an item may be told to somebody who learns of nothing after a moment.

    An open end counts as later: what may still be going on is not told.
    """
    if until is None or item.when is None:
        return True
    return item.when.end is not None and item.when.end <= until


def _near(held: Stock, box: tuple[float, float, float, float]) -> NDArray[np.bool_]:
    west, south, east, north = held.bounds.T
    near: NDArray[np.bool_] = (
        (west <= box[2]) & (east >= box[0]) & (south <= box[3]) & (north >= box[1])
    )
    return near


def _meets(item: Item, query: Query) -> bool:
    import shapely

    ground = item.geometry
    if ground is None:
        return False
    return ground.geom_type == "Point" or any(
        ground.intersects(shapely.box(*box)) for box in query.boxes
    )


def _seconds(moment: datetime | None, otherwise: float) -> float:
    return otherwise if moment is None else moment.timestamp()
