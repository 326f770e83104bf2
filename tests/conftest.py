"""What tests share: where the maintainers' material lies, and how its absence is told."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

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
