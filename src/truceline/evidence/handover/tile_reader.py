"""Tile reader: checks a log that was published as tiles, and makes proofs from the tiles alone.

Nothing but the files and a public key that came another way is used, and no ledger.

Source: c2sp.org/tlog-tiles; the proofs are those of RFC 6962, section 2.1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from truceline.errors import NoteInvalid
from truceline.evidence.checkpoint import Seal, seal_of
from truceline.evidence.handover.tile_path import (
    ENTRIES,
    TILE_WIDTH,
    levels_of,
    tile_path,
    widths,
)
from truceline.evidence.leaf import LARGEST_LEAF_BYTES
from truceline.evidence.note import VerifierKey
from truceline.evidence.proof import Proof
from truceline.evidence.tree import HASH_BYTES, leaf_hash, node_hash, root_of

_LEVEL_BITS = 8
# Tiles kept at hand: a proof of a million entries reads three, a check of all reads each once.
_HELD = 64

Fetch = Callable[[str], bytes]


class TileReader:
    """A published log, as one of its checkpoints has it.

    ``fetch`` gives the bytes at a path below the log's address, and raises where there are none.
    """

    def __init__(self, fetch: Fetch, *, keys: Iterable[VerifierKey]) -> None:
        self._fetch = fetch
        self.seal: Seal = seal_of(fetch("checkpoint"), keys=keys)
        self.size = self.seal.checkpoint.size
        self._tile = lru_cache(maxsize=_HELD)(self._read_tile)

    @classmethod
    def open(cls, folder: Path, *, keys: Iterable[VerifierKey]) -> TileReader:
        """Open the log in a folder.

        Raises:
            NoteInvalid: no trusted key signed its checkpoint, or there is none.
        """

        def fetch(path: str) -> bytes:
            try:
                return (folder / path).read_bytes()
            except OSError as error:
                raise NoteInvalid(f"{path} cannot be read ({error.strerror})") from None

        return cls(fetch, keys=keys)

    def verify(self) -> int:
        """Check every tile and every bundle against the checkpoint; return how many entries.

        Bundles are checked where the first one is there: a log may be published without them.

        Raises:
            NoteInvalid: a tile or an entry is missing, or not what was sealed.
        """
        for level in range(levels_of(self.size)):
            full, _ = widths(level, self.size)
            for index in range(full):
                if root_of(self._tile(level, index)) != self._hash(level + 1, index):
                    raise NoteInvalid(f"{tile_path(level, index)} is not what was sealed")
        if self.root(self.size) != self.seal.checkpoint.root:
            raise NoteInvalid("the tiles do not add up to the root that was sealed")
        if self.has_entries():
            for _ in self.entries():
                pass
        return self.size

    def has_entries(self) -> bool:
        """Return whether the entries are published, and not their hashes alone."""
        if not self.size:
            return False
        try:
            self._fetch(tile_path(ENTRIES, 0, width=min(self.size, TILE_WIDTH)))
        except NoteInvalid:
            return False
        return True

    def entries(self) -> Iterator[bytes]:
        """Yield every leaf, in order, each held to its hash.

        Raises:
            NoteInvalid: a bundle is missing, or holds what was not sealed.
        """
        for start in range(0, self.size, TILE_WIDTH):
            index = start // TILE_WIDTH
            yield from self._bundle(index)

    def entry(self, index: int) -> bytes:
        """Return one leaf, held to its hash.

        Raises:
            IndexError: there is none of that index.
            NoteInvalid: its bundle is missing, or holds what was not sealed.
        """
        self._refuse_outside(index)
        return self._bundle(index // TILE_WIDTH)[index % TILE_WIDTH]

    def root(self, size: int) -> bytes:
        """Return the root of the first ``size`` entries.

        Raises:
            IndexError: the log has fewer.
        """
        if not 0 <= size <= self.size:
            raise IndexError(f"a log of {self.size} entries never had {size}")
        return self._range(0, size) if size else root_of([])

    def proof(self, index: int) -> Proof:
        """Return the proof that an entry stands under the checkpoint.

        Raises:
            IndexError: there is none of that index.
        """
        self._refuse_outside(index)
        return Proof(index, tuple(self._path(index, 0, self.size)), bytes(self.seal.note))

    def consistency(self, old: int) -> tuple[bytes, ...]:
        """Return the hashes that show that the first ``old`` entries begin this log.

        Raises:
            IndexError: the log never had that size.
        """
        if not 0 <= old <= self.size:
            raise IndexError(f"a log of {self.size} entries never had {old}")
        if old in (0, self.size):
            return ()
        return tuple(self._grown(old, 0, self.size, whole=True))

    def _path(self, index: int, start: int, stop: int) -> list[bytes]:
        if stop - start == 1:
            return []
        middle = start + _half(stop - start)
        if index < middle:
            return [*self._path(index, start, middle), self._range(middle, stop)]
        return [*self._path(index, middle, stop), self._range(start, middle)]

    def _grown(self, old: int, start: int, stop: int, *, whole: bool) -> list[bytes]:
        if old == stop:
            return [] if whole else [self._range(start, stop)]
        middle = start + _half(stop - start)
        if old <= middle:
            return [*self._grown(old, start, middle, whole=whole), self._range(middle, stop)]
        return [*self._grown(old, middle, stop, whole=False), self._range(start, middle)]

    def _range(self, start: int, stop: int) -> bytes:
        """Return the root of some entries that begin where a subtree of their size may begin."""
        width = stop - start
        if width & (width - 1) == 0:
            height = width.bit_length() - 1
            level, within = divmod(height, _LEVEL_BITS)
            first, many = start >> (level * _LEVEL_BITS), 1 << within
            return root_of([self._hash(level, at) for at in range(first, first + many)])
        middle = start + _half(width)
        return node_hash(self._range(start, middle), self._range(middle, stop))

    def _hash(self, level: int, index: int) -> bytes:
        return self._tile(level, index // TILE_WIDTH)[index % TILE_WIDTH]

    def _read_tile(self, level: int, index: int) -> tuple[bytes, ...]:
        full, partial = widths(level, self.size)
        path, width = tile_path(level, index), TILE_WIDTH
        if index >= full:
            # The full tile stands in for a partial one that a larger log no longer has.
            path, width = tile_path(level, index, width=partial), partial
        data, whole = self._fetched(path, tile_path(level, index))
        data = data if whole else data[: width * HASH_BYTES]
        if len(data) != width * HASH_BYTES:
            raise NoteInvalid(f"{path} is not {width} hashes long")
        return tuple(data[at : at + HASH_BYTES] for at in range(0, len(data), HASH_BYTES))

    def _fetched(self, path: str, full: str) -> tuple[bytes, bool]:
        """Return the bytes at a path, or of the full tile in its stead; and whether at the path."""
        try:
            return self._fetch(path), True
        except NoteInvalid:
            if path == full:
                raise
            return self._fetch(full), False

    def _bundle(self, index: int) -> list[bytes]:
        hashes = self._tile(0, index)
        path = tile_path(ENTRIES, index, width=len(hashes))
        data, whole = self._fetched(path, tile_path(ENTRIES, index))
        leaves: list[bytes] = []
        at = 0
        for number, digest in enumerate(hashes, start=index * TILE_WIDTH):
            stop = at + 2 + int.from_bytes(data[at : at + 2], "big")
            leaf = data[at + 2 : stop]
            if len(leaf) > LARGEST_LEAF_BYTES or leaf_hash(leaf) != digest:
                raise NoteInvalid(f"{path}: entry {number} is not what was sealed")
            leaves.append(leaf)
            at = stop
        if whole and at != len(data):
            raise NoteInvalid(f"{path} holds more than its entries")
        return leaves

    def _refuse_outside(self, index: int) -> None:
        if not 0 <= index < self.size:
            raise IndexError(f"there is no entry {index} among {self.size}")


def _half(width: int) -> int:
    """Return the largest power of two below a width."""
    return 1 << (width - 1).bit_length() - 1
