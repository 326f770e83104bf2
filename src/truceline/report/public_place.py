"""Public place: where something may be drawn or named in public, never sharper than a town."""

from __future__ import annotations

from truceline.geo.place import Place

# A reader may learn which town, not which post. Two kilometres is the accuracy that gazetteers
# give a small town; positions known better are moved to a grid of about that size.
TOWN_LEVEL_M = 2_000.0
_STEP_DEG = 0.02
# The farthest that moving to the grid can shift a position: half a cell's diagonal at the equator.
_LARGEST_SHIFT_M = 1_600.0
_DIGITS = 2


def public_place(place: Place) -> Place:
    """Return a place as it may be shown: at town level, and never sharper than it came in.

    A place known to 2 km or worse comes back as it is. A sharper one is moved to a grid of 0.02
    degrees and its circle is widened until it holds the truth as surely as before.

    >>> public_place(Place(30.0512, 10.1234, 200))
    Place(lon_deg=30.06, lat_deg=10.12, accuracy_m=3800.0)
    >>> public_place(Place(30.0512, 10.1234, 5000)).lon_deg
    30.0512
    """
    if place.accuracy_m >= TOWN_LEVEL_M:
        return place
    return Place(
        _on_grid(place.lon_deg),
        _on_grid(place.lat_deg),
        place.accuracy_m + TOWN_LEVEL_M + _LARGEST_SHIFT_M,
    )


def _on_grid(degrees: float) -> float:
    return round(round(degrees / _STEP_DEG) * _STEP_DEG, _DIGITS)
