"""Pairs that may be one are put before a person, whatever the order, and only those."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.observation.records import FIRED, read_rows
from truceline.observation.corroborate import corroborate
from truceline.observation.near_misses import NearMiss, near_misses
from truceline.observation.regrouping import How, Regrouping

_HERE = FIRED | {"lat": "33.13", "lon": "35.82"}
_OTHER = _HERE | {"document": "[L] Letter of Syria, 9 May 2030"}


def _asked(*rows: dict[str, str]) -> tuple[NearMiss, ...]:
    return near_misses(corroborate(read_rows(*rows).observations))


@pytest.mark.parametrize(
    ("cells", "pairs"),
    [
        ({}, 0),
        ({"date_start": "2030-05-05", "date_end": "2030-05-05"}, 1),
        ({"lat": "33.16"}, 1),
        ({"date_start": "2030-05-08", "date_end": "2030-05-08"}, 0),
        ({"lat": "33.30"}, 0),
        ({"lat": "33.16", "party": "SAAF", "side": "bravo"}, 0),
        ({"lat": "33.16", "kind": "crossing_ceasefire_line", "asset": "soldiers"}, 0),
    ],
)
def test_only_what_is_alike_and_near_is_asked_about(cells: dict[str, str], pairs: int) -> None:
    assert len(_asked(_HERE, _OTHER | cells)) == pairs


def test_a_pair_says_what_brings_it_near_and_what_parts_it() -> None:
    late = {"date_start": "2030-05-06", "date_end": "2030-05-06"}
    (pair,) = _asked(_HERE, _OTHER | late)

    assert pair.nears == ("0.0 km apart",)
    assert any("hours apart" in words for words in pair.parts)


def test_the_order_of_incidents_decides_nothing() -> None:
    rows = [_HERE, _OTHER | {"lat": "33.16"}, _OTHER | {"lat": "33.15", "asset": "mortar rounds"}]

    found = corroborate(read_rows(*rows).observations)

    assert len(near_misses(found)) == 3
    assert near_misses(found) == near_misses(reversed(found))


def test_what_a_person_parted_is_not_asked_about_again() -> None:
    found = corroborate(read_rows(_HERE, _OTHER | {"lat": "33.16"}).observations)
    first, second = ([o.id for o in one.observations] for one in found)
    parted = Regrouping(
        how=How.PART, observations=tuple(first), apart_from=tuple(second), reason="Two.",
        by="Ann", at=datetime(2031, 1, 1, tzinfo=UTC),
    )  # fmt: skip

    assert near_misses(found)
    assert not near_misses(found, regroupings=[parted])
