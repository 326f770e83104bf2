"""File system: which kind a path lies on, where the machine tells."""

from __future__ import annotations

import functools
from pathlib import Path

# File systems on which one machine cannot be sure of another's locks and syncs. SQLite's own
# manual names locking over a network as the first cause of corrupt files.
# Source: sqlite.org/howtocorrupt.html, section 2; mount(8) for the names.
NETWORKED = frozenset(
    {
        "9p",
        "afpfs",
        "afs",
        "ceph",
        "cifs",
        "coda",
        "davfs",
        "glusterfs",
        "gpfs",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "ocfs2",
        "orangefs",
        "smb3",
        "smbfs",
    }
)
# The same through a helper in user space, where the kind reads fuse.<helper>.
NETWORKED_HELPERS = frozenset({"ceph", "davfs2", "gcsfuse", "glusterfs", "rclone", "s3fs", "sshfs"})

MOUNTS = Path("/proc/self/mountinfo")


def is_networked(kind: str | None) -> bool:
    """Return whether a kind of file system lies across a network; False where it is not known.

    >>> [is_networked(kind) for kind in ("nfs4", "fuse.sshfs", "ext4", None)]
    [True, True, False, False]
    """
    return kind is not None and (
        kind in NETWORKED or kind.removeprefix("fuse.") in NETWORKED_HELPERS
    )


def kind_of_file_system(path: Path) -> str | None:
    """Return the kind of file system a path lies on ("ext4", "nfs4"); None where nobody tells.

    Told on Linux alone; elsewhere the answer is None.
    """
    try:
        mounts = MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return None
    return kind_in(mounts, path.resolve())


# A server opens a ledger many times a second, under a table that hardly ever changes.
@functools.lru_cache(maxsize=8)
def kind_in(mounts: str, path: Path) -> str | None:
    r"""Return the kind of the innermost mount that holds an absolute path, by a mount table.

    The table is in the form of Linux's ``/proc/self/mountinfo``; of two mounts on one place the
    later hides the earlier.

    >>> table = "22 1 8:1 / / rw - ext4 /dev/sda rw\n40 22 0:4 / /mnt/a\\040b rw - nfs4 host:/x rw"
    >>> kind_in(table, Path("/mnt/a b/case")), kind_in(table, Path("/home"))
    ('nfs4', 'ext4')
    """
    best: tuple[int, str] | None = None
    for line in mounts.splitlines():
        front, dash, back = line.partition(" - ")
        columns = front.split(" ")
        if not dash or len(columns) < 5:
            continue
        point = Path(_unescaped(columns[4]))
        if path.is_relative_to(point):
            depth = len(point.parts)
            if best is None or depth >= best[0]:
                best = (depth, back.split(" ")[0])
    return None if best is None else best[1]


def _unescaped(text: str) -> str:
    for code, character in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        text = text.replace(code, character)
    return text
