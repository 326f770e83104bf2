"""Laws of judgement: what may never change a finding, and which way it may change."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.assessment.builders import finding, judged, looked, mirrored, seen, told, truce
from truceline.assessment.finding import Finding
from truceline.evidence.document import Span
from truceline.geo.place import Place
from truceline.observation.coverage import Coverage
from truceline.observation.grade import Grade
from truceline.observation.incident import Incident
from truceline.observation.observation import Observation
from truceline.reading.claim import Claim, ClaimKind, Modality, Stance, Teller

# Sums are taken in the order of ids, and ids differ between the mirror images.
ROUNDING = 1e-9

_grades = st.builds("{}{}".format, st.sampled_from("ABCDEF"), st.sampled_from("123456"))
_days = st.integers(1, 28).map("2020-02-{:02d}".format)
_origins = st.sampled_from(("Mission", "Gazette", "Alpha", "Beta", "Observer"))
_actors = st.sampled_from(
    ("Alpha army", "Beta army", "Alpha militia", None, (("Alpha army", 0.5), ("Beta army", 0.5)))
)
_where: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    (
        {"areas": ("buffer zone",)},
        {"areas": ("ceasefire line",), "relation": "across"},
        {"areas": ("strip on the west side",)},
        {"areas": ()},
        {"areas": (), "place": Place(35.97, 33.1, 3000)},
        {"areas": (), "place": Place(36.01, 33.05, 500), "relation": "into"},
    )
)
_what: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    (
        {"what": "battle tank", "kind": "presence", "count": (3, 9)},
        {"what": "armour", "kind": "presence"},
        {"what": "weapons", "kind": "presence", "tally": "throughout"},
        {"what": "firing", "kind": "event"},
        {"what": "crossing", "kind": "event"},
        {"what": "restriction of movement", "kind": "event"},
    )
)


@st.composite
def _reports(draw: st.DrawFn) -> Observation:
    origin = draw(_origins)
    fields: dict[str, Any] = {**draw(_what), **draw(_where)}
    return seen(
        by=draw(_actors),
        grade=draw(_grades),
        when=draw(_days),
        side=draw(st.sampled_from(("west", "east", None))),
        stance=draw(st.sampled_from(("asserts", "asserts", "denies", "cannot confirm"))),
        origin=origin,
        origin_actor=origin if origin in ("Alpha", "Beta") else None,
        row=draw(st.integers(1, 99)),
        **fields,
    )


_evidence = st.lists(
    st.lists(_reports(), min_size=1, max_size=3, unique_by=lambda one: one.id),
    min_size=1,
    max_size=4,
    unique_by=lambda group: tuple(sorted(one.id for one in group)),
)


def _incidents(groups: list[list[Observation]]) -> list[Incident]:
    return [replace(told(*group), id=f"i-{n}") for n, group in enumerate(groups)]


# One of each way of judging, to keep the laws quick; each kind has its worked cases besides.
TRUCE = truce(only=("no-forces", "no-fire", "tanks", "movement", "no-militia"))


# A judgement takes some 10 ms, and each law judges twice.
LAW = settings(max_examples=20)


def judged_all(*incidents: Incident, coverage: tuple[Coverage, ...] = ()) -> tuple[Finding, ...]:
    return judged(*incidents, agreement=TRUCE, coverage=coverage)


def _p(findings: tuple[Finding, ...]) -> dict[str, float]:
    return {found.id: found.p_breach for found in findings}


@LAW
@given(_evidence)
def test_swapped_parties_get_swapped_findings(groups: list[list[Observation]]) -> None:
    here = judged_all(*_incidents(groups))
    there = judged_all(*_incidents([[mirrored(one) for one in group] for group in groups]))
    other = {"alpha": "beta", "beta": "alpha"}
    swapped = {(found.provision, found.party): found for found in there}

    for found in here:
        twin = swapped[found.provision, other.get(found.party, found.party)]
        assert found.p_breach == pytest.approx(twin.p_breach, abs=1e-6)
        assert found.status is twin.status


@LAW
@given(_evidence, st.randoms(use_true_random=False))
def test_the_order_of_the_evidence_changes_nothing(
    groups: list[list[Observation]], random: Any
) -> None:
    incidents = _incidents(groups)
    shuffled = list(incidents)
    random.shuffle(shuffled)

    assert repr(judged_all(*incidents)) == repr(judged_all(*shuffled))


@LAW
@given(_evidence, st.data())
def test_an_echo_of_a_voice_raises_nothing(
    groups: list[list[Observation]], data: st.DataObject
) -> None:
    base = _incidents(groups)
    first = data.draw(st.sampled_from(groups))
    echoed = data.draw(st.sampled_from(first))
    # Told again by an outlet that names the same origin: the same voice.
    echo = replace(echoed, id=f"{echoed.id}-echo")
    more = _incidents([[*group, echo] if group is first else group for group in groups])

    before, after = _p(judged_all(*base)), _p(judged_all(*more))
    assert all(after[key] <= before[key] + ROUNDING for key in before)


@LAW
@given(_evidence, _grades, _origins)
def test_a_denial_raises_nothing(groups: list[list[Observation]], grade: str, origin: str) -> None:
    first = groups[0][0]
    denial = replace(
        first,
        id=f"{first.id}-denial",
        stance=Stance.DENIES,
        origin=f"{origin} again",
        origin_actor=origin if origin in ("Alpha", "Beta") else None,
    )
    base = _incidents(groups)
    more = _with_voice(base, denial)

    before, after = _p(judged_all(*base)), _p(judged_all(*more))
    assert all(after[key] <= before[key] + ROUNDING for key in before)


def test_a_speaker_who_takes_an_assertion_back_raises_nothing() -> None:
    told_first = seen(by="Alpha army", origin="Alpha", origin_actor="Alpha", grade="A3")
    taken_back = replace(told_first, id="back", stance=Stance.DENIES, grade=Grade("A", "1"))

    denied = seen(by="Alpha army", origin="Mission", grade="A1", stance="denies")

    before = _p(judged_all(*_incidents([[told_first, denied]])))
    after = _p(judged_all(*_incidents([[told_first, denied, taken_back]])))

    assert all(after[key] <= before[key] + ROUNDING for key in before)


@LAW
@given(_evidence, _grades)
def test_a_further_supporting_voice_lowers_nothing(
    groups: list[list[Observation]], grade: str
) -> None:
    base = _incidents(groups)
    lead = base[0].lead
    if not any(voice.stance is Stance.ASSERTS for voice in base[0].voices):
        return
    support = replace(
        lead,
        id=f"{lead.id}-more",
        stance=Stance.ASSERTS,
        origin="Another",
        origin_actor=None,
        grade=seen(grade=grade).grade,
    )
    more = _with_voice(base, support)

    before, after = _p(judged_all(*base)), _p(judged_all(*more))
    assert all(after[key] >= before[key] - ROUNDING for key in before)


@LAW
@given(_evidence, st.floats(0, 1), st.integers(1, 80))
def test_more_looking_without_a_sighting_raises_nothing(
    groups: list[list[Observation]], detection: float, days: int
) -> None:
    base = _incidents(groups)
    records = tuple(
        looked(detection=detection, areas=(area,), when=f"2020-01-01/2020-{1 + days // 28:02d}-20")
        for area in ("buffer zone", "strip on the west side", "ceasefire line")
    )

    before, after = _p(judged_all(*base)), _p(judged_all(*base, coverage=records))
    assert all(after[key] <= before[key] + ROUNDING for key in before)


@LAW
@given(st.floats(0, 4000), st.floats(1, 8000), st.floats(0, 8000))
def test_a_vaguer_place_never_firms(depth_m: float, accuracy_m: float, more_m: float) -> None:
    # A place inside the buffer zone, some way from its western edge.
    lon_deg = 35.98 + 0.02 * depth_m / 4000
    sharp, vague = (
        finding("no-forces", "alpha", told(seen(areas=(), place=Place(lon_deg, 33.1, error))))
        for error in (accuracy_m, accuracy_m + more_m)
    )

    assert vague.p_breach <= sharp.p_breach + 1e-6


@LAW
@given(_evidence, st.sampled_from([m for m in Modality if not m.is_fact]), _grades)
def test_hedged_speech_changes_nothing(
    groups: list[list[Observation]], modality: Modality, grade: str
) -> None:
    base = _incidents(groups)
    hedged = seen(claim=_claim(modality), grade=grade, origin="Elsewhere")
    alone = _p(judged_all(*base, told(hedged)))

    assert alone == _p(judged_all(*base))


@LAW
@given(_evidence)
def test_interested_parties_alone_never_make_suspicion(
    groups: list[list[Observation]],
) -> None:
    claims = [
        [replace(one, origin="Beta", origin_actor="Beta", stance=Stance.ASSERTS) for one in group]
        for group in groups
    ]
    for found in judged_all(*_incidents(claims)):
        if found.party == "alpha":
            assert found.status.letter == "?"


@LAW
@given(_evidence)
def test_a_probability_is_one_and_the_whole_is_never_less_than_the_party(
    groups: list[list[Observation]],
) -> None:
    for found in judged_all(*_incidents(groups)):
        assert 0.0 <= found.p_breach <= found.p_happened <= 1.0


def _with_voice(incidents: list[Incident], report: Observation) -> list[Incident]:
    """Return the incidents, the first with one more voice, and its lead left as it was."""
    first, *others = incidents
    grown = told(*first.observations, report)
    return [replace(grown, id=first.id, lead=first.lead), *others]


def _claim(modality: Modality) -> Claim:
    words = Span(0, 4, "will")
    return Claim(
        id="c",
        document="d",
        span=words,
        kind=ClaimKind.EVENT,
        stance=Stance.ASSERTS,
        modality=modality,
        chain=(Teller(span=None, name="Gazette", named=True, how="wrote"),),
        confidence=1.0,
        reader="grammar",
    )
