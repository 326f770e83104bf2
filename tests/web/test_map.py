"""The map: it shows what the record holds, as sharply as the reader may know, and says the rest."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.web.entering import client_as
from truceline.web.app import desk
from truceline.web.people.roles import Role
from truceline.web.settings import Settings

_HERE = "http://127.0.0.1:8974"


def _json(client: TestClient, path: str, **query: str) -> dict[str, Any]:
    answer = client.get(path, params=query)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


@pytest.mark.parametrize("lang", ["en", "fr", "ar"])
def test_everything_that_the_map_draws_stands_in_a_table_below_it(
    client: TestClient, lang: str
) -> None:
    page = client.get("/map", params={"lang": lang}).text
    ground = _json(client, "/map/ground.json")
    drawn = _json(client, "/map/incidents.json")["points"]["features"]

    for layer in ("lines", "zones"):
        assert ground[layer]["features"]
        for one in ground[layer]["features"]:
            assert f">{one['properties']['title']}<" in unescape(page)
    assert drawn
    for one in drawn:
        assert f'<tr id="{one["id"]}">' in page
    assert "imply no view" in page or lang != "en"


def test_a_band_of_error_lies_around_each_drawn_line(client: TestClient) -> None:
    ground = _json(client, "/map/ground.json")
    drawn = [one for one in ground["lines"]["features"] if one["geometry"] is not None]

    assert len(ground["bands"]["features"]) == len(drawn) > 0


def test_a_view_far_away_shows_nothing_and_a_period_long_gone_neither(client: TestClient) -> None:
    away = _json(client, "/map/incidents.json", bbox="-60,-60,-59,-59", zoom="8")
    gone = _json(client, "/map/incidents.json", during="1950")

    assert away["points"]["features"] == gone["points"]["features"] == []


@pytest.mark.parametrize(
    "query", [{"bbox": "1,2"}, {"zoom": "99"}, {"zoom": "nan"}, {"during": "whenever"}]
)
def test_a_view_that_cannot_be_is_refused(client: TestClient, query: dict[str, str]) -> None:
    assert client.get("/map/incidents.json", params=query).status_code in (400, 422)


def test_a_reader_who_is_not_signed_in_sees_no_place_sharper_than_a_town(
    client: TestClient,
) -> None:
    drawn = _json(client, "/map/incidents.json")["points"]["features"]

    assert all(one["properties"]["doubt_m"] >= 2000 for one in drawn)


def test_in_public_the_map_holds_back_what_is_fresh(riverton_case: Path) -> None:
    early = Settings(
        casefile=riverton_case, public=True, clock=lambda: datetime(2000, 1, 1, tzinfo=UTC)
    )
    with TestClient(desk(early), base_url=_HERE) as public:
        assert _json(public, "/map/incidents.json")["points"]["features"] == []
        assert "<tr id=" not in public.get("/map").text


def test_leave_to_evaluate_goes_out_with_the_file_of_the_worker_alone(client: TestClient) -> None:
    from tests.conftest import from_front_end

    from_front_end("pages")
    worker = client.get("/static/vendor/maplibre-gl-worker.mjs").headers
    others = ("/map", "/static/vendor/maplibre-gl.mjs", "/static/map.js")

    assert "script-src 'self' 'unsafe-eval'" in worker["content-security-policy"]
    assert worker["content-security-policy"].count("script-src") == 1
    for path in others:
        assert "unsafe-eval" not in client.get(path).headers["content-security-policy"]


def test_the_desk_draws_the_map_itself_for_a_browser_that_cannot(client: TestClient) -> None:
    picture = client.get("/map.svg")

    assert picture.headers["content-type"].startswith("image/svg+xml")
    assert picture.text.startswith("<svg")


def test_without_the_library_the_page_shows_the_picture(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("truceline.web.pages.map._has_library", lambda: False)
    page = client.get("/map").text

    assert "data-library" not in page
    assert 'src="/map.svg' in page


@pytest.mark.slow
def test_a_base_map_beside_the_ledger_is_served_by_ranges(
    riverton_case: Path, tmp_path: Path
) -> None:
    case = tmp_path / "case"
    shutil.copytree(riverton_case, case)
    (case / "basemap.pmtiles").write_bytes(bytes(range(200)))
    settings = replace(Settings(casefile=riverton_case), casefile=case)
    with client_as(desk(settings), Role.REVIEWER) as own:
        part = own.get("/map/basemap.pmtiles", headers={"range": "bytes=10-19"})
        page = own.get("/map").text

    assert (part.status_code, part.content) == (206, bytes(range(10, 20)))
    assert 'data-base="/map/basemap.pmtiles"' in page


def test_without_a_base_map_there_is_none_to_ask_for(client: TestClient) -> None:
    assert client.get("/map/basemap.pmtiles").status_code == 404
    assert "data-base" not in client.get("/map").text
