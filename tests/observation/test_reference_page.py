"""The page on coded records shows records that read whole, and every kind there is."""

from __future__ import annotations

import re

import pytest

from tests.conftest import ROOT
from tests.observation.records import document_of
from truceline.observation.forms.csv_record import read_record
from truceline.observation.kinds import load_kinds
from truceline.observation.tables import table
from truceline.reading.actors import load_actors
from truceline.reading.gazetteer import load_gazetteer

PAGE = (ROOT / "docs" / "reference" / "record-csv.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```csv\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize(
    ("block", "form", "observations", "coverage"),
    list(
        zip(BLOCKS, ("incidents", "coverage", "duties"), (5, 0, 8), (0, 2, 0), strict=True),
    ),
)
def test_an_example_of_the_page_is_read_whole(
    block: str, form: str, observations: int, coverage: int
) -> None:
    read = read_record(document_of(block), gazetteer=load_gazetteer(), actors=load_actors())
    assert (read.form, read.refusals) == (form, ())
    assert (len(read.observations), len(read.coverage)) == (observations, coverage)


def test_the_page_lists_every_kind_as_the_table_has_it() -> None:
    for kind in load_kinds().values():
        ways = [kind.relation.value] if kind.relation else []
        row = " | ".join(
            (f"`{kind.name}`", kind.kind, kind.what, " ".join([*ways, *kind.areas]), kind.span)
        )
        assert f"| {row} |" in PAGE


def test_the_page_names_every_column() -> None:
    for form in table("forms/columns").values():
        for column in (*form["required"], *form["optional"]):
            assert f"`{column}`" in PAGE
