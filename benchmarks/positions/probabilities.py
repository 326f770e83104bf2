"""Probabilities looked up: how many a second, and how far from the integral in the worst places."""

from __future__ import annotations

import numpy as np
import shapely

from benchmarks.positions.rates import ROUNDS, rates, told
from benchmarks.positions.world import Array, World, draw
from truceline.geo.classify_doubt import Ellipse, p_of_positions
from truceline.geo.pyramid import lay_pyramid, look_up


def doubt(world: World) -> list[str]:
    """Return speed and error of probabilities looked up, errors of 100 m to 20 km."""
    zones = [world.zones[0], world.zones[4]]
    pyramid = lay_pyramid(zones)
    rng = np.random.default_rng(5)
    count = 1_000_000
    lons, lats = draw(rng, count)
    sigma = np.exp(rng.uniform(np.log(100), np.log(20_000), count))
    near = np.flatnonzero(np.hypot((lons - 35.85) * 93.4, (lats - 33.0) * 110.9) < 26)
    near_lons, near_lats, near_sigma = lons[near], lats[near], sigma[near]
    ovals = _ovals(rng, sigma)
    look_up(pyramid, lons[:1000], lats[:1000], sigma[:1000])
    look_up(pyramid, lons, lats, ovals)
    mixed, close, oval = [], [], []
    for _ in range(ROUNDS):
        mixed.append(
            rates(len(zones) * count, lambda: look_up(pyramid, lons, lats, sigma, threads=1))[1]
        )
        close.append(
            rates(
                len(zones) * len(near),
                lambda: look_up(pyramid, near_lons, near_lats, near_sigma, threads=1),
            )[1]
        )
        oval.append(
            rates(len(zones) * count, lambda: look_up(pyramid, lons, lats, ovals, threads=1))[1]
        )
    # The hardest places: about vertices, each within its own error.
    some = 20_000
    vertices = np.vstack([shapely.get_coordinates(zone.polygon) for zone in zones])
    x, y = (vertices[rng.integers(len(vertices), size=some)] + 0.0).T
    x += rng.normal(0, 1e-5, some) * sigma[:some]
    y += rng.normal(0, 1e-5, some) * sigma[:some]
    found = look_up(pyramid, x, y, sigma[:some])
    exact = p_of_positions(pyramid.doubter, x, y, sigma[:some])
    error = float(np.abs(found - exact).max())
    ovals = _ovals(rng, sigma[:some])
    exact = p_of_positions(pyramid.doubter, x, y, ovals)
    oval_error = float(np.abs(look_up(pyramid, x, y, ovals) - exact).max())
    return [
        told("M probabilities/s per core, the same mix", mixed, worst=min, goal="15"),
        told("M probabilities/s per core, all within 26 km", close, worst=min),
        f"| largest error, {some} places about vertices | {error:.4f} | | 0.005 |",
        told("M probabilities/s per core, the same mix, ellipses up to 10 times as long as wide",
             oval, worst=min),
        f"| largest error, ellipses at those places | {oval_error:.4f} | | 0.005 |",
        f"| memory of two zones' pyramids, MB | {pyramid.size_bytes / 1e6:.0f} | | |",
    ]  # fmt: skip


def _ovals(rng: np.random.Generator, sigma: Array) -> Ellipse:
    """Return ellipses as long as circles of these deviations are wide, in any direction."""
    return Ellipse(
        along_m=sigma,
        across_m=sigma * rng.uniform(0.1, 1.0, len(sigma)),
        bearing_deg=rng.uniform(0, 180, len(sigma)),
    )
