"""Every form that was ever released is read for ever: form 1 is moved over, the others verified."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from truceline.casework.hand_on import bundled
from truceline.casework.seal import audited, sealed_by
from truceline.errors import LedgerDamaged, TrucelineError
from truceline.evidence.handover.check import check_bundle
from truceline.evidence.layout import Casefile
from truceline.evidence.ledger import Draft, EntryKind
from truceline.evidence.migrate import OLD_FILE, migrate
from truceline.evidence.signer import Signer

FORMATS = Path(__file__).with_name("formats")
MONDAY = datetime(2031, 6, 2, tzinfo=UTC)
ORIGINAL = b"The truce held, the monitors said.\n"


def copied(form: str, tmp_path: Path) -> Casefile:
    """Return a copy of a casefile of a released form."""
    shutil.copytree(FORMATS / form, tmp_path / form)
    return Casefile.open(tmp_path / form)


def test_a_plain_ledger_is_refused_with_the_way_to_mend_it_and_moved_over(tmp_path: Path) -> None:
    case = copied("form-1", tmp_path)
    with pytest.raises(TrucelineError, match="truceline ledger migrate"):
        case.ledger()

    done = migrate(case)

    assert (done.entries, done.originals) == (5, 1)
    with case.ledger() as ledger:
        entries = list(ledger.entries())
        assert [entry.key for entry in entries[1:4]] == ["c-1", "c-2", "c-3"]
        assert [entry.author for entry in entries] == ["ann", "ann", "ann", "bob", "bob"]
        # The third came by a clock that was set back: its time is kept, and no longer counts.
        assert entries[3].clock == MONDAY
        assert entries[3].recorded_at == MONDAY + timedelta(days=1)
        assert [entry.key for entry in ledger.standing(kind=EntryKind.CLAIM)] == ["c-3"]
        digest = entries[0].record["digest"]
        assert ledger.verify() == 5
    assert case.archive.fetch(digest) == ORIGINAL  # type: ignore[arg-type]
    plain = [path for path in case.path.rglob("*") if path.is_file() and path.name != OLD_FILE]
    assert not [path for path in plain if ORIGINAL in path.read_bytes()]
    with pytest.raises(TrucelineError, match="no plain ledger"):
        migrate(case)


def test_a_plain_ledger_that_was_changed_is_not_moved_over(tmp_path: Path) -> None:
    case = copied("form-1", tmp_path)
    path = case.path / "ledger.sqlite"
    path.write_bytes(path.read_bytes().replace(b"12 shells", b"92 shells"))
    before = path.read_bytes()

    with pytest.raises(LedgerDamaged, match="entry 1 is not what was recorded"):
        migrate(case)
    assert path.read_bytes() == before


@pytest.mark.parametrize("form", ["form-2", "form-3"])
def test_a_sealed_casefile_is_verified_read_and_its_bundle_checked(
    tmp_path: Path, form: str
) -> None:
    case = copied(form, tmp_path)

    found = audited(case)
    assert (found.size, found.sealed) == (6, 6)
    with case.ledger() as ledger:
        (stands,) = ledger.standing(kind=EntryKind.CLAIM)
        assert stands.record == {"words": "2 shells"}
        assert [entry.erased for entry in ledger.entries()].count(True) == 2
    checked = check_bundle(case.path / "bundle.zip", keys=case.seals.keys())
    assert checked.values[3, "words"] == b'"2 shells"'
    assert len(checked.documents) == 1


@pytest.mark.parametrize("form", ["form-2", "form-3"])
def test_what_is_added_to_an_old_casefile_and_what_was_there_are_handed_on_together(
    tmp_path: Path, form: str
) -> None:
    case = copied(form, tmp_path)
    signer = Signer.create(tmp_path / "signer", origin="example.org/successor")
    (case.path / "checkpoints" / "keys.txt").unlink()
    (case.path / "checkpoints" / "000000000006.checkpoint").unlink()
    with case.ledger() as ledger:
        draft = Draft(kind=EntryKind.CLAIM, key="c-new", record={"words": "3 shells"})
        ledger.append([draft], author="ann", recorded_at=MONDAY + timedelta(days=9))
        note = signer.sign(ledger, now=MONDAY + timedelta(days=9))
    sealed_by(case, note, list(signer.verifiers))
    path = tmp_path / "both.zip"
    path.write_bytes(bundled(case, ["c-3", "c-new"]))

    found = check_bundle(path, keys=case.seals.keys())
    assert found.values[3, "words"] == b'"2 shells"'
    assert found.values[6, "words"] == b'"3 shells"'
