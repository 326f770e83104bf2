"""Line labels: each line's title beside it, where no reader can take it for another line's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from truceline.geo.line import Line
from truceline.geo.zone import Zone
from truceline.report.drawing.labels import Box, Taken, around, label
from truceline.report.drawing.layers import LINE_INK
from truceline.report.drawing.projection import Projection
from truceline.report.markup import Markup, joined, tag

if TYPE_CHECKING:
    from shapely import LineString, Polygon

_SIZE = 11.0
_GAP = 8.0


def line_labels(
    lines: Sequence[Line], zones: Sequence[Zone], projection: Projection, taken: Taken
) -> Markup:
    """Return each line's title beside it, where there is room; the legend has it in any case.

    Never across another line or between two: words next to the wrong line are worse than none.
    Ground outside the zones comes first.
    """
    paths = {line.id: _path(line, projection) for line in lines}
    shaded = _shaded(zones, projection)
    parts = []
    for line in lines:
        others = [path for id_, path in paths.items() if id_ != line.id]
        clear = [box for box in _boxes(line, projection) if _is_clear(box, paths[line.id], others)]
        clear.sort(key=lambda box: any(ground.intersects(_ground(box)) for ground in shaded))
        box = taken.first_free(clear)
        if box is not None:
            parts.append(label(box, line.title, size=_SIZE, ink=LINE_INK, weight="bold"))
    return tag("g", joined(parts), class_="line-labels")


def _boxes(line: Line, projection: Projection) -> list[Box]:
    inside = [point for point in line.points if projection.frame.holds(*point)]
    places = (projection.xy(*point) for point in _spread(inside))
    return [
        box for x, y in places for box in around(x, y, line.title, _SIZE, gap=_GAP, bold=True)[:2]
    ]


def _is_clear(box: Box, own: LineString, others: Sequence[LineString]) -> bool:
    """Return whether a box touches no other line and lies nearer to its own than to any other."""
    ground = _ground(box)
    return all(
        not path.intersects(ground) and path.distance(ground) > own.distance(ground)
        for path in others
    )


def _ground(box: Box) -> Polygon:
    import shapely

    return shapely.box(box.left, box.top, box.right, box.bottom)


def _path(line: Line, projection: Projection) -> LineString:
    import shapely

    return shapely.LineString([projection.xy(*point) for point in line.points])


def _shaded(zones: Sequence[Zone], projection: Projection) -> list[Polygon]:
    import shapely

    return [
        shapely.Polygon([projection.xy(lon, lat) for lon, lat, *_ in part.exterior.coords])
        for zone in zones
        if zone.polygon is not None
        for part in shapely.get_parts(zone.polygon)
    ]


def _spread(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return a few points along a line, those away from its ends first: ends meet other lines."""
    if not points:
        return []
    ordered = sorted(points, key=lambda point: (-point[1], point[0]))
    shares = (0.25, 0.75, 0.12, 0.88, 0.4, 0.6, 0.5, 0.02, 0.98)
    return [ordered[round(share * (len(ordered) - 1))] for share in shares]
