"""Who rewrites sealed history is found with a checkpoint that was kept elsewhere, whatever he does.

TRUCELINE_TAMPERINGS sets how many rewritings (30 by default) and, five times as many, how many
changed bytes; TRUCELINE_SEED which.
"""

from __future__ import annotations

import os
import random
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.faults.table import Tell
from tests.faults.tampering import WAYS, Rows, head_of, recomputed, stored
from tests.places import seeded
from truceline.errors import TrucelineError
from truceline.evidence.audit import audit
from truceline.evidence.checkpoint import Checkpoint
from truceline.evidence.keys import Keys
from truceline.evidence.ledger import Draft, EntryKind
from truceline.evidence.sealed import SealedLedger
from truceline.evidence.stores import sqlite_file
from truceline.evidence.stores.sqlite import SqliteStore
from truceline.evidence.stores.store import Head

pytestmark = pytest.mark.slow

TRIALS = int(os.environ.get("TRUCELINE_TAMPERINGS", "30"))
BYTES = 5 * TRIALS
SEED = int(os.environ.get("TRUCELINE_SEED", "20310622"))
MOMENT = datetime(2031, 6, 1, tzinfo=UTC)
SEALED, UNSEALED = 24, 4
EVERYTHING = 2**40


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of a ledger of which the last entries are not sealed."""
    path = tmp_path_factory.mktemp("whole") / "ledger.sqlite"
    sqlite_file.create_file(path)
    keys = Keys.create(path.with_suffix(".keys"), entropy=seeded(SEED))
    with SealedLedger(SqliteStore(sqlite_file.open_file(path), path), keys) as ledger:
        for number in range(SEALED + UNSEALED):
            record = {"words": f"words {number}"}
            draft = Draft(kind=EntryKind.CLAIM, key=f"c-{number}", record=record)
            ledger.append([draft], author="ann", recorded_at=MOMENT)
    return path


def held(path: Path) -> tuple[Rows, Head]:
    """Return all that a ledger's file holds."""
    store = SqliteStore(sqlite_file.open_file(path), path)
    try:
        return store.rows(size=EVERYTHING, limit=EVERYTHING), store.head()
    finally:
        store.close()


def checkpoint_of(rows: Rows) -> Checkpoint:
    """Return the checkpoint that somebody else keeps."""
    return Checkpoint(SEALED, head_of(rows[:SEALED]).root, "example.org/log")


def put(path: Path, at: int, value: bytes) -> None:
    """Write bytes at a place of a file."""
    with path.open("r+b") as writable:
        writable.seek(at)
        writable.write(value)


def is_found(ledger: SealedLedger, checkpoints: list[Checkpoint]) -> bool:
    """Return whether an audit says no."""
    with ledger:
        try:
            audit(ledger, checkpoints)
        except TrucelineError:
            return True
    return False


def test_every_rewriting_of_sealed_history_is_found(file: Path, tell: Tell) -> None:
    whole, head = held(file)
    kept = checkpoint_of(whole)
    found = missed_without = tail = 0
    for number in range(TRIALS):
        chance = random.Random(SEED * 1_000_000 + number)  # noqa: S311
        way = chance.choice(WAYS)
        is_thorough = chance.random() < 0.75
        rows = way(whole, chance.randrange(len(whole)), chance)
        if is_thorough:
            rows = recomputed(rows)
            ledger, again = stored(rows, head_of(rows)), stored(rows, head_of(rows))
        else:
            rows = [row._replace(entry_index=at) for at, row in enumerate(rows)]
            ledger, again = stored(rows, head), stored(rows, head)
        if rows[:SEALED] == whole[:SEALED]:
            tail += 1
            ledger.close()
        else:
            assert is_found(ledger, [kept]), f"{way.__name__}, seed {SEED}, trial {number}"
            found += 1
        missed_without += not is_found(again, [])

    tell(
        "rows rewritten, hashes recomputed",
        tried=f"{TRIALS} rewritings",
        came_out=f"{found} of {found} of sealed history found, {tail} of the unsealed end alone",
    )
    tell(
        "rows rewritten, hashes recomputed",
        build="no checkpoint elsewhere",
        tried=f"{TRIALS} rewritings",
        came_out=f"{missed_without} pass unseen",
        lost=missed_without,
    )
    assert found > TRIALS / 2
    # The harness can fail: what the thorough one does passes where no checkpoint is kept elsewhere.
    assert missed_without > TRIALS / 3


def test_a_changed_byte_is_found_or_changes_nothing(file: Path, tmp_path: Path, tell: Tell) -> None:
    whole = held(file)
    kept = checkpoint_of(whole[0])
    content = file.read_bytes()
    path = tmp_path / "ledger.sqlite"
    path.write_bytes(content)
    found = harmless = 0
    for number in range(BYTES):
        chance = random.Random(SEED * 1_000_000 + number)  # noqa: S311
        at = chance.randrange(len(content))
        changed = bytes([content[at] ^ chance.randrange(1, 256)])
        put(path, at, changed)
        try:
            store = SqliteStore(sqlite_file.open_file(path), path)
            is_told = is_found(SealedLedger(store, None), [kept])
        except TrucelineError:
            is_told = True
        if is_told:
            found += 1
        else:
            assert held(path) == whole, f"seed {SEED}, trial {number}, byte {at}"
            harmless += 1
        put(path, at, content[at : at + 1])

    assert path.read_bytes() == content
    tell(
        "a byte of the file changed",
        tried=f"{BYTES} bytes",
        came_out=f"{found} found, {harmless} changed nothing recorded",
    )
    assert found > BYTES / 4
