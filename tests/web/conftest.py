"""What the tests of the desk share: a casefile with material in it, and a client."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from tests.web.entering import HERE, client_as
from tests.web.riverton import riverton_in
from truceline.web.app import desk
from truceline.web.people.roles import Role
from truceline.web.settings import Settings


@pytest.fixture(scope="session")
def untouched_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a casefile with the invented agreement and articles, read and observed.

    Copies of it are served; nobody writes into it, so that no test depends on another's.
    """
    return riverton_in(tmp_path_factory.mktemp("untouched") / "case")


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
