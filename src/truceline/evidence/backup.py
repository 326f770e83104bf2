"""Backup: a casefile copied while it is in use, without its keys, and brought back.

A backup of the ledger may be kept for ever: what is erased later opens no more in it, once older
copies of the keys are gone. So the keys are backed up apart, and only for as long as one is willing
to wait for an erasure to reach everything.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from truceline.errors import CasefileExists, CasefileMissing, LedgerDamaged
from truceline.evidence.archive import sync_folder, write_durably
from truceline.evidence.audit import Audit, audit
from truceline.evidence.copy_rows import copied
from truceline.evidence.layout import ARCHIVE_FOLDER, KEYS_FILE, SEALS_FOLDER, Casefile
from truceline.evidence.layout import LEDGER_FILE as _LEDGER
from truceline.evidence.layout import SETTINGS_FILE as _SETTINGS
from truceline.evidence.stores.sqlite import SqliteLedger, SqliteStore
from truceline.evidence.stores.sqlite_file import create_file, open_file

ARCHIVE_KEYS = f"{ARCHIVE_FOLDER}.keys"
SUMS = "SHA256SUMS"
_TURN = Path(_LEDGER).with_suffix(".turn").name


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """What a backup holds, or what was brought back from one."""

    audit: Audit
    originals: int


def back_up(case: Casefile, folder: Path) -> Backup:
    """Copy ledger, checkpoints, encrypted originals and settings to a new folder, and verify it.

    The ledger may be written meanwhile: writers wait until the copy has one last entry. Whatever
    store it lies in, the backup is a casefile with a ledger in a file.

    Raises:
        CasefileExists: something stands there.
        LedgerDamaged: the ledger, or the copy, is not what was recorded; no whole backup is left.
    """
    _refuse_taken(folder)
    folder.mkdir(parents=True)
    create_file(folder / _LEDGER)
    # Without a log of its own it can be read from a medium that cannot be written.
    target = SqliteStore(open_file(folder / _LEDGER), folder / _LEDGER, log=False)
    try:
        with case.ledger(with_keys=False) as ledger:
            for _ in copied(ledger.store, target):
                pass
    finally:
        target.close()
    (folder / _TURN).unlink(missing_ok=True)
    # Originals after the ledger: each entry's original is there before the entry is.
    for part in (SEALS_FOLDER, ARCHIVE_FOLDER):
        if (case.path / part).is_dir():
            shutil.copytree(case.path / part, folder / part)
            _sync_all(folder / part)
    found = _verified(folder, case)
    text = _in_a_file((case.path / _SETTINGS).read_text(encoding="utf-8-sig"))
    sums = {**_sums(folder), _SETTINGS: hashlib.sha256(text.encode("utf-8")).hexdigest()}
    write_durably(folder / SUMS, _listed(sums).encode("utf-8"))
    # Written last: a folder with settings is a whole backup.
    write_durably(folder / _SETTINGS, text.encode("utf-8"))
    return Backup(audit=found, originals=_originals(folder))


def back_up_keys(case: Casefile, folder: Path) -> None:
    """Copy the keys to a folder of their own, which is to be destroyed when it has grown old.

    Raises:
        CasefileExists: something stands there.
    """
    _refuse_taken(folder)
    # Keys that were copied in part look like whole ones, so they get their name last.
    part = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True, mode=0o700)
    shutil.copy2(case.path / KEYS_FILE, part / KEYS_FILE)
    if (case.path / ARCHIVE_KEYS).is_dir():
        shutil.copytree(case.path / ARCHIVE_KEYS, part / ARCHIVE_KEYS)
    _sync_all(part)
    part.rename(folder)
    sync_folder(folder.parent)


def restore(backup: Path, folder: Path, *, keys: Path) -> Backup:
    """Make a casefile in a new folder from a backup and a backup of its keys, and verify it.

    Raises:
        CasefileMissing: the backup is not whole, or there are no keys.
        CasefileExists: something stands where the casefile is to be made.
        LedgerDamaged: what was brought back is not what was recorded.
    """
    if not (backup / _SETTINGS).is_file():
        raise CasefileMissing(f"{backup} is no whole backup: it holds no {_SETTINGS}")
    if not (keys / KEYS_FILE).is_file():
        raise CasefileMissing(f"{keys} holds no {KEYS_FILE}; name the folder of the keys' backup")
    _refuse_taken(folder)
    check_sums(backup)
    part = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    shutil.copytree(backup, part, ignore=shutil.ignore_patterns(SUMS))
    shutil.copy2(keys / KEYS_FILE, part / KEYS_FILE)
    if (keys / ARCHIVE_KEYS).is_dir():
        shutil.copytree(keys / ARCHIVE_KEYS, part / ARCHIVE_KEYS)
    case = Casefile.open(part)
    found = _verified(part, case)
    with case.ledger() as ledger:
        for _ in ledger.entries():
            pass
    _sync_all(part)
    part.rename(folder)
    sync_folder(folder.parent)
    return Backup(audit=found, originals=_originals(folder))


def check_sums(backup: Path) -> None:
    """Compare every byte of a backup with its list of sums, where it has one.

    Whoever can write the whole backup can write new sums; then the checkpoints find what matters.

    Raises:
        LedgerDamaged: a file was changed, taken out or put in; the message names it.
    """
    try:
        text = (backup / SUMS).read_bytes().decode("utf-8", "replace")
    except FileNotFoundError:  # made by a version that wrote none
        return
    parts = (line.partition("  ") for line in text.removesuffix("\n").split("\n"))
    listed = {name: digest for digest, _, name in parts}
    found = _sums(backup)
    for name in sorted(listed.keys() | found.keys()):
        if listed.get(name) != found.get(name):
            state = "is missing" if name not in found else "is not what was copied"
            raise LedgerDamaged(f"{backup / name} {state}; take another backup")
    if text != _listed(found):
        raise LedgerDamaged(f"{backup / SUMS} is not as it was written; take another backup")


def _listed(sums: Mapping[str, str]) -> str:
    return "".join(f"{sums[name]}  {name}\n" for name in sorted(sums))


def _sums(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        # The line of writers is made anew wherever a ledger is opened.
        if path.is_file() and path.name not in (SUMS, _TURN)
    }


def _verified(folder: Path, case: Casefile) -> Audit:
    # The backup has no settings yet while it is made, and is verified all the same.
    seals = [seal.checkpoint for seal in case.seals.all()]
    with SqliteLedger.open(folder / _LEDGER, with_keys=False) as ledger:
        size = ledger.size()
        return audit(ledger, [one for one in seals if one.size <= size])


def _sync_all(folder: Path) -> None:
    """Sync every file under a folder, and every folder: what is named whole is on the disk."""
    if not hasattr(os, "O_DIRECTORY"):  # Windows syncs no file that is open for reading alone
        return
    for path in [*folder.rglob("*"), folder]:
        if path.is_dir():
            sync_folder(path)
        else:
            handle = os.open(path, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def _originals(folder: Path) -> int:
    return sum(1 for path in (folder / ARCHIVE_FOLDER).rglob("*") if path.is_file())


def _in_a_file(text: str) -> str:
    from truceline.evidence.settings import with_ledger

    return with_ledger(text, None)


def _refuse_taken(folder: Path) -> None:
    if folder.exists():
        raise CasefileExists(f"{folder} exists; name a new folder")
