"""Of what is handed on or kept apart, every byte counts: bundles and backups.

TRUCELINE_TAMPERINGS sets how many bytes are changed in each (30 by default), TRUCELINE_SEED which.
"""

from __future__ import annotations

import os
import random
from datetime import UTC, datetime
from pathlib import Path

import pytest

from truceline.casework.hand_on import bundled
from truceline.casework.seal import sealed_by
from truceline.errors import LedgerDamaged, NoteInvalid
from truceline.evidence.backup import back_up, back_up_keys, check_sums, restore
from truceline.evidence.handover.check import check_bundle
from truceline.evidence.layout import Casefile
from truceline.evidence.ledger import Draft, EntryKind
from truceline.evidence.signer import Signer

pytestmark = pytest.mark.slow

BYTES = int(os.environ.get("TRUCELINE_TAMPERINGS", "30"))
SEED = int(os.environ.get("TRUCELINE_SEED", "20310622"))
MONDAY = datetime(2031, 6, 2, tzinfo=UTC)


@pytest.fixture
def case(tmp_path: Path) -> Casefile:
    case = Casefile.create(tmp_path / "case", name="Rill", author="ann")
    case.archive.keep(b"The truce held, the monitors said.\n")
    signer = Signer.create(tmp_path / "signer", origin="example.org/log")
    with case.ledger() as ledger:
        drafts = [
            Draft(kind=EntryKind.CLAIM, key=f"c-{n}", record={"words": f"words {n}"})
            for n in range(12)
        ]
        ledger.append(drafts, author="ann", recorded_at=MONDAY)
        note = signer.sign(ledger, now=MONDAY)
    sealed_by(case, note, list(signer.verifiers))
    return case


def changed(content: bytes, chance: random.Random) -> bytes:
    """Return bytes of which one is another."""
    at = chance.randrange(len(content))
    other = bytes([content[at] ^ chance.randrange(1, 256)])
    return content[:at] + other + content[at + 1 :]


def test_whatever_byte_of_a_bundle_changes_it_is_refused_or_said_to_be_packed_anew(
    case: Casefile, tmp_path: Path
) -> None:
    whole, path = bundled(case, ["c-3", "c-7"]), tmp_path / "bundle.zip"
    path.write_bytes(whole)
    assert check_bundle(path, keys=case.seals.keys()).exact
    refused, chance = 0, random.Random(SEED)  # noqa: S311
    for number in range(BYTES):
        path.write_bytes(changed(whole, chance))
        try:
            assert not check_bundle(path, keys=case.seals.keys()).exact, (SEED, number)
        except NoteInvalid:
            refused += 1

    print(f"{BYTES} changed bytes of a bundle: {refused} refused, the others told, seed {SEED}")
    assert refused > BYTES / 2


def test_whatever_byte_of_a_backup_changes_it_is_not_restored(
    case: Casefile, tmp_path: Path
) -> None:
    backup, chance = tmp_path / "backup", random.Random(SEED)  # noqa: S311
    back_up(case, backup)
    back_up_keys(case, tmp_path / "keys")
    files = sorted(path for path in backup.rglob("*") if path.is_file() and path.suffix != ".turn")
    for number in range(BYTES):
        path = files[number % len(files)]
        content = path.read_bytes()
        path.write_bytes(changed(content, chance))
        with pytest.raises(LedgerDamaged):
            check_sums(backup)
        path.write_bytes(content)
    for path in files:
        content = path.read_bytes()
        path.write_bytes(changed(content, chance))
        with pytest.raises(LedgerDamaged):
            restore(backup, tmp_path / "again", keys=tmp_path / "keys")
        path.write_bytes(content)

    print(f"{BYTES} changed bytes of a backup of {len(files)} files, all found, seed {SEED}")
    assert restore(backup, tmp_path / "again", keys=tmp_path / "keys").audit.sealed == 12
    assert not (tmp_path / "again" / "SHA256SUMS").exists()
