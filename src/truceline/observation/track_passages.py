"""Passages: crossings of lines and stays in zones, found in whole tracks, each with a probability.

A fix counts for a side or a zone only where its error leaves it surely there. A crossing lies
between the last fix surely on one side and the next surely on the other; jitter in between is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from truceline.errors import GeometryInvalid
from truceline.geo.band import beyond
from truceline.geo.classify_doubt import Doubter, make_doubter, p_of_positions
from truceline.geo.crossing import stroke
from truceline.geo.ellipsoid import wgs84
from truceline.geo.kernel import compile_kernels
from truceline.geo.line import Line
from truceline.geo.measure import drawn_polygon
from truceline.geo.place import SIGMAS_IN_95
from truceline.geo.sides import turned
from truceline.geo.zone import Zone
from truceline.observation.track import Fixes, Passage, TrackRules
from truceline.observation.track_marks import marks_of
from truceline.threshold import in_parts

if TYPE_CHECKING:
    from numpy import ndarray
    from shapely import LineString

# Sides are told as far from a line as this.
_REACH_M = 60_000.0
# Thousand-millionths in a millionth, microseconds in a second.
_PARTS_A_PPM, _US_PER_S = 1_000, 1_000_000
_OPPOSITE = {"west": "eastward", "east": "westward", "north": "southward", "south": "northward"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """Lines and zones made ready for tracks; ``refused`` says which lines have no sides.

    A fix outside all ``boxes`` (west, south, east, north) counts for no side and no zone.
    """

    lines: tuple[Line, ...]
    strokes: tuple[LineString, ...]
    headings: tuple[tuple[str, str], ...]
    sides: Doubter
    zones: tuple[Zone, ...]
    grounds: Doubter
    boxes: tuple[tuple[float, ...], ...]
    refused: tuple[str, ...]


def watch(lines: Sequence[Line], zones: Sequence[Zone]) -> Watched:
    """Return lines and zones made ready; zones that are not drawn are passed over.

    A line's headings are the compass ways of going over it from left to right and back.
    """
    kept, refused, sides = [], [], []
    for line in lines:
        try:
            pair = [
                beyond(id=f"{line.id}/{hand}", title=hand, line=line, side=hand, reach_m=_REACH_M)
                for hand in ("left", "right")
            ]
        except GeometryInvalid as no_sides:
            refused.append(f"line {line.title!r} is not watched: {no_sides}")
            continue
        kept.append(line)
        sides += pair
    drawn = tuple(zone for zone in zones if zone.polygon is not None)
    return Watched(
        lines=tuple(kept),
        strokes=tuple(stroke(line) for line in kept),
        headings=tuple(_headings(line) for line in kept),
        sides=make_doubter(sides),
        zones=drawn,
        grounds=make_doubter(drawn),
        # A fix outside a box lies in what is in it with one half at most, however doubtful it is.
        boxes=tuple(tuple(drawn_polygon(zone).bounds) for zone in (*sides, *drawn)),
        refused=tuple(refused),
    )


def passages(fixes: Fixes, watched: Watched, *, rules: TrackRules) -> tuple[Passage, ...]:
    """Return the crossings, stays and stops in whole tracks, in order of object and time.

    Past a gap nothing is said of what lay between. Jumps must be left out of ``fixes`` already;
    what else looks wrong in them goes with each passage.
    """
    import numpy as np

    if not len(fixes):
        return ()
    run = np.zeros(len(fixes), dtype=np.int64)
    run[1:] = np.cumsum(
        (fixes.objects[1:] != fixes.objects[:-1])
        | (np.diff(fixes.time_us) > rules.gap_s * _US_PER_S)
    )
    sigma = fixes.accuracy_m / SIGMAS_IN_95
    found: list[Passage] = []
    on_sides = p_of_positions(watched.sides, fixes.lon_deg, fixes.lat_deg, sigma)
    for number, line in enumerate(watched.lines):
        left, right = on_sides[2 * number], on_sides[2 * number + 1]
        found += _crossings(fixes, run, left, right, line, number, watched, rules)
    if rules.stops:
        found += _stops(fixes, run, watched, rules)
    in_zones = p_of_positions(watched.grounds, fixes.lon_deg, fixes.lat_deg, sigma)
    for zone, inside in zip(watched.zones, in_zones, strict=True):
        found += _stays(fixes, run, inside, zone, rules)
    return tuple(
        sorted(found, key=lambda p: (p.object, p.start_us, p.line or "", p.zone or "", p.end_us))
    )


def _headings(line: Line) -> tuple[str, str]:
    """Return the names of going from left to right, and from right to left."""
    for side in ("west", "north", "east", "south"):
        try:
            hand = turned(line, side)
        except GeometryInvalid:
            continue
        there = _OPPOSITE[side]
        back = _OPPOSITE[next(a for a, b in _OPPOSITE.items() if b.startswith(side))]
        return (there, back) if hand == "left" else (back, there)
    return ("from left to right", "from right to left")


def _held(sureness: ndarray, run: ndarray, rules: TrackRules) -> ndarray:
    """Return 1 or -1 where a fix counts for a side, by how sure it is (below 0: the other side).

    A fix alone, with none like it before or after, counts only where it is beyond all jitter.
    """
    import numpy as np

    how_sure = in_parts(np.abs(sureness))
    state = np.where(how_sure >= rules.sure_ppm * _PARTS_A_PPM, np.sign(sureness), 0)
    state = state.astype(np.int64)
    alike = (state[1:] == state[:-1]) & (run[1:] == run[:-1])
    backed = np.zeros(len(state), dtype=bool)
    backed[1:] |= alike
    backed[:-1] |= alike
    return np.where(backed | (how_sure >= rules.sure_alone_ppm * _PARTS_A_PPM), state, 0)


def _crossings(  # noqa: PLR0917
    fixes: Fixes, run: ndarray, left: ndarray, right: ndarray, line: Line, number: int,
    watched: Watched, rules: TrackRules,
) -> list[Passage]:  # fmt: skip
    import numpy as np
    from shapely import LineString

    side = _held(np.where(right >= left, right, -left), run, rules)
    sure = np.flatnonzero(side)
    first, then = sure[:-1], sure[1:]
    over = (run[first] == run[then]) & (side[first] != side[then])
    found = []
    for a, b in zip(first[over].tolist(), then[over].tolist(), strict=True):
        path = np.column_stack([fixes.lon_deg[a : b + 1], fixes.lat_deg[a : b + 1]])
        if not LineString(path).intersects(watched.strokes[number]):
            continue  # Round the line's end, over its prolongation.
        rightward = side[b] > 0
        p = (left[a] * right[b]) if rightward else (right[a] * left[b])
        heading = watched.headings[number][0 if rightward else 1]
        found.append(_passage(fixes, a, b, float(p), line=line.title, heading=heading))
    return found


def _stays(
    fixes: Fixes, run: ndarray, inside: ndarray, zone: Zone, rules: TrackRules
) -> list[Passage]:
    """Return the stays in a zone: from the first fix surely inside to the last in a row."""
    import numpy as np

    state = _held(np.where(inside >= 0.5, inside, inside - 1), run, rules)
    told = np.flatnonzero(state)
    if not len(told):
        return []
    fresh = np.ones(len(told), dtype=bool)
    fresh[1:] = (run[told[1:]] != run[told[:-1]]) | (state[told[1:]] != state[told[:-1]])
    starts = np.flatnonzero(fresh)
    ends = np.append(starts[1:], len(told)) - 1
    found = []
    for a, b in zip(told[starts].tolist(), told[ends].tolist(), strict=True):
        lasted_us = fixes.time_us[b] - fixes.time_us[a]
        if state[a] > 0 and lasted_us >= rules.dwell_s * _US_PER_S:
            p = float(inside[a : b + 1].max())
            found.append(_passage(fixes, a, b, p, zone=zone.title))
    return found


def _stops(fixes: Fixes, run: ndarray, watched: Watched, rules: TrackRules) -> list[Passage]:
    """Return the stops that lie where anything is watched."""
    import numpy as np

    from truceline.geo import kernel_stops

    compile_kernels(kernel_stops)
    ends = np.empty((len(fixes), 2), dtype=np.int64)
    count = kernel_stops.find_stops(
        run, fixes.time_us, fixes.lon_deg, fixes.lat_deg, rules.stop_mm,
        rules.stop_s * _US_PER_S, ends,
    )  # fmt: skip
    lon, lat = fixes.lon_deg[ends[:count, 0]], fixes.lat_deg[ends[:count, 0]]
    here = np.zeros(count, dtype=bool)
    for west, south, east, north in watched.boxes:
        here |= (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    return [_passage(fixes, a, b, 1.0) for a, b in ends[:count][here].tolist()]


def _passage(  # noqa: PLR0917
    fixes: Fixes, a: int, b: int, p: float, line: str | None = None, zone: str | None = None,
    heading: str | None = None,
) -> Passage:  # fmt: skip
    """Return the passage between two fixes; its place is their middle, its error their reach."""
    import numpy as np

    away, _, apart = wgs84().inv(
        fixes.lon_deg[a], fixes.lat_deg[a], fixes.lon_deg[b], fixes.lat_deg[b]
    )
    lon, lat, _ = wgs84().fwd(fixes.lon_deg[a], fixes.lat_deg[a], away, apart / 2)
    word = fixes.names.word
    return Passage(
        object=word(int(fixes.objects[a])),
        party=word(int(fixes.parties[a])),
        asset=word(int(fixes.assets[a])),
        line=line,
        zone=zone,
        heading=heading,
        start_us=int(fixes.time_us[a]),
        end_us=int(fixes.time_us[b]),
        lon_deg=round(float(lon), 7),
        lat_deg=round(float(lat), 7),
        accuracy_m=round(float(apart / 2 + max(fixes.accuracy_m[a], fixes.accuracy_m[b])), 1),
        probability=round(p, 4),
        row_group=int(fixes.row_group[a]),
        first_row=int(fixes.row[a]),
        last_row=int(fixes.row[b]),
        marks=marks_of(int(np.bitwise_or.reduce(fixes.marks[a : b + 1]))),
    )
