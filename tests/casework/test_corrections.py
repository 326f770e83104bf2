"""Nothing is rewritten: what is withdrawn, read anew or added again stays answerable as it was."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from truceline.casework.add import add_files
from truceline.casework.gather import gather
from truceline.casework.observe import observe_claims
from truceline.casework.read import read_documents
from truceline.casework.withdraw import withdraw_entry
from truceline.errors import NotFound
from truceline.evidence.layout import Casefile
from truceline.timespan import Timespan

AT = datetime(2031, 7, 1, 12, tzinfo=UTC)
NOTE = (
    "Patrol log, Riverton\n\n"
    "On 12 June the monitors saw three battle tanks of Northmark in the buffer zone near Oxmere. "
    "A spokesman of Southmark said that Northmark had shelled Tarnwick on 13 June.\n"
)


def _hours(hours: int) -> datetime:
    return AT + timedelta(hours=hours)


@pytest.fixture
def case(tmp_path: Path) -> Casefile:
    case = Casefile.create(tmp_path / "case", name="c", agreements=("undof-1974",), author="a")
    note = tmp_path / "note.txt"
    note.write_text(NOTE, encoding="utf-8")
    add_files(case, [note], published=Timespan.parse("2031-06-20"), author="a", recorded_at=AT)
    list(read_documents(case, author="a", recorded_at=_hours(1)))
    observe_claims(case, author="a", recorded_at=_hours(2))
    return case


def test_a_withdrawn_document_takes_all_that_came_from_it_and_history_stays(
    case: Casefile,
) -> None:
    before = gather(case)
    assert before.claims
    assert before.observations

    withdraw_entry(case, before.documents[0].id[:6], reason="r", author="a", recorded_at=_hours(3))

    after = gather(case)
    assert (after.documents, after.pages, after.claims, after.observations) == ((), (), (), ())
    then = gather(case, as_of=_hours(2))
    assert (then.claims, then.observations) == (before.claims, before.observations)


def test_a_claim_that_a_person_took_away_stays_away_when_the_document_is_read_again(
    case: Casefile,
) -> None:
    claim = gather(case).claims[0]
    withdraw_entry(case, claim.id, reason="misread", author="a", recorded_at=_hours(3))

    list(read_documents(case, again=True, author="a", recorded_at=_hours(4)))
    observe_claims(case, author="a", recorded_at=_hours(4))

    left = gather(case)
    assert claim.id not in {one.id for one in left.claims}
    assert left.claims


def test_reading_again_with_the_same_reader_changes_nothing(case: Casefile) -> None:
    before = gather(case)
    with case.ledger() as ledger:
        size = ledger.size()

    list(read_documents(case, again=True, author="a", recorded_at=_hours(3)))
    observe_claims(case, author="a", recorded_at=_hours(3))

    after = gather(case)
    assert (after.claims, after.observations) == (before.claims, before.observations)
    with case.ledger() as ledger:
        assert ledger.size() == size


def test_a_document_added_again_after_it_was_withdrawn_stands_again(
    case: Casefile, tmp_path: Path
) -> None:
    document = gather(case).documents[0]
    withdraw_entry(case, document.id, reason="wrong file", author="a", recorded_at=_hours(3))

    (added,), _ = add_files(
        case,
        [tmp_path / "note.txt"],
        published=document.published,
        author="a",
        recorded_at=_hours(4),
    )

    assert added.new
    assert gather(case).documents == (document,)


def test_what_does_not_stand_cannot_be_withdrawn(case: Casefile) -> None:
    with pytest.raises(NotFound, match="no single standing entry 'd-000'"):
        withdraw_entry(case, "d-000", reason="r", author="a", recorded_at=_hours(3))
