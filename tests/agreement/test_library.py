"""The shipped agreements say what the papers say, and lie where the ground is."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.agreement.shipped import shipped
from truceline.agreement.agreement import Agreement
from truceline.agreement.load import check_agreement
from truceline.agreement.party import Role
from truceline.agreement.provision import (
    ANYBODY,
    Deadline,
    Limit,
    NoAct,
    NoPresence,
    Permission,
    Rhythm,
    Standing,
)
from truceline.agreement.taxonomy import load_taxonomy
from truceline.geo.doubt import p_in_zone
from truceline.geo.measure import area_m2, distance_to_line_m
from truceline.geo.place import Place

FIGURES: dict[str, Any] = YAML(typ="safe").load(
    Path(__file__).with_name("figures.yaml").read_text(encoding="utf-8")
)

# Towns well inside a zone, by positions of GeoNames; each at least 0.5 km from an edge.
INSIDE = {
    "separation": [
        ("Quneitra", 35.8246, 33.126),
        ("Jabbata al-Khashab", 35.8336, 33.2254),
        ("Ufaniya", 35.8593, 33.1996),
        ("Rafid", 35.9002, 32.9557),
        ("Al-Hamidiyah", 35.8481, 33.1565),
        ("Baath City", 35.8731, 33.172),
    ],
    "israel-10": [("Majdal Shams", 35.7716, 33.2703), ("Buqata", 35.7792, 33.2011)],
    "israel-20": [("Katzrin", 35.7043, 32.9885)],
    "syria-10": [("Jaba", 35.9259, 33.1628), ("Masharah", 35.9637, 33.1364)],
    "syria-20": [
        ("Al-Harah", 36.0046, 33.0559),
        ("Jasim", 36.0609, 32.9913),
        ("Nawa", 36.0391, 32.8865),
        ("Sa'sa'", 36.0195, 33.282),
    ],
    "quneitra": [("Quneitra", 35.8246, 33.126)],
}
BEYOND_25 = [
    ("Daraa", 36.1021, 32.6189),
    ("Nasib", 36.1881, 32.5518),
    ("Damascus", 36.2913, 33.5102),
]


@pytest.fixture(scope="module")
def undof() -> Agreement:
    return shipped("undof-1974")


@pytest.fixture(scope="module")
def south_west() -> Agreement:
    return shipped("sw-syria-2017")


def test_a_shipped_agreement_has_no_problem() -> None:
    assert check_agreement("undof-1974") == ()


@pytest.mark.parametrize("name", FIGURES["limits"])
def test_a_limit_holds_the_figure_of_its_paper(undof: Agreement, name: str) -> None:
    wanted, provision = FIGURES["limits"][name], undof.provision(name)
    band = wanted["zone"].removeprefix("own ")

    assert isinstance(provision.rule, Limit)
    assert provision.rule.at_most == wanted["at most"]
    assert list(provision.rule.classes) == wanted["classes"]
    assert provision.paper == wanted["paper"]
    assert dict(provision.where) == {side: f"{side}-{band}" for side in ("israel", "syria")}
    assert provision.standing == wanted.get("standing", "binding")
    attribute = provision.rule.attribute
    if "calibre mm" in wanted:
        assert attribute is not None
        assert (attribute.minimum, attribute.maximum) == (wanted["calibre mm"],) * 2
    elif "range up to m" in wanted:
        assert attribute is not None
        assert (attribute.minimum, attribute.maximum) == (None, wanted["range up to m"])
    else:
        assert attribute is None


@pytest.mark.parametrize("name", FIGURES["rhythms_days"])
def test_a_rhythm_has_its_days(undof: Agreement, name: str) -> None:
    rule = undof.provision(name).rule

    assert isinstance(rule, Rhythm)
    assert rule.every == timedelta(days=FIGURES["rhythms_days"][name])


@pytest.mark.parametrize("name", FIGURES["deadlines"])
def test_a_deadline_ends_on_its_day(undof: Agreement, name: str) -> None:
    rule = undof.provision(name).rule

    assert isinstance(rule, Deadline)
    assert rule.by.end is not None
    last_day = (rule.by.end - timedelta(seconds=1)).date()
    assert last_day.isoformat() == str(FIGURES["deadlines"][name])


@pytest.mark.parametrize("name", FIGURES["phases"])
def test_a_phase_waits_for_the_one_before_it(undof: Agreement, name: str) -> None:
    rule, wanted = undof.provision(name).rule, FIGURES["phases"][name]

    assert isinstance(rule, Deadline)
    assert rule.after == (wanted["after"],)
    assert rule.morning == wanted.get("morning")
    if "hours" in wanted:
        assert rule.delay == timedelta(hours=wanted["hours"])


def test_what_was_not_read_in_the_paper_is_marked(undof: Agreement) -> None:
    signed = {
        provision.id: provision.mark for provision in undof.provisions if provision.paper == "D1"
    }

    assert {name: mark for name, mark in signed.items() if mark != "S"} == FIGURES["marks"]


def test_missiles_against_aircraft_are_out_of_25_km_and_long_guns_out_of_the_second_band(
    undof: Agreement,
) -> None:
    missiles, guns = undof.provision("US-2c"), undof.provision("US-2a")

    assert isinstance(missiles.rule, NoPresence)
    assert missiles.rule.classes == ("surface-to-air missile",)
    assert missiles.zone_for("syria") == "syria-0-25"
    assert isinstance(guns.rule, NoPresence)
    assert guns.rule.attribute is not None
    assert guns.rule.attribute.minimum == 20_000
    assert guns.rule.attribute.minimum_excluded
    assert guns.verified_by == ("united-states", "undof")
    assert [name for name, _ in guns.verified_during] == ["undof"]


def test_limits_that_hold_together_have_one_parent(undof: Agreement) -> None:
    joint = [provision.id for provision in undof.provisions if provision.parent == "US-1"]

    assert joint == ["US-1a", "US-1b", "US-1c", "US-1d"]


def test_every_paper_is_cited_but_the_map(undof: Agreement) -> None:
    cited = {provision.paper for provision in undof.provisions}

    assert {paper.id for paper in undof.papers} - cited == {"D3"}


def test_what_is_not_in_the_papers_is_disputed_and_says_who_says_so(undof: Agreement) -> None:
    disputed = [p for p in undof.provisions if p.standing is Standing.DISPUTED]

    assert {"US-2d", "US-2e", "SC-4"} <= {provision.id for provision in disputed}
    assert all(len(provision.readings) >= 2 for provision in disputed)


def test_the_ground_of_line_a_1_is_there_and_not_drawable(undof: Agreement) -> None:
    zone = undof.zone("between-a-and-a-1")

    assert [line.id for line in undof.undrawn_lines] == ["A-1", "technical-fence"]
    assert zone.polygon is None
    assert zone.not_drawable
    assert undof.provision("DA-C").zone_for("israel") == zone.id


def test_the_two_signatories_are_treated_alike(undof: Agreement) -> None:
    """Each duty of one side has its mirror: the same rule, or one across the other line."""
    mirror = {"DA-B1": "DA-B4", "DA-B1-crossing": "DA-B4-crossing"}
    one_sided = {
        provision.id
        for provision in undof.provisions
        if len({"israel", "syria"} & set(provision.bound)) == 1
    }
    # The assurances on Quneitra and the Syrian police are one-sided in the papers themselves.
    assert one_sided == {*mirror, *mirror.values(), "SL-1", "SL-2", "SL-3", "US-4-police"}
    for one, other in mirror.items():
        assert type(undof.provision(one).rule) is type(undof.provision(other).rule)


def test_the_area_of_separation_is_as_large_as_published(undof: Agreement) -> None:
    assert 200e6 < area_m2(undof.zone("separation")) < 245e6


@pytest.mark.parametrize(
    ("zone", "town", "lon_deg", "lat_deg"),
    [(zone, *town) for zone, towns in INSIDE.items() for town in towns],
)
def test_a_town_lies_in_its_zone(
    undof: Agreement, zone: str, town: str, lon_deg: float, lat_deg: float
) -> None:
    assert p_in_zone(undof.zone(zone), Place(lon_deg, lat_deg, 100)) > 0.85, town


@pytest.mark.parametrize(("town", "lon_deg", "lat_deg"), BEYOND_25)
def test_a_far_town_lies_beyond_25_km(
    undof: Agreement, town: str, lon_deg: float, lat_deg: float
) -> None:
    assert p_in_zone(undof.zone("syria-0-25"), Place(lon_deg, lat_deg, 100)) < 0.01, town


def test_the_quneitra_crossing_lies_by_line_a(undof: Agreement) -> None:
    assert distance_to_line_m(undof.line("A"), Place(35.8158, 33.1128, 50)) < 300


@pytest.mark.parametrize("side", ["israel", "syria"])
def test_the_bands_of_a_side_make_up_its_25_km(undof: Agreement, side: str) -> None:
    bands = [undof.zone(f"{side}-{band}") for band in ("10", "20", "25")]

    assert sum(map(area_m2, bands)) == pytest.approx(area_m2(undof.zone(f"{side}-0-25")), rel=1e-3)
    assert area_m2(undof.zone(f"{side}-limitation")) == pytest.approx(
        area_m2(undof.zone(f"{side}-0-25")), rel=1e-3
    )


def test_the_area_of_separation_is_beyond_either_sides_line(undof: Agreement) -> None:
    separation = undof.zone("separation").polygon
    assert separation is not None
    for name in ("east-of-A", "west-of-B"):
        beyond = undof.zone(name).polygon
        assert beyond is not None
        assert separation.intersection(beyond).area > 0.99 * separation.area


def test_the_bands_stay_out_of_lebanon_and_jordan(undof: Agreement) -> None:
    nabatieh, irbid = Place(35.4839, 33.3789, 1000), Place(35.85, 32.5556, 1000)

    for zone in ("israel-0-25", "syria-0-25"):
        assert p_in_zone(undof.zone(zone), nabatieh) < 0.01
        assert p_in_zone(undof.zone(zone), irbid) < 0.01


def test_reports_names_lead_to_zones_and_lines(undof: Agreement) -> None:
    names = {name: zone.id for zone in undof.zones for name in zone.called}
    lines = {name: line.id for line in undof.lines for name in line.called}

    for name in ("area of separation", "buffer zone", "demilitarized zone", "aos"):
        assert names[name] == "separation"
    assert names["area of limitation"] == "limitation"
    assert names["area of limitation on the alpha side"] == "israel-limitation"
    assert lines["ceasefire line"] == "A"


@pytest.mark.parametrize(
    ("act", "relation", "asset", "provision"),
    [
        ("firing", "across", None, "DA-A"),
        ("airstrike", None, None, "DA-A-air"),
        ("firing", "into", None, "SC-3"),
        ("overflight", "over", "drone", "DA-B6"),
        ("crossing", "across", None, "DA-B1-crossing"),
        ("works", "within", None, "MP-works"),
        ("restriction of movement", None, None, "PR-4"),
        ("detention of the monitor", None, None, "PR-4-others"),
        ("attack on the monitor", None, None, "PR-4"),
        (None, None, "battle tank", "US-4"),
        (None, None, "fighters", "SC-4"),
        (None, None, "vehicle", "DA-B4"),
        (None, None, "iron dome launcher", "US-2c"),
        (None, None, "rocket launcher", "MP-weapons"),
    ],
)
def test_what_the_monitor_reports_meets_a_provision(
    undof: Agreement, act: str | None, relation: str | None, asset: str | None, provision: str
) -> None:
    rule, taxonomy = undof.provision(provision).rule, load_taxonomy()

    if act is not None:
        assert isinstance(rule, NoAct)
        assert taxonomy.share_within(act, rule.acts) == 1.0
        assert relation is None or not rule.relations or relation in rule.relations
    elif asset is not None:
        assert isinstance(rule, NoPresence)
        assert taxonomy.share_within(asset, rule.classes) == 1.0


def test_police_are_permitted_and_no_military_presence(undof: Agreement) -> None:
    rule = undof.provision("US-4-police").rule

    assert isinstance(rule, Permission)
    assert "US-4" in rule.lifts
    assert load_taxonomy().share_within("police", ("military presence",)) == 0.0


def test_nobody_but_the_monitor_means_everybody_else(undof: Agreement) -> None:
    provision = undof.provision("SC-4")

    assert provision.actors_for("anyone") == (ANYBODY,)
    assert provision.but == ("undof",)


def test_the_standing_of_the_agreement_is_dated_and_attributed(undof: Agreement) -> None:
    assert len(undof.statements) >= 3
    assert all(statement.by and statement.source for statement in undof.statements)


def test_every_provision_of_the_south_west_is_reported_only(south_west: Agreement) -> None:
    assert {provision.standing for provision in south_west.provisions} == {Standing.REPORTED}


def test_the_pull_back_keeps_its_rival_distances_with_their_tellers(south_west: Agreement) -> None:
    pull_back = south_west.provision("PB-25")
    zones = {reading.zone for reading in pull_back.readings}

    assert pull_back.zone_for("syria") == "golan-25"
    assert {"golan-5", "golan-25", "golan-85", "golan-100"} <= zones
    assert all(reading.by for reading in pull_back.readings)


def test_forces_backed_by_iran_are_computed_from_affiliations(south_west: Agreement) -> None:
    pull_back = south_west.provision("PB-25")

    assert pull_back.bound == ("syria", "russia")
    assert set(pull_back.actors_for("russia")) == {
        "hezbollah",
        "iranian-forces",
        "iran-backed-militias",
    }
    guarantors = {p.id for p in south_west.parties if p.role is Role.GUARANTOR}
    assert guarantors == {"russia", "united-states", "jordan"}


@pytest.mark.parametrize(
    ("town", "lon_deg", "lat_deg", "inside"),
    [
        ("Nawa", 36.0391, 32.8865, True),
        ("Daraa", 36.1021, 32.6189, False),
        ("Damascus", 36.2913, 33.5102, False),
        ("Katzrin", 35.7043, 32.9885, False),
    ],
)
def test_a_town_lies_within_25_km_of_the_golan_or_not(
    south_west: Agreement, town: str, lon_deg: float, lat_deg: float, inside: bool
) -> None:
    p = p_in_zone(south_west.zone("golan-25"), Place(lon_deg, lat_deg, 100))

    assert (p > 0.9) is inside, town
    assert (p < 0.1) is not inside, town


def test_the_distances_nest(south_west: Agreement) -> None:
    areas = [area_m2(south_west.zone(f"golan-{km}")) for km in (5, 25, 85, 100)]

    assert areas == sorted(areas)
