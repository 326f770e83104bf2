"""Sheet: the map as one picture, put together from its layers, its legend and its frame."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from truceline.agreement.agreement import Agreement
from truceline.geo.place import Place
from truceline.report.drawing import layers, spot_layers
from truceline.report.drawing.furniture import furniture
from truceline.report.drawing.labels import FONT, Taken, words_at
from truceline.report.drawing.legend import Legend, add_incidents, add_lines, add_zones
from truceline.report.drawing.line_labels import line_labels
from truceline.report.drawing.patterns import ZoneStyle, zone_pattern, zone_styles
from truceline.report.drawing.plan import Plan, plan
from truceline.report.drawing.projection import (
    Frame,
    Projection,
    corners_around,
    frame_around,
    frame_of,
)
from truceline.report.drawing.spots import Spot, spots
from truceline.report.drawing.unseen import add_looks, unseen_layer, unseen_pattern
from truceline.report.drawn_incident import DrawnIncident
from truceline.report.markup import Attribute, Markup, anchor, joined, tag
from truceline.report.wording import how_many

_MAP_WIDTH, _MAP_HEIGHTS = 520.0, (400.0, 760.0)
_MARGIN_LEFT, _MARGIN_TOP, _MARGIN_BOTTOM = 52.0, 44.0, 26.0
_LEGEND_WIDTH, _GUTTER = 300.0, 24.0
_MOST_TOWNS = 16
# The map grows to take in incidents that lie this near to the zones; farther ones are counted.
_MARKERS_BEYOND_M = 10_000.0

NO_VIEW = "Lines are approximate and imply no view on the status of any territory."


def sheet(
    agreement: Agreement,
    *,
    drawn: Sequence[DrawnIncident],
    places: Iterable[tuple[str, Place]],
    lang: str,
    looked: Mapping[str, float] = MappingProxyType({}),
) -> Markup:
    """Return the whole sheet as one SVG element; a line of words where nothing can be drawn."""
    prefix = anchor("map", agreement.id)
    markers = spots(drawn)
    zones = plan(agreement.zones)
    ground = _ground(agreement, zones, markers)
    if ground is None:
        return _nothing_to_draw(agreement, prefix, lang)
    frame, height = ground
    projection = Projection(
        frame=frame, left=_MARGIN_LEFT, top=_MARGIN_TOP, width=_MAP_WIDTH, height=height
    )
    on_map = [spot for spot in markers if layers.is_on(frame, spot.place)]
    left_out = _left_out(drawn, on_map)
    legend = _legend(agreement, projection, on_map, zones=zones, left_out=left_out, looked=looked)
    title = words_at(_MARGIN_LEFT, 27, agreement.title, size=15, weight="bold")
    picture = _picture(agreement, projection, on_map, zones=zones, places=places, looked=looked)
    return _svg(
        joined([title, picture, legend.markup]),
        agreement=agreement,
        prefix=prefix,
        lang=lang,
        width=_MARGIN_LEFT + _MAP_WIDTH + _GUTTER + _LEGEND_WIDTH + 12,
        height=max(projection.top + height + _MARGIN_BOTTOM, legend.bottom + 12),
        about=_about(agreement, on_map),
    )


def disclaimer(agreement: Agreement) -> str:
    """Return what a map of this agreement must say: its own words, and that it takes no view."""
    own = agreement.disclaimer.strip()
    return own if "approximate" in own and "no view" in own else f"{own} {NO_VIEW}".strip()


def _picture(
    agreement: Agreement,
    projection: Projection,
    on_map: Sequence[Spot],
    *,
    zones: Plan,
    places: Iterable[tuple[str, Place]],
    looked: Mapping[str, float],
) -> Markup:
    prefix = anchor("map", agreement.id)
    styles = _styles(zones, prefix)
    box = layers.frame_box(projection)
    taken = Taken(box)
    # The order decides who gets the room: furniture, markers, zones, lines, numbers, towns.
    corner = furniture(projection, taken)
    spot_layers.take_markers(on_map, projection, taken)
    areas = layers.zone_layer(zones.shaded, styles, projection, taken)
    titles = line_labels(agreement.lines, zones.shaded, projection, taken)
    numbers = spot_layers.spot_numbers(on_map, projection, taken)
    names = layers.town_layer(places, projection, taken, most=_MOST_TOWNS)
    ground: dict[str, Attribute] = {
        "x": box.left, "y": box.top, "width": projection.width,
        "height": f"{projection.height:.1f}",
    }  # fmt: skip
    patterns = joined([*(zone_pattern(style) for style in styles.values()), unseen_pattern(prefix)])
    unseen = [zone for zone in zones.shaded if looked.get(zone.id) == 0.0]
    window = tag("clipPath", tag("rect", **ground), id=f"{prefix}-frame")
    inside = [
        areas,
        unseen_layer(unseen, projection, prefix=prefix),
        layers.line_layer(agreement.lines, projection),
        spot_layers.doubt_layer(on_map, projection),
        names,
        titles,
        spot_layers.spot_layer(on_map, projection),
        numbers,
        corner,
    ]
    return joined(
        [
            tag("defs", patterns, window),
            tag("rect", fill="#FBFAF7", **ground),
            layers.graticule(projection),
            tag("g", joined(inside), clip_path=f"url(#{prefix}-frame)"),
            tag("rect", fill="none", stroke="#333333", stroke_width=1, **ground),
        ]
    )


def _legend(
    agreement: Agreement,
    projection: Projection,
    on_map: Sequence[Spot],
    *,
    zones: Plan,
    left_out: Sequence[str],
    looked: Mapping[str, float],
) -> Legend:
    left = layers.frame_box(projection).right + _GUTTER
    legend = Legend(left=left, top=_MARGIN_TOP - 10, width=_LEGEND_WIDTH)
    add_lines(legend, agreement.lines)
    add_zones(legend, zones, _styles(zones, anchor("map", agreement.id)))
    add_incidents(legend, {spot.status for spot in on_map}, left_out=left_out)
    add_looks(legend, zones, looked, prefix=anchor("map", agreement.id))
    legend.heading("Read with care")
    legend.paragraph(disclaimer(agreement))
    return legend


def _styles(zones: Plan, prefix: str) -> dict[str, ZoneStyle]:
    return zone_styles(tuple(zone.id for zone in zones.shaded), prefix=prefix)


def _ground(
    agreement: Agreement, plan: Plan, markers: Sequence[Spot]
) -> tuple[Frame, float] | None:
    """Return the ground to show: that of the shaded zones, without them that of the lines.

    Markers near it are taken in; lines that lead off it are cut at the frame.
    """
    core = [
        corner
        for zone in plan.shaded
        if zone.polygon is not None
        for corner in _corners(zone.polygon.bounds)
    ]
    core = core or [point for line in agreement.lines for point in line.points]
    spots_at = [(spot.place.lon_deg, spot.place.lat_deg) for spot in markers]
    core = core or spots_at
    if not core:
        return None
    reach = [
        corner for lon, lat in core for corner in corners_around(Place(lon, lat, _MARKERS_BEYOND_M))
    ]
    near = frame_of(reach)
    held = [spot for spot in spots_at if near.holds(*spot)]
    return frame_around([*core, *held], width=_MAP_WIDTH, heights=_MAP_HEIGHTS)


def _corners(bounds: tuple[float, float, float, float]) -> tuple[tuple[float, float], ...]:
    west, south, east, north = bounds
    return (west, south), (east, north)


def _left_out(drawn: Sequence[DrawnIncident], on_map: Sequence[Spot]) -> list[str]:
    """Return sentences on incidents that are not on the map, with the statuses they carry."""
    shown = {each.incident.id for spot in on_map for each in spot.incidents}
    unplaced = [each for each in drawn if each.place is None]
    outside = [each for each in drawn if each.place and each.incident.id not in shown]
    words = []
    for missing, why in (
        (unplaced, "with no place, or none within 25 km"),
        (outside, "off the map"),
    ):
        if missing:
            count = how_many(len(missing), "incident")
            words.append(f"Not drawn: {count} {why} ({_letters(missing)}).")
    return words


def _letters(drawn: Sequence[DrawnIncident]) -> str:
    counted = Counter("none" if each.status is None else each.status.letter for each in drawn)
    return ", ".join(f"{letter}: {count}" for letter, count in sorted(counted.items()))


def _about(agreement: Agreement, on_map: Sequence[Spot]) -> str:
    count = sum(len(spot.incidents) for spot in on_map)
    return (
        f"Map of {how_many(len(agreement.lines), 'line')} and "
        f"{how_many(len(agreement.zones), 'zone')} of {agreement.title}, with "
        f"{how_many(count, 'incident')} at town level. The same in words stands in the tables. "
        + NO_VIEW
    )


def _svg(
    body: Markup, *, agreement: Agreement, prefix: str, lang: str, width: float, height: float,
    about: str,
) -> Markup:  # fmt: skip
    return tag(
        "svg",
        tag("title", f"Map: {agreement.title}", id=f"{prefix}-title"),
        tag("desc", about, id=f"{prefix}-desc"),
        tag("rect", width="100%", height="100%", fill="#FFFFFF"),
        body,
        xmlns="http://www.w3.org/2000/svg",
        width=f"{width:.0f}",
        height=f"{height:.0f}",
        viewBox=f"0 0 {width:.0f} {height:.0f}",
        role="img",
        lang=lang,
        aria_labelledby=f"{prefix}-title {prefix}-desc",
        font_family=FONT,
    )


def _nothing_to_draw(agreement: Agreement, prefix: str, lang: str) -> Markup:
    words = "Nothing here can be drawn: no line or zone of this agreement has a known position."
    return _svg(
        words_at(12, 32, words, size=12),
        agreement=agreement, prefix=prefix, lang=lang, width=640, height=56, about=words,
    )  # fmt: skip
