"""Replaced: a line that gives way to another on a stretch, as one line."""

from __future__ import annotations

from dataclasses import replace

from truceline.errors import GeometryInvalid
from truceline.geo.line import Line

# A substitute must begin and end by the line that it stands in for: within the errors of the two
# together, or this far where both are drawn very finely.
_LEAST_GAP_M = 100.0


def replaced_on_a_stretch(main: Line, substitute: Line) -> Line:
    """Return the main line with the stretch between a substitute's ends taken by the substitute.

    It keeps the main line's name; its error is the larger of the two.

    Raises:
        GeometryInvalid: an end of the substitute lies off the main line, or the stretch is nothing.

    >>> main = Line(id="A", title="A", points=((35, 33), (35, 34)), error_m=200, source="-")
    >>> bow = ((35, 33.2), (34.9, 33.5), (35, 33.8))
    >>> line = replaced_on_a_stretch(main, replace(main, id="A-1", title="A-1", points=bow))
    >>> line.points
    ((35, 33), (35, 33.2), (34.9, 33.5), (35, 33.8), (35, 34))
    """
    from shapely import LineString, Point

    from truceline.geo.measure import distance_to_line_m
    from truceline.geo.place import Place

    allowed_m = max(_LEAST_GAP_M, main.error_m + substitute.error_m)
    for lon_deg, lat_deg in (substitute.points[0], substitute.points[-1]):
        gap_m = distance_to_line_m(main, Place(lon_deg, lat_deg, 0))
        if gap_m > allowed_m:
            raise GeometryInvalid(
                f"{substitute.title} ends at {lon_deg:.4f}, {lat_deg:.4f}, {gap_m:,.0f} m from "
                f"{main.title}; the two do not meet"
            )
    course = LineString(main.points)
    first, last = (
        course.project(Point(end)) for end in (substitute.points[0], substitute.points[-1])
    )
    points = substitute.points
    if first > last:
        first, last, points = last, first, tuple(reversed(points))
    if first == last:
        raise GeometryInvalid(f"{substitute.title} begins and ends at one place of {main.title}")
    along = [(course.project(Point(point)), point) for point in main.points]
    before = tuple(point for at, point in along if at < first)
    after = tuple(point for at, point in along if at > last)
    words = f"on a stretch, {substitute.title} ({substitute.source})"
    return replace(
        main,
        points=(*before, *points, *after),
        error_m=max(main.error_m, substitute.error_m),
        source=f"{main.source}; {words}",
        note="; ".join(part for part in (main.note, words) if part),
    )
