"""A full disk refuses, says so, and loses nothing; when there is room again, the ledger goes on."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest

from tests.faults.table import Tell
from truceline.errors import TrucelineError
from truceline.evidence.ledger import Draft, EntryKind
from truceline.evidence.stores.sqlite import SqliteLedger

pytestmark = pytest.mark.slow

# A write-ahead log takes as much room again as what is not in the file yet.
LEAST = 30
MOMENT = datetime(2031, 6, 1, tzinfo=UTC)


def claim(number: int) -> Draft:
    """Return a draft of a claim of four kilobytes."""
    return Draft(kind=EntryKind.CLAIM, key=f"c-{number}", record={"words": "w" * 4_000})


def fill(ledger: SqliteLedger, acknowledged: list[str], *, too_early: bool = False) -> None:
    """Append until somebody says no; where asked for, acknowledge before it is kept."""
    for number in count():
        if too_early:
            acknowledged.append(f"c-{number}")
        ledger.append([claim(number)], author="w", recorded_at=MOMENT)
        if not too_early:
            acknowledged.append(f"c-{number}")


def test_what_was_acknowledged_is_kept_when_the_disk_is_full(small_disk: Path, tell: Tell) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(256 * 1024))
    acknowledged: list[str] = []
    with SqliteLedger.create(small_disk / "ledger.sqlite") as ledger:
        with pytest.raises(TrucelineError, match="the disk is full, nothing was recorded"):
            fill(ledger, acknowledged)
        kept = [entry.key for entry in ledger.entries()]
        tell(
            "full disk",
            tried="2 MB",
            came_out=f"{len(acknowledged)} acknowledged",
            lost=len(set(acknowledged) - set(kept)),
        )
        assert kept == acknowledged
        assert ledger.verify() == len(acknowledged) > LEAST

        ballast.unlink()
        ledger.append([claim(len(acknowledged))], author="w", recorded_at=MOMENT)
        assert ledger.verify() == len(acknowledged) + 1
    with SqliteLedger.open(small_disk / "ledger.sqlite") as ledger:
        assert ledger.verify() == len(acknowledged) + 1


def test_the_harness_finds_a_writer_that_acknowledges_too_early(
    small_disk: Path, tell: Tell
) -> None:
    acknowledged: list[str] = []
    with SqliteLedger.create(small_disk / "ledger.sqlite") as ledger:
        with pytest.raises(TrucelineError, match="the disk is full"):
            fill(ledger, acknowledged, too_early=True)
        lost = set(acknowledged) - {entry.key for entry in ledger.entries()}
    tell(
        "full disk",
        build="acknowledges before it commits",
        tried="2 MB",
        came_out=f"{len(lost)} lost",
        lost=len(lost),
    )
    assert lost
