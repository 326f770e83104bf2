"""Hand on: entries of a casefile as a bundle that others check without us."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from truceline.errors import NotFound

if TYPE_CHECKING:
    from pathlib import Path

    from truceline.evidence.handover.tiles import Published
    from truceline.evidence.layout import Casefile


def published(case: Casefile, folder: Path, *, entries: bool = True) -> Published:
    """Write the tiles of the last checkpoint into a folder; the keys are not needed.

    Raises:
        NotFound: nothing was sealed yet.
        LedgerDamaged: the ledger is not what was sealed, or the folder holds another one.
    """
    from truceline.evidence.handover.tiles import publish_tiles

    seal = case.seals.last()
    if seal is None:
        raise NotFound("checkpoint", "of this ledger (type `truceline ledger checkpoint`)")
    with case.ledger(with_keys=False) as ledger:
        return publish_tiles(ledger, folder, seal=seal, entries=entries)


def bundled(
    case: Casefile,
    ids: Sequence[str],
    *,
    fields: Sequence[str] | None = None,
    documents: bool = False,
) -> bytes:
    """Return a bundle of the entries with these ids, under the last checkpoint.

    Args:
        ids: Ids of what was recorded, or beginnings that no other id shares; every sealed version
            of each goes along.
        fields: The fields to disclose; None discloses all but who recorded the entry.
        documents: Whether the original bytes of documents go along.

    Raises:
        NotFound: there is no such entry, or nothing of it is sealed yet.
    """
    from truceline.evidence.handover.bundle import bundle_of

    seal = case.seals.last()
    if seal is None:
        raise NotFound("checkpoint", "of this ledger (type `truceline ledger checkpoint`)")
    size = seal.checkpoint.size
    with case.ledger() as ledger:
        known: dict[str, list[int]] = {}
        for entry in ledger.entries(size=size):
            known.setdefault(entry.key, []).append(entry.index)
        indexes: list[int] = []
        for given in ids:
            matching = [key for key in known if key.startswith(given)]
            if len(matching) != 1:
                raise NotFound("single sealed entry", given, known=matching or known)
            indexes += known[matching[0]]
        return bundle_of(
            ledger,
            indexes,
            seal=seal,
            keys=case.seals.keys(),
            fields=fields,
            fetch=case.archive.fetch if documents else None,
            stamps=case.seals.stamps(seal.checkpoint),
        )
