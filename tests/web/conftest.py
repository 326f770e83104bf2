"""What the tests of the desk share: a casefile with material in it, and a client."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.resources import as_file, files
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from tests.web.entering import HERE, client_as
from truceline.casework.add import add_files
from truceline.casework.observe import observe_claims
from truceline.casework.read import read_documents
from truceline.evidence.layout import Casefile
from truceline.web.app import desk
from truceline.web.people.roles import Role
from truceline.web.settings import Settings

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="session")
def untouched_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a casefile with the invented agreement and articles, read and observed.

    Copies of it are served; nobody writes into it, so that no test depends on another's.
    """
    folder = tmp_path_factory.mktemp("untouched") / "case"
    examples = files("truceline.examples").joinpath("riverton")
    with as_file(examples) as riverton:
        case = Casefile.create(
            folder, name="Riverton", agreements=(str(riverton / "agreement"),), author="desk"
        )
        articles = sorted((riverton / "articles").glob("*.txt"))
        add_files(case, articles, author="desk", recorded_at=NOW)
        for _ in read_documents(case, author="desk", recorded_at=NOW):
            pass
        observe_claims(case, author="desk", recorded_at=NOW)
        # The agreement is an example of the package, so its path stays good after the fixture.
    return folder


@pytest.fixture(scope="session")
def riverton_case(untouched_case: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the copy of the invented casefile that tests share."""
    return Path(shutil.copytree(untouched_case, tmp_path_factory.mktemp("desk") / "case"))


@pytest.fixture(scope="session")
def riverton_desk(riverton_case: Path) -> FastAPI:
    """Return the desk of the invented casefile."""
    return desk(Settings(casefile=riverton_case))


@pytest.fixture
def client(riverton_desk: FastAPI) -> Iterator[TestClient]:
    """Yield a client of the desk: a reviewer, who has signed in."""
    with client_as(riverton_desk, Role.REVIEWER) as found:
        yield found


@pytest.fixture
def stranger(riverton_desk: FastAPI) -> Iterator[TestClient]:
    """Yield a client of somebody who has not signed in."""
    with TestClient(riverton_desk, base_url=HERE, follow_redirects=False) as found:
        yield found


@pytest.fixture
def own_case(untouched_case: Path, tmp_path: Path) -> Path:
    """Return a copy of the invented casefile that a test may write into."""
    return Path(shutil.copytree(untouched_case, tmp_path / "case"))


@pytest.fixture
def own_client(own_case: Path) -> Iterator[TestClient]:
    """Yield a client of a desk of its own, to write with."""
    app = desk(Settings(casefile=own_case))
    with client_as(app, Role.REVIEWER) as found:
        yield found
