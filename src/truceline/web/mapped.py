"""Mapped: what the map of a state of knowledge shows, worked out once and kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fastapi import Request

from truceline.report.layers.crowd import Crowd, crowd
from truceline.report.layers.shape import Shape, collection
from truceline.web.asked import Asked
from truceline.web.sharpness import Sharpness, sharpness_of

if TYPE_CHECKING:
    from truceline.agreement.agreement import Agreement
    from truceline.casework.assess import Judged
    from truceline.report.drawn_incident import DrawnIncident
    from truceline.report.layers.places import Box
    from truceline.web.view import View

# Names for orientation: more than a screen can hold, few enough to be sent at once.
_MOST_PLACES = 400
# Ground shown around what is drawn, in degrees; about 30 km.
_AIR_DEG = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """``incidents`` are those that the asker may be told of, in the time judged."""

    judged: Judged
    incidents: Crowd
    sharpness: Sharpness


def mapped(request: Request, state: Asked) -> Mapped:
    """Return what the asker's map shows.

    Raises:
        NotFound: the agreement is not one of the casefile's, or nothing in it has a date.
    """
    view: View = request.state.view
    sharpness = sharpness_of(request)

    def work(now: View, _before: Mapped | None) -> Mapped:
        judged = now.judged(state)
        return Mapped(judged=judged, incidents=crowd(_told(judged, sharpness)), sharpness=sharpness)

    rest = (state.period, state.step, state.agreements, sharpness)
    return view.keep("mapped", state, work, *rest, at_once=True)


def _told(judged: Judged, sharpness: Sharpness) -> list[DrawnIncident]:
    from truceline.casework.left_out import within
    from truceline.report.drawn_incident import TOO_VAGUE_M, drawn_incidents

    told = []
    for one in drawn_incidents(within(judged), findings=judged.findings):
        lead = one.incident.lead
        if sharpness.until is not None and (
            lead.when.end is None or lead.when.end > sharpness.until
        ):
            continue
        known = lead.place
        if sharpness.exact and known is not None and known.accuracy_m <= TOO_VAGUE_M:
            told.append(replace(one, place=known))
        else:
            told.append(one)
    return told


def ground_of(agreements: tuple[Agreement, ...]) -> Shape:
    """Return lines, their bands, zones, numbers and names of places, as one object of layers."""
    from truceline.report.drawing.patterns import strokes_of, zone_styles
    from truceline.report.drawing.plan import plan
    from truceline.report.layers.lines import band_features, line_features
    from truceline.report.layers.places import place_features
    from truceline.report.layers.zones import zone_features, zone_numbers
    from truceline.report.towns import towns

    box = bounds_of(agreements)
    places = [] if box is None else place_features(towns(), box=_wider(box), most=_MOST_PLACES)
    styles = {
        style.number: style
        for one in agreements
        for style in zone_styles(
            tuple(zone.id for zone in plan(one.zones).shaded), prefix="zone"
        ).values()
    }
    return {
        "bounds": box,
        "lines": collection(each for one in agreements for each in line_features(one)),
        "bands": collection(each for one in agreements for each in band_features(one)),
        "zones": collection(each for one in agreements for each in zone_features(one)),
        "numbers": collection(
            each for prefix, one in prefixed(agreements) for each in zone_numbers(one, prefix)
        ),
        "places": collection(places),
        "patterns": [
            {"number": number, "fill": style.fill, "ink": style.ink, "strokes": strokes_of(number)}
            for number, style in sorted(styles.items())
        ],
    }


def prefixed(agreements: tuple[Agreement, ...]) -> list[tuple[str, Agreement]]:
    """Return agreements with the letter that parts their zones' numbers; none for one alone."""
    if len(agreements) == 1:
        return [("", agreements[0])]
    return [(chr(ord("a") + place % 26), one) for place, one in enumerate(agreements)]


def bounds_of(agreements: tuple[Agreement, ...]) -> Box | None:
    """Return the box about the shaded zones, or about the lines where no zone can be shaded.

    Zones of a whole side and lines that run on beyond the ground in question would swell it.
    """
    from truceline.report.drawing.plan import plan

    boxes: list[Box] = [
        zone.polygon.bounds
        for one in agreements
        for zone in plan(one.zones).shaded
        if zone.polygon is not None
    ] or [
        (lon, lat, lon, lat) for one in agreements for line in one.lines for lon, lat in line.points
    ]
    if not boxes:
        return None
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)


def _wider(box: Box) -> Box:
    west, south, east, north = box
    return west - _AIR_DEG, south - _AIR_DEG, east + _AIR_DEG, north + _AIR_DEG
