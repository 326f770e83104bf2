"""Probabilities at scale agree with the exact integral, place by place, and with draws."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely import Polygon, box

from tests.geo.exact_truth import GEOD
from tests.geo.ground_truth import Array
from truceline.agreement.load import load_agreement
from truceline.errors import GeometryInvalid
from truceline.geo.classify_doubt import Ellipse, make_doubter, p_of_positions
from truceline.geo.doubt import p_in_zones
from truceline.geo.place import SIGMAS_IN_95, Place
from truceline.geo.pyramid import lay_pyramid, look_up
from truceline.geo.zone import Zone

pytestmark = pytest.mark.slow


def _zone(polygon: Polygon, *, error_m: float = 0.0) -> Zone:
    return Zone(id="z", title="z", polygon=polygon, error_m=error_m, construction="-")


def _library() -> list[Zone]:
    return [zone for zone in load_agreement("undof-1974").zones if zone.polygon is not None]


def _doubtful(zones: list[Zone], rng: np.random.Generator, count: int) -> tuple[Array, ...]:
    """Return positions, half of them about vertices, with errors from 5 m to 20 km."""
    sigma = np.exp(rng.uniform(np.log(5), np.log(20_000), count))
    vertices = np.vstack([shapely.get_coordinates(zone.polygon) for zone in zones])
    lons, lats = vertices[rng.integers(len(vertices), size=count)].T.copy()
    spread = np.where(np.arange(count) % 2 == 0, 1e-5 * sigma, 0.3)
    spread[::10] = 0.0
    return lons + rng.normal(0, spread), lats + rng.normal(0, spread), sigma


@pytest.mark.parametrize("with_errors", [True, False])
def test_every_probability_is_that_of_the_exact_integral(*, with_errors: bool) -> None:
    zones = [
        zone if with_errors else _zone(zone.polygon)  # type: ignore[arg-type]
        for zone in _library()[::9]
    ]
    lons, lats, sigma = _doubtful(zones, np.random.default_rng(5), 30)

    got = p_of_positions(make_doubter(zones), lons, lats, sigma)

    places = [
        Place(*at) for at in zip(lons.tolist(), lats.tolist(), SIGMAS_IN_95 * sigma, strict=True)
    ]
    assert np.abs(got - p_in_zones(zones, places)).max() < 0.002


def test_an_ellipse_holds_what_draws_from_it_hold() -> None:
    zone = next(zone for zone in _library() if zone.id == "separation")
    bare = _zone(zone.polygon)  # type: ignore[arg-type]
    rng = np.random.default_rng(11)
    count, draws = 8, 40_000
    west, south, east, north = bare.polygon.bounds  # type: ignore[union-attr]
    lons, lats = rng.uniform(west, east, count), rng.uniform(south, north, count)
    ellipse = Ellipse(
        along_m=rng.uniform(500, 8000, count),
        across_m=rng.uniform(50, 500, count),
        bearing_deg=rng.uniform(0, 180, count),
    )

    got = p_of_positions(make_doubter([bare]), lons, lats, ellipse)[0]

    for at in range(count):
        along = rng.normal(0, ellipse.along_m[at], draws)
        across = rng.normal(0, ellipse.across_m[at], draws)
        turn = np.degrees(np.arctan2(across, along)) + ellipse.bearing_deg[at]
        lon, lat, _ = GEOD.fwd(
            np.full(draws, lons[at]), np.full(draws, lats[at]), turn, np.hypot(along, across)
        )
        assert abs(got[at] - shapely.contains_xy(bare.polygon, lon, lat).mean()) < 0.012


def test_what_is_looked_up_is_right_to_half_a_percent() -> None:
    zones = [zone for zone in _library() if zone.id in ("quneitra", "hermon")]
    pyramid = lay_pyramid([*zones, _zone(box(35.6, 32.9, 35.9, 33.2), error_m=9000)])
    lons, lats, sigma = _doubtful(zones, np.random.default_rng(6), 1500)

    looked_up = look_up(pyramid, lons, lats, sigma)

    assert np.abs(looked_up - p_of_positions(pyramid.doubter, lons, lats, sigma)).max() < 0.0045


def test_sure_positions_are_0_or_1_and_no_position_has_no_answer() -> None:
    doubter = make_doubter([_zone(box(35, 33, 36, 34))])
    lons = np.array([35.5, 34.0, 120.0, np.nan, 35.5])
    lats = np.array([33.5, 33.5, -40.0, 33.5, 33.5])

    got = p_of_positions(doubter, lons, lats, np.array([0.0, 0.0, 20_000.0, 5.0, np.nan]))[0]

    assert got[:3].tolist() == [1.0, 0.0, 0.0]
    assert np.isnan(got[3:]).all()


@pytest.mark.parametrize("sigma", [-1.0, 60_000.0])
def test_an_impossible_error_is_refused(sigma: float) -> None:
    doubter = make_doubter([_zone(box(35, 33, 36, 34))])

    with pytest.raises(GeometryInvalid, match="give deviations from 0 to 50000 m"):
        p_of_positions(doubter, np.array([35.5]), np.array([33.5]), np.array([sigma]))
