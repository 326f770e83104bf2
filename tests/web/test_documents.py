"""Documents are taken in, read and decided on in the browser, and every word stays on record."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from truceline.casework.gather import gather
from truceline.evidence.layout import Casefile
from truceline.reading.claim import Claim, Modality

_TEXT = b"Northmark forces shelled the village of Oxmere on 3 May 2031, the commission said.\n"


def _decide(client: TestClient, claim: Claim, **fields: str) -> str:
    address = f"/documents/{claim.document}/claims/{claim.id}"
    answer = client.post(address, data=fields)
    assert answer.status_code == 200, answer.text
    return str(answer.text)


def _settled(client: TestClient, address: str) -> str:
    """Return the page of an upload once nothing more will come."""
    for _ in range(300):
        page = client.get(address)
        if "refresh" not in page.headers:
            return str(page.text)
        time.sleep(0.1)
    raise AssertionError("the upload did not end")


@pytest.mark.parametrize("lang", ["en", "fr", "ar"])
def test_every_document_is_listed_and_leads_to_its_text(client: TestClient, lang: str) -> None:
    listing = client.get("/documents", params={"lang": lang})
    links = set(re.findall(r'href="(/documents/d-[0-9a-f]+)', listing.text))

    assert listing.status_code == 200
    assert links
    for link in sorted(links)[:2]:
        page = client.get(link, params={"lang": lang})
        assert page.status_code == 200
        assert 'class="words"' in page.text


def test_words_find_the_documents_that_have_them(client: TestClient) -> None:
    none = client.get("/documents", params={"q": "xylophone"})
    some = client.get("/documents", params={"q": "Northmark"})

    assert "No document has these words." in none.text
    assert "/documents/d-" in some.text


def test_chrome_is_told_from_the_article_with_its_reason(client: TestClient) -> None:
    pages = [
        client.get(link).text
        for link in sorted(
            set(re.findall(r"/documents/d-[0-9a-f]+", client.get("/documents").text))
        )
    ]

    assert any('class="line chrome"' in page and "byline" in page for page in pages)


def test_before_it_was_added_a_document_is_as_if_it_never_was(client: TestClient) -> None:
    link = re.search(r"/documents/d-[0-9a-f]+", client.get("/documents").text)
    assert link is not None

    assert client.get(link[0], params={"as-of": "2000-01-01"}).status_code == 404
    assert "No document is kept yet." in client.get("/documents?as-of=2000-01-01").text


def test_a_file_is_kept_read_and_observed_and_the_same_bytes_are_told(
    own_client: TestClient, own_case: Path
) -> None:
    files = [("files", ("..\\note.txt", _TEXT, "text/plain"))]
    first = own_client.post("/documents", files=files, follow_redirects=False)
    told = _settled(own_client, first.headers["location"])
    assert "claim read" in told or "claims read" in told
    again = own_client.post("/documents", files=files, follow_redirects=False)

    assert "kept before" in _settled(own_client, again.headers["location"])
    kept = [one for one in gather(Casefile.open(own_case)).documents if one.filename == "note.txt"]
    assert len(kept) == 1


def test_what_holds_no_text_is_refused_with_its_reason(own_client: TestClient) -> None:
    files = [("files", ("scan.pdf", b"%PDF-1.7 x", "application/pdf"))]
    sent = own_client.post("/documents", files=files, follow_redirects=False)

    told = _settled(own_client, sent.headers["location"])
    assert "scan.pdf is a PDF" in told
    assert "/0/scan.pdf" not in told


def test_nothing_sent_and_a_day_that_cannot_be_are_refused(own_client: TestClient) -> None:
    empty = own_client.post("/documents", files=[("files", ("", b"", "text/plain"))])
    files = [("files", ("note.txt", _TEXT, "text/plain"))]
    wrong = own_client.post("/documents", files=files, data={"published": "2031-02-30"})

    assert empty.status_code in {400, 422}
    assert wrong.status_code == 400
    assert "2031-02-30" in wrong.text


@pytest.mark.slow
def test_a_claim_is_accepted_amended_rejected_and_each_undone(
    own_client: TestClient, own_case: Path
) -> None:
    case = Casefile.open(own_case)
    before = gather(case)
    claim = before.claims[0]
    instead = {"choice": "amend", "modality": "threatened", "reason": "Only if."}

    for fields in ({"choice": "accept"}, instead, {"choice": "reject", "reason": "Misread."}):
        page = _decide(own_client, claim, **fields)
        assert "Decision:" in page
        (decision,) = gather(case).decisions
        assert decision.by == "reviewer"
        key = re.search(rf"/documents/{claim.document}/decisions/(k-[0-9a-f]+)", page)
        assert key is not None
        if fields is instead:
            found = {one.id: one for one in gather(case).claims}
            assert found[claim.id].modality is Modality.THREATENED
        own_client.post(key[0], data={"reason": "Look again."})
        after = gather(case)
        assert not after.decisions
        assert set(after.claims) == set(before.claims)
        assert set(after.observations) == set(before.observations)


def test_a_rejection_needs_its_reason(own_client: TestClient, own_case: Path) -> None:
    claim = gather(Casefile.open(own_case)).claims[0]
    address = f"/documents/{claim.document}/claims/{claim.id}"

    refused = own_client.post(address, data={"choice": "reject"})

    assert refused.status_code == 400
    assert "the reason is empty" in refused.text


def test_a_form_leads_back_to_its_own_page_and_nowhere_else(
    own_client: TestClient, own_case: Path
) -> None:
    claim = gather(Casefile.open(own_case)).claims[0]
    address = f"/documents/{claim.document}/claims/{claim.id}"
    answer = own_client.post(
        address, data={"choice": "accept", "onward": "//else.example"}, follow_redirects=False
    )

    assert answer.headers["location"] == f"/documents/{claim.document}"


def test_a_withdrawn_document_is_gone_and_what_was_read_from_it(
    own_client: TestClient, own_case: Path
) -> None:
    document = gather(Casefile.open(own_case)).documents[0]
    own_client.post(f"/documents/{document.id}/withdrawal", data={"reason": "Wrong article."})

    evidence = gather(Casefile.open(own_case))
    assert document.id not in {one.id for one in evidence.documents}
    assert document.id not in {one.document for one in evidence.claims}


def test_the_past_offers_nothing_to_decide(client: TestClient) -> None:
    link = re.search(r"/documents/d-[0-9a-f]+", client.get("/documents").text)
    assert link is not None
    page = client.get(link[0], params={"as-of": "2026-11-02"}).text

    assert 'method="post"' not in page.split("<main")[1]
