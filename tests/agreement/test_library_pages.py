"""Each shipped agreement has a page and draws a map."""

from __future__ import annotations

import pytest

from tests.agreement.shipped import shipped
from tests.conftest import ROOT
from truceline.agreement.load import shipped_agreements
from truceline.report.map import draw

pytestmark = pytest.mark.slow

PAGES = ROOT / "docs" / "agreements"
NAMES = shipped_agreements()
# Agreements of which no line and no zone has an open drawing.
WITHOUT_MAP = {"abkhazia-1994", "idlib-2018", "western-sahara-1998"}


def test_every_shipped_agreement_has_a_page_and_is_listed() -> None:
    listed = (PAGES / "index.md").read_text(encoding="utf-8")

    assert {page.stem for page in PAGES.glob("*.md")} == {*NAMES, "index"}
    assert [name for name in NAMES if f"({name}.md)" not in listed] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_page_names_every_paper_zone_and_provision(name: str) -> None:
    text = (PAGES / f"{name}.md").read_text(encoding="utf-8")
    agreement = shipped(name)
    ids = [paper.id for paper in agreement.papers]
    ids += [line.id for line in agreement.lines]
    ids += [zone.id for zone in agreement.zones]
    ids += [provision.id for provision in agreement.provisions]

    assert [name for name in ids if f"| {name} |" not in text] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_map_draws_and_its_picture_is_small_enough_for_a_page(name: str) -> None:
    picture, kept = draw(shipped(name), places=()), PAGES / f"{name}.svg"

    assert picture.startswith("<svg")
    assert ("Nothing here can be drawn" in picture) is (name in WITHOUT_MAP)
    assert kept.is_file() is (name not in WITHOUT_MAP)
    assert not kept.is_file() or kept.stat().st_size < 150_000
