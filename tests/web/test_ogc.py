"""The casefile as OGC API Features: what is asked for comes back, all of it, and nothing else."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import required
from tests.web.entering import HERE, token_for
from tests.web.served import served
from truceline.timespan import Timespan
from truceline.web.ogc.item import Item, matching, stock
from truceline.web.ogc.query import Query, QueryInvalid, query_of
from truceline.web.people.roles import Role
from truceline.web.settings import Settings

_COLLECTIONS = ("lines", "zones", "incidents", "observations", "posts", "assessments")


def _items(client: TestClient, collection: str, **query: str) -> dict[str, Any]:
    answer = client.get(f"/ogc/collections/{collection}/items", params=query)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("application/geo+json")
    told: dict[str, Any] = answer.json()
    return told


def test_from_the_landing_page_every_link_leads_somewhere(client: TestClient) -> None:
    seen: set[str] = set()
    waiting = ["/ogc/"]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        answer = client.get(path)
        assert answer.status_code == 200, path
        told = answer.json()
        links = [*told.get("links", []), *(link for one in told.get("collections", [])
                                           for link in one["links"])]  # fmt: skip
        waiting += [link["href"].removeprefix("http://127.0.0.1:8974") for link in links]

    assert {f"/ogc/collections/{name}/items" for name in _COLLECTIONS} <= seen


def test_the_definition_names_every_address_that_is_served(client: TestClient) -> None:
    paths = client.get("/ogc/api").json()["paths"]

    for name in _COLLECTIONS:
        assert f"/collections/{name}/items/{{featureId}}" in paths


@pytest.mark.parametrize("collection", ["lines", "zones", "incidents", "assessments"])
def test_every_item_can_be_had_by_its_id(client: TestClient, collection: str) -> None:
    told = _items(client, collection)

    assert told["numberMatched"] >= 1
    for one in told["features"][:5]:
        links = {link["rel"]: link["href"] for link in told["links"]}
        assert "collection" in links
        path = f"/ogc/collections/{collection}/items/{one['id']}"
        assert client.get(path).json()["id"] == one["id"]


def test_pages_follow_each_other_until_all_have_come(client: TestClient) -> None:
    whole = _items(client, "assessments", limit="10000")
    page = _items(client, "assessments", limit="3")
    ids = [one["id"] for one in page["features"]]
    while links := [link["href"] for link in page["links"] if link["rel"] == "next"]:
        page = client.get(links[0]).json()
        ids += [one["id"] for one in page["features"]]

    assert ids == [one["id"] for one in whole["features"]]
    assert len(ids) == whole["numberMatched"] == page["numberMatched"]


def test_a_box_far_away_holds_nothing_and_the_whole_world_all_that_has_ground(
    client: TestClient,
) -> None:
    zones = _items(client, "zones")
    drawn = [one for one in zones["features"] if one["geometry"] is not None]

    assert _items(client, "zones", bbox="-180,-90,180,90")["numberMatched"] == len(drawn)
    assert _items(client, "zones", bbox="-60,-60,-59,-59")["numberMatched"] == 0


def test_as_of_a_day_before_the_first_entry_there_are_lines_and_no_incidents(
    client: TestClient,
) -> None:
    query = {"as-of": "2000-01-01"}

    assert _items(client, "lines", **query)["numberMatched"] > 0
    assert _items(client, "incidents", **query)["numberMatched"] == 0


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("bbox=1,2,3", "bbox"),
        ("bbox=1,2,x,4", "bbox"),
        ("bbox=nan,2,3,4", "bbox"),
        ("bbox=0,50,10,40", "bbox"),
        ("bbox=0,-91,10,40", "bbox"),
        ("datetime=yesterday", "datetime"),
        ("datetime=2018-06-02/2018-06-01", "datetime"),
        ("datetime=2018-06-01T12:00:00", "datetime"),
        ("datetime=2018-02-30", "datetime"),
        ("limit=0", "limit"),
        ("limit=-1", "limit"),
        ("limit=ten", "limit"),
        ("offset=-1", "offset"),
        ("as-of=soon", "as-of"),
        ("as-of=2018-01-01/..", "as-of"),
        ("colour=red", "colour"),
        ("limit=1&limit=2", "limit"),
        ("crs=http://www.opengis.net/def/crs/EPSG/0/3857", "crs"),
    ],
)
def test_a_parameter_that_cannot_be_used_is_refused_by_its_name(
    client: TestClient, query: str, name: str
) -> None:
    answer = client.get(f"/ogc/collections/incidents/items?{query}")

    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert any(problem.startswith(f"{name}: ") for problem in answer.json()["problems"])


def test_every_problem_of_a_query_is_told_at_once() -> None:
    with pytest.raises(QueryInvalid) as refused:
        query_of([("bbox", "1"), ("datetime", "x"), ("limit", "0"), ("colour", "red")])

    assert len(refused.value.problems) == 4


@pytest.mark.parametrize("path", ["/ogc/collections/tanks", "/ogc/collections/zones/items/none"])
def test_what_is_not_there_is_a_problem_of_404(client: TestClient, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code == 404
    assert answer.json()["status"] == 404


_STEP = timedelta(seconds=97)
_DAYS = st.integers(0, 10_000_000).map(lambda many: datetime(2001, 1, 1, tzinfo=UTC) + many * _STEP)


def _stands(when: Timespan) -> Item:
    return Item(id=str(when), geometry=None, when=when, make=dict)


@given(start=_DAYS, end=_DAYS, ask_start=_DAYS | st.none(), ask_end=_DAYS | st.none())
def test_an_item_is_found_exactly_where_its_time_and_the_asked_one_meet(
    start: datetime, end: datetime, ask_start: datetime | None, ask_end: datetime | None
) -> None:
    start, end = sorted((start, end))
    if start == end or (ask_start and ask_end and ask_start > ask_end):
        return
    query = Query(start=ask_start, end=ask_end)
    # By definition: some moment lies in both.
    last = ask_end or datetime.max.replace(tzinfo=UTC)
    first = ask_start or datetime.min.replace(tzinfo=UTC)
    meets = max(start, first) <= last and max(start, first) < end

    assert bool(matching(stock([_stands(Timespan(start, end))]), query)) == meets


def test_in_public_nothing_fresh_and_nothing_that_may_go_on_is_told(riverton_case: Path) -> None:
    from truceline.web.app import desk

    def day_after() -> datetime:
        return datetime(2000, 1, 1, tzinfo=UTC)

    early = Settings(casefile=riverton_case, public=True, clock=day_after)
    with TestClient(desk(early), base_url=HERE) as public:
        assert _items(public, "incidents")["numberMatched"] == 0
        assert _items(public, "observations")["numberMatched"] == 0
        assert _items(public, "zones")["numberMatched"] > 0


@pytest.fixture(scope="module")
def address(riverton_case: Path) -> Iterator[str]:
    token = token_for(riverton_case, Role.REVIEWER)
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("GDAL_HTTP_HEADERS", f"Authorization: Bearer {token}")
        with served(Settings(casefile=riverton_case)) as origin:
            yield origin


def _gdal(*arguments: str) -> str:
    tool = required(shutil.which(arguments[0]), f"{arguments[0]} (GDAL) is not on this machine")
    done = subprocess.run(
        [tool, *arguments[1:]],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
def test_gdal_lists_the_collections(address: str) -> None:
    told = _gdal("ogrinfo", "-ro", f"OAPIF:{address}/ogc")

    for name in _COLLECTIONS:
        assert f": {name} " in told


@pytest.mark.slow
def test_gdal_reads_as_many_items_as_there_are_page_by_page(
    address: str, client: TestClient, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.geojson"
    _gdal("ogr2ogr", "-f", "GeoJSON", str(copy), f"OAPIF:{address}/ogc", "assessments",
          "-oo", "PAGE_SIZE=5")  # fmt: skip
    whole = _items(client, "assessments", limit="10000")

    assert len(json.loads(copy.read_text())["features"]) == whole["numberMatched"] > 5


@pytest.mark.slow
def test_gdal_asks_for_a_box_and_gets_what_lies_in_it(address: str, client: TestClient) -> None:
    drawn = next(o for o in _items(client, "zones")["features"] if o["geometry"] is not None)
    lon, lat = drawn["geometry"]["coordinates"][0][0][:2]
    near = (lon - 0.01, lat - 0.01, lon + 0.01, lat + 0.01)
    told = _gdal("ogrinfo", "-ro", "-al", "-so", "-spat", *map(str, near),
                 f"OAPIF:{address}/ogc", "zones")  # fmt: skip
    own = _items(client, "zones", bbox=",".join(map(str, near)))

    assert f"Feature Count: {own['numberMatched']}" in told
    assert "WGS 84" in told


@pytest.mark.slow
def test_gdal_reads_what_was_known_on_a_day(address: str, client: TestClient) -> None:
    def counted(query: str) -> str:
        told = _gdal("ogrinfo", "-ro", "-al", "-so", f"OAPIF:{address}/ogc{query}", "incidents")
        return next(line for line in told.splitlines() if line.startswith("Feature Count"))

    whole = _items(client, "incidents", limit="10000")["numberMatched"]

    assert counted("?as-of=2000-01-01") == "Feature Count: 0"
    assert counted("") == counted("?as-of=2999-01-01") == f"Feature Count: {whole}"
