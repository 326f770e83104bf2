"""Copy a casefile's ledger to another place, and let the casefile use it there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from truceline.errors import LedgerDamaged, TrucelineError

if TYPE_CHECKING:
    from truceline.evidence.layout import Casefile
    from truceline.evidence.stores.store import Store

FILE = "sqlite"


def copy_ledger(case: Casefile, to: str) -> Iterator[tuple[int, int]]:
    """Copy the ledger to ``sqlite`` (the file in the casefile) or a PostgreSQL server, and switch.

    Yields how many entries are there and how many there will be. Every root is kept, so every
    checkpoint, proof and bundle holds as before. A copy that was broken off goes on where it
    stopped. The old place is left as it is.

    Raises:
        TrucelineError: the ledger lies there already, or another ledger does.
        LedgerDamaged: what was copied is not what was recorded.
    """
    from truceline.evidence.copy_rows import copied
    from truceline.evidence.sealed import SealedLedger
    from truceline.evidence.stores.chosen import open_store

    setting = None if to == FILE else to
    source = open_store(case.settings.ledger, file=case.ledger_path)
    try:
        target = _target(case, setting, source)
        try:
            for held in copied(source, target):
                yield held, source.head().size
            size = SealedLedger(target, None).verify()
            case.with_ledger(setting)
            # Who had opened the old place before the switch may have added to it since the copy.
            for held in copied(source, target):
                yield held, held
            if target.head().size < size or target.head() != source.head():
                raise LedgerDamaged(f"{target.place} is not what {source.place} is")
        finally:
            target.close()
    finally:
        source.close()


def _target(case: Casefile, setting: str | None, source: Store) -> Store:
    from truceline.evidence.stores.chosen import open_store, refuse_password
    from truceline.evidence.stores.sqlite_file import create_file

    if setting == case.settings.ledger:
        raise TrucelineError(f"the ledger lies there already: {source.place}")
    if setting is None:
        if not case.ledger_path.exists():
            create_file(case.ledger_path)
    else:
        refuse_password(setting)
    target = open_store(setting, file=case.ledger_path)
    if target.place == source.place:
        target.close()
        raise TrucelineError(f"the ledger lies there already: {source.place}")
    return target
