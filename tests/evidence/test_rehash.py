"""However many processes share the work, the tree is one, and damage is found in any piece."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.evidence.test_meaning import claim
from tests.evidence.test_tamper import tampered
from truceline.errors import LedgerDamaged
from truceline.evidence import rehash
from truceline.evidence.stores.sqlite import SqliteLedger

MONDAY = datetime(2031, 6, 2, tzinfo=UTC)


@pytest.mark.parametrize("count", [0, 1, 7, 8, 9, 12, 16, 20, 31, 32])
def test_pieces_join_to_the_one_tree(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    monkeypatch.setattr(rehash, "PIECE", 8)
    with SqliteLedger.create(tmp_path / "ledger.sqlite") as ledger:
        drafts = [claim(f"c-{number}") for number in range(count)]
        ledger.append(drafts, author="ann", recorded_at=MONDAY)
        head = ledger.store.head()

        assert rehash.peaks_of(ledger.store, head, erased=frozenset()) == head.peaks


def test_two_processes_find_what_one_finds(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    with SqliteLedger.create(path) as ledger:
        drafts = [claim(f"c-{number}") for number in range(50)]
        ledger.append(drafts, author="ann", recorded_at=MONDAY)
        head = ledger.store.head()
        found = rehash.peaks_of(ledger.store, head, erased=frozenset(), workers=2)
        assert found == head.peaks
    tampered(path, "UPDATE entry SET recorded_at = '2031' WHERE entry_index = 41")
    with SqliteLedger.open(path, with_keys=False) as ledger:
        for workers in (1, 2):
            with pytest.raises(LedgerDamaged, match="entry 41 is not what was recorded"):
                rehash.peaks_of(ledger.store, head, erased=frozenset(), workers=workers)
