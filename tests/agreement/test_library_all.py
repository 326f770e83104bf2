"""Every shipped agreement: figures of its papers, ground where it is, words that reports use."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.agreement.shipped import shipped
from truceline.agreement.agreement import Agreement
from truceline.agreement.load import shipped_agreements
from truceline.agreement.provision import (
    Attribute,
    Deadline,
    Graded,
    Limit,
    NoAct,
    NoPresence,
    Permission,
    Rhythm,
    Standing,
)
from truceline.agreement.taxonomy import load_taxonomy
from truceline.geo.doubt import p_in_zone
from truceline.geo.line import Line
from truceline.geo.measure import area_m2, distance_to_line_m, side_of_line
from truceline.geo.place import Place

pytestmark = pytest.mark.slow

FIGURES: dict[str, Any] = YAML(typ="safe").load(
    Path(__file__).with_name("library_figures.yaml").read_text(encoding="utf-8")
)
NAMES = shipped_agreements()


def _each(section: str) -> list[Any]:
    return [
        pytest.param(name, key, value, id=f"{name} {key}")
        for name, figures in FIGURES.items()
        for key, value in figures.get(section, {}).items()
    ]


def _listed(section: str) -> list[Any]:
    return [pytest.param(name, set(FIGURES[name].get(section, ())), id=name) for name in FIGURES]


def test_every_shipped_agreement_is_in_the_table_of_figures() -> None:
    assert {*FIGURES, "undof-1974", "sw-syria-2017"} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_agreement_loads_under_its_own_name(name: str) -> None:
    assert shipped(name).id == name


@pytest.mark.parametrize("name", FIGURES)
def test_the_bundle_has_its_papers(name: str) -> None:
    assert len(shipped(name).papers) == FIGURES[name]["papers"]


@pytest.mark.parametrize(("name", "provision", "at_most"), _each("limits"))
def test_a_limit_holds_its_figure(name: str, provision: str, at_most: int) -> None:
    rule = shipped(name).provision(provision).rule

    assert isinstance(rule, Limit)
    assert rule.at_most == at_most


@pytest.mark.parametrize("name", FIGURES)
def test_every_limit_is_in_the_table_of_figures(name: str) -> None:
    limits = {p.id for p in shipped(name).provisions if isinstance(p.rule, Limit)}

    assert limits == set(FIGURES[name].get("limits", ()))


@pytest.mark.parametrize(("name", "provision", "last_day"), _each("deadlines"))
def test_a_deadline_ends_on_its_day(name: str, provision: str, last_day: object) -> None:
    rule = shipped(name).provision(provision).rule

    assert isinstance(rule, Deadline)
    assert rule.by.end is not None
    assert (rule.by.end - timedelta(minutes=1)).date().isoformat() == str(last_day)


@pytest.mark.parametrize(("name", "provision", "days"), _each("rhythms"))
def test_a_rhythm_has_its_days(name: str, provision: str, days: int) -> None:
    rule = shipped(name).provision(provision).rule

    assert isinstance(rule, Rhythm)
    assert rule.every == timedelta(days=days)


@pytest.mark.parametrize(("name", "provision", "bounds"), _each("calibres"))
def test_a_calibre_has_its_bounds(name: str, provision: str, bounds: list[Any]) -> None:
    rule = shipped(name).provision(provision).rule

    assert isinstance(rule, NoPresence)
    least, most, excluded = bounds
    assert rule.attribute == Attribute(
        name="calibre", minimum=least, maximum=most, minimum_excluded=excluded
    )


@pytest.mark.parametrize(("name", "provision", "rows"), _each("tables"))
def test_a_table_has_its_rows(name: str, provision: str, rows: list[Any]) -> None:
    rule = shipped(name).provision(provision).rule

    assert isinstance(rule, Graded)
    found = [
        [
            list(row.models or row.classes),
            row.attribute and row.attribute.minimum,
            row.where[0][1],
        ]
        for row in rule.rows
    ]
    assert found == rows


@pytest.mark.parametrize(("name", "zone", "bounds"), _each("areas"))
def test_a_zone_has_a_plausible_area(name: str, zone: str, bounds: list[float]) -> None:
    least, most = bounds

    assert least < area_m2(shipped(name).zone(zone)) / 1e6 < most


@pytest.mark.parametrize(("name", "zone", "band"), _each("bands"))
def test_a_band_reaches_as_far_as_its_figure(name: str, zone: str, band: list[Any]) -> None:
    line_id, from_km, to_km, side = band
    agreement = shipped(name)
    line, polygon = agreement.line(line_id), agreement.zone(zone).polygon
    assert polygon is not None
    from shapely import Point

    met = set()
    for lon_deg, lat_deg in _across(line, reach_km=1.8 * to_km):
        place = Place(lon_deg, lat_deg, 0)
        away_km = distance_to_line_m(line, place) / 1000
        if min(abs(away_km - from_km), abs(away_km - to_km)) < 0.1:
            continue
        meant = from_km < away_km < to_km and side in ("both", side_of_line(line, place))
        assert polygon.contains(Point(lon_deg, lat_deg)) is meant, (lon_deg, lat_deg, away_km)
        met.add((meant, away_km > 0.8 * to_km))
    assert {(True, True), (False, True)} <= met


def _across(line: Line, *, reach_km: float) -> Iterator[tuple[float, float]]:
    """Yield places on walks across a line at three of its points, square to its run there."""
    from pyproj import Geod

    ellipsoid = Geod(ellps="WGS84")
    for quarter in (1, 2, 3):
        at = len(line.points) * quarter // 4
        bearing, _, _ = ellipsoid.inv(*line.points[at - 1], *line.points[at])
        for turn in (90, -90):
            for step in range(1, 41):
                lon_deg, lat_deg, _ = ellipsoid.fwd(
                    *line.points[at], bearing + turn, reach_km * 1000 * step / 40
                )
                yield lon_deg, lat_deg


@pytest.mark.parametrize(("name", "zone", "towns"), _each("towns"))
def test_towns_lie_in_a_zone_or_out_of_it(name: str, zone: str, towns: dict[str, Any]) -> None:
    for town, lon_deg, lat_deg in towns["inside"]:
        assert p_in_zone(shipped(name).zone(zone), Place(lon_deg, lat_deg, 100)) > 0.6, town
    for town, lon_deg, lat_deg in towns["outside"]:
        assert p_in_zone(shipped(name).zone(zone), Place(lon_deg, lat_deg, 100)) < 0.25, town


@pytest.mark.parametrize(("name", "recalled"), _listed("recalled"))
def test_what_was_only_recalled_is_marked_and_labelled(name: str, recalled: set[str]) -> None:
    marked = {p.id: p for p in shipped(name).provisions if p.mark == "R"}

    assert set(marked) == recalled
    for provision in marked.values():
        assert provision.standing is Standing.REPORTED, provision.id


@pytest.mark.parametrize(("name", "undrawn"), _listed("undrawn"))
def test_what_cannot_be_drawn_is_there_with_the_reason(name: str, undrawn: set[str]) -> None:
    found = {zone.id: zone.not_drawable for zone in shipped(name).zones if zone.polygon is None}

    assert set(found) == undrawn
    assert all(why and len(why) > 20 for why in found.values())


@pytest.mark.parametrize("name", NAMES)
def test_every_provision_cites_a_paper_of_its_bundle_and_is_a_draft(name: str) -> None:
    agreement = shipped(name)
    papers = {paper.id for paper in agreement.papers}

    for provision in agreement.provisions:
        assert provision.paper in papers
        assert provision.paragraph
        assert provision.bound
        assert provision.review == "draft"


@pytest.mark.parametrize("name", NAMES)
def test_what_is_disputed_says_who_reads_it_how(name: str) -> None:
    for provision in shipped(name).provisions:
        if provision.standing is Standing.DISPUTED:
            assert len(provision.readings) >= 2, provision.id


@pytest.mark.parametrize("name", NAMES)
def test_names_are_in_lower_case_and_stand_for_one_thing_of_a_kind(name: str) -> None:
    agreement = shipped(name)
    kinds = (
        [party.called for party in agreement.parties],
        [zone.called for zone in agreement.zones],
        [line.called for line in agreement.lines] + [e.called for e in agreement.undrawn_lines],
    )
    for kind in kinds:
        names = [called for of_one in kind for called in of_one]
        assert [called for called in names if called != called.lower()] == []
        assert len(names) == len(set(names))
        assert [called for called in names if len(called) < 2] == []


@pytest.mark.parametrize("name", NAMES)
def test_all_classes_and_acts_are_words_of_the_taxonomy(name: str) -> None:
    taxonomy = load_taxonomy()
    for provision in shipped(name).provisions:
        rule = provision.rule
        if isinstance(rule, NoPresence | Limit | NoAct | Permission):
            assert set(rule.classes) <= set(taxonomy.classes), provision.id
        if isinstance(rule, NoAct | Permission):
            assert set(rule.acts) <= set(taxonomy.acts), provision.id


@pytest.mark.parametrize("name", NAMES)
def test_every_line_tells_source_licence_and_an_honest_error(name: str) -> None:
    for line in shipped(name).lines:
        assert line.source
        assert line.licence
        # The best of the open lines is good to 300 m against a second drawing.
        assert line.error_m >= 300
        assert all(round(value, 4) == value for point in line.points for value in point)


@pytest.mark.parametrize("name", NAMES)
def test_a_zone_on_a_sketch_is_no_surer_than_the_sketch(name: str) -> None:
    agreement = shipped(name)
    sketches = {line.title for line in agreement.lines if line.error_m >= 5000}
    for zone in agreement.zones:
        base, *_ = zone.construction.split(";")
        if zone.polygon is not None and any(title in base for title in sketches):
            assert zone.error_m >= 5000, zone.id


def test_the_variants_of_corrupted_copies_stand_side_by_side() -> None:
    assert _says("korea-1953", "AR-1") == {"two kilometres on each side", "two miles on each side"}
    assert _says("abkhazia-1994", "AB-2b") == {"above 80 mm", "above 18 mm", "no number at all"}
    assert any("west of the berm" in says for says in _says("western-sahara-1998", "MA-fire"))
    assert any("7 days" in says for says in _says("lebanon-2024", "CH-11-withdrawal"))
    assert any("20 km in the east" in says for says in _says("korea-2018", "MA-1-fixed-east"))


def _says(name: str, provision: str) -> set[str]:
    return {reading.says for reading in shipped(name).provision(provision).readings}


def test_a_changed_limit_has_its_later_figure() -> None:
    provision = shipped("sinai-1979").provision("SI-W-guards")
    early, late = provision.phases()

    assert isinstance(early.rule, Limit)
    assert isinstance(late.rule, Limit)
    assert (early.rule.at_most, late.rule.at_most) == (750, 3500)
    assert (early.zone_for("egypt"), late.zone_for("egypt")) == ("rafah", "zone-c")


def test_each_side_counts_from_a_base_line_of_its_own() -> None:
    agreement: Agreement = shipped("minsk-2015")
    debaltseve = Place(38.4026, 48.3359, 500)

    assert "September" in agreement.zone("armed-formations-25").construction
    assert "Actual" in agreement.zone("ukraine-25").construction
    # Held by the government on the line of September 2014, by the other side on the actual one.
    assert p_in_zone(agreement.zone("armed-formations-ground"), debaltseve) > 0.6
    assert p_in_zone(shipped("minsk-2014").zone("ukraine-ground"), debaltseve) > 0.6
