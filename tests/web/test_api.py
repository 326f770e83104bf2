"""The API: pages follow each other, tags and keys hold, writes are signed, refusals say why."""

from __future__ import annotations

import base64
import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from tests.web.entering import client_as, token_client
from truceline.evidence.layout import Casefile
from truceline.web.api.once import Once
from truceline.web.api.rows import key_of
from truceline.web.app import desk
from truceline.web.people.roles import Role, Scope
from truceline.web.settings import Settings

_HERE = "http://127.0.0.1:8974"
_LISTS = ("documents", "claims", "decisions", "observations", "incidents", "regroupings",
          "coverage", "reviews", "findings", "agreements")  # fmt: skip


@pytest.fixture
def ann(own_case: Path) -> Iterator[TestClient]:
    """Yield a client of a reviewer on a casefile of its own."""
    with client_as(desk(Settings(casefile=own_case)), Role.REVIEWER) as found:
        yield found


def _get(client: TestClient, path: str, **query: str | int) -> dict[str, Any]:
    answer = client.get(f"/api/v1/{path}", params=query)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


@pytest.mark.parametrize("thing", _LISTS)
def test_pages_of_two_give_what_one_page_of_all_gives_and_lead_back(
    client: TestClient, thing: str
) -> None:
    whole = _get(client, thing, limit=500)
    found: list[object] = []
    page = _get(client, thing, limit=2)
    pages = [page]
    while page["next"]:
        page = client.get(page["next"]).json()
        pages.append(page)
    for each in pages:
        found += each["items"]

    assert found[:500] == whole["items"]
    for earlier, later in itertools.pairwise(pages):
        assert client.get(later["previous"]).json()["items"] == earlier["items"]


@given(st.lists(st.tuples(st.text(max_size=3), st.text(min_size=1, max_size=3)), unique=True))
def test_no_two_rows_share_a_place_in_the_order(pairs: list[tuple[str, str]]) -> None:
    keys = [key_of({"when": when, "id": id_}) for when, id_ in pairs if "\0" not in when + id_]

    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("thing", ["documents", "claims", "observations", "incidents"])
def test_each_row_can_be_had_by_itself(client: TestClient, thing: str) -> None:
    rows = _get(client, thing)["items"]

    assert rows
    for row in rows[:3]:
        assert _get(client, f"{thing}/{row['id']}") == row


def test_a_finding_comes_with_what_was_weighed_and_its_explanation(client: TestClient) -> None:
    rows = _get(client, "findings", limit=500)["items"]
    row = next(one for one in rows if one["incidents"])

    assert {one["incident"] for one in _get(client, f"findings/{row['id']}")["weighed"]} == set(
        row["incidents"]
    )
    assert _get(client, f"explanations/{row['id']}")["label"] == "finding"


def test_findings_are_chosen_by_party_and_letter(client: TestClient) -> None:
    rows = _get(client, "findings", limit=500)["items"]
    chosen = _get(client, "findings", limit=500, party=rows[0]["party"], status=rows[0]["letter"])

    assert chosen["items"] == [
        one for one in rows
        if (one["party"], one["letter"]) == (rows[0]["party"], rows[0]["letter"])
    ]  # fmt: skip


def test_who_has_an_answer_already_gets_no_second_copy(client: TestClient) -> None:
    first = client.get("/api/v1/incidents")
    tag = first.headers["etag"]
    again = client.get("/api/v1/incidents", headers={"if-none-match": f'"other", W/{tag}'})

    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/api/v1/incidents", headers={"if-none-match": '"x"'}).status_code == 200


def test_as_of_a_day_before_the_first_entry_there_is_nothing(client: TestClient) -> None:
    for thing in ("documents", "claims", "incidents", "findings"):
        assert _get(client, thing, **{"as-of": "2000-01-01"})["total"] == 0


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("incidents?cursor=%21%21", 400),
        ("incidents?cursor=" + base64.b64encode(b"?x").decode(), 400),
        ("incidents?limit=0", 422),
        ("incidents?limit=501", 422),
        ("incidents?as-of=2026-02-30", 400),
        ("incidents/none", 404),
        ("findings?step=fortnight", 422),
        ("findings?agreement=none", 404),
        ("findings/a/b/c", 404),
        ("changes", 422),
        ("changes?since=never", 400),
        ("ledger/log?kind=rumour", 422),
        ("ledger/checkpoint", 404),
        ("ledger/proof/0", 404),
        ("ledger/proof/x", 404),
        ("nowhere", 404),
    ],
)
def test_what_cannot_be_answered_is_a_problem_with_its_reason(
    client: TestClient, path: str, status: int
) -> None:
    answer = client.get(f"/api/v1/{path}")

    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert answer.json()["detail"]


def test_the_log_goes_back_to_the_first_entry_page_by_page(client: TestClient) -> None:
    page = _get(client, "ledger/log", limit=7)
    indexes = [one["index"] for one in page["items"]]
    while page["next"]:
        page = client.get(page["next"]).json()
        indexes += [one["index"] for one in page["items"]]

    assert indexes == list(range(page["total"]))[::-1]


def test_a_document_sent_twice_is_one_document_and_its_claims_can_be_read(
    ann: TestClient, own_case: Path
) -> None:
    words = "Shells were fired near Milltown on 4 February 2031, an officer said.\n" * 3
    form = {"publisher": "Echo", "published": "2031-02-05"}
    first = ann.post("/api/v1/documents", files={"file": ("../../a.txt", words)}, data=form)
    again = ann.post("/api/v1/documents", files={"file": ("a.txt", words)}, data=form)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    row = ann.get(first.headers["location"]).json()
    assert (row["file"], row["publisher"]) == ("a.txt", "Echo")
    assert not list(own_case.parent.parent.glob("a.txt"))
    read = ann.post(f"/api/v1/documents/{row['id']}/reading")
    assert read.status_code == 201
    assert Casefile.open(own_case).ledger().latest() is not None


def test_a_merge_can_be_undone_and_is_signed_by_who_is_signed_in(
    ann: TestClient, own_case: Path
) -> None:
    ids = [one["id"] for one in _get(ann, "incidents")["items"] if one["kind"] == "event"][:2]
    before = _get(ann, "incidents")["total"]
    merged = ann.post("/api/v1/incidents/merge", json={"incidents": ids, "reason": "one blast"})

    assert merged.status_code == 201, merged.text
    assert _get(ann, "incidents")["total"] == before - 1
    with Casefile.open(own_case).ledger() as ledger:
        assert next(iter(ledger.page(limit=1).entries)).author == "reviewer"
    undone = ann.post(
        f"/api/v1/regroupings/{merged.json()['id']}/undo", json={"reason": "two places"}
    )
    assert undone.status_code == 201
    assert _get(ann, "incidents")["total"] == before


def test_the_same_key_gets_the_same_answer_and_records_nothing_twice(
    ann: TestClient, own_case: Path
) -> None:
    finding = _get(ann, "findings")["items"][0]
    sent = {"finding": finding["id"], "verdict": "ask for more", "reason": "one voice"}
    key = {"idempotency-key": "k-1"}
    first = ann.post("/api/v1/reviews", json=sent, headers=key)
    with Casefile.open(own_case).ledger() as ledger:
        size = ledger.size()
    again = ann.post("/api/v1/reviews", json=sent, headers=key)
    other = ann.post("/api/v1/reviews", json={**sent, "reason": "another"}, headers=key)

    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 422)
    assert first.json() == again.json()
    assert again.headers["idempotency-replayed"] == "true"
    with Casefile.open(own_case).ledger() as ledger:
        assert ledger.size() == size


def test_a_request_that_was_refused_can_be_mended_and_sent_with_the_same_key(
    ann: TestClient,
) -> None:
    finding = _get(ann, "findings")["items"][0]["id"]
    sent = {"finding": finding, "verdict": "ask for more", "reason": " "}
    key = {"idempotency-key": "k-1"}

    assert ann.post("/api/v1/reviews", json=sent, headers=key).status_code == 422
    mended = ann.post("/api/v1/reviews", json={**sent, "reason": "one voice"}, headers=key)
    assert (mended.status_code, "idempotency-replayed" in mended.headers) == (201, False)


def test_a_review_of_a_finding_that_reads_otherwise_by_now_is_refused(ann: TestClient) -> None:
    finding = _get(ann, "findings")["items"][0]
    sent = {"finding": finding["id"], "verdict": "confirm", "reason": "seen",
            "inputs_digest": "sha256:" + "0" * 64}  # fmt: skip

    assert ann.post("/api/v1/reviews", json=sent).status_code == 412
    sent["inputs_digest"] = finding["inputs_digest"]
    assert ann.post("/api/v1/reviews", json=sent).status_code == 201


def test_reports_are_taken_out_of_the_incident_as_it_was_read(ann: TestClient) -> None:
    ids = [one["id"] for one in _get(ann, "incidents")["items"] if one["kind"] == "event"][:2]
    parts = {id_: _get(ann, f"incidents/{id_}") for id_ in ids}
    href = ann.post(
        "/api/v1/incidents/merge", json={"incidents": ids, "reason": "one blast"}
    ).json()["href"]
    sent = {"observations": ["o-none"], "reason": "another day"}

    assert parts
    stale = ann.post(f"{href}/part", json=sent, headers={"if-match": '"old"'})
    assert stale.status_code == 412
    now = ann.get(href).headers["etag"]
    assert ann.post(f"{href}/part", json=sent, headers={"if-match": now}).status_code == 404


@pytest.mark.slow
def test_no_write_goes_onto_another_state_than_the_one_that_was_read(ann: TestClient) -> None:
    def tag(href: str) -> str:
        return str(ann.get(href).headers["etag"])

    def sent(path: str, body: dict[str, object], tags: str) -> str:
        old = ann.post(f"/api/v1/{path}", json=body, headers={"if-match": '"old"'})
        assert old.status_code == 412, (path, old.text)
        assert old.headers["content-type"] == "application/problem+json"
        done = ann.post(f"/api/v1/{path}", json=body, headers={"if-match": tags})
        assert done.status_code in (200, 201), (path, done.text)
        return str(done.json()["id"])

    claim = _get(ann, "claims")["items"][0]
    own = f"/api/v1/claims/{claim['id']}"
    decision = sent(f"claims/{claim['id']}/decision", {"choice": "accept"}, tag(own))
    row = ann.get(own).json()
    assert (row["decision"], row["choice"]) == (decision, "accept")
    undone = tag(f"/api/v1/decisions/{decision}")
    sent(f"decisions/{decision}/undo", {"reason": "too soon"}, undone)
    assert ann.get(own).json()["decision"] is None
    assert ann.get(f"/api/v1/decisions/{decision}").status_code == 404

    ids = [one["id"] for one in _get(ann, "incidents")["items"] if one["kind"] == "event"][:2]
    one, other = (tag(f"/api/v1/incidents/{id_}") for id_ in ids)
    body: dict[str, object] = {"incidents": ids, "reason": "one blast"}
    half = ann.post("/api/v1/incidents/merge", json=body, headers={"if-match": one})
    assert half.status_code == 412
    merged = sent("incidents/merge", body, f"{one}, {other}")
    sent(f"regroupings/{merged}/undo", {"reason": "no"}, tag(f"/api/v1/regroupings/{merged}"))

    finding = _get(ann, "findings")["items"][0]["id"]
    review: dict[str, object] = {
        "finding": finding, "verdict": "ask for more", "reason": "one voice",
    }  # fmt: skip
    sent("reviews", review, tag(f"/api/v1/findings/{finding}"))
    document = _get(ann, "documents")["items"][0]["id"]
    sent(f"documents/{document}/reading", {}, tag(f"/api/v1/documents/{document}"))


@pytest.mark.slow
def test_a_decision_that_was_taken_back_under_a_key_is_not_taken_back_again(
    ann: TestClient, own_case: Path
) -> None:
    claim = _get(ann, "claims")["items"][0]["id"]
    made = ann.post(f"/api/v1/claims/{claim}/decision", json={"choice": "accept"}).json()["id"]
    path, key = f"/api/v1/decisions/{made}/undo", {"idempotency-key": "k-9"}
    first = ann.post(path, json={"reason": "too soon"}, headers=key)
    # As if the desk had been killed between its entry and its answer.
    (own_case / "requests.sqlite").unlink()
    again = ann.post(path, json={"reason": "too soon"}, headers=key)

    assert first.json() == {"id": made, "href": f"/api/v1/claims/{claim}"}
    assert (again.status_code, again.json()) == (201, first.json())


_WRITES = [
    ("incidents/merge", {"incidents": ["a", "b"], "reason": "x"}),
    ("incidents/a/part", {"observations": ["o"], "reason": "x"}),
    ("regroupings/g/undo", {"reason": "x"}),
    ("decisions/k/undo", {"reason": "x"}),
    ("reviews", {"finding": "a/b/c/d", "verdict": "confirm", "reason": "x"}),
    ("claims/c/decision", {"choice": "accept"}),
    ("documents/d/reading", {}),
]


@pytest.mark.parametrize(("path", "sent"), _WRITES)
def test_nobody_writes_unsigned_without_the_scope_or_on_a_public_desk(
    stranger: TestClient,
    riverton_desk: FastAPI,
    riverton_case: Path,
    path: str,
    sent: dict[str, object],
) -> None:
    unknown = stranger.post(f"/api/v1/{path}", json=sent)
    with token_client(riverton_desk, Role.REVIEWER, [Scope.READ]) as known:
        without = known.post(f"/api/v1/{path}", json=sent)
    public = desk(Settings(casefile=riverton_case, public=True))
    with TestClient(public, base_url=_HERE) as shown:
        read_only = shown.post(f"/api/v1/{path}", json=sent)

    assert [unknown.status_code, read_only.status_code] == [401, 405]
    # What no token may do is not there for one; what another scope would allow is refused by name.
    assert without.status_code in (403, 404)
    assert unknown.headers["www-authenticate"].startswith("Bearer")


def test_a_field_that_nobody_asked_for_is_refused(ann: TestClient) -> None:
    answer = ann.post("/api/v1/reviews", json={"finding": "x", "verdict": "maybe", "colour": 1})

    assert answer.status_code == 422
    told = " ".join(answer.json()["problems"])
    assert all(name in told for name in ("verdict", "reason", "colour"))


def test_places_are_no_sharper_than_a_town_for_who_is_not_known(
    riverton_case: Path,
) -> None:
    later = Settings(casefile=riverton_case, clock=lambda: datetime(2999, 1, 1, tzinfo=UTC))
    public = desk(replace(later, public=True))
    with TestClient(public, base_url=_HERE) as shown:
        coarse = _get(shown, "incidents", limit=500)["items"]
    with client_as(desk(later), Role.ANALYST) as known:
        exact = _get(known, "incidents", limit=500)["items"]

    placed = [one for one in coarse if one["accuracy_m"] is not None]
    assert all(one["accuracy_m"] >= 2000 for one in placed)
    assert len(coarse) == len(exact)


def test_the_answers_to_keyed_writes_survive_a_restart_and_go_after_a_day(tmp_path: Path) -> None:
    from datetime import UTC, datetime, timedelta

    from truceline.web.api.once import Answer

    done: list[int] = []

    def work(_: str | None) -> Answer:
        done.append(1)
        return Answer(201, {"id": "x"})

    def do(who: str, asked: int, at: datetime) -> None:
        once = Once(tmp_path / "answers.sqlite")
        once.do(work, recall=lambda _: None, who=who, key="k", asked={"a": asked}, at=at)

    at = datetime(2031, 1, 1, tzinfo=UTC)
    for later in (timedelta(0), timedelta(hours=23), timedelta(hours=26)):
        do("Ann", 1, at + later)
    do("Bob", 2, at)

    assert len(done) == 3


def test_the_description_names_every_address_and_one_form_of_refusal(client: TestClient) -> None:
    told = _get(client, "openapi.json")

    assert {f"/api/v1/{thing}" for thing in _LISTS} <= set(told["paths"])
    for path in told["paths"].values():
        for operation in path.values():
            for status, answer in operation["responses"].items():
                if status.startswith("4"):
                    assert list(answer["content"]) == ["application/problem+json"]


@pytest.mark.slow
def test_a_claim_is_amended_and_amending_nothing_is_refused(ann: TestClient) -> None:
    claim = _get(ann, "claims")["items"][0]
    href = f"/api/v1/claims/{claim['id']}/decision"
    for sent in (
        {"choice": "amend", "reason": "x"},
        {"choice": "accept", "modality": "planned"},
        {"choice": "amend", "modality": "never"},
    ):
        assert ann.post(href, json=sent).status_code == 422
    sent = {"choice": "amend", "modality": "threatened", "when": "2031-05", "reason": "Only if."}
    answer = ann.post(href, json=sent)

    assert answer.status_code == 201, answer.text
    told = [
        row for row in _get(ann, "claims", limit=500)["items"] if row["quote"] == claim["quote"]
    ]
    assert ("threatened", "2031-05") in {(row["modality"], row["when"]) for row in told}
