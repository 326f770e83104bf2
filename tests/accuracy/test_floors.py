"""Accuracy may only rise: every figure is held by a floor, pinned with the corpus's digest."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.accuracy.ceasefire import passages, score
from tests.conftest import from_shared
from truceline.digest import digest_of_bytes

FLOORS: dict[str, Any] = json.loads(
    (Path(__file__).parent / "floors.json").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def corpus() -> Path:
    """Return the path of the development passages."""
    return from_shared("corpora/ceasefire/dev.jsonl")


@cache
def _scores(path: Path) -> dict[str, float]:
    return score(passages(path))


def test_the_corpus_is_the_one_that_the_floors_were_measured_on(corpus: Path) -> None:
    assert digest_of_bytes(corpus.read_bytes()) == FLOORS["corpus"]


@pytest.mark.parametrize("figure", sorted(FLOORS["floors"]))
def test_no_figure_falls_under_its_floor(corpus: Path, figure: str) -> None:
    assert _scores(corpus)[figure] >= FLOORS["floors"][figure]
