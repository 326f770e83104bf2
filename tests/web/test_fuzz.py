"""Whatever a program sends to the addresses that are described, no answer is a breakdown."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.conftest import required
from tests.web.entering import token_for
from tests.web.served import served
from truceline.web.people.roles import Role, Scope
from truceline.web.settings import Settings

pytestmark = pytest.mark.slow

# How many requests for each address; a long run sets more.
_EXAMPLES = int(os.environ.get("TRUCELINE_FUZZ_EXAMPLES", "12"))


@pytest.fixture
def origin(own_case: Path) -> Iterator[str]:
    """Serve a casefile that may be written into."""
    with served(Settings(casefile=own_case)) as found:
        yield found


@pytest.fixture
def token(own_case: Path) -> dict[str, str]:
    """Return the header of a reviewer's program."""
    scopes = (Scope.READ, Scope.CONTRIBUTE, Scope.REVIEW)
    return {"authorization": f"Bearer {token_for(own_case, Role.REVIEWER, scopes)}"}


def _operations(address: str, token: dict[str, str]) -> list[Any]:
    required("schemathesis" if find_spec("schemathesis") else None, "schemathesis is not installed")
    import schemathesis

    schema = schemathesis.openapi.from_url(address, headers=token)
    results: list[Any] = list(schema.get_all_operations())
    return [found.ok() for found in results]


@pytest.mark.filterwarnings("ignore")  # of the tool's own, not of ours
@pytest.mark.parametrize("description", ["/api/v1/openapi.json", "/ogc/api"])
def test_no_answer_is_a_breakdown_and_every_refusal_is_a_problem(
    origin: str, token: dict[str, str], description: str
) -> None:
    operations = _operations(f"{origin}{description}", token)
    broken: list[str] = []
    asked = 0

    for operation in operations:

        @given(case=operation.as_strategy())
        @settings(
            max_examples=_EXAMPLES,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        def send(case: Any) -> None:
            nonlocal asked
            asked += 1
            answer = case.call(headers=token, timeout=60)
            form = answer.headers.get("content-type", [""])[0]
            if answer.status_code >= 500:
                broken.append(f"{answer.status_code} {case.as_curl_command()}")
            elif answer.status_code >= 400 and form != "application/problem+json":
                broken.append(f"no problem: {answer.status_code} {form} {case.as_curl_command()}")

        send()

    assert broken == []
    assert asked >= len(operations)
