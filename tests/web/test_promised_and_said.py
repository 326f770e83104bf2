"""What was promised, what was said, and who is said to hold what: in words, pictures and tables."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.web.entering import client_as
from truceline.agreement.new import new_agreement
from truceline.casework.agreement_versions import record_versions, recorded_versions
from truceline.casework.gather import gather
from truceline.evidence.layout import Casefile
from truceline.report.told import diplomatic_record
from truceline.web.app import desk
from truceline.web.drawing.timeline import Band, Lane, timeline
from truceline.web.people.roles import Role
from truceline.web.settings import Settings

_DAY = datetime(2031, 5, 1, tzinfo=UTC)


@pytest.mark.parametrize("lang", ["en", "fr", "ar"])
@pytest.mark.parametrize("path", ["/agreements", "/diplomacy", "/control"])
def test_each_page_is_shown_in_each_language(client: TestClient, path: str, lang: str) -> None:
    page = client.get(path, params={"lang": lang})

    assert page.status_code == 200
    assert f'lang="{lang}"' in page.text


@pytest.mark.parametrize("path", ["/diplomacy", "/control"])
def test_before_the_first_entry_there_is_nothing_to_show(client: TestClient, path: str) -> None:
    page = client.get(path, params={"as-of": "2000-01-01"})

    assert 'class="empty"' in page.text
    assert "<svg class=" not in page.text


def test_every_provision_is_told_in_words_with_its_paper_and_its_zone(client: TestClient) -> None:
    page = client.get("/agreements/riverton-2031").text

    provisions = re.findall(r'<article class="provision card" id="([^"]+)"', page)
    assert provisions
    for paper in set(re.findall(r'href="#paper-([^"]+)"', page)):
        assert f'id="paper-{paper}"' in page
    for zone in set(re.findall(r'href="#zone-([^"]+)"', page)):
        assert f'id="zone-{zone}"' in page


@pytest.mark.slow
def test_the_map_of_a_provision_draws_its_zones_and_no_others(client: TestClient) -> None:
    page = client.get("/agreements/undof-1974/map.svg", params={"provision": "US-4"})

    assert page.headers["content-type"] == "image/svg+xml"
    assert "Area of separation" in page.text
    assert "West of Line A" not in page.text


def test_cases_are_run_on_demand_with_their_results(client: TestClient) -> None:
    page = client.get("/agreements/riverton-2031", params={"cases": "1"}).text

    assert "came out as expected" in page or "No worked case is kept beside it." in page


@pytest.mark.slow
def test_two_agreements_are_compared_and_one_with_itself_is_not(client: TestClient) -> None:
    two = {"first": "riverton-2031", "second": "idlib-2018"}
    same = {"first": "idlib-2018", "second": "idlib-2018"}

    assert "Added provisions" in client.get("/agreements/difference", params=two).text
    assert "Nothing parts the two." in client.get("/agreements/difference", params=same).text


@pytest.mark.slow
def test_versions_on_record_are_read_and_compared_by_their_digests(
    own_case: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "river"
    new_agreement(folder)
    settings = own_case / "truceline.toml"
    old = settings.read_text(encoding="utf-8")
    settings.write_text(re.sub(r"agreements = .*", f'agreements = ["{folder}"]', old), "utf-8")
    case = Casefile.open(own_case)
    record_versions(case, author="ann", recorded_at=datetime(2032, 1, 1, tzinfo=UTC))
    file = folder / "agreement.yaml"
    file.write_text(file.read_text("utf-8").replace("at most: 40", "at most: 30"), "utf-8")
    record_versions(case, author="ann", recorded_at=datetime(2032, 1, 2, tzinfo=UTC))
    second, first = (str(one.digest) for one in recorded_versions(case)[:2])
    id_ = recorded_versions(case)[0].agreement
    with client_as(desk(Settings(casefile=own_case)), Role.REVIEWER) as client:
        two = {"first": first, "second": second}
        difference = client.get("/agreements/difference", params=two).text
        assert "40" in difference
        assert "30" in difference
        assert first in client.get("/agreements").text
        read = client.get(f"/agreements/{id_}", params={"version": first}).text
        assert re.search(r"ost 40\b", read)
        assert client.get(f"/agreements/{id_}/map.svg", params={"version": first}).is_success
        # A version of one agreement is no version of another.
        other = client.get("/agreements/idlib-2018", params={"version": first})
        assert other.status_code == 404
        early = client.get("/agreements/difference", params={**two, "as-of": "2031-12-31"})
        assert early.status_code == 404


@pytest.mark.parametrize("name", ["../../etc", "nowhere-1900", "/etc/passwd"])
def test_no_path_of_the_machine_is_an_agreement(client: TestClient, name: str) -> None:
    found = client.get("/agreements/difference", params={"first": name, "second": "idlib-2018"})

    assert found.status_code == 404


@pytest.mark.slow
def test_every_contact_stands_in_the_table_and_leads_to_its_words(
    client: TestClient, riverton_case: Path
) -> None:
    claims = diplomatic_record(gather(Casefile.open(riverton_case)).claims)
    assert claims
    kinds = {claim.kind.value for claim in claims}
    pages = "".join(client.get("/diplomacy", params={"kind": kind}).text for kind in kinds)

    for claim in claims:
        assert f"#{claim.id}" in pages
        document = f"/documents/{claim.document}"
        assert f'id="{claim.id}"' in client.get(document, params={"claim": claim.id}).text


def test_an_axis_reads_from_either_side_and_marks_what_has_no_end() -> None:
    lanes = [
        Lane(title="Oakford", bands=(Band(start=_DAY, end=None, label="A", title="A"),)),
        Lane(
            title="Oxmere",
            bands=(Band(start=_DAY, end=_DAY.replace(month=6), label="B", title="B"),),
            marks=((_DAY.replace(month=7), "published"),),
        ),
    ]
    ltr, rtl = timeline(lanes, label="x"), timeline(lanes, label="x", rtl=True)

    def start_of(svg: str) -> float:
        return float(re.findall(r'<rect x="([0-9.]+)"', svg)[1])

    assert 'open-end"' in ltr
    assert start_of(ltr) < start_of(rtl)
    assert timeline([], label="x") == ""


def test_what_lies_far_from_the_rest_stands_at_the_edge() -> None:
    near = [
        Lane(
            title=str(day),
            bands=(Band(start=_DAY.replace(day=day), end=_DAY.replace(day=day + 1), label="",
                        title=""),),
        )
        for day in range(1, 13)
    ]  # fmt: skip
    far = Lane(
        title="far",
        bands=(Band(start=datetime(1974, 1, 1, tzinfo=UTC), end=datetime(1974, 2, 1, tzinfo=UTC),
                    label="", title=""),),
    )  # fmt: skip

    assert "beyond" in timeline([*near, far], label="x")
    assert "beyond" not in timeline(near, label="x")
