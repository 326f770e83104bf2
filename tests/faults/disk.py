"""A disk that forgets: a replacement file layer for SQLite in which power can be cut at any moment.

Per file it keeps the bytes that were synced and, in order, every write and truncation since. A cut
ends the session; of what was not synced nothing, a first part, a random part, or a random part in
another order survives, and a write that survives may be torn at a sector. A name that was never
synced into its folder may be gone, and a deletion that was not synced may be undone.

Three things that a simulator of this kind must get right:

1. A dead session stays dead. Its connection is closed after the cut, and would write into the
   surviving bytes; so each open file knows its session and is deaf when that is over.
2. SQLite syncs the folder at the first sync of a file that it made. Leaving that out makes
   journals vanish that no real disk loses.
3. There is no shared memory, so a write-ahead log needs ``locking_mode=EXCLUSIVE``.

Source: SQLite's own power-loss layer works so (src/test6.c in its sources).
"""

# The names and arguments of the methods are SQLite's.
# ruff: noqa: N802, ARG002

from __future__ import annotations

import os
import random
from dataclasses import dataclass, field
from types import SimpleNamespace

import apsw

SECTOR = 512

# Nothing means a truncation to the length; bytes mean a write at the offset.
_Change = tuple[int, bytes | None]


class PowerCut(BaseException):
    """The power went. No code under test may catch this and go on."""


@dataclass
class Inode:
    """The bytes of a file: as the running system sees them, as synced, and what lies between."""

    seen: bytearray = field(default_factory=bytearray)
    synced: bytearray = field(default_factory=bytearray)
    changes: list[_Change] = field(default_factory=list)

    def change(self, change: _Change) -> None:
        """Write or truncate, without syncing."""
        _apply(self.seen, change)
        self.changes.append(change)

    def sync(self) -> None:
        """Make what is seen what survives."""
        self.synced = bytearray(self.seen)
        self.changes.clear()

    def survivor(self, chance: random.Random) -> Inode:
        """Return the file as it may be found after a cut."""
        found = bytearray(self.synced)
        for change in _surviving(self.changes, chance):
            _apply(found, change)
        return Inode(seen=found, synced=bytearray(found))


class Disk:
    """Files by name, and when the power goes: at the ``cut_at``-th change from now."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.names: dict[str, Inode] = {}
        # Names as the folder on the disk has them; they differ until the folder is synced.
        self.synced_names: dict[str, Inode] = {}
        self.session = 0
        self.cut_at: int | None = None
        self.is_off = False
        self.changes = 0

    def tick(self) -> None:
        """Count a change; cut the power when its turn has come."""
        self.refuse_if_off()
        self.changes += 1
        if self.cut_at is not None and self.changes >= self.cut_at:
            self.is_off = True
            raise PowerCut

    def refuse_if_off(self) -> None:
        """Do nothing more once the power is gone."""
        if self.is_off:
            raise apsw.IOError

    def sync_folder(self) -> None:
        """Make the names survive as they are."""
        self.synced_names = dict(self.names)

    def start_anew(self) -> None:
        """Forget what a disk may forget at a cut, and be ready for a new session."""
        self.session += 1
        survivors: dict[str, Inode] = {}
        for name in sorted(self.names.keys() | self.synced_names.keys()):
            before, after = self.synced_names.get(name), self.names.get(name)
            kept = before if before is after or self.chance.random() < 0.5 else after
            if kept is not None:
                survivors[name] = kept.survivor(self.chance)
        self.names, self.synced_names = survivors, dict(survivors)
        self.cut_at, self.changes, self.is_off = None, 0, False

    def copy(self, chance: random.Random) -> Disk:
        """Return a disk of its own that holds the same synced files."""
        disk = Disk(chance)
        for name, inode in self.names.items():
            disk.names[name] = Inode(bytearray(inode.seen), bytearray(inode.seen))
        disk.sync_folder()
        return disk


class ForgetfulVfs(apsw.VFS):
    """SQLite's way to a Disk. Register one, and open files with its name."""

    def __init__(self) -> None:
        self.disk = Disk(random.Random(0))  # noqa: S311
        self.name = f"forgetful-{id(self)}"
        super().__init__(self.name, base="")

    def xFullPathname(self, name: str) -> str:
        return name

    def xAccess(self, pathname: str, flags: int) -> bool:
        return pathname in self.disk.names

    def xDelete(self, filename: str, syncdir: bool) -> None:
        self.disk.tick()
        self.disk.names.pop(filename, None)
        if syncdir:
            self.disk.tick()
            self.disk.sync_folder()

    def xOpen(  # type: ignore[override]  # apsw asks for the methods alone, not for its class
        self, name: apsw.URIFilename | str | None, flags: list[int]
    ) -> OpenFile:
        self.disk.refuse_if_off()
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        flags[1] = flags[0]
        if path is None:  # a temporary file: nobody looks for it after a cut
            return OpenFile(self.disk, Inode(), temporary=True)
        if path not in self.disk.names:
            if not flags[0] & apsw.SQLITE_OPEN_CREATE:
                raise apsw.CantOpenError
            self.disk.tick()
            self.disk.names[path] = Inode()
        return OpenFile(self.disk, self.disk.names[path], temporary=False)


class OpenFile:
    """One open file of one session."""

    def __init__(self, disk: Disk, inode: Inode, *, temporary: bool) -> None:
        self._disk, self._inode, self._temporary = disk, inode, temporary
        self._session = disk.session

    def _change(self, change: _Change) -> None:
        if self._temporary:
            _apply(self._inode.seen, change)
            return
        self._alive()
        # The write under way when the power goes may itself be on the disk in part.
        self._inode.change(change)
        self._disk.tick()

    def _alive(self) -> None:
        self._disk.refuse_if_off()
        if self._session != self._disk.session:
            raise apsw.IOError

    def xRead(self, amount: int, offset: int) -> bytes:
        self._alive()
        return bytes(self._inode.seen[offset : offset + amount])

    def xWrite(self, data: bytes, offset: int) -> None:
        self._change((offset, bytes(data)))

    def xTruncate(self, newsize: int) -> None:
        self._change((newsize, None))

    def xSync(self, flags: int) -> None:
        if self._temporary:
            return
        self._alive()
        self._disk.tick()
        self._inode.sync()
        if any(
            inode is self._inode and self._disk.synced_names.get(name) is not inode
            for name, inode in self._disk.names.items()
        ):
            self._disk.tick()
            self._disk.sync_folder()

    def xFileSize(self) -> int:
        return len(self._inode.seen)

    def xSectorSize(self) -> int:
        return SECTOR

    def xDeviceCharacteristics(self) -> int:
        return 0

    def xFileControl(self, op: int, ptr: int) -> bool:
        return False

    def xLock(self, level: int) -> None:
        """Nobody else is there."""

    def xUnlock(self, level: int) -> None:
        """Nobody else is there."""

    def xCheckReservedLock(self) -> bool:
        return False

    def xClose(self) -> None:
        """Nothing is kept in hand."""


def _apply(content: bytearray, change: _Change) -> None:
    offset, written = change
    if written is None:
        del content[offset:]
        return
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    content[offset : offset + len(written)] = written


def _surviving(changes: list[_Change], chance: random.Random) -> list[_Change]:
    way = chance.choice(("nothing", "first part", "random part", "shuffled part", "all"))
    if way == "nothing" or not changes:
        return []
    if way == "all":
        kept = list(changes)
    elif way == "first part":
        kept = changes[: chance.randrange(len(changes) + 1)]
    else:
        kept = [change for change in changes if chance.random() < 0.5]
        if way == "shuffled part":
            chance.shuffle(kept)
    if kept and chance.random() < 0.5:
        at = chance.randrange(len(kept))
        kept[at] = _torn(kept[at], chance)
    return kept


def _torn(change: _Change, chance: random.Random) -> _Change:
    offset, written = change
    if written is None or len(written) <= SECTOR:
        return change
    cut = chance.randrange(1, len(written) // SECTOR + 1) * SECTOR
    if chance.random() < 0.5:
        return offset, written[:cut]
    return offset + cut, written[cut:]


class DiskOs:
    """What the keys of a ledger use of ``os``, over a Disk: one file, open once."""

    O_RDWR, O_WRONLY, O_CREAT, O_EXCL = os.O_RDWR, os.O_WRONLY, os.O_CREAT, os.O_EXCL

    def __init__(self, vfs: ForgetfulVfs, *, syncs: bool = True) -> None:
        self._vfs, self._syncs = vfs, syncs
        self._files: list[OpenFile] = []

    def open(self, path: object, flags: int, mode: int = 0o600) -> int:
        if not flags & os.O_CREAT and str(path) not in self._vfs.disk.names:
            raise FileNotFoundError(path)
        flag = apsw.SQLITE_OPEN_CREATE if flags & os.O_CREAT else 0
        self._files.append(self._vfs.xOpen(str(path), [flag, 0]))
        return len(self._files) - 1

    def close(self, handle: int) -> None:
        """Nothing is kept in hand."""

    def pread(self, handle: int, amount: int, offset: int) -> bytes:
        return self._files[handle].xRead(amount, offset)

    def pwrite(self, handle: int, written: bytes, offset: int) -> int:
        self._files[handle].xWrite(written, offset)
        return len(written)

    def write(self, handle: int, written: bytes) -> int:
        return self.pwrite(handle, written, self._files[handle].xFileSize())

    def fsync(self, handle: int) -> None:
        if self._syncs:
            self._files[handle].xSync(0)

    def fstat(self, handle: int) -> SimpleNamespace:
        return SimpleNamespace(st_size=self._files[handle].xFileSize())
