"""Every corpus has its floors; the fast suite holds a sample, ``make accuracy`` the whole."""

from __future__ import annotations

import pytest

from tests.accuracy import floors
from tests.accuracy.corpora import figures
from tests.accuracy.floors import changed_corpora, pinned, raise_floors
from tests.conftest import from_shared

pytestmark = pytest.mark.slow


def test_the_corpora_are_those_that_the_floors_were_measured_on() -> None:
    assert changed_corpora(from_shared("corpora")) == []


@pytest.mark.parametrize("name", sorted(pinned()["sample"]))
def test_no_figure_of_the_sample_falls_under_its_floor(name: str) -> None:
    measured = figures(name, from_shared("corpora"), sample=True)

    held = pinned()["sample"][name]
    assert {figure: measured[figure] for figure in held if measured[figure] < held[figure]} == {}


def test_floors_are_not_lowered(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = pinned()
    copy = tmp_path_factory.mktemp("floors") / "floors.json"
    copy.write_text(floors.FILE.read_text("utf-8"), "utf-8")
    monkeypatch.setattr(floors, "FILE", copy)
    lower = {name: {figure: value - 0.01 for figure, value in row.items()}
             for name, row in held["floors"].items()}  # fmt: skip

    with pytest.raises(ValueError, match="fell from"):
        raise_floors(lower, {}, from_shared("corpora"))
    assert copy.read_text("utf-8") == floors.FILE.read_text("utf-8")
