"""Incidents are found by what they are, put together and apart in the browser, and undone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from truceline.casework.gather import gather
from truceline.casework.incidents import incidents_of
from truceline.evidence.layout import Casefile
from truceline.observation.incident import Incident
from truceline.observation.observation import Tally


def _incidents(case: Path) -> tuple[Incident, ...]:
    return incidents_of(gather(Casefile.open(case)))


def _two_alike(case: Path) -> tuple[Incident, Incident]:
    known = [one for one in _incidents(case) if one.lead.tally is not Tally.PERIOD_TOTAL]
    for one in known:
        for other in known:
            if one.id != other.id and one.lead.kind is other.lead.kind:
                return one, other
    raise AssertionError("the invented case has no two incidents of a kind")


@pytest.mark.parametrize("lang", ["en", "fr", "ar"])
def test_every_incident_is_listed_and_leads_to_its_voices(
    client: TestClient, riverton_case: Path, lang: str
) -> None:
    listing = client.get("/incidents", params={"lang": lang}).text
    known = _incidents(riverton_case)

    for one in known[-3:]:
        assert f"/incidents/{one.id}" in listing
        page = client.get(f"/incidents/{one.id}", params={"lang": lang})
        assert page.status_code == 200
        for voice in one.voices:
            assert voice.origin.split("'")[0] in page.text


def test_filters_narrow_and_what_fits_nothing_says_so(
    client: TestClient, riverton_case: Path
) -> None:
    kinds = {one.lead.kind.value for one in _incidents(riverton_case)}
    for kind in kinds:
        wanted = {one.id for one in _incidents(riverton_case) if one.lead.kind.value == kind}
        page = client.get("/incidents", params={"kind": kind}).text
        assert set(re.findall(r'href="/incidents/(i-[0-9a-f]+)', page)) == wanted

    assert "No incident fits." in client.get("/incidents", params={"period": "1999"}).text
    assert "No incident fits." in client.get("/incidents", params={"q": "xylophone"}).text


def test_before_the_first_report_there_is_nothing(client: TestClient) -> None:
    page = client.get("/incidents", params={"as-of": "2000-01-01"}).text

    assert "Nothing was reported yet." in page
    assert 'method="post"' not in page.split("<main")[1]


def test_two_are_put_together_and_undo_brings_both_back(
    own_client: TestClient, own_case: Path
) -> None:
    one, other = _two_alike(own_case)
    before = {each.id for each in _incidents(own_case)}

    page = own_client.post(
        "/incidents", data={"incident": [one.id, other.id], "reason": "One patrol."}
    )
    assert page.status_code == 200
    assert "put together" in page.text
    after = {each.id for each in _incidents(own_case)}
    assert not after & {one.id, other.id}

    key = re.search(r"/regroupings/(g-[0-9a-f]+)", page.text)
    assert key is not None
    own_client.post(key[0], data={"reason": "The times differ."})
    assert {each.id for each in _incidents(own_case)} == before


@pytest.mark.slow
def test_a_report_is_taken_out_and_put_back(own_client: TestClient, own_case: Path) -> None:
    one, other = _two_alike(own_case)
    own_client.post("/incidents", data={"incident": [one.id, other.id], "reason": "One."})
    merged = next(
        each for each in _incidents(own_case)
        if {o.id for o in one.observations} < {o.id for o in each.observations}
    )  # fmt: skip
    reports = [o.id for o in one.observations]

    page = own_client.post(f"/incidents/{merged.id}/part", data={"report": reports, "reason": "2."})
    assert page.status_code == 200
    assert {one.id, other.id} <= {each.id for each in _incidents(own_case)}


def test_one_alone_or_without_a_reason_is_not_merged(
    own_client: TestClient, own_case: Path
) -> None:
    one, other = _two_alike(own_case)

    alone = own_client.post("/incidents", data={"incident": [one.id], "reason": "x"})
    unsaid = own_client.post("/incidents", data={"incident": [one.id, other.id], "reason": " "})

    assert alone.status_code == unsaid.status_code == 400
    assert "two incidents or more" in alone.text
    assert "the reason is empty" in unsaid.text


def test_pairs_that_may_be_one_are_shown_or_their_absence(client: TestClient) -> None:
    page = client.get("/incidents/proposals")

    assert page.status_code == 200
    assert "Nothing is merged by itself." in page.text
