"""Doubt against draws, against what is known exactly, and against itself in the mirror."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from tests.geo import ground_truth as truth
from truceline.errors import GeometryInvalid
from truceline.geo import band, combine, doubt
from truceline.geo.line import Line
from truceline.geo.place import SIGMAS_IN_95, Place
from truceline.geo.zone import Zone


def zone_of(polygon: shapely.Polygon, error_m: float = 0.0) -> Zone:
    """Return a zone with a given outline."""
    return Zone(id="z", title="Z", polygon=polygon, error_m=error_m, construction="given")


def place_of(lon_deg: float, lat_deg: float, sigma_m: float) -> Place:
    """Return a place with a given deviation."""
    return Place(lon_deg, lat_deg, sigma_m * SIGMAS_IN_95)


def narrow_zone() -> Zone:
    """Return a zone of 60 km by 10 km that narrows to 300 m, as real ones do."""
    west = Line(
        id="w",
        title="w",
        points=((35.80, 33.30), (35.83, 33.15), (35.79, 33.05), (35.90, 32.75)),
        error_m=0,
        source="-",
    )
    east = Line(
        id="e",
        title="e",
        points=((35.84, 33.30), (35.94, 33.15), (35.90, 33.02), (35.903, 32.75)),
        error_m=0,
        source="-",
    )
    return band.between(id="n", title="N", a=west, b=east)


def adversarial_places(zone: Zone, rng: np.random.Generator, count: int) -> list[Place]:
    """Return places at vertices, on edges and a little off them, of every vagueness."""
    corners = shapely.get_coordinates(zone.polygon)
    places = []
    for at in rng.integers(len(corners) - 1, size=count):
        share = rng.choice([0.0, 0.5, rng.random()])
        lon, lat = corners[at] + share * (corners[at + 1] - corners[at])
        sigma = float(rng.choice([20, 100, 500, 2000, 8000]))
        off = float(rng.choice([0, 0.1, 1, 2]))
        lon, lat, _ = truth.GEOD.fwd(lon, lat, rng.uniform(0, 360), off * sigma)
        places.append(place_of(lon, lat, sigma))
    return places


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_doubt_agrees_with_draws_at_the_worst_places(seed: int) -> None:
    rng = np.random.default_rng(seed)
    line = truth.clear_line(rng, legs=6, leg_m=3000, bend_deg=100)
    banded = band.beside(id="b", title="B", line=line, side="left", from_m=800, to_m=4000)
    near = band.within(id="w", title="W", line=line, distance_m=150)
    holed = combine.difference(
        id="d", title="D", zones=[band.within(id="v", title="V", line=line, distance_m=6000), near]
    )
    for zone in (banded, near, holed, narrow_zone()):
        for place in adversarial_places(zone, rng, 4):
            drawn = truth.sampled_p(zone, place, sigma_m=place.sigma_m, rng=rng)
            assert doubt.p_in_zone(zone, place) == pytest.approx(drawn, abs=0.01)


@pytest.mark.parametrize("sigma_m", [1, 30, 500, 5000])
@pytest.mark.parametrize("offset_sigmas", [-3, -1, -0.01, 0, 0.5, 2])
def test_by_a_straight_edge_doubt_is_the_normal_distribution(
    sigma_m: float, offset_sigmas: float
) -> None:
    meridian = Line(id="m", title="m", points=((35, 30), (35, 36)), error_m=0, source="-")
    east = band.beyond(id="e", title="E", line=meridian, side="east", reach_m=300_000)
    lon, lat, _ = truth.GEOD.fwd(35, 33, 90, offset_sigmas * sigma_m)
    known = 0.5 * (1 + math.erf(offset_sigmas / math.sqrt(2)))

    assert doubt.p_in_zone(east, place_of(lon, lat, sigma_m)) == pytest.approx(known, abs=1e-4)


@pytest.mark.parametrize("sigmas", [0.1, 1, 2.4477, 4])
def test_in_the_middle_of_a_disc_doubt_is_the_rayleigh_distribution(sigmas: float) -> None:
    turns = np.linspace(0, 360, 721)[:-1]
    lon, lat, _ = truth.GEOD.fwd(
        np.full(720, 35.8), np.full(720, 33.1), turns, np.full(720, 1000.0)
    )
    disc = zone_of(shapely.Polygon(np.column_stack([lon, lat])))
    known = 1 - math.exp(-(sigmas**2) / 2)

    assert doubt.p_in_zone(disc, place_of(35.8, 33.1, 1000 / sigmas)) == pytest.approx(
        known, abs=1e-4
    )


@pytest.mark.parametrize(
    ("at", "known"), [((35, 33), 0.25), ((35.5, 33), 0.5), ((35.5, 33.5), 1.0)]
)
@pytest.mark.parametrize("sigma_m", [0.5, 40, 800])
def test_at_a_corner_a_quarter_lies_inside(
    at: tuple[float, float], known: float, sigma_m: float
) -> None:
    square = zone_of(shapely.box(35, 33, 36, 34))

    assert doubt.p_in_zone(square, place_of(*at, sigma_m)) == pytest.approx(known, abs=2e-4)


@pytest.mark.parametrize(
    ("at", "known"), [((35.5, 33.5), 1.0), ((34.5, 33.5), 0.0), ((35, 33.5), 0.5), ((35, 33), 0.5)]
)
def test_a_place_without_error_is_inside_outside_or_on_the_edge(
    at: tuple[float, float], known: float
) -> None:
    assert doubt.p_in_zone(zone_of(shapely.box(35, 33, 36, 34)), Place(*at, 0)) == known


@pytest.mark.slow
@given(seed=st.integers(0, 10**6), sigma_m=st.sampled_from([10, 300, 3000]))
def test_the_parts_of_a_zone_share_its_probability(seed: int, sigma_m: float) -> None:
    rng = np.random.default_rng(seed)
    line = truth.clear_line(rng, legs=4, leg_m=4000, bend_deg=80)
    whole = band.within(id="w", title="W", line=line, distance_m=5000)
    parts = [combine.cut(zone=whole, by=line, keep=side) for side in ("left", "right")]
    lons, lats = truth.places_about(rng, line, reach_m=9000, count=3)
    places = [place_of(lon, lat, sigma_m) for lon, lat in zip(lons, lats, strict=True)]

    both = doubt.p_in_zones(parts, places).sum(axis=0)

    assert both == pytest.approx(doubt.p_in_zones([whole], places)[0], abs=1e-6)


@given(seed=st.integers(0, 10**6))
def test_a_zone_in_the_mirror_holds_the_mirrored_place_as_well(seed: int) -> None:
    rng = np.random.default_rng(seed)
    zone = narrow_zone()
    mirrored = zone_of(
        shapely.transform(zone.polygon, lambda points: points * [-1, 1] + [2 * 35.9, 0])  # type: ignore[arg-type]
    )
    for place in adversarial_places(zone, rng, 2):
        other = Place(2 * 35.9 - place.lon_deg, place.lat_deg, place.accuracy_m)
        assert doubt.p_in_zone(mirrored, other) == pytest.approx(
            doubt.p_in_zone(zone, place), abs=1e-9
        )


def test_the_vaguer_the_place_the_less_any_zone_holds_it() -> None:
    zone = narrow_zone()
    inside = [doubt.p_in_zone(zone, place_of(35.87, 33.15, s)) for s in (900, 2500, 9000, 80_000)]

    assert inside[0] > 0.999
    assert all(sharper > vaguer for sharper, vaguer in itertools.pairwise(inside))
    assert inside[-1] < 0.02


def test_the_error_of_the_line_is_added_in_quadrature() -> None:
    square = shapely.box(35, 33, 36, 34)
    shifted = zone_of(square, error_m=600 * doubt.SIGMAS_IN_95_ACROSS)

    assert doubt.p_in_zone(shifted, place_of(35.005, 33.5, 800)) == pytest.approx(
        doubt.p_in_zone(zone_of(square), place_of(35.005, 33.5, 1000))
    )


def test_a_zone_without_a_polygon_has_no_probability() -> None:
    zone = Zone(
        id="z",
        title="Z",
        polygon=None,
        error_m=0,
        construction="-",
        not_drawable="its limits were never published",
    )

    with pytest.raises(GeometryInvalid, match="its limits were never published"):
        doubt.p_in_zone(zone, Place(35, 33, 9))


def test_a_row_is_a_zone_and_a_column_a_place() -> None:
    west, east = (zone_of(shapely.box(*bounds)) for bounds in ((34, 33, 35, 34), (35, 33, 36, 34)))
    places = [Place(lon, 33.5, 50) for lon in (34.5, 35.5, 37.0)]

    assert doubt.p_in_zones([west, east], places).tolist() == [[1, 0, 0], [0, 1, 0]]
    assert doubt.p_in_zones([], places).shape == (0, 3)
