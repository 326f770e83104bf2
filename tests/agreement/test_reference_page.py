"""The reference page tells every key, and its example loads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from truceline.agreement.agreement import Agreement
from truceline.agreement.load import load_agreement
from truceline.agreement.provision import Limit
from truceline.agreement.read_duties import RELATIONS
from truceline.agreement.read_provisions import KEYS as PROVISION_KEYS
from truceline.agreement.read_sections import TIES
from truceline.agreement.read_zones import EVERY_KEY as ZONE_KEYS
from truceline.agreement.zone_maker import ENDS, SIDES

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "agreement-file.md").read_text(
    encoding="utf-8"
)


@pytest.fixture
def example(tmp_path: Path) -> Agreement:
    for form, name in (("yaml", "agreement.yaml"), ("json", "lines.geojson")):
        block = re.search(rf"^```{form}\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
        assert block is not None
        (tmp_path / name).write_text(block[1], encoding="utf-8")
    return load_agreement(tmp_path)


def test_the_example_loads_and_says_what_it_shows(example: Agreement) -> None:
    tanks = example.provision("R-2")

    assert isinstance(tanks.rule, Limit)
    assert dict(tanks.where) == {"north": "north-10", "south": "south-10"}
    assert example.provision("R-7").actors_for("north") == ("hill-guard",)
    assert {zone.id for zone in example.zones} == {
        "valley",
        "north-10",
        "south-10",
        "both",
        "market",
    }
    assert len(example.provisions) == 7


@pytest.mark.parametrize(
    "key", sorted({*PROVISION_KEYS, *ZONE_KEYS, *RELATIONS, *TIES, *SIDES, *ENDS})
)
def test_the_page_tells_every_key_and_word(key: str) -> None:
    assert re.search(rf"`[^`]*\b{re.escape(key)}\b[^`]*`", PAGE), key
