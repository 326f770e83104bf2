"""The desk answers: every page in every language, every state by its address, every refusal."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

LANGUAGES = ("en", "fr", "ar")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_situation_is_shown_in_each_language_with_its_direction(
    client: TestClient, lang: str
) -> None:
    page = client.get("/", params={"lang": lang})

    assert page.status_code == 200
    direction = "rtl" if lang == "ar" else "ltr"
    assert f'<html lang="{lang}" dir="{direction}"' in page.text
    assert 'class="matrix"' in page.text


def test_a_letter_leads_to_a_finding_with_its_explanation(client: TestClient) -> None:
    situation = client.get("/").text
    address = re.search(r'href="(/findings/[^"]+)"', situation)
    assert address is not None
    page = client.get(address[1])

    assert page.status_code == 200
    assert "what was promised" in page.text


def test_the_day_of_knowledge_goes_from_page_to_page(client: TestClient) -> None:
    page = client.get("/", params={"as-of": "2026-11-02", "step": "year"})

    assert page.status_code == 200
    links = re.findall(r'href="(/findings/[^"]+)"', page.text)
    assert links
    assert all("as-of=2026-11-02" in link and "step=year" in link for link in links)


def test_before_the_first_entry_the_page_says_that_there_is_nothing_yet(
    client: TestClient,
) -> None:
    page = client.get("/", params={"as-of": "2000-01-01"})

    assert page.status_code == 200
    assert "nothing that has a date" in page.text


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ({"as-of": "2026-02-30"}, 400, "2026-02-30"),
        ({"period": "never"}, 400, "never"),
        ({"step": "fortnight"}, 404, "fortnight"),
        ({"lang": "tlh"}, 404, "tlh"),
        ({"agreement": "undof-1947"}, 404, "undof-1947"),
    ],
)
def test_an_address_that_cannot_be_is_refused_with_its_reason(
    client: TestClient, query: dict[str, str], status: int, words: str
) -> None:
    page = client.get("/", params=query)

    assert page.status_code == status
    assert words in page.text


def test_a_word_of_the_address_never_becomes_markup(client: TestClient) -> None:
    page = client.get("/", params={"agreement": "<script>alert(1)</script>"})

    assert "<script>alert" not in page.text


def test_every_answer_forbids_whatever_comes_from_elsewhere(client: TestClient) -> None:
    for path in ("/", "/health", "/nowhere", "/static/desk.css"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"


def test_a_taste_said_in_an_address_is_kept_for_the_next_page(client: TestClient) -> None:
    client.get("/", params={"lang": "fr"})

    assert '<html lang="fr"' in client.get("/").text


def test_the_browsers_wish_decides_where_nothing_else_does(client: TestClient) -> None:
    page = client.get("/", headers={"accept-language": "de, ar;q=0.8"})

    assert '<html lang="ar"' in page.text
