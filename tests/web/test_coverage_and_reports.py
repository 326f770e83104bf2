"""Coverage says where nobody looked, reports go out whole, open pages learn of growth."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient

from tests.web.entering import client_as
from tests.web.served import cookies_at, served
from truceline.casework.edition import editions_of
from truceline.casework.gather import gather
from truceline.casework.import_record import import_record
from truceline.casework.looked_table import ZoneLook
from truceline.digest import digest_of_bytes
from truceline.evidence.layout import Casefile
from truceline.timespan import Timespan
from truceline.web.app import desk
from truceline.web.pages.coverage import stretches_by_zone
from truceline.web.people.roles import Role
from truceline.web.settings import Settings


def _look(period: str, detection: float, *, denials: int = 0, told: int = 0) -> ZoneLook:
    days = Timespan.parse(period).seconds / 86_400 * detection
    return ZoneLook(
        agreement="a",
        zone="Buffer",
        period=Timespan.parse(period),
        detection=detection,
        records=1,
        denials=denials,
        told=told,
        told_per_look_day=told / days if days else None,
    )


def test_neighbours_alike_are_one_stretch_and_nobody_is_never_one_with_hardly_anybody() -> None:
    rows = [
        _look("2031-Q1", 0.5),
        _look("2031-Q2", 0.5, told=3),
        _look("2031-Q3", 0.0),
        _look("2031-Q4", 0.000001, told=1),
        _look("2032-Q1", 0.5, denials=1),
    ]
    ((zone, stretches),) = stretches_by_zone(rows)

    assert zone == "Buffer"
    assert [one.title for one in stretches] == [
        "2031-Q1 – 2031-Q2", "2031-Q3", "2031-Q4", "2032-Q1",
    ]  # fmt: skip
    assert [one.step for one in stretches] == [2, 0, 1, 2]
    assert stretches[0].told == 3


def test_where_hardly_anybody_looked_there_is_no_rate() -> None:
    ((_, stretches),) = stretches_by_zone([_look("2031-Q4", 0.000001, told=1)])

    assert stretches[0].rate is None


@pytest.mark.parametrize("lang", ["en", "fr", "ar"])
@pytest.mark.parametrize("path", ["/coverage", "/reports"])
def test_the_pages_are_shown_in_each_language(client: TestClient, path: str, lang: str) -> None:
    page = client.get(path, params={"lang": lang})

    assert page.status_code == 200
    assert f'<html lang="{lang}"' in page.text


def test_an_empty_record_of_looking_is_told_as_such(client: TestClient) -> None:
    assert "Nobody is on record as having looked." in client.get("/coverage").text


@pytest.mark.parametrize("form", ["html", "md", "json", "csv"])
def test_an_edition_is_a_file_of_its_form_that_forbids_itself_everything(
    client: TestClient, form: str
) -> None:
    edition = client.get("/reports/edition", params={"form": form, "title": "Spring"})

    assert edition.status_code == 200
    assert f".{form}" in edition.headers["content-disposition"]
    assert edition.headers["content-disposition"].startswith("attachment")
    assert "default-src 'none'" in edition.headers["content-security-policy"]
    if form == "json":
        assert json.loads(edition.text)["title"] == "Spring"


def test_an_edition_can_be_read_in_the_browser_and_other_forms_only_saved(
    client: TestClient,
) -> None:
    look = {"look": "1"}
    whole = client.get("/reports/edition", params={"form": "html", **look}).headers
    table = client.get("/reports/edition", params={"form": "csv", **look}).headers

    assert whole["content-disposition"].startswith("inline")
    assert table["content-disposition"].startswith("attachment")


@pytest.mark.slow
@pytest.mark.usefixtures("python_docx")
@pytest.mark.parametrize(
    ("form", "begins", "shown"), [("pdf", b"%PDF-", "inline"), ("docx", b"PK", "attachment")]
)
def test_a_report_on_paper_can_be_taken_away_and_its_pages_looked_at(
    client: TestClient, form: str, begins: bytes, shown: str
) -> None:
    edition = client.get("/reports/edition", params={"form": form, "look": "1"})

    assert edition.content.startswith(begins)
    assert edition.headers["content-disposition"].startswith(shown)
    assert f"form={form}" in client.get("/reports").text


def test_there_is_no_edition_of_an_unknown_form(client: TestClient) -> None:
    assert client.get("/reports/edition", params={"form": "exe"}).status_code == 404


def test_who_comes_back_learns_that_the_record_grew_meanwhile(
    client: TestClient,
) -> None:
    with client.stream("GET", "/events?most=1", headers={"last-event-id": "1"}) as stream:
        words = "".join(stream.iter_text())

    assert stream.headers["content-type"].startswith("text/event-stream")
    assert words.startswith("retry: 5000\nid: 1\n\n")
    assert "event: grew" in words


@pytest.mark.slow
def test_a_new_page_is_told_of_growth_after_it_came(own_case: Path) -> None:
    record = own_case.parent / "coverage.csv"
    record.write_text(
        "date_start,date_end,area,side,lat,lon,accuracy_m,method,detection,share,sees,denied,by,"
        "document,source_url,note\n"
        "2031-02-01,2031-02-28,neutral strip,,,,,patrol,0.5,0.5,,no,Mission,log 1,,\n",
        encoding="utf-8",
    )
    now = datetime(2031, 4, 1, tzinfo=UTC)
    with (
        served(Settings(casefile=own_case)) as origin,
        httpx.stream(
            "GET", f"{origin}/events?most=1", timeout=30, cookies=cookies_at(origin)
        ) as stream,
    ):
        words = stream.iter_text()
        first = next(words)
        import_record(Casefile.open(own_case), record, author="ann", recorded_at=now)
        rest = "".join(words)

    assert "event: grew" not in first
    assert "event: grew" in rest


@pytest.mark.slow
def test_a_report_that_is_given_out_is_on_record_with_the_digest_of_its_file(
    own_case: Path,
) -> None:
    # So late that the public is told as well.
    app = desk(Settings(casefile=own_case, clock=lambda: datetime(2033, 1, 1, tzinfo=UTC)))
    hidden = gather(Casefile.open(own_case)).observations[0]
    with client_as(app, Role.PROTECTION) as client:
        client.post(f"/marks/{hidden.id}", data={"level": "restricted", "reason": "r"})
        for audience, told in (("casework", True), ("partners", False), ("public", False)):
            sent = {"form": "json", "audience": audience, "to": "the board", "title": "Weekly"}
            answer = client.post("/reports/editions", data=sent)
            assert answer.status_code == 200, answer.text
            assert answer.headers["content-disposition"].startswith("attachment")
            assert (hidden.id in answer.text) == told, audience
            given = editions_of(Casefile.open(own_case))[-1]
            assert (given.audience, given.to, given.by) == (audience, "the board", "protection")
            assert given.digest == digest_of_bytes(answer.content)
            assert given.digest in client.get("/reports").text
        paper = {"form": "pdf", "audience": "partners", "to": "the board"}
        answer = client.post("/reports/editions", data=paper)
        (given,) = [one for one in editions_of(Casefile.open(own_case)) if one.form == "pdf"]
        assert given.digest == digest_of_bytes(answer.content)
        for wrong in ({"to": " "}, {"form": "exe"}, {"audience": "everybody"}):
            sent = {"form": "json", "audience": "public", "to": "x", **wrong}
            assert client.post("/reports/editions", data=sent).status_code in (400, 404, 422)
        assert len(editions_of(Casefile.open(own_case))) == 4
    with client_as(app, Role.ANALYST) as client:
        assert client.post("/reports/editions", data=sent).status_code == 404
        assert "the board" not in client.get("/reports").text
