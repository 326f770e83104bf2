"""Tiles: a sealed ledger as plain files, from which anybody computes any proof by himself.

Full tiles and bundles never change, so a web server or a copy to a memory stick is all that is
needed to publish them. What is published are leaves: commitments, kinds and times, no values.

Source: c2sp.org/tlog-tiles.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from truceline.errors import LedgerDamaged
from truceline.evidence.checkpoint import Seal
from truceline.evidence.handover.tile_path import ENTRIES, TILE_WIDTH, tile_path
from truceline.evidence.sealed import SealedLedger
from truceline.evidence.tree import HASH_BYTES, leaf_hash, node_hash, root_of

CHECKPOINT = "checkpoint"


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """How many files were written, and how many stood there already."""

    size: int
    written: int
    kept: int


def publish_tiles(
    ledger: SealedLedger, folder: Path, *, seal: Seal, entries: bool = True
) -> Published:
    """Write the tiles of a sealed state into a folder; the checkpoint last.

    What stands there already is compared and kept, so a folder is brought up in little time.
    Partial tiles go once the full ones stand.

    Args:
        entries: Whether the leaves are published, or the hashes alone.

    Raises:
        LedgerDamaged: the ledger is not what was sealed, or the folder holds another ledger.
    """
    folder.mkdir(parents=True, exist_ok=True)
    writer = _Writer(folder)
    size = seal.checkpoint.size
    for start in range(0, size, TILE_WIDTH):
        stop = min(start + TILE_WIDTH, size)
        hashes = ledger.store.leaf_hashes(start, stop)
        if len(hashes) != stop - start:
            raise LedgerDamaged(f"{ledger.store.place}: of {size} sealed entries some are missing")
        if entries and not writer.holds_bundle(start // TILE_WIDTH, len(hashes)):
            bundle = _bundle(ledger, start, hashes)
            writer.write(tile_path(ENTRIES, start // TILE_WIDTH, width=len(hashes)), bundle)
        writer.grow(hashes)
    if writer.finish() != seal.checkpoint.root:
        raise LedgerDamaged(
            f"{ledger.store.place} does not begin with what was sealed; it was rewritten since"
        )
    writer.replace(CHECKPOINT, bytes(seal.note))
    return Published(size=size, written=writer.written, kept=writer.kept)


def _bundle(ledger: SealedLedger, start: int, hashes: Sequence[bytes]) -> bytes:
    stop = start + len(hashes)
    leaves = [row.leaf for row in ledger.store.rows(after=start - 1, size=stop, limit=TILE_WIDTH)]
    if [leaf_hash(leaf) for leaf in leaves] != list(hashes):
        raise LedgerDamaged(
            f"{ledger.store.place}: of the entries {start} to {stop - 1} one is not what was "
            "recorded"
        )
    return b"".join(len(leaf).to_bytes(2, "big") + leaf for leaf in leaves)


class _Writer:
    """Writes tiles level by level as hashes come in."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        # Per level: the number of the tile under way, and its hashes.
        self._open: list[tuple[int, list[bytes]]] = []
        self.written = self.kept = 0

    def grow(self, hashes: Sequence[bytes], level: int = 0) -> None:
        """Take in hashes of a level, at most as many as fill the tile under way."""
        if level == len(self._open):
            self._open.append((0, []))
        index, held = self._open[level]
        held.extend(hashes)
        if len(held) == TILE_WIDTH:
            self.write(tile_path(level, index), b"".join(held))
            self._open[level] = (index + 1, [])
            self.grow([root_of(held)], level + 1)

    def finish(self) -> bytes:
        """Write the partial tiles; return the root of the tree."""
        root: bytes | None = None
        for level, (index, held) in enumerate(self._open):
            if held:
                self.write(tile_path(level, index, width=len(held)), b"".join(held))
            # What lies in lower levels is the right-most, and joins from the right.
            root = _joined(held, root)
        return root_of([]) if root is None else root

    def write(self, path: str, data: bytes) -> None:
        """Write a file that never changes; take its partial ones away once it is full."""
        place = self._folder / path
        if place.is_file():
            there = place.read_bytes()
            if there == data:
                self.kept += 1
                return
            if len(there) >= len(data):
                raise LedgerDamaged(
                    f"{place} is of another ledger, or was changed; name another folder"
                )
        self.replace(path, data)
        self.written += 1
        partial = place.with_name(f"{place.name}.p")
        if partial.is_dir():
            for one in partial.iterdir():
                one.unlink()
            partial.rmdir()

    def replace(self, path: str, data: bytes) -> None:
        """Write a file whole or not at all."""
        place = self._folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        part = place.with_name(f"{place.name}.part")
        part.write_bytes(data)
        part.replace(place)

    def holds_bundle(self, index: int, width: int) -> bool:
        """Return whether a bundle stands there; the tile beside it shows of which ledger."""
        bundle = self._folder / tile_path(ENTRIES, index, width=width)
        tile = self._folder / tile_path(0, index, width=width)
        if not (bundle.is_file() and tile.is_file() and tile.stat().st_size == HASH_BYTES * width):
            return False
        self.kept += 1
        return True


def _joined(held: Sequence[bytes], right: bytes | None) -> bytes | None:
    """Return the root over full subtrees of one height and what lies right of them."""
    node = right
    # The full subtrees of a height fall apart into ever larger ones, as the bits of their number.
    stop = len(held)
    while stop:
        width = stop & -stop
        part = root_of(held[stop - width : stop])
        node = part if node is None else node_hash(part, node)
        stop -= width
    return node
