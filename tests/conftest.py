"""What tests share: where the maintainers' material lies, and how its absence is told."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.places import Place, PostgresqlPlace, SqlitePlace, new_database

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

settings.register_profile("fast", max_examples=40, deadline=None)
settings.register_profile("ci", max_examples=80, deadline=None, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "fast")


def from_shared(relative: str) -> Path:
    """Return a path of the maintainers' material; skip with a reason where it is absent.

    In continuous integration (``CI`` set) it is required, and its absence fails the test.
    """
    path = SHARED / relative
    if path.exists():
        return path
    reason = f"{relative} is not in this clone (it belongs to the maintainers' material)"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def seed_article() -> Path:
    """Return the path of the first real report."""
    return from_shared("seed/article.txt")


@pytest.fixture(scope="session")
def incident_record() -> Path:
    """Return the path of the hand-coded record of incidents in the UN's reports."""
    return from_shared("facts/undof-incidents.csv")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Yield an administrator's address of a private PostgreSQL, made for the tests and gone after.

    On a machine without one the tests that need it are skipped with the reason; in continuous
    integration its absence fails them. TRUCELINE_TEST_POSTGRESQL names one that runs already.
    """
    given = os.environ.get("TRUCELINE_TEST_POSTGRESQL")
    if given:
        yield given
        return
    script = ROOT / "scripts" / "postgresql.sh"
    started = subprocess.run(
        ["sh", script, "start"], capture_output=True, text=True, check=False, timeout=120
    )
    if started.returncode != 0:
        reason = f"no private PostgreSQL could be started: {started.stderr.strip()}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    folder, address = started.stdout.split()
    try:
        yield address
    finally:
        subprocess.run(["sh", script, "stop", folder], check=True, timeout=60)


@pytest.fixture(scope="session")
def postgresql_ledger(postgresql: str) -> Iterator[str]:
    """Yield an administrator's address of a database with a ledger, which tests share."""
    with new_database(postgresql) as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Yield an empty place for a ledger: the same tests hold in a file and on a server."""
    if request.param == "sqlite":
        yield SqlitePlace(tmp_path)
        return
    found = PostgresqlPlace(tmp_path, request.getfixturevalue("postgresql_ledger"))
    yield found
    found.empty()
