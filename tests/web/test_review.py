"""A finding is reviewed in the browser: signed, with its reason, on the inputs it rests on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from truceline.casework.gather import gather
from truceline.evidence.layout import Casefile
from truceline.web.graphic import is_graphic

# Each test judges a casefile of its own.
pytestmark = pytest.mark.slow


def _finding(client: TestClient) -> str:
    """Return the address of a finding that a report bears on."""
    page = client.get("/").text
    found = re.search(r's-suspected"><a class="letter" href="(/findings/[^"]+)"', page)
    found = found or re.search(r'href="(/findings/[^"]+)"', page)
    assert found is not None
    return found[1]


def test_after_a_review_the_finding_shows_it_with_its_name(
    own_client: TestClient, own_case: Path
) -> None:
    address = _finding(own_client)
    fields = {"verdict": "confirm", "reason": "Seen by two of us.", "reviewer": "B. Other"}

    page = own_client.post(address, data=fields)

    assert page.status_code == 200
    assert "reviewer" in page.text
    assert "Seen by two of us." in page.text
    (review,) = gather(Casefile.open(own_case)).reviews
    assert (review.reviewer, review.verdict.value) == ("reviewer", "confirm")


def test_a_dissent_is_told_on_the_page_with_its_reason(own_client: TestClient) -> None:
    address = _finding(own_client)
    fields = {"verdict": "dissent", "reason": "The log is not in.", "reviewer": "B"}

    page = own_client.post(address, data=fields)

    assert "Dissent on record, reviewer: The log is not in." in page.text
    assert "confirmed breach" not in page.text


def test_a_review_made_on_other_inputs_says_that_it_does_not_count(
    own_client: TestClient, own_case: Path
) -> None:
    address = _finding(own_client)
    own_client.post(address, data={"verdict": "confirm", "reason": "x", "reviewer": "B"})
    finding = address.removeprefix("/findings/")
    assert "it does not count for this finding" not in own_client.get(address).text

    evidence = gather(Casefile.open(own_case))
    document = next(one for one in evidence.documents if evidence.claims[0].document == one.id)
    for one in evidence.documents:
        own_client.post(f"/documents/{one.id}/withdrawal", data={"reason": "Another look."})
    page = own_client.get(f"/findings/{finding}")

    assert document is not None
    assert "it does not count for this finding" in page.text


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"verdict": "confirm", "reason": " "}, 400),
        ({"verdict": "maybe", "reason": "x"}, 422),
        ({"reason": "x"}, 422),
    ],
)
def test_a_review_without_verdict_or_reason_is_refused(
    own_client: TestClient, own_case: Path, fields: dict[str, str], status: int
) -> None:
    assert own_client.post(_finding(own_client), data=fields).status_code == status
    assert not gather(Casefile.open(own_case)).reviews


def test_what_changed_since_a_day_is_told_with_its_causes(client: TestClient) -> None:
    changed = client.get("/", params={"since": "2026-10-01"}).text.split('class="changes"')[1]
    found = re.search(r'href="(/findings/[^"]+)"', changed)
    assert found is not None
    address = found[1]
    page = client.get(address, params={"since": "2026-10-01"})

    assert page.status_code == 200
    told = page.text.split('id="since-title"')[1].split("</ul>")[0]
    assert 'class="arrow"' in told
    assert re.search(r"<ul><li>[^<]*records?[^<]*</li>", f"{told}</ul>")
    assert "It read the same then." in client.get(address, params={"since": "2026-12-01"}).text


@pytest.mark.parametrize(
    ("words", "graphic"),
    [
        ("Three civilians were killed.", True),
        ("قُتل اثنان: مقتل جنديين", True),
        ("Deux soldats blessés", True),
        ("The deadline was mortgaged to skill and a violin.", False),
    ],
)
def test_words_of_harm_are_known_from_words_that_only_look_alike(words: str, graphic: bool) -> None:
    assert is_graphic(words) is graphic
