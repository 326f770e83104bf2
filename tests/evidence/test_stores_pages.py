"""A page of entries is what a list would give, newest first, and leads to both sides."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.places import Place, open_ledger
from truceline.evidence.ledger import Draft, EntryKind, Reason, withdrawal
from truceline.evidence.sealed import SealedLedger

MONDAY = datetime(2031, 6, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)

pytestmark = pytest.mark.slow


@pytest.fixture
def ledger(place: Place) -> Iterator[SealedLedger]:
    with open_ledger(place) as ledger:
        for number in range(23):
            kind = EntryKind.PAGE if number % 5 == 0 else EntryKind.CLAIM
            draft = Draft(kind=kind, key=f"k-{number}", record={"n": number})
            ledger.append([draft], author="a", recorded_at=MONDAY + number * HOUR)
        gone = [
            withdrawal(kind=EntryKind.CLAIM, key=f"k-{number}", reason="x") for number in (3, 9)
        ]
        ledger.append(gone, author="a", recorded_at=MONDAY + 30 * HOUR)
        ledger.erase(
            [(EntryKind.CLAIM, "k-7")],
            reason=Reason.MISTAKE,
            approved_by=["b"],
            author="a",
            recorded_at=MONDAY + 31 * HOUR,
        )
        yield ledger


@pytest.mark.parametrize("limit", [1, 4, 50])
@pytest.mark.parametrize("kind", [None, EntryKind.CLAIM, EntryKind.PAGE, EntryKind.REVIEW])
@pytest.mark.parametrize("as_of", [None, MONDAY + 20 * HOUR])
@pytest.mark.parametrize("standing", [False, True])
def test_pages_walked_to_either_side_are_the_whole_list(
    ledger: SealedLedger,
    limit: int,
    kind: EntryKind | None,
    as_of: datetime | None,
    standing: bool,
) -> None:
    if standing and kind is not None:
        wanted = [entry.index for entry in ledger.standing(kind=kind, as_of=as_of)]
    else:
        kinds = EntryKind if standing else ()
        stand = {one.index for each in kinds for one in ledger.standing(kind=each, as_of=as_of)}
        wanted = [
            entry.index
            for entry in ledger.entries(kind=kind, as_of=as_of)
            if not standing or entry.index in stand
        ]
    pages = [ledger.page(limit=limit, kind=kind, as_of=as_of, standing=standing)]
    while (older := pages[-1].older) is not None:
        pages.append(
            ledger.page(before=older, limit=limit, kind=kind, as_of=as_of, standing=standing)
        )
    seen = [[entry.index for entry in page.entries] for page in pages]

    assert [index for page in seen for index in page] == wanted[::-1]
    assert pages[0].newer is None
    back = [seen[-1]]
    newer = pages[-1].newer
    while newer is not None:
        page = ledger.page(after=newer, limit=limit, kind=kind, as_of=as_of, standing=standing)
        back.append([entry.index for entry in page.entries])
        assert page.older == newer + 1
        newer = page.newer
    # Seen from the oldest end the pages are cut elsewhere, and hold the same.
    assert [index for page in back for index in reversed(page)] == wanted


def test_counts_and_the_latest_moment_are_those_of_the_list(ledger: SealedLedger) -> None:
    entries = list(ledger.entries())
    for kind in EntryKind:
        assert ledger.count(kind) == sum(entry.kind is kind for entry in entries)
    assert ledger.latest() == entries[-1].recorded_at


def test_an_empty_ledger_has_one_empty_page(place: Place) -> None:
    with open_ledger(place) as ledger:
        page = ledger.page()
        assert (page.entries, page.older, page.newer) == ((), None, None)
        assert ledger.latest() is None


def test_a_page_on_both_sides_or_of_nothing_is_refused(ledger: SealedLedger) -> None:
    with pytest.raises(ValueError, match="one of the two"):
        ledger.page(before=3, after=1)
    with pytest.raises(ValueError, match="at least one"):
        ledger.page(limit=0)
