"""Streams of whole tracks: all fixes of an object together, however a file is cut into batches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

from truceline.errors import Problem, RecordInvalid
from truceline.observation.forms.tracks_check import checked
from truceline.observation.forms.tracks_source import batches_of
from truceline.observation.track import Fixes, NameBook, TrackRules, TrackTally

if TYPE_CHECKING:
    from numpy import ndarray

REPEATED = "a fix that repeats the one before"


def whole_tracks(path: Path, *, rules: TrackRules, tally: TrackTally) -> Iterator[Fixes]:
    """Yield a sorted file's fixes, an object's never parted; what is refused is in the tally.

    Raises:
        RecordInvalid: the file cannot be read, or is not in order of object and time.
    """
    import numpy as np

    names = NameBook()
    held: Fixes | None = None
    done: set[int] = set()
    for batch in batches_of(path):
        fixes = checked(batch, names=names, rules=rules, tally=tally)
        fixes = fixes if held is None else _joined([held, fixes])
        if not len(fixes):
            held = fixes
            continue
        _refuse_unsorted(path, fixes, done)
        repeated = _repeated(fixes)
        tally.withdraw(REPEATED, int(repeated.sum()))
        fixes = fixes.chosen(~repeated)
        last = len(fixes) - int(np.argmax(fixes.objects[::-1] != fixes.objects[-1]))
        if fixes.objects[0] == fixes.objects[-1]:
            last = 0
        held = fixes.chosen(slice(last, None))
        if last:
            whole = fixes.chosen(slice(0, last))
            done.update(np.unique(whole.objects).tolist())
            yield whole
    if held is not None and len(held):
        yield held


def _joined(parts: list[Fixes]) -> Fixes:
    import numpy as np

    columns = [f.name for f in fields(Fixes) if f.name != "names"]
    return Fixes(
        names=parts[0].names,
        **{name: np.concatenate([getattr(part, name) for part in parts]) for name in columns},
    )


def _repeated(fixes: Fixes) -> ndarray:
    import numpy as np

    same = np.zeros(len(fixes), dtype=bool)
    same[1:] = (
        (fixes.objects[1:] == fixes.objects[:-1])
        & (fixes.time_us[1:] == fixes.time_us[:-1])
        & (fixes.lon_deg[1:] == fixes.lon_deg[:-1])
        & (fixes.lat_deg[1:] == fixes.lat_deg[:-1])
    )
    return same


def _refuse_unsorted(path: Path, fixes: Fixes, done: set[int]) -> None:
    import numpy as np

    same = fixes.objects[1:] == fixes.objects[:-1]
    back = np.flatnonzero(same & (fixes.time_us[1:] < fixes.time_us[:-1])) + 1
    starts = np.append(0, np.flatnonzero(~same) + 1)
    firsts = fixes.objects[starts]
    _, kept = np.unique(firsts, return_index=True)
    again = np.setdiff1d(np.arange(len(firsts)), kept)
    returned = [int(at) for at in starts if int(fixes.objects[at]) in done]
    wrong = [*back.tolist(), *starts[again].tolist(), *returned]
    if wrong:
        row = int(fixes.row[min(wrong)])
        what = f"row {row} is out of order: rows must be in order of object and time"
        mend = "Run 'truceline tracks sort' on the file first"
        raise RecordInvalid([Problem(path.name, row, 0, what, mend)])
