"""Whatever a program sends to the addresses that are described, no answer is a breakdown."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from starlette.types import ASGIApp

from tests.conftest import required
from tests.web.served import served
from tests.web.signed_in import As, known
from truceline.web.settings import Settings

pytestmark = pytest.mark.slow

# How many requests for each address; a long run sets more.
_EXAMPLES = int(os.environ.get("TRUCELINE_FUZZ_EXAMPLES", "12"))


def _signed_in(app: ASGIApp) -> ASGIApp:
    return As(app, known())


@pytest.fixture
def origin(own_case: Path) -> Iterator[str]:
    """Serve a casefile that may be written into, to a reviewer who is signed in."""
    with served(Settings(casefile=own_case), wrapped=_signed_in) as found:
        yield found


def _operations(origin: str, description: str) -> list[Any]:
    required("schemathesis" if find_spec("schemathesis") else None, "schemathesis is not installed")
    import schemathesis

    schema = schemathesis.openapi.from_url(f"{origin}{description}")
    results: list[Any] = list(schema.get_all_operations())
    return [found.ok() for found in results]


@pytest.mark.filterwarnings("ignore")  # of the tool's own, not of ours
@pytest.mark.parametrize("description", ["/api/v1/openapi.json", "/ogc/api"])
def test_no_answer_is_a_breakdown_and_every_refusal_is_a_problem(
    origin: str, description: str
) -> None:
    operations = _operations(origin, description)
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
            answer = case.call(timeout=60)
            form = answer.headers.get("content-type", [""])[0]
            if answer.status_code >= 500:
                broken.append(f"{answer.status_code} {case.as_curl_command()}")
            elif answer.status_code >= 400 and form != "application/problem+json":
                broken.append(f"no problem: {answer.status_code} {form} {case.as_curl_command()}")

        send()

    assert broken == []
    assert asked >= len(operations)
