"""The peers, each in the best formulation known to us."""

from __future__ import annotations

import importlib
import math
import os
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from benchmarks.positions.world import Array
from truceline.geo.made_ready import made_ready
from truceline.geo.measure import drawn_polygon
from truceline.geo.zone import Zone

Answer = NDArray[np.uint8]
Zones = tuple[Zone, ...]
Join = Callable[[Array, Array], Answer]

_TILE_DEG = 0.05
_SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "postgresql.sh"


@dataclass(frozen=True, kw_only=True)
class Peer:
    """One peer: ``start`` takes positions in, untimed, and returns the timed work.

    ``answer`` makes of what the work returned the first zone of each position. A peer whose work
    is done in other processes is compared by the clock alone.
    """

    count: int
    start: Callable[[Array, Array], Callable[[], object]]
    answer: Callable[[object, int], Answer]
    is_elsewhere: bool = False


def _joining(join: Join, count: int) -> Peer:
    return Peer(
        count=count,
        start=lambda lons, lats: lambda: join(lons, lats),
        answer=lambda found, _: np.asarray(found, dtype=np.uint8),
    )


def cascade(zones: Zones, threads: int) -> Join:
    """Return shapely: a box about all, then each prepared zone in turn on what is left."""
    # Each cascade has polygons of its own, ready: two threads that build one index crash.
    shapes = [made_ready(drawn_polygon(zone)) for zone in zones]
    west, south, east, north = shapely.union_all(shapes).bounds

    def some(lons: Array, lats: Array) -> Answer:
        out = np.zeros(len(lons), dtype=np.uint8)
        left = np.flatnonzero((lons >= west) & (lons <= east) & (lats >= south) & (lats <= north))
        for number, shape in enumerate(shapes, start=1):
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


def geopandas_join(zones: Zones) -> Join:
    """Return geopandas: points, and a spatial join with the zones."""
    geopandas = importlib.import_module("geopandas")
    areas = geopandas.GeoDataFrame(
        {"zone": np.arange(1, len(zones) + 1)},
        geometry=[zone.polygon for zone in zones],
        crs=4326,
    )

    def run(lons: Array, lats: Array) -> Answer:
        points = geopandas.GeoDataFrame(geometry=geopandas.points_from_xy(lons, lats), crs=4326)
        joined = geopandas.sjoin(points, areas, predicate="within")
        return _lowest(len(lons), np.asarray(joined.index), np.asarray(joined["zone"]))

    return run


def _tiles(zones: Zones, step: float) -> dict[str, list[Any]]:
    """Return the zones cut along a grid: tile, zone, whether it fills the tile, piece."""
    rows: dict[str, list[Any]] = {"x": [], "y": [], "zone": [], "whole": [], "shape": []}
    for number, zone in enumerate(zones, start=1):
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


def duckdb_tiles(zones: Zones) -> Join:
    """Return DuckDB spatial: zones cut along a grid, joined by tile, tested where not filled."""
    duckdb = importlib.import_module("duckdb")
    extension = importlib.import_module("duckdb_extension_spatial")
    link = duckdb.connect(config={"allow_unsigned_extensions": "true"})
    folder = Path(str(extension.__file__)).parent / "extensions"
    link.execute(f"LOAD '{next(folder.rglob('*.duckdb_extension'))}'; SET threads = 2")
    link.execute("SET enable_progress_bar = false")
    link.register("tile_rows", pa.table(_tiles(zones, _TILE_DEG)))
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


def sedona_join(zones: Zones) -> Join:
    """Return SedonaDB: a box about all, then a spatial join."""
    sedona = importlib.import_module("sedonadb")
    link = sedona.connect()
    areas = pa.table(
        {
            "zone": np.arange(1, len(zones) + 1),
            "shape": [shapely.to_wkb(zone.polygon) for zone in zones],
        }
    )
    link.create_data_frame(areas).to_view("zone_rows", overwrite=True)
    west, south, east, north = shapely.union_all([z.polygon for z in zones]).bounds

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


def polars_join(zones: Zones) -> Join:
    """Return polars-st: points, and a spatial join with the zones."""
    polars, st = importlib.import_module("polars"), importlib.import_module("polars_st")
    areas = st.GeoDataFrame(
        {
            "zone": np.arange(1, len(zones) + 1),
            "geometry": [shapely.to_wkb(zone.polygon) for zone in zones],
        }
    )

    def run(lons: Array, lats: Array) -> Answer:
        points = polars.DataFrame({"i": np.arange(len(lons)), "lon": lons, "lat": lats})
        at = polars.concat_arr("lon", "lat")
        placed = points.select("i", geometry=st.point(at))
        hits = placed.st.sjoin(areas, predicate="within")
        return _lowest(len(lons), hits["i"].to_numpy(), hits["zone"].to_numpy())

    return run


def postgis_tiles(zones: Zones, count: int) -> Peer:
    """Return PostGIS: zones cut by ST_Subdivide, points indexed; hits into an unlogged table.

    A server of its own is started, which ends with this process. Loading, making points and
    building their index are untimed, which favours it.
    """
    psycopg = importlib.import_module("psycopg")
    started = subprocess.run(
        ["sh", _SCRIPT, "start", str(os.getpid())], capture_output=True, text=True, check=True
    )
    link = psycopg.connect(started.stdout.split()[1], autocommit=True)
    link.execute("CREATE EXTENSION postgis; SET jit = off; SET work_mem = '256MB'")
    link.execute("CREATE TABLE zones (zone int, g geometry)")
    for number, zone in enumerate(zones, start=1):
        shape = shapely.to_wkb(zone.polygon)
        link.execute("INSERT INTO zones VALUES (%s, ST_GeomFromWKB(%s))", [number, shape])
    link.execute("CREATE TABLE tiles AS SELECT zone, ST_Subdivide(g, 32) AS g FROM zones")
    link.execute("CREATE INDEX ON tiles USING gist (g); ANALYZE tiles")

    def start(lons: Array, lats: Array) -> Callable[[], object]:
        link.execute(
            "DROP TABLE IF EXISTS points; CREATE UNLOGGED TABLE raw (i int, x float8, y float8)"
        )
        with link.cursor().copy("COPY raw FROM STDIN") as sink:
            for row in zip(range(len(lons)), lons.tolist(), lats.tolist(), strict=True):
                sink.write_row(row)
        link.execute(
            "CREATE UNLOGGED TABLE points AS SELECT i, ST_Point(x, y) AS g FROM raw; "
            "DROP TABLE raw; CREATE INDEX ON points USING gist (g); ANALYZE points"
        )

        def run() -> object:
            link.execute("DROP TABLE IF EXISTS hits")
            return link.execute(
                "CREATE UNLOGGED TABLE hits AS SELECT p.i, t.zone FROM tiles t JOIN points p "
                "ON ST_Contains(t.g, p.g)"
            )

        return run

    def answer(_: object, rows: int) -> Answer:
        hits = link.execute("SELECT i, zone FROM hits").fetchall()
        found = np.array(hits, dtype=np.int64).reshape(-1, 2)
        return _lowest(rows, found[:, 0], found[:, 1])

    return Peer(count=count, start=start, answer=answer, is_elsewhere=True)


def _lowest(count: int, rows: NDArray[np.int64], zones: NDArray[np.int64]) -> Answer:
    out = np.full(count, 255, dtype=np.uint8)
    np.minimum.at(out, rows, zones.astype(np.uint8))
    out[out == 255] = 0
    return out


PEERS: dict[str, Callable[[Zones], Peer]] = {
    "shapely, boxes and cascade, 2 threads": lambda at: _joining(cascade(at, 2), 2_000_000),
    "shapely, the same, 1 thread": lambda at: _joining(cascade(at, 1), 1_000_000),
    "SedonaDB, box and ST_Contains": lambda at: _joining(sedona_join(at), 2_000_000),
    "DuckDB spatial, tiles and boxes": lambda at: _joining(duckdb_tiles(at), 2_000_000),
    "PostGIS, tiles, indexed": lambda at: postgis_tiles(at, 1_000_000),
    "polars-st, sjoin": lambda at: _joining(polars_join(at), 200_000),
    "geopandas, points and sjoin": lambda at: _joining(geopandas_join(at), 200_000),
}
