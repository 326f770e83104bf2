"""Incidents: what comes together, what never does, and that no order and no name decides."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.observation.claims import claim
from tests.observation.records import FIRED, read, read_rows, sheet
from truceline.observation.corroborate import corroborate, incident_of
from truceline.observation.gather import gather
from truceline.observation.incident import Incident
from truceline.observation.observe import observe
from truceline.reading.actors import load_actors
from truceline.reading.claim import Stance

OTHER = FIRED | {"document": "[L] Letter of Syria, 9 May 2030"}
_SWAP = {
    "IDF": "SAAF",
    "SAAF": "IDF",
    "alpha": "bravo",
    "bravo": "alpha",
    "[L] Letter of Syria, May 2030": "[L] Letter of Israel, May 2030",
    "[L] Letter of Israel, May 2030": "[L] Letter of Syria, May 2030",
}


def _incidents(*rows: dict[str, str]) -> tuple[Incident, ...]:
    record = read_rows(*rows)
    assert record.refusals == ()
    return corroborate(record.observations)


@pytest.mark.parametrize(
    ("cells", "incidents"),
    [
        ({}, 1),
        ({"asset": "a tank"}, 1),
        ({"asset": ""}, 1),
        ({"count_min": "3", "count_max": "4"}, 1),
        ({"date_start": "2030-05-03", "date_end": "2030-05-05"}, 1),
        ({"date_start": "2030-05", "date_end": "2030-05"}, 1),
        ({"date_start": "2030-05-03T23:30Z", "date_end": ""}, 1),
        ({"party": "undetermined"}, 1),
        ({"party": "Israel"}, 1),
        ({"kind": "firing_into_area_of_separation", "place_text": "ceasefire line"}, 1),
        ({"date_start": "2030-05-05", "date_end": "2030-05-05"}, 2),
        ({"date_start": "2030", "date_end": "2030"}, 2),
        ({"date_start": "2030-05-03T16:00Z", "date_end": ""}, 2),
        ({"party": "SAAF"}, 2),
        ({"party": "undetermined", "side": "bravo"}, 2),
        ({"asset": "mortar rounds"}, 2),
        ({"count_min": "9", "count_max": "9"}, 2),
        ({"kind": "crossing_ceasefire_line", "asset": "soldiers"}, 2),
        ({"kind": "firing_into_area_of_separation", "place_text": "elsewhere"}, 2),
    ],
)
def test_what_another_paper_must_share_to_tell_of_the_same(
    cells: dict[str, str], incidents: int
) -> None:
    assert len(_incidents(FIRED, OTHER | cells)) == incidents


@pytest.mark.parametrize(
    ("lat", "accuracy_m", "incidents"),
    [("33.13", "", 1), ("33.15", "", 1), ("33.16", "", 2), ("33.16", "5000", 1)],
)
def test_places_agree_within_their_own_errors(lat: str, accuracy_m: str, incidents: int) -> None:
    here = {"lat": "33.13", "lon": "35.82"}
    there = {"lat": lat, "lon": "35.82", "accuracy_m": accuracy_m}
    assert len(_incidents(FIRED | here, OTHER | there)) == incidents


def test_an_incident_says_what_held_it_together() -> None:
    (incident,) = _incidents(FIRED, OTHER)
    assert incident.why == ("Syria, asserts: what: firing; time: 2030-05-04; area: ceasefire line",)
    (alone,) = _incidents(FIRED)
    assert alone.why == ("one report alone",)


def test_the_best_grade_speaks_for_an_origin_and_leads_the_incident() -> None:
    (incident,) = _incidents(
        FIRED | {"grade": "C4", "document": "[P] S/2030/2"},
        FIRED | {"grade": "B3"},
        FIRED | {"grade": "F6", "document": "[P] S/2030/3"},
    )
    (voice,) = incident.voices
    assert [str(report.grade) for report in voice.reports] == ["B3", "C4", "F6"]
    assert incident.lead == voice.best


def test_a_denial_joins_as_a_voice_and_never_leads() -> None:
    denial = FIRED | {"document": "[M] IDF statement", "stance": "denies", "grade": "A1"}
    (incident,) = _incidents(FIRED, denial)
    assert [v.stance for v in incident.voices] == [Stance.ASSERTS, Stance.DENIES]
    assert incident.lead.origin == "UNDOF"


def test_a_denial_over_half_a_year_denies_what_lies_in_it() -> None:
    wide = {"date_start": "2030-01", "date_end": "2030-06", "document": "[M] IDF statement"}
    assert len(_incidents(FIRED, FIRED | wide | {"stance": "denies"})) == 1
    assert len(_incidents(FIRED, FIRED | wide)) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("[M] IDF statement", "[L] Letter of Israel, May 2030"),
        ("[P] S/2030/1", "[Q] UN Spokesperson, 5 May 2030"),
        ("[P] S/2030/1", "[Q] Security Council Report, June 2030"),
        ("[L] Syrian army claim", "[L] Syrian state media in Security Council Report"),
    ],
)
def test_origins_of_one_house_are_one_voice(one: str, other: str) -> None:
    (incident,) = _incidents(FIRED | {"document": one}, FIRED | {"document": other})
    assert len(incident.voices) == 1
    assert len(incident.observations) == 2


def test_a_report_that_goes_with_two_rivals_stays_by_itself() -> None:
    unknown = FIRED | {"party": "undetermined", "side": "", "document": "[M] AP analysis"}
    rival = FIRED | {"party": "SAAF", "document": "[M] IDF statement"}
    assert [len(i.observations) for i in _incidents(FIRED, rival, unknown)] == [1, 1, 1]


def test_claims_and_rows_come_together() -> None:
    record = read_rows(FIRED | {"date_start": "2030-05-04"})
    told = observe([claim()], actors=load_actors())
    (incident,) = corroborate([*record.observations, *told])
    assert {voice.origin for voice in incident.voices} == {"UNDOF", "The Echo"}


def test_a_reviewer_may_join_what_the_rules_part() -> None:
    record = read_rows(FIRED, OTHER | {"date_start": "2030-06-01", "date_end": "2030-06-01"})
    incident = incident_of(record.observations)
    assert "merged by hand" in incident.why[0]


_ROWS = st.fixed_dictionaries(
    {
        "date_start": st.sampled_from(["2030-05-04", "2030-05-05", "2030-05"]),
        "side": st.sampled_from(["alpha", "bravo", ""]),
        "party": st.sampled_from(["IDF", "SAAF", "undetermined", "IDF or SAAF"]),
        "asset": st.sampled_from(["tank rounds", "mortar rounds", ""]),
        "count_min": st.sampled_from(["", "2", "9"]),
        "place_text": st.sampled_from(["ceasefire line", "Alpha side", "a hill"]),
        "document": st.sampled_from(
            [
                "[P] S/2030/1",
                "[Q] UN Spokesperson, May 2030",
                "[L] Letter of Syria, May 2030",
                "[L] Letter of Israel, May 2030",
                "[M] AP analysis of an image",
            ]
        ),
    }
).map(lambda cells: FIRED | {"date_end": "", "count_max": ""} | cells)
_RECORDS = st.lists(_ROWS, min_size=1, max_size=7)


def _summary(incidents: tuple[Incident, ...]) -> list[tuple[object, ...]]:
    return [
        (
            i.id,
            i.lead.id,
            i.why,
            [(v.origin, v.stance, [r.id for r in v.reports]) for v in i.voices],
        )
        for i in incidents
    ]


@pytest.mark.slow
@given(_RECORDS, st.randoms(use_true_random=False))
def test_rows_in_any_order_give_the_same_observations_and_incidents(
    rows: list[dict[str, str]], random: object
) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = read(sheet(rows)), read(sheet(shuffled))
    assert sorted(o.id for o in one.observations) == sorted(o.id for o in other.observations)
    assert _summary(corroborate(one.observations)) == _summary(corroborate(other.observations))


@given(_RECORDS)
def test_every_observation_lies_in_one_incident(rows: list[dict[str, str]]) -> None:
    record = read(sheet(rows))
    assert record.rows == record.accepted + record.refused
    held = [o.id for i in corroborate(record.observations) for o in i.observations]
    assert sorted(held) == sorted(o.id for o in record.observations)


@given(_RECORDS)
def test_an_echo_adds_no_voice_and_no_incident(rows: list[dict[str, str]]) -> None:
    record = read(sheet(rows)).observations
    echo = read(sheet([row | {"note": "sent again"} for row in rows])).observations
    before, after = corroborate(record), corroborate([*record, *echo])
    assert len(after) == len(before)
    assert sum(len(i.voices) for i in after) == sum(len(i.voices) for i in before)


def test_a_vaguer_echo_of_two_like_things_is_no_third() -> None:
    listed = [FIRED | {"note": "at dawn"}, FIRED | {"note": "at dusk"}]
    vague = FIRED | {"asset": "", "document": "[Q] SG report on UNDOF of 2030, via Haaretz"}
    assert len(_incidents(*listed)) == 2
    assert [len(i.voices) for i in _incidents(*listed, vague)] == [1, 1]


@given(_RECORDS)
def test_swapped_parties_give_mirrored_incidents(rows: list[dict[str, str]]) -> None:
    swapped = [
        row
        | {
            "party": "SAAF or IDF" if row["party"] == "IDF or SAAF" else _swap(row["party"]),
            "side": _swap(row["side"]),
            "document": _swap(row["document"]),
        }
        for row in rows
    ]
    assert _shape(rows) == _shape(swapped)


def _swap(word: str) -> str:
    return _SWAP.get(word, word)


def _shape(rows: list[dict[str, str]]) -> list[tuple[object, ...]]:
    """Return each incident by how it is told, without any name."""
    return sorted(
        (
            str(i.lead.when),
            i.lead.what,
            i.lead.place_text,
            len(i.observations),
            sorted((v.stance.value, str(v.best.grade)) for v in i.voices),
        )
        for i in corroborate(read(sheet(rows)).observations)
    )


@given(st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20))
def test_gathered_groups_hold_only_what_is_linked(pairs: set[tuple[int, int]]) -> None:
    links: dict[int, set[int]] = {vertex: set() for vertex in range(8)}
    for a, b in pairs:
        if a != b:
            links[a].add(b)
            links[b].add(a)
    groups = [group for groups in gather(links) for group in groups]
    assert sorted(v for group in groups for v in group) == list(range(8))
    assert all(b in links[a] for group in groups for a in group for b in group if a != b)
