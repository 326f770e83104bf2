"""The page of provision kinds is one agreement, and every case on it comes out as it says."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest

from truceline.agreement.agreement import Agreement
from truceline.agreement.load import load_agreement
from truceline.agreement.wording import in_words
from truceline.assessment.read_cases import read_cases
from truceline.assessment.worked_case import as_told, run_cases

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "provision-kinds.md").read_text(
    encoding="utf-8"
)
KINDS = 32


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Put the pieces of the page together: the ground, all provisions, all cases."""
    folder = tmp_path_factory.mktemp("kinds")
    blocks = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
    provisions = [block for block in blocks if block.startswith("K-")]
    cases = [block for block in blocks if block.startswith("- name")]
    (folder / "agreement.yaml").write_text(
        f"{blocks[0]}\nprovisions:\n{textwrap.indent(''.join(provisions), '  ')}", encoding="utf-8"
    )
    (folder / "cases.yaml").write_text(
        f"cases:\n{textwrap.indent(''.join(cases), '  ')}", encoding="utf-8"
    )
    drawing = re.search(r"^```json\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
    assert drawing is not None
    (folder / "lines.geojson").write_text(drawing[1], encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def agreement(folder: Path) -> Agreement:
    return load_agreement(folder)


def test_every_kind_has_a_provision_and_a_case(agreement: Agreement, folder: Path) -> None:
    cased = {case.provision.split("-")[1] for case in read_cases(folder / "cases.yaml", agreement)}

    assert {name.id.split("-")[1] for name in agreement.provisions} == cased
    assert cased == {str(number) for number in range(1, KINDS + 1)}
    assert len(re.findall(r"^## \d+\. ", PAGE, re.MULTILINE)) == KINDS


def test_every_kind_shows_the_arithmetic_of_a_case(agreement: Agreement, folder: Path) -> None:
    worked = {
        case.provision.split("-")[1]
        for case in read_cases(folder / "cases.yaml", agreement)
        if case.why and case.expected.p is not None
    }

    assert worked == {str(number) for number in range(1, KINDS + 1)}


def test_every_case_comes_out_as_the_page_says(agreement: Agreement, folder: Path) -> None:
    results = run_cases(agreement, read_cases(folder / "cases.yaml", agreement))
    failed = [as_told(result) for result in results if not result.passed]

    assert not failed, "\n".join(failed)


def test_every_kind_reads_as_a_sentence(agreement: Agreement) -> None:
    for provision in agreement.provisions:
        words = in_words(provision, agreement)
        assert words.endswith("."), words
        assert "None" not in words
