"""A ledger means the same in a file and on a server."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.places import Place, open_ledger
from truceline.errors import LedgerDamaged, NotFound
from truceline.evidence.ledger import Draft, EntryKind, Ledger, withdrawal
from truceline.evidence.sealed import SealedLedger

pytestmark = pytest.mark.slow

MONDAY = datetime(2031, 6, 2, tzinfo=UTC)
DAY = timedelta(days=1)


def claim(key: str, words: object = "x", *, supersedes: str | None = None) -> Draft:
    """Return a draft of a claim."""
    return Draft(kind=EntryKind.CLAIM, key=key, record={"words": words}, supersedes=supersedes)


def standing(ledger: Ledger, as_of: datetime | None = None) -> list[str]:
    """Return the keys of the claims that stand."""
    return [entry.key for entry in ledger.standing(kind=EntryKind.CLAIM, as_of=as_of)]


@pytest.fixture
def ledger(place: Place) -> Iterator[SealedLedger]:
    with open_ledger(place) as ledger:
        yield ledger


def test_an_entry_comes_back_as_it_was_appended(ledger: SealedLedger) -> None:
    record = {"text": "é\u2028\x07\x00", "n": 2**50, "list": [None, True, {"a": ""}]}
    ledger.append(
        [Draft(kind=EntryKind.PAGE, key="p", record=record)], author="änn", recorded_at=MONDAY
    )

    (entry,) = ledger.entries()
    assert (entry.index, entry.kind, entry.key, entry.record) == (0, EntryKind.PAGE, "p", record)
    assert (entry.author, entry.recorded_at, entry.supersedes) == ("änn", MONDAY, None)


def test_appending_twice_is_the_same_as_once(ledger: SealedLedger) -> None:
    drafts = [claim("c-1"), claim("c-2"), claim("c-1")]
    first = ledger.append(drafts, author="ann", recorded_at=MONDAY)
    again = ledger.append(drafts, author="bob", recorded_at=MONDAY + DAY)

    assert (first.new, first.known, again.new, again.known) == (2, 1, 0, 3)
    assert ledger.size() == ledger.verify() == 2


def test_a_request_asked_again_records_nothing_anew(ledger: SealedLedger) -> None:
    ledger.append([claim("c-1")], author="ann", recorded_at=MONDAY)
    drafts = [claim("c-1", "y", supersedes="c-1"), claim("c-2")]
    for _ in range(2):
        ledger.append(drafts, author="ann", recorded_at=MONDAY, request="r-1")

    assert ledger.size() == 3


def test_what_stands_goes_by_the_day(ledger: SealedLedger) -> None:
    ledger.append([claim("c-1"), claim("c-7")], author="ann", recorded_at=MONDAY)
    ledger.append([claim("c-2", supersedes="c-1")], author="bob", recorded_at=MONDAY + DAY)
    gone = withdrawal(kind=EntryKind.CLAIM, key="c-7", reason="misread")
    ledger.append([gone], author="bob", recorded_at=MONDAY + 2 * DAY)

    assert standing(ledger) == ["c-2"]
    assert standing(ledger, MONDAY + DAY) == ["c-7", "c-2"]
    assert standing(ledger, MONDAY) == ["c-1", "c-7"]
    assert standing(ledger, MONDAY - DAY) == []


def test_a_withdrawal_takes_only_the_kind_it_names(ledger: SealedLedger) -> None:
    document = Draft(kind=EntryKind.DOCUMENT, key="d-1", record={})
    page = Draft(kind=EntryKind.PAGE, key="d-1", record={})
    gone = withdrawal(kind=EntryKind.PAGE, key="d-1", reason="told apart badly")
    ledger.append([document, page, gone], author="ann", recorded_at=MONDAY)

    assert [len(list(ledger.standing(kind=draft.kind))) for draft in (document, page)] == [1, 0]


def test_a_correction_of_a_stale_version_is_refused(ledger: SealedLedger) -> None:
    ledger.append([claim("c-1"), claim("c-2", supersedes="c-1")], author="a", recorded_at=MONDAY)

    with pytest.raises(NotFound, match=r"no standing claim 'c-1'; did you mean 'c-2'\?"):
        ledger.append([claim("c-3", supersedes="c-1")], author="b", recorded_at=MONDAY)
    assert ledger.size() == 2


@pytest.mark.parametrize("bad", [claim("c-9", supersedes="c-0"), claim("c-9", 0.5)])
def test_of_a_batch_with_one_bad_draft_nothing_is_recorded(
    ledger: SealedLedger, bad: Draft
) -> None:
    with pytest.raises((NotFound, TypeError)):
        ledger.append([claim("c-1"), bad, claim("c-2")], author="ann", recorded_at=MONDAY)
    assert ledger.size() == 0
    assert ledger.append([claim("c-1")], author="ann", recorded_at=MONDAY).new == 1


def test_what_is_appended_while_one_reads_is_not_in_the_view(ledger: SealedLedger) -> None:
    ledger.append([claim(f"c-{n}") for n in range(1_100)], author="a", recorded_at=MONDAY)
    seen = []
    for entry in ledger.entries():
        seen.append(entry.index)
        if entry.index % 400 == 0:
            ledger.append([claim(f"late-{entry.index}")], author="a", recorded_at=MONDAY)

    assert seen == list(range(1_100))
    assert ledger.verify() == 1_103


def test_two_sessions_see_one_ledger(place: Place, ledger: SealedLedger) -> None:
    ledger.append([claim("c-1")], author="a", recorded_at=MONDAY)
    with open_ledger(place) as other:
        other.append([claim("c-2")], author="b", recorded_at=MONDAY)
        ledger.append([claim("c-3")], author="a", recorded_at=MONDAY)
        assert standing(other) == ["c-1", "c-2", "c-3"]
        assert other.root() == ledger.root()


CHANGES = {
    "leaf": "leaf = replace_last(leaf)",
    "leaf_hash": "leaf_hash = replace_last(leaf_hash)",
    "kind": "kind = 'page'",
    "token": "token = replace_last(token)",
    "supersedes": "supersedes = token",
    "request": "request = token",
    "recorded_at": "recorded_at = '2031-06-02T00:00:00.000001Z'",
}


@pytest.mark.parametrize("column", CHANGES)
def test_a_change_to_any_column_of_an_entry_is_found(
    place: Place, ledger: SealedLedger, column: str
) -> None:
    ledger.append([claim(f"c-{n}") for n in range(5)], author="ann", recorded_at=MONDAY)
    other = "(SELECT {0} FROM entry AS other WHERE other.entry_index = 4)".format
    change = CHANGES[column].replace(f"replace_last({column})", other(column))
    place.tamper(f"UPDATE entry SET {change} WHERE entry_index = 3")  # noqa: S608

    with pytest.raises(LedgerDamaged, match="entry 3 "):
        ledger.verify()


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM entry WHERE entry_index = 1",
        "DELETE FROM entry WHERE entry_index = 4",
        "DELETE FROM body WHERE entry_index = 2",
        "UPDATE body SET body = leaf FROM entry WHERE entry.entry_index = body.entry_index",
        "UPDATE head SET size = 4",
        "UPDATE head SET root = (SELECT leaf_hash FROM entry WHERE entry_index = 0)",
        "DELETE FROM head",
    ],
)
def test_what_is_taken_out_or_moved_is_found(
    place: Place, ledger: SealedLedger, statement: str
) -> None:
    ledger.append([claim(f"c-{n}") for n in range(5)], author="ann", recorded_at=MONDAY)
    place.tamper(statement)

    with pytest.raises(LedgerDamaged):
        ledger.verify()
