"""What the tests of people share: a desk with things of every kind in every state."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.web.people.objects import Objects, objects_in


@pytest.fixture(scope="session")
def objects(untouched_case: Path, tmp_path_factory: pytest.TempPathFactory) -> Objects:
    """Return a desk with things of every kind in every state; nobody changes them."""
    folder = tmp_path_factory.mktemp("objects")
    return objects_in(Path(shutil.copytree(untouched_case, folder / "case")))
