"""What was erased stands in no file of a stopped server, of its log, or of its backups.

A server keeps deleted rows in its pages and in its log for a time. So the bodies may lie there
still, and the keys that are left must open none of them.
"""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from tests.conftest import private_server
from tests.evidence.test_erase import Plain, hits
from tests.faults.table import Tell
from tests.places import PostgresqlPlace, made_database, open_ledger
from truceline.errors import LedgerDamaged
from truceline.evidence import leaf as leaf_module
from truceline.evidence.copy_rows import copied
from truceline.evidence.keys import Keys
from truceline.evidence.leaf import columns_of, opened
from truceline.evidence.ledger import Draft, EntryKind, Reason
from truceline.evidence.stores.sqlite import SqliteStore
from truceline.evidence.stores.sqlite_file import create_file, open_file

pytestmark = pytest.mark.slow

MONDAY = datetime(2031, 6, 2, tzinfo=UTC)
# Each is "canary0" and three digits; the server's own descriptions hold the word without them.
CANARIES = 1_000


@pytest.fixture
def server(tmp_path: Path) -> Iterator[PostgresqlPlace]:
    with private_server() as admin:
        yield PostgresqlPlace(tmp_path, made_database(admin)[0])


def stopped(server: PostgresqlPlace) -> Path:
    """Stop the server in good order; return the folder of all its files."""
    with psycopg.connect(server.admin, autocommit=True) as session:
        row = session.execute("SHOW data_directory").fetchone()
    assert row is not None
    cluster = Path(row[0])
    (pid, *_) = (cluster / "postmaster.pid").read_text().splitlines()
    os.kill(int(pid), signal.SIGINT)
    while (cluster / "postmaster.pid").exists():
        time.sleep(0.05)
    return cluster


def canaries(server: PostgresqlPlace) -> list[Draft]:
    """Record canaries and one entry that stays; return their drafts."""
    drafts = [
        Draft(kind=EntryKind.CLAIM, key=f"c-canary{n:04}", record={"quote": f"canary{n:04} said"})
        for n in range(CANARIES)
    ]
    kept = Draft(kind=EntryKind.CLAIM, key="c-kept", record={"quote": "kept"})
    with open_ledger(server) as ledger:
        ledger.append([*drafts, kept], author="canary0-author", recorded_at=MONDAY)
    return drafts


def test_a_thousand_erased_canaries_are_in_no_file_of_a_stopped_server(
    server: PostgresqlPlace, tmp_path: Path, tell: Tell
) -> None:
    drafts = canaries(server)
    create_file(tmp_path / "backup.sqlite")
    with open_ledger(server) as ledger:
        store = SqliteStore(open_file(tmp_path / "backup.sqlite"), tmp_path / "backup.sqlite")
        assert list(copied(ledger.store, store))[-1] == CANARIES + 1
        rows = store.rows(size=CANARIES + 1, limit=CANARIES + 1)
        store.close()
        erased = ledger.erase(
            [(draft.kind, draft.key) for draft in drafts],
            reason=Reason.PRIVACY,
            approved_by=["bob"],
            author="ann",
            recorded_at=MONDAY,
        )
        assert erased == CANARIES
        assert ledger.verify() == CANARIES + 1 + 2
    with psycopg.connect(server.admin, autocommit=True) as session:
        session.execute("COMMENT ON TABLE truceline.entry IS 'controlword'")
    cluster = stopped(server)

    assert (cluster / "pg_wal").is_dir()
    found = [*hits(cluster, [b"canary0"]), *hits(tmp_path, [b"canary0"])]
    tell(
        "erased canaries, stopped server and backup",
        tried=f"{CANARIES} erased",
        came_out=f"{len(found)} hits in any file",
        lost=len(found),
    )
    assert found == []
    # The search can find: a word in the clear, in the pages and in the log.
    assert any("pg_wal" in path for path in hits(cluster, [b"controlword"]))
    # The bodies lie there still, as they do in the backup; no key that is left opens one.
    files = [path.read_bytes() for path in cluster.rglob("*") if path.is_file()]
    bodies = [row.body for row in rows[:50] if row.body is not None]
    assert any(any(body in data for data in files) for body in bodies)
    keys = Keys(tmp_path / "ledger.keys")
    secrets = [one for one in keys.secrets(0, CANARIES + 3) if any(one)]
    assert len(secrets) == 3
    for row in rows[:CANARIES]:
        columns = columns_of(row.leaf)
        assert columns is not None
        assert row.body is not None
        for secret in secrets:
            with pytest.raises(LedgerDamaged):
                opened(row.leaf, row.body, rec=columns.rec, secret=secret)
    keys.close()


def test_the_harness_finds_a_ledger_that_does_not_encrypt(
    server: PostgresqlPlace, monkeypatch: pytest.MonkeyPatch, tell: Tell
) -> None:
    monkeypatch.setattr(leaf_module, "_cipher", lambda *_: Plain())
    canaries(server)
    cluster = stopped(server)

    found = hits(cluster, [b"canary0007"])
    tell(
        "erased canaries, stopped server and backup",
        build="does not encrypt",
        tried=f"{CANARIES} recorded",
        came_out=f"in {len(found)} files",
        lost=len(found),
    )
    assert found
    shutil.rmtree(server.folder)
