"""What a ledger holds of a key, found by its token, is what a reading of the whole finds."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from truceline.evidence.ledger import Draft, EntryKind, Reason, withdrawal
from truceline.evidence.stores.sqlite import SqliteLedger
from truceline.evidence.traced import Trace, entry_at, standing_entry, traced

AT = datetime(2026, 1, 1, tzinfo=UTC)
KEYS = [f"o-{number}" for number in range(6)]
KIND = EntryKind.OBSERVATION


def _history(ledger: SqliteLedger, seed: int) -> None:
    """Append entries, corrections, withdrawals and erasures of a few keys, in any order."""
    draw = random.Random(seed)  # noqa: S311
    for number in range(25):
        key, at = draw.choice(KEYS[:-1]), AT + timedelta(hours=number)
        stands = {one.key for one in ledger.standing(kind=KIND)}
        ever = {one.key for one in ledger.entries(kind=KIND)}
        draft = Draft(kind=KIND, key=key, record={"n": number},
                      supersedes=key if key in ever else None)  # fmt: skip
        if key in stands and draw.random() < 0.4:
            draft = withdrawal(kind=KIND, key=key, reason=f"no {number}")
        ledger.append([draft], author="a", recorded_at=at)
        if number == 15:
            ledger.erase([(KIND, key)], reason=Reason.PRIVACY, approved_by=["a", "b"], author="a",
                         recorded_at=at)  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_a_trace_names_what_a_reading_of_the_whole_names(tmp_path: Path, seed: int) -> None:
    with SqliteLedger.create(tmp_path / "ledger.sqlite") as ledger:
        _history(ledger, seed)
        own: dict[str, list[int]] = {}
        for entry in ledger.entries(kind=KIND):
            own.setdefault(entry.key, []).append(entry.index)
        stands = {entry.key: entry for entry in ledger.standing(kind=KIND)}
        found = traced(ledger, KIND, KEYS)

        assert set(found) == set(KEYS)
        for key in KEYS:
            trace = found[key]
            # Of an erased entry the key is gone for whoever reads it, and not for who asks by it.
            assert set(own.get(key, ())) <= set(trace.own)
            assert standing_entry(ledger, KIND, key) == stands.get(key)
            for index in trace.withdrawals:
                assert entry_at(ledger, index).kind is EntryKind.WITHDRAWAL
        assert found[KEYS[-1]] == Trace()


def test_a_key_of_another_kind_is_another_key(tmp_path: Path) -> None:
    with SqliteLedger.create(tmp_path / "ledger.sqlite") as ledger:
        ledger.append([Draft(kind=KIND, key="x", record={})], author="a", recorded_at=AT)

        assert traced(ledger, EntryKind.CLAIM, ["x"]) == {"x": Trace()}
