"""What the browser's tests share: one browser, a desk to read, and desks to write into."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.web.browsed import Seen, chromium, page_of
from tests.web.served import served
from truceline.web.settings import Settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Yield the machine's Chromium."""
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def origin(untouched_case: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the address of a desk that nobody writes into."""
    case = shutil.copytree(untouched_case, tmp_path_factory.mktemp("read") / "case")
    with served(Settings(casefile=case)) as found:
        yield found


@pytest.fixture
def own_origin(own_case: Path) -> Iterator[str]:
    """Yield the address of a desk that a test may write into."""
    with served(Settings(casefile=own_case)) as found:
        yield found


@pytest.fixture
def own_page(browser: Browser, own_origin: str) -> Iterator[tuple[Page, Seen]]:
    """Yield a page on a desk of its own, and what it asked of others."""
    with page_of(browser, own_origin) as found:
        yield found


@pytest.fixture(scope="module")
def golan_origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the address of an empty casefile that judges by two real agreements."""
    from truceline.evidence.layout import Casefile

    folder = tmp_path_factory.mktemp("golan") / "case"
    Casefile.create(
        folder, name="Golan", agreements=("undof-1974", "sw-syria-2017"), author="A. Analyst"
    )
    with served(Settings(casefile=folder)) as found:
        yield found
