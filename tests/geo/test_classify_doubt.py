"""Probabilities at scale agree with the exact integral, place by place, and with draws."""

from __future__ import annotations

import os
from math import erfc

import numpy as np
import pytest
import shapely
from shapely import Polygon, box

from tests.geo.exact_truth import GEOD
from tests.geo.ground_truth import Array
from truceline.agreement.load import load_agreement
from truceline.errors import GeometryInvalid
from truceline.geo import kernel_ovals
from truceline.geo.classify_doubt import Ellipse, make_doubter, p_of_positions
from truceline.geo.doubt import p_in_zones
from truceline.geo.place import SIGMAS_IN_95, Place
from truceline.geo.pyramid import lay_pyramid, look_up
from truceline.geo.zone import Zone

pytestmark = pytest.mark.slow

# The long run: make exactness
LONG = bool(os.environ.get("TRUCELINE_LONG"))
PLACES, DRAWS = (40, 1_000_000) if LONG else (3, 100_000)


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
    # Some are far away, in every direction.
    spread[3::7] = 4.0
    return lons + rng.normal(0, spread), lats + rng.normal(0, spread), sigma


@pytest.mark.parametrize("with_errors", [True, False])
def test_every_probability_is_that_of_the_exact_integral(*, with_errors: bool) -> None:
    zones = [
        zone if with_errors else _zone(zone.polygon)  # type: ignore[arg-type]
        for zone in _library()[::9]
    ]
    lons, lats, sigma = _doubtful(zones, np.random.default_rng(5), 40)

    got = p_of_positions(make_doubter(zones), lons, lats, sigma)

    places = [
        Place(*at) for at in zip(lons.tolist(), lats.tolist(), SIGMAS_IN_95 * sigma, strict=True)
    ]
    assert np.abs(got - p_in_zones(zones, places)).max() < 0.002


def _held(shape: Polygon, at: tuple[float, float], axes: Array, rng: np.random.Generator) -> float:
    """Return the share of draws from an error ellipse that lie in a shape."""
    along, across = rng.normal(0, axes[0], DRAWS), rng.normal(0, axes[1], DRAWS)
    turn = np.degrees(np.arctan2(across, along)) + axes[2]
    lon, lat, _ = GEOD.fwd(
        np.full(DRAWS, at[0]), np.full(DRAWS, at[1]), turn, np.hypot(along, across)
    )
    return float(shapely.contains_xy(shape, lon, lat).mean())


def _adversarial(zone: Zone, rng: np.random.Generator) -> tuple[Array, Array, Array]:
    """Return places about vertices, ends and narrow parts of a zone, with errors to match."""
    sigma = np.exp(rng.uniform(np.log(5), np.log(20_000), PLACES))
    vertices = shapely.get_coordinates(zone.polygon)
    lons, lats = vertices[rng.integers(len(vertices), size=PLACES)].T.copy()
    spread = np.where(np.arange(PLACES) % 3 == 0, 0.0, 0.7e-5) * sigma
    return lons + rng.normal(0, spread), lats + rng.normal(0, spread), sigma


@pytest.mark.parametrize("name", ["separation", "syria-10"] if LONG else ["separation"])
def test_circles_and_ellipses_hold_what_draws_hold_in_the_hardest_places(name: str) -> None:
    zone = next(zone for zone in _library() if zone.id == name)
    bare = _zone(zone.polygon)  # type: ignore[arg-type]
    rng = np.random.default_rng(11)
    lons, lats, sigma = _adversarial(bare, rng)
    narrow = sigma * rng.uniform(0.05, 1.0, PLACES)
    ellipse = Ellipse(along_m=sigma, across_m=narrow, bearing_deg=rng.uniform(0, 180, PLACES))
    doubter = make_doubter([bare])
    integrated = p_of_positions(doubter, lons, lats, sigma)[0]
    # The pyramid of a zone without an error of its own takes long to lay.
    looked_up = look_up(lay_pyramid([bare]), lons, lats, sigma)[0] if LONG else integrated
    squeezed = p_of_positions(doubter, lons, lats, ellipse)[0]
    strung = look_up(lay_pyramid([bare]), lons, lats, ellipse)[0] if LONG else squeezed

    shapely.prepare(bare.polygon)
    circle = np.column_stack([sigma, sigma, np.zeros(PLACES)])
    oval = np.column_stack([sigma, narrow, ellipse.bearing_deg])
    draws = [
        [_held(bare.polygon, (lons[at], lats[at]), axes[at], rng) for at in range(PLACES)]  # type: ignore[arg-type]
        for axes in (circle, oval)
    ]
    errors = [
        float(np.abs(got - held).max())
        for got, held in (
            (integrated, draws[0]), (looked_up, draws[0]), (squeezed, draws[1]), (strung, draws[1])
        )
    ]  # fmt: skip
    print(f"{name}, {PLACES} places, {DRAWS} draws: circles, ellipses, each looked up: {errors}")
    # Four deviations of the draws' own spread, which is the larger the fewer they are.
    assert max(errors) < 0.005 + (0 if LONG else 4 * 0.5 / DRAWS**0.5)


def test_what_is_looked_up_is_right_to_half_a_percent() -> None:
    zones = [zone for zone in _library() if zone.id in ("quneitra", "hermon")]
    pyramid = lay_pyramid([*zones, _zone(box(35.6, 32.9, 35.9, 33.2), error_m=9000)])
    lons, lats, sigma = _doubtful(zones, np.random.default_rng(6), 1500)

    looked_up = look_up(pyramid, lons, lats, sigma)

    assert np.abs(looked_up - p_of_positions(pyramid.doubter, lons, lats, sigma)).max() < 0.0045


def test_ellipses_that_are_looked_up_are_right_to_half_a_percent() -> None:
    zones = [zone for zone in _library() if zone.id in ("quneitra", "hermon")]
    pyramid = lay_pyramid([*zones, _zone(box(35.6, 32.9, 35.9, 33.2), error_m=9000)])
    rng = np.random.default_rng(7)
    lons, lats, sigma = _doubtful(zones, rng, 3000)
    narrow = sigma * np.exp(rng.uniform(np.log(0.02), 0.0, len(sigma)))
    turn = rng.uniform(-180, 360, len(sigma))
    ellipse = Ellipse(along_m=sigma, across_m=narrow, bearing_deg=turn)
    turned = Ellipse(along_m=narrow, across_m=sigma, bearing_deg=turn - 90)

    looked_up = look_up(pyramid, lons, lats, ellipse)

    exact = p_of_positions(pyramid.doubter, lons, lats, ellipse)
    assert np.abs(looked_up - exact).max() < 0.0045
    assert np.abs(looked_up - look_up(pyramid, lons, lats, turned)).max() < 1e-5


@pytest.mark.parametrize("stretch", [0.01, 0.5, 1.0, 1.4, 3.0, 7.0, 20.0])
def test_circles_on_a_string_stand_for_an_ellipse(stretch: float) -> None:
    step = min(kernel_ovals.STRING_STEP, kernel_ovals.CIRCLE_STEP / stretch)
    half = int(kernel_ovals.STRUNG / step) + 1
    away = np.linspace(-kernel_ovals.STRUNG, kernel_ovals.STRUNG, 2 * half + 1)
    weights = np.exp(-0.5 * away**2) / np.exp(-0.5 * away**2).sum()
    edge = np.linspace(-4, 4, 321) * np.hypot(1, stretch)

    circles = np.array([[0.5 * erfc(-at) for at in row] for row in
                        (edge[:, None] + stretch * away) / np.sqrt(2)])  # fmt: skip
    ellipse = np.array([0.5 * erfc(-at) for at in edge / np.hypot(1, stretch) / np.sqrt(2)])

    assert np.abs(circles @ weights - ellipse).max() < 0.0008


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
