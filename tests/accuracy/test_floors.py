"""Accuracy may only rise: every figure is held by a floor, pinned with the corpus's digest."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.accuracy import attribution, plover
from tests.accuracy.ceasefire import passages, score
from tests.conftest import from_shared
from truceline.digest import digest_of_bytes

# A reading of whole corpora.
pytestmark = pytest.mark.slow

FLOORS: dict[str, Any] = json.loads(
    (Path(__file__).parent / "floors.json").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def corpus() -> Path:
    """Return the path of the development passages."""
    return from_shared("corpora/ceasefire/dev.jsonl")


@cache
def _attribution(path: Path) -> dict[str, float]:
    return attribution.score(attribution.documents(path))


@cache
def _plover(path: Path) -> dict[str, float]:
    return plover.score(plover.records(path))


@cache
def _scores(path: Path) -> dict[str, float]:
    return score(passages(path))


def test_the_corpus_is_the_one_that_the_floors_were_measured_on(corpus: Path) -> None:
    assert digest_of_bytes(corpus.read_bytes()) == FLOORS["corpus"]


@pytest.mark.parametrize("figure", sorted(FLOORS["floors"]))
def test_no_figure_falls_under_its_floor(corpus: Path, figure: str) -> None:
    assert _scores(corpus)[figure] >= FLOORS["floors"][figure]


@pytest.mark.parametrize("figure", sorted(FLOORS["attribution"]))
def test_no_figure_of_attribution_falls_under_its_floor(figure: str) -> None:
    found = _attribution(from_shared("corpora/gum/train.jsonl.gz"))

    assert found[figure] >= FLOORS["attribution"][figure]


@pytest.mark.parametrize("figure", sorted(FLOORS["plover"]))
def test_no_figure_of_event_coding_falls_under_its_floor(figure: str) -> None:
    found = _plover(from_shared("corpora/plover/half.jsonl"))

    assert found[figure] >= FLOORS["plover"][figure]
