"""A desk that is started again judges only what came since, and nobody sees more by it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.web.entering import client_as
from truceline.assessment import judge_again as module
from truceline.casework.assess import assess_case
from truceline.evidence.layout import Casefile
from truceline.web.app import desk
from truceline.web.people.roles import Role
from truceline.web.settings import Settings

# Desks are started.
pytestmark = pytest.mark.slow


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the ids of the findings that are judged from now on, as they are."""
    ids: list[str] = []
    for name in ("assess", "assess_by"):
        real = getattr(module, name)

        def watched(*args: Any, real: Any = real, **options: Any) -> Any:
            found = real(*args, **options)
            ids.extend(one.id for one in found)
            return found

        monkeypatch.setattr(module, name, watched)
    return ids


def _findings(case: Path, role: Role = Role.REVIEWER) -> list[dict[str, Any]]:
    with client_as(desk(Settings(casefile=case)), role) as client:
        listed: list[dict[str, Any]] = client.get("/api/v1/findings?limit=100").json()["items"]
    return listed


def test_a_second_desk_finds_what_the_first_judged(own_case: Path, judged: list[str]) -> None:
    first = _findings(own_case)
    assert judged
    judged.clear()

    assert _findings(own_case) == first
    assert judged == []


def test_a_desk_finds_what_the_command_line_judged(own_case: Path, judged: list[str]) -> None:
    assess_case(Casefile.open(own_case), keep=True)
    judged.clear()

    assert _findings(own_case)
    assert judged == []


def test_who_may_not_see_all_is_shown_nothing_that_was_kept(
    own_case: Path, judged: list[str]
) -> None:
    _findings(own_case)
    judged.clear()

    assert _findings(own_case, Role.READER)
    assert judged
