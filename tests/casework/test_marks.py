"""What bears a mark is not there for who is not cleared, nor what rests on it, on any day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from truceline.casework.add import add_files
from truceline.casework.coarse import BLOCK, DELAY, scrubbed
from truceline.casework.evidence import Evidence
from truceline.casework.gather import gather
from truceline.casework.mark import mark_entry
from truceline.casework.marks import marks_of
from truceline.casework.observe import observe_claims
from truceline.casework.read import read_documents
from truceline.casework.sight import ALL, OPEN, PUBLIC, Clearance, Sight
from truceline.casework.withdraw import withdraw_entry
from truceline.errors import NotFound, RecordInvalid
from truceline.evidence.handling import Level
from truceline.evidence.layout import Casefile
from truceline.timespan import Timespan

AT = datetime(2031, 7, 1, 12, tzinfo=UTC)
NOTE = (
    "Patrol log, Riverton\n\n"
    "On 12 June the monitors saw three battle tanks of Northmark in the buffer zone near Oxmere. "
    "A spokesman of Southmark said that Northmark had shelled Tarnwick on 13 June.\n"
)
NOTHING = Clearance(anything=False)
EMBARGOED = Clearance(embargoed=True)


@pytest.fixture
def case(tmp_path: Path) -> Casefile:
    case = Casefile.create(tmp_path / "case", name="c", agreements=("undof-1974",), author="a")
    note = tmp_path / "note.txt"
    note.write_text(NOTE, encoding="utf-8")
    add_files(case, [note], published=Timespan.parse("2031-06-20"), author="a", recorded_at=AT)
    list(read_documents(case, author="a", recorded_at=AT))
    observe_claims(case, author="a", recorded_at=AT)
    return case


def mark(case: Casefile, key: str, level: Level, *, until: datetime | None = None) -> None:
    """Mark something, a day after all was recorded."""
    later = AT + timedelta(days=1)
    mark_entry(case, key, level=level, reason="r", by="p", at=later, until=until)


def seen(case: Casefile, clearance: Clearance, *, as_of: datetime | None = None) -> Evidence:
    """Return what somebody sees of a casefile, two days after all was recorded."""
    return gather(case, as_of=as_of, sight=Sight(clearance=clearance, at=AT + timedelta(days=2)))


def test_a_restricted_document_is_gone_with_all_that_rests_on_it_in_the_past_too(
    case: Casefile,
) -> None:
    whole = gather(case)

    mark(case, whole.documents[0].id, Level.RESTRICTED)

    for day in (None, AT):
        left = seen(case, OPEN, as_of=day)
        assert not (left.documents + left.pages + left.claims + left.observations)
        assert seen(case, ALL, as_of=day).observations == whole.observations
        assert not seen(case, EMBARGOED, as_of=day).documents


def test_a_restricted_observation_hides_its_claim_and_the_text_that_it_stands_in(
    case: Casefile,
) -> None:
    whole = gather(case)
    hidden = whole.observations[0]

    mark(case, hidden.id, Level.RESTRICTED)

    left = seen(case, OPEN)
    assert hidden.id not in {one.id for one in left.observations}
    assert not any(claim.span == hidden.basis.span for claim in left.claims)  # type: ignore[union-attr]
    assert [document.text for document in left.documents] == [""]
    assert left.claims


def test_a_mark_holds_for_words_that_are_read_anew_under_another_id(case: Casefile) -> None:
    claim = gather(case).claims[0]
    mark(case, claim.id, Level.RESTRICTED)
    withdraw_entry(case, claim.id, reason="misread", author="a", recorded_at=AT)

    assert not any(claim.span.overlaps(one.span) for one in seen(case, OPEN).claims)


def test_an_embargo_ends_by_itself_and_a_lowered_mark_shows_again(case: Casefile) -> None:
    document = gather(case).documents[0].id
    mark(case, document, Level.EMBARGOED, until=AT + timedelta(days=3))
    assert not seen(case, OPEN).documents
    assert seen(case, EMBARGOED).documents
    over = Sight(clearance=OPEN, at=AT + timedelta(days=3))
    assert gather(case, sight=over).documents

    mark(case, document, Level.OPEN)

    assert seen(case, OPEN).documents
    assert [one.level for one in marks_of(case)] == [Level.OPEN]


def test_who_may_see_nothing_sees_nothing(case: Casefile) -> None:
    none = seen(case, NOTHING)

    assert not (none.documents + none.pages + none.claims + none.observations + none.coverage)


def test_the_public_sees_no_text_no_file_name_and_nothing_of_the_last_days(case: Casefile) -> None:
    whole = gather(case)
    told = whole.observations[0].when.end
    assert told is not None

    early = gather(case, sight=Sight(clearance=PUBLIC, at=told + DELAY - timedelta(seconds=1)))
    late = gather(case, sight=Sight(clearance=PUBLIC, at=told + DELAY))

    first = whole.observations[0].id
    assert first not in {one.id for one in early.observations}
    assert first in {one.id for one in late.observations}
    assert {(one.text, one.filename) for one in late.documents} == {("", "")}
    for one in late.observations:
        assert one.place is None or one.place.accuracy_m >= 2_000


@pytest.mark.parametrize(
    "position",
    [
        "33.1234 35.8123",
        "33.12345N, 35.81234E",
        "33°07'24.5\"N",
        "٣٣.١٢٣٤٥",
        "36S YC 1234 5678",
        "36SYC12345678",
        "-33.12345",
    ],
)
def test_a_position_in_words_becomes_a_block_of_one_width(position: str) -> None:
    left = scrubbed(f"seen at {position} by night")

    assert BLOCK in left
    assert not any(character.isdigit() and character not in "0" for character in left)


@pytest.mark.parametrize(
    "words", ["on 12 June 2013", "1,200 men and 3.5 km", "at 14.30", "paragraph 4.2", "2013-04"]
)
def test_other_numbers_stay(words: str) -> None:
    assert scrubbed(words) == words


def test_a_mark_is_signed_and_its_end_fits_its_level(case: Casefile) -> None:
    document = gather(case).documents[0].id
    with pytest.raises(RecordInvalid, match="the reason is empty"):
        mark_entry(case, document, level=Level.RESTRICTED, reason=" ", by="p", at=AT)
    with pytest.raises(RecordInvalid, match="an embargo has no end"):
        mark(case, document, Level.EMBARGOED)
    with pytest.raises(RecordInvalid, match="open has no end"):
        mark(case, document, Level.OPEN, until=AT)
    with pytest.raises(NotFound):
        mark(case, "d-nothing", Level.RESTRICTED)
