"""A casefile's ledger moves to a server and back by the command line."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from tests.cli.line import truceline
from tests.places import APP, made_database
from truceline.evidence.layout import Casefile
from truceline.evidence.ledger import Draft, EntryKind

pytestmark = pytest.mark.slow


def test_a_casefile_goes_to_a_server_and_back_with_the_same_root(
    postgresql: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin, name = made_database(postgresql)
    prepared = truceline("ledger", "prepare", admin, "--note", "ann's desk")
    token = prepared.out.strip()
    assert (prepared.code, "there already" in " ".join(prepared.err.split())) == (0, True)
    monkeypatch.setenv("TRUCELINE_DATABASE_URL", make_conninfo(admin, user=APP))
    monkeypatch.setenv("TRUCELINE_DATABASE_TOKEN", token)

    case = tmp_path / "case"
    with Casefile.create(case, name="Rill", author="ann").ledger() as ledger:
        draft = Draft(kind=EntryKind.CLAIM, key="c-1", record={"words": "x"})
        ledger.append([draft], author="ann", recorded_at=datetime(2031, 6, 2, tzinfo=UTC))
        root = ledger.root().hex()
    moved = truceline("ledger", "copy", "--to", "postgresql", "--case", case)
    assert (moved.code, root in "".join(moved.err.split())) == (0, True)
    assert 'ledger = "postgresql"' in (case / "truceline.toml").read_text(encoding="utf-8")
    there = truceline("ledger", "copy", "--to", "sqlite", "--case", case)
    again = truceline("ledger", "copy", "--to", "sqlite", "--case", case)

    assert (there.code, root in "".join(there.err.split())) == (0, True)
    assert (again.code, "lies there already" in " ".join(again.err.split())) == (1, True)
    with psycopg.connect(postgresql, autocommit=True) as session:
        session.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
