"""Keys of places along a curve that keeps near ground together, for files sorted by place."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy import ndarray

# Steps of the curve on each axis: 2 to the 18th over 360 degrees, 150 m at most.
_BITS = 18
_QUARTERS_ROUND = 1440


def place_keys(lon_deg: ndarray, lat_deg: ndarray) -> ndarray:
    """Return how far along Hilbert's curve over the globe each position lies.

    Source: D. Hilbert, "Ueber die stetige Abbildung einer Linie auf ein Flaechenstueck" (1891).

    >>> import numpy
    >>> keys = place_keys(numpy.array([35.0, 35.0001, -120.0]), numpy.array([33.0, 33.0, 10.0]))
    >>> bool(abs(keys[0] - keys[1]) < abs(keys[0] - keys[2]))
    True
    """
    import numpy as np

    most = (1 << _BITS) - 1
    # The square of the curve is 360 by 360 degrees, so that a step is alike on both axes.
    x = np.clip((lon_deg + 180.0) / 360.0 * (most + 1), 0, most).astype(np.int64)
    y = np.clip((lat_deg + 180.0) / 360.0 * (most + 1), 0, most).astype(np.int64)
    keys = np.zeros(len(x), dtype=np.int64)
    for bit in range(_BITS - 1, -1, -1):
        right, up = (x >> bit) & 1, (y >> bit) & 1
        keys = (keys << 2) | ((3 * right) ^ up)
        # Turn the quarter so that the curve leaves it where the next begins.
        flip = (up == 0) & (right == 1)
        x, y = np.where(flip, most - x, x), np.where(flip, most - y, y)
        x, y = np.where(up == 0, y, x), np.where(up == 0, x, y)
    return keys


def quarter_degrees(lon_deg: ndarray, lat_deg: ndarray) -> ndarray:
    """Return the number of the quarter of a degree that holds each position.

    >>> import numpy
    >>> quarter_degrees(numpy.array([0.1, 0.3]), numpy.array([0.1, 0.1])).tolist()
    [519120, 519121]
    """
    import numpy as np

    column = np.floor((lon_deg + 180.0) * 4).astype(np.int64)
    row = np.floor((lat_deg + 90.0) * 4).astype(np.int64)
    return np.asarray(row * _QUARTERS_ROUND + column)
