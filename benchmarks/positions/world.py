"""The work that all do alike: seven zones of an agreement that follow each other, and positions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from truceline.agreement.load import load_agreement
from truceline.geo.classify import Classifier, make_classifier
from truceline.geo.classify_exact import exact_masks
from truceline.geo.zone import Zone
from truceline.observation.forms.tracks_place import place_keys
from truceline.observation.forms.tracks_sort import PLACE_ROWS

ZONES = (
    "separation", "israel-10", "israel-20", "israel-25", "syria-10", "syria-20", "syria-25",
)  # fmt: skip
MIDDLE = (35.85, 33.0)

Array = NDArray[np.float64]


@dataclass(frozen=True)
class World:
    """Zones in order (the first that holds a position is its answer), and positions."""

    zones: tuple[Zone, ...]
    classifier: Classifier
    lons: Array
    lats: Array

    def first_of(self, masks: NDArray[np.int64]) -> NDArray[np.uint8]:
        """Return the number of the first zone of each mask, from 1; 0 for none."""
        lowest = np.where(masks > 0, np.log2(np.maximum(masks & -masks, 1)) + 1, 0)
        return lowest.astype(np.uint8)

    def truth(self, count: int) -> NDArray[np.uint8]:
        """Return the exact answers of the first positions, by geodesics alone."""
        edges = self.classifier.cover.edges
        return self.first_of(exact_masks(edges, self.lons[:count], self.lats[:count]))


def make_world(count: int) -> World:
    """Return the world: half of the positions within 60 km, half in 5 by 5 degrees."""
    agreement = load_agreement("undof-1974")
    zones = tuple(agreement.zone(name) for name in ZONES)
    lons, lats = draw(np.random.default_rng(1974), count)
    return World(zones, make_classifier(zones), lons, lats)


def draw(rng: np.random.Generator, count: int) -> tuple[Array, Array]:
    """Return positions as the measurement strews them, shuffled."""
    near = rng.random(count) < 0.5
    away, turn = 60.0 * np.sqrt(rng.random(count)), rng.random(count) * 2 * np.pi
    lons = np.where(
        near, MIDDLE[0] + away * np.cos(turn) / 93.4, MIDDLE[0] + 5 * (rng.random(count) - 0.5)
    )
    lats = np.where(
        near, MIDDLE[1] + away * np.sin(turn) / 110.9, MIDDLE[1] + 5 * (rng.random(count) - 0.5)
    )
    return lons, lats


def write_parquet(world: World, path: str, *, by_place: bool) -> None:
    """Write the positions, as they come or as ``tracks sort --by place`` puts them."""
    table = pa.table({"lon": world.lons, "lat": world.lats})
    if by_place:
        order = np.argsort(place_keys(world.lons, world.lats), kind="stable")
        table = table.take(pa.array(order))
    rows = PLACE_ROWS if by_place else 100_000
    pq.write_table(table, path, row_group_size=rows, compression="zstd")
