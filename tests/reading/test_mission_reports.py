"""Mission reports: each verb of knowledge has its level, each day its count, each claim its
paragraph."""

from __future__ import annotations

import pytest

from tests.accuracy.ceasefire import document_of
from truceline.reading.claim import Claim, Stance
from truceline.reading.gazetteer import load_gazetteer
from truceline.reading.read import read


def _claims(text: str) -> tuple[Claim, ...]:
    passage = {
        "id": "x-1", "text": text, "published": "2020-06-10",
        "outlet": "Report of the Secretary-General",
    }  # fmt: skip
    document, page = document_of(passage)
    return read(document, page=page, gazetteer=load_gazetteer())


@pytest.mark.parametrize(
    ("text", "how", "stance"),
    [
        ("UNDOF observed two tanks at the farm.", "observed", Stance.ASSERTS),
        ("UN personnel heard three bursts of gunfire.", "heard", Stance.ASSERTS),
        (
            "UNDOF was informed by the Syrian authorities that a drone had crossed the line.",
            "informed",
            Stance.ASSERTS,
        ),
        ("UNDOF could not confirm the incident.", "reported", Stance.CANNOT_CONFIRM),
        ("UNDOF lost sight of the aircraft near the post.", "reported", Stance.CANNOT_CONFIRM),
        (
            "UNDOF was unable to determine the origin of the rounds.",
            "reported",
            Stance.CANNOT_CONFIRM,
        ),
        ("Reportedly, three men crossed into the zone.", "reported", Stance.ASSERTS),
        ("UNDOF assessed that the fire had come from the north.", "assessed", Stance.ASSERTS),
        ("UNDOF assessed the rounds as mortar rounds.", "assessed", Stance.ASSERTS),
    ],
)
def test_a_verb_of_knowledge_tells_how_a_mission_knows(text: str, how: str, stance: Stance) -> None:
    (claim,) = _claims(text)

    assert claim.first_teller.how == how
    assert claim.stance is stance


def test_a_party_that_informs_stands_behind_the_mission() -> None:
    (claim,) = _claims("The IDF informed UNDOF that it had fired at two men.")

    assert [link.how for link in claim.chain[1:]] == ["reported", "informed"]


def test_each_day_of_a_list_has_its_own_count() -> None:
    text = "On 2 and 12 April, UNDOF observed two tank rounds and three missiles fired northwards."

    found = [(str(claim.time.when), claim.quantities[0].minimum)
             for claim in _claims(text) if claim.time]  # fmt: skip

    assert found == [("2020-04-02", 2.0), ("2020-04-12", 3.0)]


def test_days_without_a_count_each_make_one_claim_over_all_of_them() -> None:
    (claim,) = _claims("On 11, 18 and 25 May the two commands met at the bridge.")

    assert claim.time is not None
    assert str(claim.time.when) == "2020-05-11/2020-05-25"


def test_a_sum_over_the_period_is_told_from_its_items() -> None:
    total, item = _claims(
        "UNDOF observed a total of 26 drone flights during the reporting period. "
        "On 3 May, it observed one drone over the post."
    )

    assert total.is_total
    assert not item.is_total


def test_a_claim_keeps_the_number_of_its_paragraph() -> None:
    first, second = _claims("7. UNDOF observed two tanks.\n8. UNDOF heard three explosions.")

    assert (first.paragraph, second.paragraph) == (7, 8)


def test_a_text_that_numbers_nothing_has_no_paragraphs() -> None:
    (claim,) = _claims("UNDOF observed two tanks.")

    assert claim.paragraph is None
