"""A program that does something to a casefile in a child, kills it at a random moment, and looks.

Usage: python -I killed_verbs.py ROOT VERB BUILD COUNT SEED FOLDER. It prints, as JSON, how many
children were killed before they were done, how many were done, and what was wrong after which.
A build other than "sound" is broken on purpose.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest import mock

MONDAY = datetime(2031, 6, 2, tzinfo=UTC)
ENTRIES = 300
ERASED = 40
# Children that are not killed, to know how long the verb takes.
MEASURED = 3


@dataclass(frozen=True)
class Verb:
    """How a casefile is made ready, what is done to it, and what may never be found after."""

    ready: Callable[[Path], None]
    do: Callable[[Path], None]
    wrong: Callable[[Path], list[str]]
    broken: Callable[[], Any]


def claims(count: int, *, start: int = 0) -> list[Any]:
    """Return drafts of claims."""
    from truceline.evidence.ledger import Draft, EntryKind

    return [
        Draft(kind=EntryKind.CLAIM, key=f"c-{number}", record={"words": "w" * 200})
        for number in range(start, start + count)
    ]


def filled(folder: Path) -> None:
    """Make a casefile with entries, an original, and a signer beside it."""
    from truceline.evidence.layout import Casefile
    from truceline.evidence.signer import Signer

    case = Casefile.create(folder / "case", name="Rill", author="ann")
    case.archive.keep(b"The truce held, the monitors said.\n")
    with case.ledger() as ledger:
        ledger.append(claims(ENTRIES), author="ann", recorded_at=MONDAY)
    Signer.create(folder / "signer", origin="example.org/log")


def released(form: str) -> Callable[[Path], None]:
    """Return what copies a casefile of a released form."""

    def ready(folder: Path) -> None:
        formats = Path(sys.argv[1]) / "tests" / "evidence" / "formats"
        shutil.copytree(formats / form, folder / "case")

    return ready


def case_in(folder: Path) -> Any:
    """Open the casefile of a trial."""
    from truceline.evidence.layout import Casefile

    return Casefile.open(folder / "case")


def bring_up(folder: Path) -> None:
    """Append to a file of form 2."""
    with case_in(folder).ledger() as ledger:
        ledger.append(claims(1, start=900), author="ann", recorded_at=MONDAY)


def wrong_after_bring_up(folder: Path) -> list[str]:
    """The file has one form or the other, and every entry."""
    from truceline.casework.seal import audited

    found = audited(case_in(folder))
    wrong = [] if (found.size, found.sealed) in {(6, 6), (7, 6)} else [f"{found.size} entries"]
    bring_up(folder)
    return wrong if audited(case_in(folder)).size == 7 else [*wrong, "it does not go on"]


def broken_bring_up() -> Any:
    """Commit after each statement of a step."""
    from truceline.evidence.stores import sqlite_form

    def by_parts(connection: Any) -> list[str]:
        for statement in sqlite_form.added_in(3):
            connection.execute(statement)
            connection.execute("COMMIT")
            time.sleep(0.01)
            connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO tally SELECT kind, count(*) FROM entry GROUP BY kind")
        connection.execute("PRAGMA user_version=3")
        return []

    return mock.patch("truceline.evidence.stores.sqlite_upgrade.bring_up", by_parts)


def migrate(folder: Path) -> None:
    """Move a plain ledger over."""
    from truceline.evidence.migrate import migrate as move_over

    move_over(case_in(folder))


def wrong_after_migrate(folder: Path) -> list[str]:
    """The plain ledger is there, or the sealed one; every entry and the original come over."""
    from truceline.errors import TrucelineError

    case = case_in(folder)
    with suppress(TrucelineError):
        migrate(folder)
    with case.ledger() as ledger:
        entries = list(ledger.entries())
        wrong = [] if ledger.verify() == len(entries) == 5 else [f"{len(entries)} entries"]
    if case.archive.fetch(entries[0].record["digest"])[:9] != b"The truce":
        wrong.append("the original is another")
    return wrong


def broken_migrate() -> Any:
    """Take the old file away before the new one stands."""
    from truceline.evidence.stores.sqlite import SqliteLedger

    create = SqliteLedger.create

    def hasty(path: Path) -> Any:
        old = path.with_name("ledger.sqlite")
        kept = old.read_bytes()
        old.unlink()
        time.sleep(0.02)
        old.write_bytes(kept)
        return create(path)

    return mock.patch.object(SqliteLedger, "create", staticmethod(hasty))


def back_up(folder: Path) -> None:
    """Copy a casefile and its keys."""
    from truceline.evidence.backup import back_up as copy_all
    from truceline.evidence.backup import back_up_keys

    copy_all(case_in(folder), folder / "backup")
    back_up_keys(case_in(folder), folder / "keys")


def wrong_after_back_up(folder: Path) -> list[str]:
    """What can be restored is whole; the casefile is what it was."""
    from truceline.errors import CasefileMissing
    from truceline.evidence.backup import restore

    with case_in(folder).ledger() as ledger:
        wrong = [] if ledger.verify() == ENTRIES else ["the casefile lost entries"]
    keys = folder / "keys"
    if not keys.exists():
        shutil.copytree(folder / "case", keys, ignore=shutil.ignore_patterns("ledger.sqlite"))
    try:
        done = restore(folder / "backup", folder / "again", keys=keys)
    except CasefileMissing:
        return wrong
    return wrong if (done.audit.size, done.originals) == (ENTRIES, 1) else [*wrong, "it is in part"]


def broken_back_up() -> Any:
    """Say that the backup is whole before it is."""
    from truceline.evidence.copy_rows import copied

    def hasty(source: Any, target: Any) -> Iterator[int]:
        case = Path(source.place).parent
        shutil.copy(case / "truceline.toml", Path(target.place).parent)
        time.sleep(0.02)
        return copied(source, target)

    return mock.patch("truceline.evidence.backup.copied", hasty)


def erase(folder: Path) -> None:
    """Erase some claims."""
    from truceline.evidence.ledger import EntryKind, Reason

    with case_in(folder).ledger() as ledger:
        ledger.erase(
            [(EntryKind.CLAIM, f"c-{number}") for number in range(ERASED)],
            reason=Reason.PRIVACY,
            approved_by=["bob"],
            author="ann",
            recorded_at=MONDAY,
        )


def wrong_after_erase(folder: Path) -> list[str]:
    """All are erased, body and secret, under a tombstone; or none is."""
    with case_in(folder).ledger() as ledger:
        ledger.verify()
        named = ledger.erased(size=ledger.size())
        entries = list(ledger.entries())
        gone = {entry.index for entry in entries if entry.erased}
        left = {index for index in named if ledger.keys.secret(index) is not None}
    wrong = [] if len(gone) in (0, ERASED) else [f"{len(gone)} of {ERASED} are erased"]
    if gone != named:
        wrong.append("a secret is gone, and no tombstone says so")
    return [*wrong, "a secret is left"] if left else wrong


def broken_erase() -> Any:
    """Destroy the secrets before the tombstone is kept."""
    from truceline.evidence.stores.sqlite import SqliteStore

    erase_bodies = SqliteStore.erase

    def hasty(store: Any, indexes: list[int]) -> None:
        from truceline.evidence.keys import Keys

        keys = Keys(store.path.with_suffix(".keys"))
        keys.destroy(indexes)
        keys.close()
        time.sleep(0.02)
        erase_bodies(store, indexes)

    return mock.patch.object(SqliteStore, "erase", hasty)


def seal(folder: Path) -> None:
    """Sign the ledger and keep the checkpoint."""
    from truceline.casework.seal import sealed_by
    from truceline.evidence.signer import Signer

    case, signer = case_in(folder), Signer.open(folder / "signer")
    with case.ledger(with_keys=False) as ledger:
        note = signer.sign(ledger, now=MONDAY)
    sealed_by(case, note, list(signer.verifiers))


def wrong_after_seal(folder: Path) -> list[str]:
    """What a casefile holds sealed the signer remembers; and it signs again."""
    from truceline.evidence.signer import Signer

    case, signer = case_in(folder), Signer.open(folder / "signer")
    last, remembered = case.seals.last(), signer._signed()
    wrong = []
    if last is not None and (remembered is None or remembered.size < last.checkpoint.size):
        wrong.append("the signer does not know what it signed")
    seal(folder)
    again = case.seals.last()
    if again is None or again.checkpoint.size != ENTRIES:
        wrong.append("it cannot be sealed any more")
    return wrong


def broken_seal() -> Any:
    """Hand the signature out before it is remembered."""
    from truceline.evidence.signer import Signer

    return mock.patch.object(Signer, "_remember", return_value=None)


def publish(folder: Path) -> None:
    """Write tiles."""
    from truceline.casework.hand_on import published

    published(case_in(folder), folder / "tiles")


def sealed(folder: Path) -> None:
    """Make a casefile that is sealed."""
    filled(folder)
    seal(folder)


def wrong_after_publish(folder: Path) -> list[str]:
    """Where there is a checkpoint every tile is there; and it can be brought up."""
    from truceline.evidence.handover.tile_reader import TileReader

    keys = case_in(folder).seals.keys()
    for _ in range(2):
        if (folder / "tiles" / "checkpoint").exists():
            TileReader.open(folder / "tiles", keys=keys).verify()
        publish(folder)
    return []


def broken_publish() -> Any:
    """Write the checkpoint first."""
    from truceline.evidence.handover import tiles as module

    finish = module._Writer.grow

    def hasty(writer: Any, hashes: Any, level: int = 0) -> None:
        case = writer._folder.parent / "case" / "checkpoints"
        (writer._folder / "checkpoint").write_bytes(next(case.glob("*.checkpoint")).read_bytes())
        time.sleep(0.005)
        finish(writer, hashes, level)

    return mock.patch.object(module._Writer, "grow", hasty)


VERBS = {
    "bring up": Verb(released("form-2"), bring_up, wrong_after_bring_up, broken_bring_up),
    "migrate": Verb(released("form-1"), migrate, wrong_after_migrate, broken_migrate),
    "back up": Verb(filled, back_up, wrong_after_back_up, broken_back_up),
    "erase": Verb(filled, erase, wrong_after_erase, broken_erase),
    "seal": Verb(filled, seal, wrong_after_seal, broken_seal),
    "publish": Verb(sealed, publish, wrong_after_publish, broken_publish),
}


def child(
    verb: Verb, folder: Path, *, build: str, kill_after_s: float | None
) -> tuple[bool, float]:
    """Do the verb in a child; return whether it was done, and how long it took."""
    started = time.monotonic()
    process = os.fork()
    if process == 0:
        with broken_or_sound(verb, build):
            try:
                verb.do(folder)
            finally:
                os._exit(0 if sys.exc_info()[0] is None else 1)
    if kill_after_s is not None:
        time.sleep(kill_after_s)
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    _, status = os.waitpid(process, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) != 0:
        raise AssertionError("the verb failed without being killed")
    return os.WIFEXITED(status), time.monotonic() - started


@contextmanager
def broken_or_sound(verb: Verb, build: str) -> Iterator[None]:
    """Break the build for as long as the block runs, where that is asked for."""
    if build == "sound":
        yield
        return
    with verb.broken():
        yield


def main() -> None:
    """Run the trials."""
    root, name, build, count, seed, place = sys.argv[1:]
    sys.path[:0] = [f"{root}/src"]
    verb, chance = VERBS[name], random.Random(seed)  # noqa: S311
    whole, trial = Path(place) / "whole", Path(place) / "trial"
    whole.mkdir()
    verb.ready(whole)
    # Once in this process, so that its children need not load what it loads.
    shutil.copytree(whole, trial)
    verb.do(trial)
    shutil.rmtree(trial)
    took_s = []
    for _ in range(MEASURED):
        shutil.copytree(whole, trial)
        took_s.append(child(verb, trial, build=build, kill_after_s=None)[1])
        shutil.rmtree(trial)
    done, wrong = 0, []
    for number in range(int(count)):
        shutil.copytree(whole, trial)
        after_s = chance.random() * sorted(took_s)[MEASURED // 2]
        done += child(verb, trial, build=build, kill_after_s=after_s)[0]
        try:
            found = verb.wrong(trial)
        except Exception as error:  # whatever it says, it is wrong
            found = [f"{type(error).__name__}: {error}"]
        if found:
            wrong.append([number, *found])
            if build != "sound":
                break
        shutil.rmtree(trial)
    print(json.dumps({"killed": int(count) - done, "done": done, "wrong": wrong}))


if __name__ == "__main__":
    main()
