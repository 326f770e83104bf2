"""Every way to make a zone agrees with its definition, as two other programs measure it.

Ten thousand places for each construction: make bands.
"""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from tests.conftest import required
from tests.geo.constructions import DEFINITIONS, FILE, SURE_M, World, compare, postgis, world
from tests.geo.measured_by import Geodesics, Postgis
from tests.places import new_database
from truceline.agreement.read_zones import CONSTRUCTIONS

pytestmark = pytest.mark.slow

COUNT = 1_000
SEED = 1


@pytest.fixture(scope="module")
def drawn_at_random() -> World:
    return world(SEED)


@pytest.fixture(scope="module")
def server(postgresql: str) -> Iterator[Postgis]:
    with new_database(postgresql) as address:
        with psycopg.connect(address) as session:
            row = session.execute(
                "SELECT default_version FROM pg_available_extensions WHERE name = 'postgis'"
            ).fetchone()
        required(
            row[0] if row else None,
            "PostgreSQL has no PostGIS here; on Debian: apt-get install postgresql-15-postgis-3",
        )
        with postgis(address) as measure:
            yield measure


@pytest.mark.parametrize("name", DEFINITIONS)
def test_a_zone_agrees_with_geographiclib(name: str, drawn_at_random: World) -> None:
    found = compare(name, Geodesics(), count=COUNT, seed=SEED, w=drawn_at_random)

    assert 0.1 * COUNT < found.inside < 0.9 * COUNT
    assert found.worst_m <= SURE_M


@pytest.mark.parametrize("name", DEFINITIONS)
def test_a_zone_agrees_with_postgis(name: str, drawn_at_random: World, server: Postgis) -> None:
    found = compare(name, server, count=COUNT, seed=SEED, w=drawn_at_random)

    assert found.worst_m <= SURE_M


def test_a_zone_of_another_depth_is_noticed(drawn_at_random: World) -> None:
    wider = drawn_at_random.zones["depth-least"]
    other = World(drawn_at_random.lines, drawn_at_random.ring, {"depth": wider})

    assert compare("depth", Geodesics(), count=COUNT, seed=SEED, w=other).worst_m > SURE_M


def test_every_way_of_making_is_among_them() -> None:
    """Whatever a file can say about a zone is held against a definition, but for no ground."""
    assert [how for how in CONSTRUCTIONS if f"{how}:" not in FILE] == ["not drawable"]
