"""A server that is lost while it commits: nothing acknowledged is lost, nothing is there twice.

TRUCELINE_DROPS sets how many commits are cut off (8 by default), TRUCELINE_SEED which way.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.faults.dropping import Drop, DroppingWay
from tests.faults.table import Tell
from tests.places import TOKEN, PostgresqlPlace, open_ledger
from truceline.errors import LedgerUnreachable, OutcomeUnknown
from truceline.evidence.keys import Keys
from truceline.evidence.ledger import Draft, EntryKind
from truceline.evidence.sealed import SealedLedger
from truceline.evidence.stores import postgresql as store_module
from truceline.evidence.stores.postgresql import PostgresqlStore

pytestmark = pytest.mark.slow

DROPS = int(os.environ.get("TRUCELINE_DROPS", "8"))
SEED = int(os.environ.get("TRUCELINE_SEED", "20310622"))
MONDAY = datetime(2031, 6, 2, tzinfo=UTC)


def claim(key: str) -> Draft:
    """Return a draft of a claim."""
    return Draft(kind=EntryKind.CLAIM, key=key, record={"words": "x"})


@pytest.fixture
def server(postgresql_ledger: str, tmp_path: Path) -> Iterator[PostgresqlPlace]:
    place = PostgresqlPlace(tmp_path, postgresql_ledger)
    open_ledger(place).close()
    yield place
    place.empty()


@pytest.fixture
def way(server: PostgresqlPlace) -> Iterator[DroppingWay]:
    way = DroppingWay(server.address)
    yield way
    way.close()


@pytest.fixture
def ledger(server: PostgresqlPlace, way: DroppingWay) -> Iterator[SealedLedger]:
    store = PostgresqlStore.open(way.address, token=TOKEN)
    with SealedLedger(store, Keys(server.folder / "ledger.keys")) as ledger:
        yield ledger


def test_a_commit_whose_answer_got_lost_is_found_out(
    way: DroppingWay, ledger: SealedLedger
) -> None:
    way.drop = Drop.AFTER
    done = ledger.append([claim("c-1")], author="a", recorded_at=MONDAY)
    way.drop = Drop.NEVER

    assert (done.new, way.drops, ledger.verify()) == (1, 1, 1)


def test_a_commit_that_never_arrived_is_told_and_can_be_done_again(
    way: DroppingWay, ledger: SealedLedger
) -> None:
    way.drop = Drop.BEFORE
    with pytest.raises(LedgerUnreachable, match="nothing was recorded"):
        ledger.append([claim("c-1")], author="a", recorded_at=MONDAY)
    way.drop = Drop.NEVER

    assert ledger.size() == 0
    assert ledger.append([claim("c-1")], author="a", recorded_at=MONDAY).new == 1


@pytest.mark.parametrize("drop", [Drop.BEFORE, Drop.AFTER])
def test_where_the_server_stays_away_the_outcome_is_said_to_be_unknown(
    server: PostgresqlPlace,
    way: DroppingWay,
    ledger: SealedLedger,
    drop: Drop,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(store_module, "RESOLVE_TRIES", 2)
    way.drop, way.stays_down = drop, True
    with pytest.raises(OutcomeUnknown, match="do the same again"):
        ledger.append([claim("c-1")], author="a", recorded_at=MONDAY, request="r-1")

    with open_ledger(server) as again:
        done = again.append([claim("c-1")], author="a", recorded_at=MONDAY, request="r-1")
        assert (done.new, again.verify()) == (int(drop is Drop.BEFORE), 1)


def test_of_many_lost_commits_none_is_lost_or_doubled(
    way: DroppingWay, ledger: SealedLedger, tell: Tell
) -> None:
    chance = random.Random(SEED)  # noqa: S311
    told_lost = 0
    for number in range(DROPS):
        way.drop = chance.choice([Drop.BEFORE, Drop.AFTER])
        try:
            ledger.append([claim(f"c-{number}")], author="a", recorded_at=MONDAY)
        except LedgerUnreachable:
            told_lost += 1
            way.drop = Drop.NEVER
            ledger.append([claim(f"c-{number}")], author="a", recorded_at=MONDAY)
    way.drop = Drop.NEVER

    found = [entry.key for entry in ledger.entries()]
    wanted = [f"c-{number}" for number in range(DROPS)]
    tell(
        "connection cut at a commit",
        tried=f"{way.drops} cuts, {told_lost} before it arrived",
        came_out=f"{len(found) - len(set(found))} doubled",
        lost=len(set(wanted) - set(found)),
    )
    assert 0 < told_lost < way.drops == DROPS
    assert found == wanted
    assert ledger.verify() == DROPS


def test_the_harness_finds_a_store_that_takes_a_lost_commit_for_done(
    server: PostgresqlPlace,
    way: DroppingWay,
    ledger: SealedLedger,
    monkeypatch: pytest.MonkeyPatch,
    tell: Tell,
) -> None:
    monkeypatch.setattr(PostgresqlStore, "_is_kept", lambda _: True)
    way.drop = Drop.BEFORE
    ledger.append([claim("c-1")], author="a", recorded_at=MONDAY)
    way.drop = Drop.NEVER

    with open_ledger(server) as after:
        lost = 1 - after.size()
    tell(
        "connection cut at a commit",
        build="takes a lost commit for done",
        tried="1 cut",
        came_out=f"{lost} lost",
        lost=lost,
    )
    assert lost
