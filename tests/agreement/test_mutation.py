"""A number, day or side that is changed is noticed by a case; the whole run is nightly."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.agreement.mutants import mutants, mutants_of_drawing
from tests.agreement.mutation import is_noticed, survivors
from truceline.agreement.load import shipped_agreements
from truceline.agreement.new import new_agreement

# One change in so many, so that the sample of the whole library takes a minute.
EVERY = 40


def test_every_number_day_and_side_of_the_skeleton_is_found(tmp_path: Path) -> None:
    new_agreement(tmp_path / "river")
    text = (tmp_path / "river" / "agreement.yaml").read_text(encoding="utf-8")
    found = [(one.before, one.after) for one in mutants(text)]

    assert found == [
        ("10", "15"), ("10", "6"), ("10", "15"), ("10", "6"), ("40", "60"), ("40", "24"),
        ("15", "22"), ("15", "9"),
        ("2031-02-01", "2031-02-11"), ("2031-02-01", "2031-01-22"),
        ("2031-01-31", "2031-02-10"), ("2031-01-31", "2031-01-21"),
        ("north", "south"), ("south", "north"),
    ]  # fmt: skip


def test_a_changed_cap_is_noticed(tmp_path: Path) -> None:
    folder = tmp_path / "river"
    new_agreement(folder)
    text = (folder / "agreement.yaml").read_text(encoding="utf-8")
    noticed = {
        (one.before, one.after): is_noticed(one, name="river", folder=folder)
        for one in mutants(text)
        if one.after in ("60", "24", "15")
    }

    assert noticed["40", "60"]
    assert noticed["40", "24"]
    # The skeleton has no case at the far edge of its strips, and the run says so.
    assert not noticed["10", "15"]


def test_every_stated_error_of_a_drawing_is_found() -> None:
    found = [(one.before, one.after, one.file) for one in mutants_of_drawing('{"error_m": 200}')]

    assert found == [("200", "300", "lines.geojson"), ("200", "120", "lines.geojson")]


def test_every_number_day_and_side_of_a_small_agreement_is_held_by_its_cases() -> None:
    tried, left = survivors("abkhazia-1994")

    assert tried > 0
    assert left == []


@pytest.mark.slow
@pytest.mark.parametrize("name", shipped_agreements())
def test_a_sample_of_every_agreement_is_held_by_its_cases(name: str) -> None:
    """All of them run nightly: make mutate-agreements."""
    assert survivors(name, sample=EVERY)[1] == []
