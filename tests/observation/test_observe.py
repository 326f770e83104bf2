"""Claims become observations only where something is told as having come about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.observation.claims import ECHO, PUBLISHED, actor, asset, at, claim, place, teller
from truceline.geo.place import Place
from truceline.observation.observation import Count, Method, Observation, ObservationKind, Tally
from truceline.observation.observe import observe
from truceline.reading.actors import load_actors
from truceline.reading.claim import Claim, ClaimKind, Modality, Stance
from truceline.timespan import Timespan


def _all(*claims: Claim) -> tuple[Observation, ...]:
    return observe(claims, actors=load_actors(), published=PUBLISHED)


def _one(one: Claim) -> Observation:
    (observation,) = _all(one)
    return observation


@given(st.sampled_from(list(Modality)), st.sampled_from(list(ClaimKind)))
def test_only_facts_of_events_and_presence_are_observed(
    modality: Modality, kind: ClaimKind
) -> None:
    wanted = modality.is_fact and kind in (ClaimKind.EVENT, ClaimKind.PRESENCE)
    assert bool(_all(claim(modality=modality, kind=kind))) is wanted


def test_an_event_keeps_its_act_its_line_and_its_day() -> None:
    seen = _one(claim())
    assert (seen.kind, seen.what, seen.relation) == (ObservationKind.EVENT, "firing", "across")
    assert seen.areas == ("ceasefire line",)
    assert str(seen.when) == "2030-05-04"
    assert [(s.actor, s.of, s.share) for s in seen.actors] == [
        ("Israel Defense Forces", "Israel", 1.0)
    ]


def test_presence_gives_an_observation_for_each_class() -> None:
    seen = _all(
        claim(kind=ClaimKind.PRESENCE, assets=(asset("battle tank", 2, 4), asset("troops")))
    )
    assert [(o.what, o.count) for o in seen] == [("battle tank", Count(2, 4)), ("troops", None)]
    assert len({o.id for o in seen}) == 2


def test_presence_of_nothing_named_is_a_military_presence() -> None:
    assert _one(claim(kind=ClaimKind.PRESENCE)).what == "military presence"


def test_a_denial_stays_a_denial() -> None:
    assert _one(claim(stance=Stance.DENIES)).stance is Stance.DENIES


def test_talk_is_no_act() -> None:
    assert _all(claim(act=None, event="CONSULT")) == ()
    assert _one(claim(act=None, event="ASSAULT")).what == "attack"


def test_what_goes_on_is_there_throughout() -> None:
    assert _one(claim(kind=ClaimKind.PRESENCE, modality=Modality.ONGOING)).tally is Tally.THROUGHOUT


@pytest.mark.parametrize(
    ("changes", "when"),
    [
        ({"time": at("2030-05-04")}, "2030-05-04"),
        ({"time": None}, "2030-05-03/2030-05-10"),
        ({"time": None, "modality": Modality.ONGOING}, "2030-05-10"),
    ],
)
def test_an_undated_claim_is_dated_by_its_document(changes: dict[str, object], when: str) -> None:
    span = Timespan.parse(when)
    seen = _one(claim(**changes))
    assert (seen.when.start, seen.when.end) == (span.start, span.end)


def test_what_nothing_dates_is_left_out() -> None:
    assert observe([claim(time=None)], actors=load_actors()) == ()


IDF, SAAF = "Israel Defense Forces", "Syrian armed forces"


@pytest.mark.parametrize(
    ("links", "origin", "method", "grade"),
    [
        ([], "The Echo", Method.REPORTED, "F6"),
        ([teller("Reuters", actor="Reuters")], "Reuters", Method.REPORTED, "C3"),
        ([teller("an officer", named=False)], "The Echo", Method.REPORTED, "D4"),
        ([teller("the IDF", actor=IDF)], IDF, Method.TOLD_BY_PARTY, "C2"),
        ([teller("SAAF", actor=SAAF)], SAAF, Method.TOLD_BY_PARTY, "C3"),
        ([teller("Jane Doe")], "Jane Doe", Method.REPORTED, "C3"),
        (
            [teller("UNDOF", how="observed", actor="United Nations Disengagement Observer Force")],
            "United Nations Disengagement Observer Force",
            Method.SEEN,
            "B2",
        ),
        (
            [teller("UNDOF", how="heard", actor="United Nations Disengagement Observer Force")],
            "United Nations Disengagement Observer Force",
            Method.HEARD,
            "A3",
        ),
        (
            [teller("The Herald"), teller("diplomats", named=False)],
            "The Herald",
            Method.REPORTED,
            "D4",
        ),
    ],
)
def test_the_first_nameable_link_is_the_origin(
    links: list[object], origin: str, method: Method, grade: str
) -> None:
    seen = _one(claim(chain=(ECHO, *links)))
    assert (seen.origin, seen.method, str(seen.grade)) == (origin, method, grade)


def test_of_two_actors_none_gets_the_whole_and_a_role_without_a_name_gets_nothing() -> None:
    both = _one(claim(who=(actor(IDF), actor(SAAF))))
    assert [(s.actor, s.share) for s in both.actors] == [(IDF, 0.5), (SAAF, 0.5)]
    role = _one(claim(who=(actor(IDF), actor(None))))
    assert [(s.actor, s.share) for s in role.actors] == [(IDF, 1.0)]


def test_the_line_alone_names_no_line() -> None:
    seen = _one(claim(places=(place("the line", area="the line"), place("A", area="the DMZ"))))
    assert seen.areas == ("dmz",)


def test_the_most_closely_known_place_counts() -> None:
    wide, close = Place(35.8, 33.1, 20_000), Place(35.82, 33.13, 2_000)
    seen = _one(claim(places=(place("the south", point=wide), place("a town", point=close))))
    assert seen.place == close
    assert seen.place_text == "the south, a town"


@given(st.permutations([claim(id=f"c-{n}", relation=None) for n in range(5)]))
def test_the_order_of_claims_changes_nothing(claims: list[Claim]) -> None:
    assert _all(*claims) == _all(*sorted(claims, key=lambda c: c.id))
