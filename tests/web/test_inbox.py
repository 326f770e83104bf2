"""The inbox shows what waits for a person, to those who may work on it, and fetches nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from tests.web.entering import client_as
from truceline.casework.assess import assess_case
from truceline.casework.evidence import Evidence
from truceline.casework.gather import gather
from truceline.casework.leads import PointerKind, pointers_of
from truceline.casework.waiting import second_looks, undecided
from truceline.evidence.layout import Casefile
from truceline.web.people.roles import Role

SORTS = ("claims", "pairs", "findings", "leads")


@pytest.fixture(scope="module")
def evidence(riverton_case: Path) -> Evidence:
    return gather(Casefile.open(riverton_case))


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_each_sort_has_an_address_and_a_count(client: TestClient, sort: str, lang: str) -> None:
    page = client.get("/inbox", params={"sort": sort, "lang": lang})

    assert page.status_code == 200
    for other in SORTS:
        assert re.search(rf'href="/inbox\?[^"]*sort={other}"', page.text)
    assert re.search(rf'sort={sort}[^"]*" aria-current="page"', page.text)


@pytest.mark.parametrize("role", [Role.READER, Role.CONTRIBUTOR, Role.ADMINISTRATOR, Role.AUDITOR])
def test_who_may_not_work_on_claims_sees_no_inbox(riverton_desk: FastAPI, role: Role) -> None:
    with client_as(riverton_desk, role) as found:
        assert found.get("/inbox").status_code == 404


def test_every_document_with_open_claims_waits_and_the_menu_says_how_many(
    client: TestClient, evidence: Evidence
) -> None:
    waiting = {one.document for one in evidence.claims}
    page = client.get("/inbox").text
    body = page.partition("<main")[2]

    assert set(re.findall(r"/documents/(d-[0-9a-f]+)", body)) == waiting
    assert re.search(rf'class="count">\s*<bdi>?{len(waiting)}|class="count">{len(waiting)}', page)


@pytest.mark.slow
@pytest.mark.parametrize(
    "fields",
    [
        {"choice": "accept"},
        {"choice": "reject", "reason": "wrong"},
        {"choice": "amend", "modality": "planned", "reason": "not yet"},
    ],
)
def test_a_decided_claim_waits_no_longer_and_waits_again_once_undone(
    own_client: TestClient, own_case: Path, fields: dict[str, str]
) -> None:
    def open_claims() -> int:
        now = gather(Casefile.open(own_case))
        return sum(row.suggested for row in undecided(now, ()))

    before, claim = open_claims(), gather(Casefile.open(own_case)).claims[0]
    address = f"/documents/{claim.document}"
    own_client.post(f"{address}/claims/{claim.id}", data=fields)
    assert open_claims() == before - 1

    page = own_client.get(address).text
    key = re.search(rf"{address}/decisions/([\w-]+)", page)
    assert key is not None
    own_client.post(f"{address}/decisions/{key[1]}", data={"reason": "a slip"})
    assert open_claims() == before


def test_a_proposed_claim_waits_until_it_is_taken(evidence: Evidence) -> None:
    first, *others = evidence.claims
    untaken = replace(evidence, claims=tuple(others))

    assert sum(row.proposed for row in undecided(untaken, [first])) == 1
    assert sum(row.proposed for row in undecided(evidence, [first])) == 0
    assert sum(row.suggested for row in undecided(evidence, [first])) == len(others)


def test_what_is_pointed_to_and_held_is_no_lead(evidence: Evidence) -> None:
    base = evidence.documents[0]
    text = (
        "See https://gazette.example/a, the report S/2018/244 and resolution 350 (1974). "
        "Again: (http://www.gazette.example/a/)."
    )
    one = replace(base, id="d-1", text=text, title=None, url=None, filename="one.txt")
    held = replace(
        base, id="d-2", text="", title="Report S_2018_244", filename="two.txt",
        url="https://www.gazette.example/a/",
    )  # fmt: skip

    alone = {(each.kind, each.words) for each in pointers_of([one], ())}
    assert alone == {
        (PointerKind.ADDRESS, "https://gazette.example/a"),
        (PointerKind.PAPER, "S/2018/244"),
        (PointerKind.PAPER, "resolution 350 (1974)"),
    }
    assert [each.words for each in pointers_of([one, held], ())] == ["resolution 350 (1974)"]
    assert set(pointers_of([held, one], ())) == set(pointers_of([one, held], ()))


def test_a_lead_is_words_and_no_link(client: TestClient, evidence: Evidence) -> None:
    leads = pointers_of(evidence.documents, evidence.pages)
    assert leads
    page = client.get("/inbox?sort=leads").text

    assert not re.search(r'(?:href|src)="(?:https?:)?//', page)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("verdict", "needed", "waits"),
    [
        ("confirm", 2, True),
        ("confirm", 1, False),
        ("ask for more", 1, True),
        ("dissent", 2, False),
    ],
)
def test_a_finding_waits_for_another_person_where_the_policy_or_a_reviewer_asks(
    own_client: TestClient, own_case: Path, verdict: str, needed: int, waits: bool
) -> None:
    link = re.search(r'href="/findings/([^"?#]+)', own_client.get("/").text)
    assert link is not None
    own_client.post(f"/findings/{link[1]}", data={"verdict": verdict, "reason": "read through"})
    judged = assess_case(Casefile.open(own_case))
    found = second_looks(judged.findings, judged.evidence.reviews, needed=needed)
    page = own_client.get("/inbox?sort=findings").text

    assert (link[1] in {look.finding.id for look in found}) is waits
    assert (link[1] in page) is (verdict == "ask for more")


def test_nobody_is_asked_to_look_again_at_what_nobody_reviewed() -> None:
    assert second_looks([], [], needed=2) == ()
