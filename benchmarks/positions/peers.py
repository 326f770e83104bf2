"""The peers, each in the best formulation known to us; an absent one is told, not measured."""

from __future__ import annotations

import importlib
import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from benchmarks.positions.world import Array, World

Answer = NDArray[np.uint8]
Peer = Callable[[Array, Array], Answer]

_TILE_DEG = 0.05


def cascade(world: World, threads: int) -> Peer:
    """Return shapely: a box about all, then each prepared zone in turn on what is left."""
    shapes = [zone.polygon for zone in world.zones]
    for shape in shapes:
        shapely.prepare(shape)
    west, south, east, north = shapely.union_all(shapes).bounds

    def some(lons: Array, lats: Array) -> Answer:
        out = np.zeros(len(lons), dtype=np.uint8)
        left = np.flatnonzero((lons >= west) & (lons <= east) & (lats >= south) & (lats <= north))
        for number, shape in enumerate(shapes, start=1):
            assert shape is not None
            x0, y0, x1, y1 = shape.bounds
            x, y = lons[left], lats[left]
            boxed = (x >= x0) & (x <= x1) & (y >= y0) & (y <= y1)
            held = np.zeros(len(left), dtype=bool)
            held[boxed] = shapely.contains_xy(shape, x[boxed], y[boxed])
            out[left[held]] = number
            left = left[~held]
        return out

    def run(lons: Array, lats: Array) -> Answer:
        if threads == 1:
            return some(lons, lats)
        parts = np.array_split(np.arange(len(lons)), threads * 4)
        with ThreadPoolExecutor(threads) as pool:
            cut = [slice(part[0], part[-1] + 1) for part in parts]
            return np.concatenate(list(pool.map(lambda at: some(lons[at], lats[at]), cut)))

    return run


def geopandas_join(world: World) -> Peer:
    """Return geopandas: points, and a spatial join with the zones."""
    geopandas = importlib.import_module("geopandas")
    zones = geopandas.GeoDataFrame(
        {"zone": np.arange(1, len(world.zones) + 1)},
        geometry=[zone.polygon for zone in world.zones],
        crs=4326,
    )

    def run(lons: Array, lats: Array) -> Answer:
        points = geopandas.GeoDataFrame(geometry=geopandas.points_from_xy(lons, lats), crs=4326)
        joined = geopandas.sjoin(points, zones, predicate="within")
        return _lowest(len(lons), np.asarray(joined.index), np.asarray(joined["zone"]))

    return run


def _tiles(world: World, step: float) -> dict[str, list[Any]]:
    """Return the zones cut along a grid: tile, zone, whether it fills the tile, piece."""
    rows: dict[str, list[Any]] = {"x": [], "y": [], "zone": [], "whole": [], "shape": []}
    for number, zone in enumerate(world.zones, start=1):
        assert zone.polygon is not None
        west, south, east, north = (math.floor(bound / step) for bound in zone.polygon.bounds)
        for x in range(west, east + 1):
            for y in range(south, north + 1):
                tile = shapely.box(x * step, y * step, (x + 1) * step, (y + 1) * step)
                piece = shapely.intersection(zone.polygon, tile)
                if piece.area > 0:
                    rows["x"].append(x)
                    rows["y"].append(y)
                    rows["zone"].append(number)
                    rows["whole"].append(zone.polygon.contains(tile))
                    rows["shape"].append(shapely.to_wkb(piece))
    return rows


def duckdb_tiles(world: World) -> Peer:
    """Return DuckDB spatial: zones cut along a grid, joined by tile, tested where not filled."""
    duckdb = importlib.import_module("duckdb")
    extension = importlib.import_module("duckdb_extension_spatial")
    link = duckdb.connect(config={"allow_unsigned_extensions": "true"})
    folder = Path(str(extension.__file__)).parent / "extensions"
    link.execute(f"LOAD '{next(folder.rglob('*.duckdb_extension'))}'; SET threads = 2")
    link.register("tile_rows", pa.table(_tiles(world, _TILE_DEG)))
    link.execute(
        "CREATE TABLE tiles AS SELECT x, y, zone, whole, ST_GeomFromWKB(shape) AS g FROM tile_rows"
    )

    def run(lons: Array, lats: Array) -> Answer:
        points = pa.table({"i": np.arange(len(lons)), "lon": lons, "lat": lats})
        link.register("points", points)
        hits = link.execute(
            "SELECT i, zone FROM points JOIN tiles "  # noqa: S608
            f"ON x = CAST(floor(lon / {_TILE_DEG}) AS BIGINT) "
            f"AND y = CAST(floor(lat / {_TILE_DEG}) AS BIGINT) "
            "WHERE whole OR ST_Contains(g, ST_Point(lon, lat))"
        ).fetch_arrow_table()
        return _lowest(len(lons), hits["i"].to_numpy(), hits["zone"].to_numpy())

    return run


def sedona_join(world: World) -> Peer:
    """Return SedonaDB: a box about all, then a spatial join."""
    sedona = importlib.import_module("sedonadb")
    link = sedona.connect()
    zones = pa.table(
        {
            "zone": np.arange(1, len(world.zones) + 1),
            "shape": [shapely.to_wkb(zone.polygon) for zone in world.zones],
        }
    )
    link.create_data_frame(zones).to_view("zone_rows", overwrite=True)
    west, south, east, north = shapely.union_all([z.polygon for z in world.zones]).bounds

    def run(lons: Array, lats: Array) -> Answer:
        points = pa.table({"i": np.arange(len(lons)), "lon": lons, "lat": lats})
        link.create_data_frame(points).to_view("points", overwrite=True)
        hits = link.sql(
            "SELECT p.i, z.zone FROM (SELECT i, ST_Point(lon, lat) AS at FROM points WHERE "  # noqa: S608
            f"lon BETWEEN {west} AND {east} AND lat BETWEEN {south} AND {north}) AS p "
            "JOIN (SELECT zone, ST_GeomFromWKB(shape) AS g FROM zone_rows) AS z "
            "ON ST_Contains(z.g, p.at)"
        ).to_arrow_table()
        return _lowest(len(lons), hits["i"].to_numpy(), hits["zone"].to_numpy())

    return run


def polars_join(world: World) -> Peer:
    """Return polars-st: points, and a spatial join with the zones."""
    polars, st = importlib.import_module("polars"), importlib.import_module("polars_st")
    zones = st.GeoDataFrame(
        {
            "zone": np.arange(1, len(world.zones) + 1),
            "geometry": [shapely.to_wkb(zone.polygon) for zone in world.zones],
        }
    )

    def run(lons: Array, lats: Array) -> Answer:
        points = polars.DataFrame({"i": np.arange(len(lons)), "lon": lons, "lat": lats})
        at = polars.concat_arr("lon", "lat")
        placed = points.select("i", geometry=st.point(at))
        hits = placed.st.sjoin(zones, predicate="within")
        return _lowest(len(lons), hits["i"].to_numpy(), hits["zone"].to_numpy())

    return run


def _lowest(count: int, rows: NDArray[np.int64], zones: NDArray[np.int64]) -> Answer:
    out = np.full(count, 255, dtype=np.uint8)
    np.minimum.at(out, rows, zones.astype(np.uint8))
    out[out == 255] = 0
    return out


def all_peers(world: World) -> tuple[dict[str, tuple[Peer, int]], list[str]]:
    """Return the peers that run here, with how many positions each is given, and who is absent."""
    makers: dict[str, tuple[Callable[[], Peer], int]] = {
        "shapely, boxes and cascade, 2 threads": (lambda: cascade(world, 2), 2_000_000),
        "shapely, the same, 1 thread": (lambda: cascade(world, 1), 1_000_000),
        "SedonaDB, box and ST_Contains": (lambda: sedona_join(world), 2_000_000),
        "DuckDB spatial, tiles and boxes": (lambda: duckdb_tiles(world), 2_000_000),
        "polars-st, sjoin": (lambda: polars_join(world), 200_000),
        "geopandas, points and sjoin": (lambda: geopandas_join(world), 200_000),
    }
    found, absent = {}, ["PostGIS: no extension on this machine"]
    for name, (make, count) in makers.items():
        try:
            peer = make()
            peer(world.lons[:1000], world.lats[:1000])
        except Exception as why:
            absent.append(
                f"{name}: {str(why).splitlines()[0][:120] if str(why) else type(why).__name__}"
            )
            continue
        found[name] = (peer, count)
    return found, absent
