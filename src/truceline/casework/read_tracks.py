"""Read tracks: what sorted files of positions amount to, part by part, by any runner.

A big file is cut where objects end, so that each part holds whole tracks and can be read anywhere.
What is told of a file, its passages together and the areas where many jumped, is told of all parts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from truceline.casework.runner import Runner, Told
from truceline.digest import Digest
from truceline.errors import Problem, RecordInvalid
from truceline.geo.line import Line
from truceline.geo.zone import Zone
from truceline.observation.forms.tracks_part import TrackPart, object_parts_of
from truceline.observation.forms.tracks_swapped import Swapped
from truceline.observation.grade import Grade
from truceline.observation.observation import Observation
from truceline.observation.track import Passage, TrackRules, TrackTally, tally_of_all

if TYPE_CHECKING:
    from truceline.observation.track_marks import Leap
    from truceline.observation.track_passages import Watched

_DIGEST_BLOCK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class TracksRead:
    """What one file of positions amounts to, or the problems for which it is refused."""

    file: str
    digest: Digest
    tally: TrackTally
    passages: tuple[Passage, ...]
    observations: tuple[Observation, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PartRead:
    """What one part of a file holds, or the problems for which it is refused."""

    tally: TrackTally
    passages: tuple[Passage, ...] = ()
    leaps: tuple[Leap, ...] = ()
    swapped: Swapped = field(default_factory=Swapped)
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTracks:
    """The verb: read a part of a sorted file, for some lines and zones; of a file, the digest."""

    lines: tuple[Line, ...]
    zones: tuple[Zone, ...]
    rules: TrackRules
    window_us: tuple[int, int] | None = None

    def __call__(self, task: TrackPart | Path, told: Told) -> PartRead | Digest:
        if isinstance(task, Path):
            return _digest_of_file(task)
        watched = watched_by(self.lines, self.zones)
        return _part_read(task, watched, rules=self.rules, told=told, window_us=self.window_us)


@lru_cache(maxsize=4)
def watched_by(lines: tuple[Line, ...], zones: tuple[Zone, ...]) -> Watched:
    """Return lines and zones made ready, once in each process."""
    from truceline.observation.track_passages import watch

    return watch(lines, zones)


def tracks_of_files(
    files: Sequence[Path], verb: ReadTracks, *, source: str, grade: Grade, run: Runner
) -> tuple[TracksRead, ...]:
    """Return what each sorted file amounts to; one that cannot be used has its problems instead.

    ``source`` is who recorded the positions, and ``grade`` how good that source is.
    """
    cut: dict[Path, tuple[TrackPart, ...]] = {}
    unreadable: dict[Path, tuple[Problem, ...]] = {}
    for file in files:
        try:
            cut[file] = object_parts_of(file)
        except RecordInvalid as refused:
            unreadable[file] = tuple(refused.problems)
    tasks: list[TrackPart | Path] = [*cut, *(part for parts in cut.values() for part in parts)]
    done = list(run(verb, tasks))
    digests = dict(zip(cut, [one for one in done if not isinstance(one, PartRead)], strict=True))
    read = iter([one for one in done if isinstance(one, PartRead)])
    parts_read = {file: [next(read) for _ in parts] for file, parts in cut.items()}
    return tuple(
        _refused(file, unreadable[file])
        if file in unreadable
        else _together(
            file, digests[file], parts_read[file], source=source, grade=grade, rules=verb.rules
        )
        for file in files
    )


def read_tracks(
    path: Path, watched: Watched, *, source: str, grade: Grade, rules: TrackRules, told: Told,
    window_us: tuple[int, int] | None = None,
) -> TracksRead:  # fmt: skip
    """Return the passages in a sorted file of positions, and the observations they make.

    With ``window_us`` only fixes of that time count. Row groups whose statistics tell that they
    hold nothing that matters are not read.

    Raises:
        RecordInvalid: the file cannot be read, or is not in order of object and time.
    """
    parts = [
        _part_read(part, watched, rules=rules, told=told, window_us=window_us)
        for part in object_parts_of(path)
    ]
    digest = _digest_of_file(path)
    read = _together(path, digest, parts, source=source, grade=grade, rules=rules)
    if read.problems:
        raise RecordInvalid(list(read.problems))
    return read


def _part_read(
    part: TrackPart, watched: Watched, *, rules: TrackRules, told: Told,
    window_us: tuple[int, int] | None,
) -> PartRead:  # fmt: skip
    from truceline.observation.track_marks import marked
    from truceline.observation.track_passages import passages
    from truceline.observation.track_stream import whole_tracks

    tally = TrackTally(file=part.file.name)
    found: list[Passage] = []
    leaps: list[Leap] = []
    swapped = Swapped()
    bounded = [(group.bounds, group.rows) for group in part.groups if group.bounds is not None]
    for bounds, rows in bounded:
        swapped.look_at_bounds(bounds, rows, watched.boxes)
    try:
        for fixes in whole_tracks(
            part, rules=rules, tally=tally, boxes=watched.boxes, window_us=window_us
        ):
            told(len(fixes))
            if not bounded:
                swapped.look_at(fixes.lon_deg, fixes.lat_deg, watched.boxes)
            kept, leapt = marked(fixes, rules=rules, tally=tally)
            found += passages(kept, watched, rules=rules)
            leaps += leapt
    except RecordInvalid as refused:
        return PartRead(tally=tally, problems=tuple(refused.problems))
    return PartRead(tally=tally, passages=tuple(found), leaps=tuple(leaps), swapped=swapped)


def _together(
    file: Path, digest: Digest, parts: Sequence[PartRead], *, source: str, grade: Grade,
    rules: TrackRules,
) -> TracksRead:  # fmt: skip
    from truceline.observation.track_marks import jammed
    from truceline.observation.track_observations import observations_of

    problems = tuple(problem for part in parts for problem in part.problems)
    if problems:
        return _refused(file, problems)
    tally = tally_of_all([part.tally for part in parts])
    passages = jammed(
        [one for part in parts for one in part.passages],
        [leap for part in parts for leap in part.leaps],
        tally=tally,
    )
    swapped = Swapped()
    for part in parts:
        swapped.add(part.swapped)
    tally.notes += swapped.told(tally.accepted + tally.passed_over)
    return TracksRead(
        file=file.name,
        digest=digest,
        tally=tally,
        passages=passages,
        observations=observations_of(
            passages, file=file.name, digest=digest, source=source, grade=grade, rules=rules
        ),
    )


def _refused(file: Path, problems: tuple[Problem, ...]) -> TracksRead:
    return TracksRead(
        file=file.name, digest=Digest(""), tally=TrackTally(file=file.name), passages=(),
        observations=(), problems=problems,
    )  # fmt: skip


def _digest_of_file(path: Path) -> Digest:
    import hashlib

    running = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_DIGEST_BLOCK_BYTES):
            running.update(block)
    return Digest("sha256:" + running.hexdigest())
