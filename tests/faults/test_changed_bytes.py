"""Of what is handed on or kept apart, every byte counts: bundles and backups.

TRUCELINE_TAMPERINGS sets how many bytes are changed in each (30 by default), TRUCELINE_SEED which.
"""

from __future__ import annotations

import hashlib
import os
import random
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.faults.table import Tell
from truceline.casework.hand_on import bundled
from truceline.casework.seal import sealed_by
from truceline.errors import LedgerDamaged, NoteInvalid
from truceline.evidence import backup as backup_module
from truceline.evidence.backup import back_up, back_up_keys, check_sums, restore
from truceline.evidence.handover import check as check_module
from truceline.evidence.handover.check import check_bundle
from truceline.evidence.layout import Casefile
from truceline.evidence.ledger import Draft, EntryKind
from truceline.evidence.signer import Signer

pytestmark = pytest.mark.slow

BYTES = int(os.environ.get("TRUCELINE_TAMPERINGS", "30"))
SEED = int(os.environ.get("TRUCELINE_SEED", "20310622"))
MONDAY = datetime(2031, 6, 2, tzinfo=UTC)
# By a build that is broken on purpose one change in forty passes, at the least.
BROKEN_BYTES = 400


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


def bytes_of_a_bundle(case: Casefile, folder: Path, count: int) -> tuple[int, list[int]]:
    """Change one byte after another; return how many changes were refused, and which passed."""
    whole, path = bundled(case, ["c-3", "c-7"]), folder / "bundle.zip"
    path.write_bytes(whole)
    assert check_bundle(path, keys=case.seals.keys()).exact
    refused, chance, unseen = 0, random.Random(SEED), []  # noqa: S311
    for number in range(count):
        path.write_bytes(changed(whole, chance))
        try:
            # Packed anew is no lie, and is told.
            if check_bundle(path, keys=case.seals.keys()).exact:
                unseen.append(number)
        except NoteInvalid:
            refused += 1
    return refused, unseen


def bytes_of_a_backup(backup: Path, count: int) -> list[int]:
    """Change one byte after another, in each file in turn; return which changes passed."""
    chance, unseen = random.Random(SEED), []  # noqa: S311
    files = files_of(backup)
    for number in range(count):
        path = files[number % len(files)]
        content = path.read_bytes()
        path.write_bytes(changed(content, chance))
        try:
            check_sums(backup)
            unseen.append(number)
        except LedgerDamaged:
            pass
        path.write_bytes(content)
    return unseen


def files_of(backup: Path) -> list[Path]:
    """Return every file of a backup; the line of writers is made anew, and is none."""
    return sorted(path for path in backup.rglob("*") if path.is_file() and path.suffix != ".turn")


def test_whatever_byte_of_a_bundle_changes_it_is_refused_or_said_to_be_packed_anew(
    case: Casefile, tmp_path: Path, tell: Tell
) -> None:
    refused, unseen = bytes_of_a_bundle(case, tmp_path, BYTES)

    tell(
        "a byte of a bundle changed",
        tried=f"{BYTES} bytes",
        came_out=f"{refused} refused, {BYTES - refused - len(unseen)} told as packed anew",
        lost=len(unseen),
    )
    assert refused > BYTES / 2
    assert unseen == []


def test_whatever_byte_of_a_backup_changes_it_is_not_restored(
    case: Casefile, tmp_path: Path, tell: Tell
) -> None:
    backup, chance = tmp_path / "backup", random.Random(SEED)  # noqa: S311
    back_up(case, backup)
    back_up_keys(case, tmp_path / "keys")
    unseen = bytes_of_a_backup(backup, BYTES)
    files = files_of(backup)
    tell(
        "a byte of a backup changed",
        tried=f"{BYTES} bytes of {len(files)} files",
        came_out=f"{BYTES - len(unseen)} found",
        lost=len(unseen),
    )
    assert unseen == []
    for path in files:
        content = path.read_bytes()
        path.write_bytes(changed(content, chance))
        with pytest.raises(LedgerDamaged):
            restore(backup, tmp_path / "again", keys=tmp_path / "keys")
        path.write_bytes(content)

    assert restore(backup, tmp_path / "again", keys=tmp_path / "keys").audit.sealed == 12
    assert not (tmp_path / "again" / "SHA256SUMS").exists()


def test_the_harness_finds_a_check_that_passes_over_some_of_a_bundle(
    case: Casefile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tell: Tell
) -> None:
    # What lies between the files of a ZIP is under no sum; only packing it again shows it.
    path = tmp_path / "bundle.zip"
    monkeypatch.setattr(check_module, "zipped", lambda _: path.read_bytes())
    _, unseen = bytes_of_a_bundle(case, tmp_path, BROKEN_BYTES)

    tell(
        "a byte of a bundle changed",
        build="does not pack the files again",
        tried=f"{BROKEN_BYTES} bytes",
        came_out=f"{len(unseen)} pass unseen",
        lost=len(unseen),
    )
    assert unseen


def test_the_harness_finds_sums_that_do_not_cover_every_byte(
    case: Casefile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tell: Tell
) -> None:
    def short(folder: Path) -> dict[str, str]:
        """Sum the beginning of each file alone."""
        return {
            path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()[:64]).hexdigest()
            for path in files_of(folder)
            if path.name != backup_module.SUMS
        }

    monkeypatch.setattr(backup_module, "_sums", short)
    back_up(case, tmp_path / "backup")
    unseen = bytes_of_a_backup(tmp_path / "backup", BROKEN_BYTES)

    tell(
        "a byte of a backup changed",
        build="sums the beginnings alone",
        tried=f"{BROKEN_BYTES} bytes",
        came_out=f"{len(unseen)} pass unseen",
        lost=len(unseen),
    )
    assert unseen
