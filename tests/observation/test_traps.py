"""What real reports do to a careless reader: each trap, met in the open."""

from __future__ import annotations

import pytest

from tests.observation.records import FIRED, read_rows
from truceline.observation.corroborate import corroborate
from truceline.observation.observation import Count, Method, Observation, Tally
from truceline.reading.claim import Stance
from truceline.timespan import Timespan

CROSSED = {
    "date_start": "2022-09-03",
    "date_end": "2022-09-03",
    "place_text": "ceasefire line",
    "side": "alpha",
    "party": "IDF",
    "kind": "crossing_ceasefire_line",
    "asset": "soldiers",
    "document": "[Q] SG report on UNDOF of December 2022, via Haaretz",
}


def _one(**cells: str) -> Observation:
    read = read_rows(FIRED | cells)
    assert read.refusals == ()
    (observation,) = read.observations
    return observation


def test_a_claim_and_the_monitors_failure_to_confirm_it_are_two_observations() -> None:
    read = read_rows(
        FIRED
        | {
            "side": "bravo",
            "party": "SAAF",
            "asset": "tank shell; told by IDF, UNDOF could not confirm",
            "document": "[P] S/2013/174",
        }
    )
    claim, check = read.observations
    assert (claim.stance, claim.origin, claim.method) == (
        Stance.ASSERTS,
        "IDF",
        Method.TOLD_BY_PARTY,
    )
    assert [teller.name for teller in claim.chain] == ["S/2013/174", "UNDOF", "IDF"]
    assert (str(claim.grade), str(check.grade)) == ("C3", "A2")
    assert (check.stance, check.origin) == (Stance.CANNOT_CONFIRM, "UNDOF")
    (incident,) = corroborate(read.observations)
    assert incident.lead == claim
    assert [voice.stance for voice in incident.voices] == [Stance.ASSERTS, Stance.CANNOT_CONFIRM]


def test_one_event_told_by_two_sides_with_two_places_is_two_accounts_never_two_voices() -> None:
    read = read_rows(
        {
            "date_start": "2018-07-24",
            "place_text": "Israel: 2 km into its airspace; Syria: over Syrian ground",
            "side": "bravo",
            "party": "SAAF",
            "kind": "overflight_aircraft",
            "asset": "fighter aircraft; the two accounts conflict",
            "document": "[Q] Security Council Report, October 2018 (both sides' reports to UNDOF)",
        }
    )
    told = [(o.origin, o.place_text, str(o.grade)) for o in read.observations]
    assert told == [
        ("Israel", "2 km into its airspace", "C3"),
        ("Syria", "over Syrian ground", "C2"),
    ]
    assert [len(i.voices) for i in corroborate(read.observations)] == [1, 1]


def test_a_period_total_is_never_joined_to_the_dated_items_that_it_holds() -> None:
    total = CROSSED | {
        "date_start": "2022-08",
        "date_end": "2022-10",
        "asset": "crossings, total for the period",
        "count_min": "7",
        "count_max": "7",
    }
    read = read_rows(total, CROSSED)
    assert [o.tally for o in read.observations] == [Tally.PERIOD_TOTAL, Tally.ONE]
    assert len(corroborate(read.observations)) == 2


def test_the_month_of_a_briefing_reaches_back_to_the_briefing_before() -> None:
    seen = _one(
        date_start="2024-10",
        date_end="2024-10",
        kind="tanks_in_area_of_separation",
        asset="battle tank (month is that of the briefing)",
    )
    assert str(seen.when) == "2024-07-03/2024-10-31"
    assert seen.tally is Tally.ONE


def test_what_nobody_attributes_has_no_actor() -> None:
    seen = _one(party="not attributed by UNDOF", side="")
    assert (seen.actors, seen.side) == ((), None)


def test_an_entry_with_numbers_and_one_without_are_one_incident_and_two_voices() -> None:
    entry = {
        "date_start": "2012-07-19",
        "place_text": "area of separation",
        "side": "bravo",
        "party": "SAAF",
        "kind": "personnel_in_area_of_separation",
    }
    read = read_rows(
        entry
        | {
            "asset": "soldiers (press: up to)",
            "count_max": "500",
            "document": "[Q] Security Council Report, citing news media",
        },
        entry | {"asset": "soldiers", "document": "[L] Letter of Israel, July 2012"},
    )
    (incident,) = corroborate(read.observations)
    assert {voice.origin for voice in incident.voices} == {"Israel", "Security Council Report"}
    assert read.observations[0].count == Count(None, 500)


def test_a_row_whose_detail_is_beyond_what_was_read_says_no_more_than_that() -> None:
    seen = _one(
        kind="incident_across_ceasefire_line", party="", side="", asset="detail not in the text"
    )
    assert (seen.what, seen.actors, seen.assets) == ("attack", (), ())


def test_tanks_carriers_and_bulldozers_of_one_day_are_three_incidents() -> None:
    day = CROSSED | {"place_text": "area of separation"}
    read = read_rows(
        day | {"kind": "tanks_in_area_of_separation", "asset": "tank", "count_min": "1"},
        day | {"kind": "vehicles_in_area_of_separation", "asset": "armoured personnel carrier"},
        day | {"kind": "vehicles_in_area_of_separation", "asset": "bulldozers"},
    )
    what = [o.what for o in read.observations]
    assert what == ["battle tank", "armoured vehicle", "engineering vehicle"]
    assert len(corroborate(read.observations)) == 3


def test_two_rows_out_of_one_paper_are_two_things() -> None:
    read = read_rows(FIRED, FIRED | {"asset": "main battle tank rounds"})
    assert len(corroborate(read.observations)) == 2


@pytest.mark.parametrize(
    ("asset", "least", "most", "count"),
    [
        ("missiles (about)", "20", "20", Count(18, 22)),
        ("missiles (at least)", "3", "", Count(3, None)),
        ("missiles (up to)", "", "50", Count(None, 50)),
        ("missiles", "7", "7", Count(7, 7)),
        ("missiles", "3", "5", Count(3, 5)),
        ("missiles (dozens)", "", "", Count(24, None)),
        ("missiles", "", "", None),
        ("tasks left, down from 55 to 60", "3", "5", None),
    ],
)
def test_counts_are_as_wide_as_their_words(
    asset: str, least: str, most: str, count: Count | None
) -> None:
    assert _one(asset=asset, count_min=least, count_max=most).count == count


@pytest.mark.parametrize(
    ("kind", "asset", "tally"),
    [
        ("personnel_in_area_of_separation", "soldiers", Tally.THROUGHOUT),
        ("personnel_in_area_of_separation", "soldiers, undated within the period", Tally.ONE),
        ("firing_across_ceasefire_line", "tank rounds", Tally.ONE),
        ("overflight_uav", "drones counted over the period", Tally.PERIOD_TOTAL),
        ("restriction_of_un_movement", "access refused, occasions", Tally.PERIOD_TOTAL),
        ("claimed_violations_total", "instances in a letter", Tally.PERIOD_TOTAL),
        ("detention_of_un_personnel", "peacekeepers", Tally.THROUGHOUT),
    ],
)
def test_a_stretch_of_time_is_filled_as_the_kind_and_the_words_say(
    kind: str, asset: str, tally: Tally
) -> None:
    seen = _one(date_start="2013-04-01", date_end="2013-06-30", kind=kind, asset=asset)
    assert seen.tally is tally


@pytest.mark.parametrize(
    ("asset", "when"),
    [
        ("soldiers, end of month", "2013-01-21/2013-01-31"),
        ("soldiers (dozens), mid-month", "2013-01-11/2013-01-20"),
        ("soldiers", "2013-01"),
    ],
)
def test_a_part_of_a_month_is_kept_as_told(asset: str, when: str) -> None:
    assert _one(date_start="2013-01", date_end="2013-01", asset=asset).when.overlap(
        Timespan.parse(when)
    ) == Timespan(Timespan.parse(when).start, Timespan.parse(when).end)


@pytest.mark.parametrize(
    ("asset", "assets"),
    [
        ("fire at an IDF vehicle", ()),
        ("small arms; IDF vehicle hit", ("small arms",)),
        ("tank rounds", ("battle tank",)),
        ("82-mm mortar rounds", ("mortar",)),
        ("Tamuz guided missile", ("anti-tank missile",)),
    ],
)
def test_what_was_hit_is_not_taken_for_what_fired(asset: str, assets: tuple[str, ...]) -> None:
    assert _one(asset=asset).assets == assets
