"""Layers of the map: every thing keeps its error, nothing is lost, parties look alike."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from tests.report import world
from truceline.agreement.taxonomy import load_taxonomy
from truceline.geo.measure import separation_m
from truceline.geo.place import Place
from truceline.observation.observation import ActorShare, ObservationKind
from truceline.report.drawn_incident import DrawnIncident, drawn_incidents
from truceline.report.layers.crowd import MOST_SINGLE, counts_by_period, crowd, in_view
from truceline.report.layers.lines import band_features, line_features
from truceline.report.layers.looks import look_features
from truceline.report.layers.places import observation_feature, posts
from truceline.report.layers.shape import circle
from truceline.report.layers.symbols import symbol_for, symbol_of
from truceline.report.layers.zones import zone_features, zone_numbers
from truceline.timespan import Timespan

_WORLD = (-180.0, -90.0, 180.0, 90.0)


def test_a_band_reaches_as_far_as_the_error_of_its_line_and_no_farther() -> None:
    (west, east) = band_features(world.AGREEMENT)

    for band, line in ((west, world.WEST), (east, world.EAST)):
        shape = shapely.from_geojson(json.dumps(band["geometry"]))
        lon, lat = line.points[1]
        edge = shape.intersection(shapely.LineString([(lon - 0.1, lat), (lon + 0.1, lat)]))
        width_m = separation_m(Place(edge.bounds[0], lat, 0), Place(edge.bounds[2], lat, 0))
        assert 2 * line.error_m * 0.95 < width_m < 2 * line.error_m * 1.25


def test_every_line_and_zone_is_there_and_what_cannot_be_drawn_says_why() -> None:
    zones = {one["id"]: one for one in zone_features(world.AGREEMENT)}

    assert {one["id"] for one in line_features(world.AGREEMENT)} == {"W", "E"}
    assert set(zones) == {zone.id for zone in world.AGREEMENT.zones}
    assert zones["district"]["geometry"] is None
    assert "no border" in str(zones["district"]["properties"])


def test_the_number_of_a_zone_stands_inside_it() -> None:
    numbers = zone_numbers(world.AGREEMENT)

    assert numbers
    for one in numbers:
        zone = world.AGREEMENT.zone(str(one["id"]).removesuffix("-number"))
        assert zone.polygon is not None
        assert zone.polygon.contains(shapely.from_geojson(json.dumps(one["geometry"])))


@given(lon=st.floats(-179, 179), lat=st.floats(-80, 80), radius=st.floats(10, 50_000))
def test_every_corner_of_a_circle_of_doubt_lies_at_its_radius(
    lon: float, lat: float, radius: float
) -> None:
    centre = Place(lon, lat, radius)
    ring = circle(centre)["coordinates"]
    assert isinstance(ring, list)

    for x, y in ring[0]:
        if abs(x - lon) < 90:
            assert math.isclose(separation_m(centre, Place(x, y, 0)), radius, rel_tol=0.02)


def test_a_look_is_drawn_on_the_zone_it_names() -> None:
    record = replace(world.COVERAGE[0], areas=("buffer zone",), place=None)
    (look,) = look_features([record], world.AGREEMENT)

    shape = shapely.from_geojson(json.dumps(look["geometry"]))
    assert shape.equals_exact(world.BUFFER.polygon, tolerance=1e-5) or math.isclose(
        shape.area, shapely.area(world.BUFFER.polygon), rel_tol=1e-3
    )


def test_in_public_a_look_from_a_post_tells_no_more_than_the_town() -> None:
    record = replace(world.COVERAGE[0], areas=(), place=Place(30.0512, 10.1234, 50.0))
    (look,) = look_features([record], world.AGREEMENT)

    bounds = shapely.from_geojson(json.dumps(look["geometry"])).bounds
    assert bounds[2] - bounds[0] > 0.05
    assert "30.0512" not in json.dumps(look)


def test_a_post_of_the_monitor_is_never_listed() -> None:
    post = replace(
        world.OBSERVATIONS[0],
        kind=ObservationKind.PRESENCE,
        what="observation position",
        actors=(ActorShare("UN post 12", "Observer Mission", 1.0),),
    )
    held = replace(post, id="o-held", actors=(ActorShare("Beta", None, 1.0),))

    assert posts([post, held], monitors=("observer mission",)) == [held]


def test_an_observation_is_not_sharper_in_public_than_a_town() -> None:
    seen = replace(world.OBSERVATIONS[0], place=Place(30.0512, 10.1234, 20.0))

    assert "30.0512" not in json.dumps(observation_feature(seen))
    assert "30.0512" in json.dumps(observation_feature(seen, public=False))


def test_every_class_has_a_symbol_and_it_does_not_depend_on_the_party() -> None:
    taxonomy = load_taxonomy()
    without = [name for name in taxonomy.classes if symbol_of(name) is None]
    tank = replace(world.OBSERVATIONS[0], what="battle tank")

    assert without == []
    assert all(len(str(symbol_of(name))) == 20 for name in taxonomy.classes)
    assert symbol_for(replace(tank, actors=(ActorShare("Alpha", None, 1.0),))) == symbol_for(
        replace(tank, actors=(ActorShare("Beta", None, 1.0),))
    )


def _many(count: int) -> list[DrawnIncident]:
    (pattern, *_) = drawn_incidents(world.INCIDENTS)
    return [
        DrawnIncident(
            incident=replace(pattern.incident, id=f"i-{number}"),
            place=Place(30 + (number % 97) / 100, 10 + (number % 89) / 100, 2000.0),
            status=None,
        )
        for number in range(count)
    ]


@pytest.mark.slow
@pytest.mark.parametrize("zoom", [0, 4, 8, 12])
def test_a_view_of_many_loses_none_of_them(zoom: int) -> None:
    shown, doubts = in_view(crowd(_many(3000)), box=_WORLD, zoom=zoom)
    counts = [one["properties"] for one in shown]

    assert sum(each.get("count", 1) for each in counts if isinstance(each, dict)) == 3000
    assert len(shown) < 3000 or zoom == 12
    assert len(doubts) == sum(
        1 for each in counts if isinstance(each, dict) and "count" not in each
    )


def test_a_view_of_few_shows_each_with_its_doubt() -> None:
    shown, doubts = in_view(crowd(_many(MOST_SINGLE)), box=_WORLD, zoom=0)

    assert len(shown) == len(doubts) == MOST_SINGLE


def test_a_period_keeps_what_may_have_happened_in_it() -> None:
    whole = crowd(_many(10))
    when = whole.drawn[0].incident.lead.when
    before = Timespan.parse("1900")

    assert counts_by_period(whole, [when, before]) == [10, 0]
    assert in_view(whole, box=_WORLD, zoom=3, during=before) == ([], [])
