"""A server process is killed at a random moment: the server recovers, and nothing is lost.

To kill one process of a PostgreSQL makes the whole of it restart and recover from its log.
TRUCELINE_SERVER_KILLS sets how often (1 by default), TRUCELINE_SEED when.
"""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from tests.conftest import private_server
from tests.faults.table import Tell
from tests.places import APP, PostgresqlPlace, made_database, open_ledger
from truceline.errors import LedgerUnreachable
from truceline.evidence.ledger import Draft, EntryKind
from truceline.evidence.sealed import SealedLedger
from truceline.evidence.stores import postgresql_server

pytestmark = pytest.mark.slow

KILLS = int(os.environ.get("TRUCELINE_SERVER_KILLS", "1"))
SEED = int(os.environ.get("TRUCELINE_SEED", "20310622"))
MOMENT = datetime(2031, 6, 1, tzinfo=UTC)
BATCH = 3
LONGEST_WAIT_S = 0.15


@pytest.fixture
def server(tmp_path: Path) -> Iterator[PostgresqlPlace]:
    with private_server() as admin:
        yield PostgresqlPlace(tmp_path, made_database(admin)[0])


class Writer(threading.Thread):
    """Appends until told to stop, and keeps what was acknowledged and what was not."""

    def __init__(self, ledger: SealedLedger) -> None:
        super().__init__()
        self.ledger = ledger
        self.acknowledged: list[int] = []
        self.refused = 0
        self.stop = threading.Event()

    def goes_on(self) -> None:
        """Wait until something more was acknowledged."""
        before = len(self.acknowledged)
        while len(self.acknowledged) == before and self.is_alive():
            time.sleep(0.002)

    def run(self) -> None:
        number = 0
        while not self.stop.is_set():
            drafts = [
                Draft(kind=EntryKind.CLAIM, key=f"{number}-{part}", record={"words": "w" * 300})
                for part in range(BATCH)
            ]
            try:
                self.ledger.append(drafts, author="w", recorded_at=MOMENT)
                self.acknowledged.append(number)
            except LedgerUnreachable:
                self.refused += 1
                time.sleep(0.05)
            number += 1


def kill_a_backend(place: PostgresqlPlace) -> bool:
    """Kill the process that serves the writer; return whether there was one."""
    try:
        with psycopg.connect(place.admin, autocommit=True, connect_timeout=5) as session:
            row = session.execute(
                "SELECT pid FROM pg_stat_activity WHERE usename = %s", (APP,)
            ).fetchone()
    except psycopg.OperationalError:  # it is still recovering from the last one
        return False
    if row is None:
        return False
    os.kill(row[0], signal.SIGKILL)
    return True


def recovered(place: PostgresqlPlace) -> SealedLedger:
    """Open the ledger as soon as the server has recovered."""
    for _ in range(200):
        try:
            return open_ledger(place)
        except LedgerUnreachable:
            time.sleep(0.1)
    return open_ledger(place)


@dataclass(frozen=True)
class Outcome:
    """What a series of kills did to a ledger on a server."""

    acknowledged: int
    refused: int
    lost: list[int]
    # Whether every batch is there whole, once, and in order.
    whole: bool


def killed(server: PostgresqlPlace, kills: int, *, longest_wait_s: float) -> Outcome:
    """Kill the process that serves a writer again and again; compare what was said with what is."""
    chance = random.Random(SEED)  # noqa: S311
    with open_ledger(server) as ledger:
        writer = Writer(ledger)
        writer.start()
        for _ in range(kills):
            writer.goes_on()
            time.sleep(chance.random() * longest_wait_s)
            while not kill_a_backend(server):
                time.sleep(LONGEST_WAIT_S)
        writer.goes_on()
        writer.stop.set()
        writer.join(timeout=120)
    with recovered(server) as ledger:
        found = [entry.key for entry in ledger.entries()]
        assert ledger.verify() == len(found)
    batches = [key.split("-")[0] for key in found[::BATCH]]
    whole = found == [f"{number}-{part}" for number in batches for part in range(BATCH)]
    there = set(map(int, batches))
    return Outcome(
        acknowledged=len(writer.acknowledged),
        refused=writer.refused,
        lost=sorted(set(writer.acknowledged) - there),
        whole=whole and len(there) == len(batches),
    )


def test_no_kill_of_a_server_process_loses_or_tears_what_was_acknowledged(
    server: PostgresqlPlace, tell: Tell
) -> None:
    outcome = killed(server, KILLS, longest_wait_s=LONGEST_WAIT_S)

    tell(
        "kill -9: the server's process",
        tried=f"{KILLS} kills",
        came_out=f"{outcome.acknowledged} acknowledged, {outcome.refused} refused",
        lost=len(outcome.lost) + (not outcome.whole),
    )
    assert outcome.acknowledged > KILLS
    assert outcome.lost == []
    assert outcome.whole


def test_the_harness_finds_a_session_that_does_not_wait_for_the_disk(
    server: PostgresqlPlace, monkeypatch: pytest.MonkeyPatch, tell: Tell
) -> None:
    settings = [pair for pair in postgresql_server._OURS if pair[0] != "synchronous_commit"]
    broken = [*settings, ("synchronous_commit", "off")]
    monkeypatch.setattr(postgresql_server, "_OURS", broken)
    # A process of the server writes its log by itself now and then; here it never comes to it.
    with psycopg.connect(server.admin, autocommit=True) as session:
        query = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'walwriter'"
        row = session.execute(query).fetchone()
    assert row is not None
    os.kill(row[0], signal.SIGSTOP)
    outcome = killed(server, 1, longest_wait_s=0)

    tell(
        "kill -9: the server's process",
        build="synchronous_commit=off",
        tried="1 kill",
        came_out=f"{len(outcome.lost)} of {outcome.acknowledged} lost",
        lost=len(outcome.lost),
    )
    assert outcome.lost
