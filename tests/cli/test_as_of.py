"""The command line says by which time it answers "as known on", and which clocks contradict it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.line import truceline
from truceline.casework.add import add_files
from truceline.casework.seal import sealed_by
from truceline.evidence.layout import Casefile
from truceline.evidence.signer import Signer

pytestmark = pytest.mark.slow

# Long after any day on which this runs.
AHEAD = datetime(2931, 6, 2, 12, tzinfo=UTC)
BEFORE_AHEAD = "2931-06-01"


@pytest.fixture
def case(tmp_path: Path) -> Casefile:
    """Return a casefile with one document, taken in by a clock that ran ahead, and sealed."""
    case = Casefile.create(tmp_path / "case", name="Rill", author="ann")
    note(tmp_path, "early")
    add_files(case, [tmp_path / "early.txt"], author="ann", recorded_at=AHEAD)
    signer = Signer.create(tmp_path / "signer", origin="example.org/log")
    with case.ledger(with_keys=False) as ledger:
        sealed_by(case, signer.sign(ledger, now=AHEAD), signer.verifiers)
    return case


def note(folder: Path, name: str) -> Path:
    """Write a document that no other is."""
    path = folder / f"{name}.txt"
    path.write_text(f"The truce held, {name} said.\n", encoding="utf-8")
    return path


def test_who_records_by_a_clock_that_lies_behind_is_told_once(
    case: Casefile, tmp_path: Path
) -> None:
    files = [note(tmp_path, "one"), note(tmp_path, "two")]
    done = truceline("add", *files, "--case", case.path)

    assert done.code == 0, done.err
    assert done.err.count("The clock of this machine lies") == 1
    with case.ledger() as ledger:
        assert [entry.recorded_at for entry in ledger.entries()] == [AHEAD] * 3
        clocks = [entry.clock for entry in ledger.entries()]
    assert clocks[0] == AHEAD
    assert all(clock is not None and clock < AHEAD for clock in clocks[1:])


def test_a_view_of_a_day_says_by_which_time_it_is_and_what_clocks_contradict_it(
    case: Casefile, tmp_path: Path
) -> None:
    truceline("add", note(tmp_path, "late"), "--case", case.path)
    by_time = truceline("list", "documents", "--as-of", "2931-06-02", "--case", case.path)
    before = truceline("list", "documents", "--as-of", BEFORE_AHEAD, "--case", case.path)

    assert "by recorded time: 2 entries, 1 of them not sealed by then" in by_time.err
    assert "Careful" not in by_time.err
    assert "by recorded time: 0 entries" in before.err
    assert "Careful: 1 entries that are left out were made by then" in before.err


def test_a_judgement_of_what_was_sealed_names_the_checkpoint(case: Casefile) -> None:
    day = ("--as-of", "2931-06-02", "--period", "2931", "--case", case.path)

    assert "by the checkpoint of 2931-06-02 12:00 UTC" in truceline("assess", "--sealed", *day).err
