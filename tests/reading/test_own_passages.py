"""The reader on passages of our own: ``benchmarks/clauses``, marked as ``marked.py`` says."""

from __future__ import annotations

import json

import pytest

from tests.accuracy.ceasefire import score
from tests.accuracy.marked import FOLDER, marked_passages, passage_of

# What was measured, rounded down. It may only rise.
FLOORS: dict[str, dict[str, float]] = json.loads((FOLDER / "floors.json").read_text("utf-8"))


def test_a_marked_row_becomes_a_passage_with_claims_and_their_tellers() -> None:
    passage = passage_of("@Ferry Post| {ehd:a No shell fell}, [a a clerk] said.")
    (claim,) = passage["claims"]
    assert passage["text"] == "No shell fell, a clerk said."
    assert (claim["kind"], claim["modality"], claim["stance"]) == ("event", "happened", "denies")
    assert [link["name"] for link in claim["chain"]] == ["Ferry Post", "a clerk"]


@pytest.mark.parametrize("row", ["{eha Two shells fell", "{zzz Two} fell", "{eha:b One} fell."])
def test_a_row_with_broken_marks_is_refused(row: str) -> None:
    with pytest.raises(ValueError, match=r"mark"):
        passage_of(row)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(FLOORS))
def test_no_figure_falls_on_our_own_passages(name: str) -> None:
    found = score(marked_passages(name))
    fallen = {key: found[key] for key, floor in FLOORS[name].items() if found[key] < floor}
    assert fallen == {}
