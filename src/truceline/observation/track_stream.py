"""Streams of whole tracks: all fixes of an object together, however a file is cut into batches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

from truceline.errors import Problem, RecordInvalid
from truceline.observation.forms.tracks_check import checked
from truceline.observation.forms.tracks_part import Bounds, Group, TrackPart, parts_of
from truceline.observation.forms.tracks_source import TrackBatch, batches_of
from truceline.observation.track import Fixes, NameBook, TrackRules, TrackTally

if TYPE_CHECKING:
    from numpy import ndarray

REPEATED = "a fix that repeats the one before"


def whole_tracks(
    source: Path | TrackPart, *, rules: TrackRules, tally: TrackTally,
    boxes: Sequence[tuple[float, ...]] | None = None, window_us: tuple[int, int] | None = None,
) -> Iterator[Fixes]:  # fmt: skip
    """Yield the fixes of a sorted file, or of a part that shares no object with another.

    No object's fixes are parted; what is refused is in the tally.

    Row groups of a checked file are passed over where their statistics tell that they lie outside
    ``window_us``, or that they hold whole objects which never come into one of ``boxes`` (west,
    south, east, north in degrees).

    Raises:
        RecordInvalid: the file cannot be read, or is not in order of object and time.
    """
    import numpy as np

    names = NameBook()
    held: Fixes | None = None
    done: set[int] = set()
    parts = (source,) if isinstance(source, TrackPart) else parts_of(source)
    for batch in _batches(parts, tally, boxes, window_us):
        fixes = checked(batch, names=names, rules=rules, tally=tally, window_us=window_us)
        fixes = fixes if held is None else _joined([held, fixes])
        if not len(fixes):
            held = fixes
            continue
        _refuse_unsorted(parts[0].file, fixes, done)
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


def _batches(
    parts: tuple[TrackPart, ...], tally: TrackTally, boxes: Sequence[tuple[float, ...]] | None,
    window_us: tuple[int, int] | None,
) -> Iterator[TrackBatch]:  # fmt: skip
    groups = [group for part in parts for group in part.groups]
    unread = set()
    for number, group in enumerate(groups):
        before = groups[number - 1] if number else None
        after = groups[number + 1] if number + 1 < len(groups) else None
        at = group.bounds
        if at is None:
            continue
        late = window_us is not None and at.is_outside(window_us)
        far = boxes is not None and not any(at.touches(box) for box in boxes)
        if late or (far and _apart(before, at) and _apart(after, at)):
            tally.rows += group.rows
            tally.passed_over += group.rows
            unread.add(group.number)
    for part in parts:
        yield from batches_of(part.without(unread))


def _apart(group: Group | None, at: Bounds) -> bool:
    """Return whether a neighbour holds none of a row group's objects."""
    if group is None:
        return True
    there = group.bounds
    return there is not None and (there.most < at.least or there.least > at.most)


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
