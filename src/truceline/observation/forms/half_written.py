"""Half-written files: a file appears under its name when it is whole, and not before."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Files of this beginning are of writers that live, or died; whoever owns the folder may clear them.
PREFIX = ".half-"


@contextmanager
def half_written(place: Path) -> Iterator[Path]:
    """Yield where to write; on leaving without an error the file takes its name, else it is gone.

    Several writers of one name do not meet, and the last to finish stands: a task that is done
    twice, with the same bytes, leaves one file.

    >>> folder = Path(tempfile.mkdtemp())
    >>> with half_written(folder / "a.txt") as half:
    ...     _ = half.write_text("whole")
    >>> [file.name for file in folder.iterdir()]
    ['a.txt']
    """
    handle, name = tempfile.mkstemp(prefix=PREFIX, dir=place.parent)
    os.close(handle)
    half = Path(name)
    try:
        yield half
        half.chmod(0o644)
        half.replace(place)
    finally:
        half.unlink(missing_ok=True)


def clear_halves(folder: Path) -> None:
    """Remove what dead writers left in a folder and below, once no writer is at work there."""
    for half in folder.rglob(f"{PREFIX}*"):
        half.unlink(missing_ok=True)
