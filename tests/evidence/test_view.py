"""What stands in a ledger comes out as nouns, of the day that is asked for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from truceline.errors import LedgerDamaged
from truceline.evidence.document import Span
from truceline.evidence.layout import Casefile
from truceline.evidence.ledger import Draft, EntryKind, withdrawal
from truceline.evidence.record import to_record
from truceline.evidence.view import standing

MONDAY = datetime(2031, 6, 2, tzinfo=UTC)


def test_nouns_stand_on_their_day_and_in_order(tmp_path: Path) -> None:
    case = Casefile.create(tmp_path / "case", name="Rill", author="ann")
    spans = [Span(start, start + 1, "x") for start in (5, 3, 4)]
    drafts = [
        Draft(kind=EntryKind.CLAIM, key=str(span.start), record=to_record(span)) for span in spans
    ]
    gone = withdrawal(kind=EntryKind.CLAIM, key="3", reason="misread")
    with case.ledger() as ledger:
        ledger.append(drafts, author="ann", recorded_at=MONDAY)
        ledger.append([gone], author="ann", recorded_at=MONDAY + timedelta(days=1))

        assert list(standing(ledger, EntryKind.CLAIM, Span, as_of=MONDAY)) == spans
        assert list(standing(ledger, EntryKind.CLAIM, Span)) == [spans[0], spans[2]]


def test_a_record_that_is_no_such_noun_names_its_entry(tmp_path: Path) -> None:
    case = Casefile.create(tmp_path / "case", name="Rill", author="ann")
    with case.ledger() as ledger:
        draft = Draft(kind=EntryKind.CLAIM, key="c-7", record={"start": 1})
        ledger.append([draft], author="ann", recorded_at=MONDAY)

        with pytest.raises(
            LedgerDamaged, match=r"entry 0 \(claim c-7\): .*Span: at the top: no end"
        ):
            list(standing(ledger, EntryKind.CLAIM, Span))
