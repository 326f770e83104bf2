"""Who holds what over time, as told; nothing is decided between rival tellers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.observation.claims import ECHO, PUBLISHED, actor, at, claim, place, teller
from truceline.observation.control import control_over_time
from truceline.observation.holding import Holding
from truceline.reading.claim import Claim, ClaimKind, Modality, Stance

REBELS, ARMY = "armed opposition", "Syrian armed forces"


def _held(holder: str, when: str | None, *, number: int, **changes: object) -> Claim:
    return claim(
        id=f"c-{number}",
        kind=ClaimKind.CONTROL,
        who=(actor(holder),),
        places=(place("Tasil"),),
        time=at(when) if when else None,
        **changes,
    )


def _laid_out(*claims: Claim) -> tuple[Holding, ...]:
    return control_over_time(claims, published=PUBLISHED)


def test_a_holding_ends_when_another_holder_is_told_of() -> None:
    first, second = _laid_out(
        _held(REBELS, "2030-01-05", number=1),
        _held(REBELS, "2030-02", number=2),
        _held(ARMY, "2030-06-03", number=3),
    )
    assert (first.holder, [str(t) for t in first.told]) == (REBELS, ["2030-01-05", "2030-02"])
    assert (str(first.until), second.until) == ("2030-06-03", None)
    assert (second.holder, second.holder_of) == (ARMY, "Syria")
    assert not first.contested


def test_two_holders_at_one_time_are_both_contested() -> None:
    told = _laid_out(_held(REBELS, "2030-01", number=1), _held(ARMY, "2030-01-20", number=2))
    assert [h.contested for h in told] == [True, True]


def test_a_denial_contests_and_ends_nothing() -> None:
    told = _laid_out(
        _held(ARMY, "2030-01", number=1),
        _held(ARMY, "2030-01", number=2, stance=Stance.DENIES),
    )
    assert [(h.stance, h.contested, h.until) for h in told] == [
        (Stance.ASSERTS, True, None),
        (Stance.DENIES, True, None),
    ]


def test_what_is_planned_or_undated_is_held_by_nobody() -> None:
    planned = _held(ARMY, "2030-01", number=1, modality=Modality.PLANNED)
    undated = _held(ARMY, None, number=2, document="d-unknown")
    assert _laid_out(planned, undated) == ()


def test_an_adjective_of_the_day_is_dated_by_its_document() -> None:
    (told,) = _laid_out(_held(REBELS, None, number=1, modality=Modality.ONGOING))
    assert [str(t) for t in told.told] == ["2030-05-10"]


def test_origins_and_the_best_grade_are_kept() -> None:
    (told,) = _laid_out(
        _held(REBELS, "2030-01-05", number=1),
        _held(REBELS, "2030-01-06", number=2, chain=(ECHO, teller("Reuters", actor="Reuters"))),
    )
    assert told.origins == ("The Echo", "Reuters")
    assert str(told.grade) == "C3"


_CLAIMS = [
    _held(holder, f"2030-0{month}", number=number)
    for number, (holder, month) in enumerate([(REBELS, 1), (ARMY, 2), (REBELS, 3), (ARMY, 3)])
]


@given(st.permutations(_CLAIMS))
def test_the_order_of_claims_changes_nothing(claims: list[Claim]) -> None:
    assert _laid_out(*claims) == _laid_out(*_CLAIMS)
