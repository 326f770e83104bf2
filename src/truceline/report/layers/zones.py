"""Zones: each zone with the number, ink and pattern that the printed sheet gives it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from truceline.geo.place import Place
from truceline.report.drawing.patterns import zone_styles
from truceline.report.drawing.plan import plan
from truceline.report.layers.shape import Shape, feature, ground, point

if TYPE_CHECKING:
    from truceline.agreement.agreement import Agreement


def zone_features(agreement: Agreement) -> list[Shape]:
    """Return every zone; one that cannot be drawn has a null geometry and says why.

    ``shaded`` is False for a zone that others make up or that means a whole side: a map that shaded
    it too would hide the ground in question.
    """
    laid = plan(agreement.zones)
    styles = zone_styles(tuple(zone.id for zone in laid.shaded), prefix="zone")
    found = []
    for zone in agreement.zones:
        style = styles.get(zone.id)
        about: Shape = {
            "kind": "zone",
            "agreement": agreement.id,
            "title": zone.title,
            "error_m": zone.error_m,
            "construction": zone.construction,
            "not_drawable": zone.not_drawable,
            "number": laid.number_of(zone),
            "shaded": style is not None,
            "pattern": 0 if style is None else style.number,
            "fill": "#FFFFFF" if style is None else style.fill,
            "ink": "#4D4D4D" if style is None else style.ink,
        }
        shape = None if zone.polygon is None else ground(zone.polygon)
        found.append(feature(zone.id, shape, about))
    return found


def zone_numbers(agreement: Agreement, prefix: str = "") -> list[Shape]:
    """Return a point in each shaded zone at which its number can stand, after a prefix."""
    import shapely

    laid = plan(agreement.zones)
    found = []
    for number, zone in enumerate(laid.shaded, start=1):
        if zone.polygon is None:
            continue
        largest = max(shapely.get_parts(zone.polygon), key=lambda part: part.area)
        within = largest.representative_point()
        at = Place(within.x, within.y, 0.0)
        about: Shape = {"kind": "zone number", "words": f"{prefix}{number}", "title": zone.title}
        found.append(feature(f"{zone.id}-number", point(at), about))
    return found
