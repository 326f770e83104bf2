"""Count zones: the positions of many files in each zone, part by part; written again if asked."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from truceline.casework.runner import Runner, Told
from truceline.errors import Problem, RecordInvalid
from truceline.geo.zone import Zone
from truceline.observation.forms.half_written import clear_halves
from truceline.observation.forms.tracks_part import TrackPart, parts_of
from truceline.observation.forms.tracks_swapped import Swapped
from truceline.observation.forms.tracks_zones import (
    PartZones,
    ZoneCounts,
    count_zones,
    write_zones,
)
from truceline.observation.track import TrackRules, TrackTally, tally_of_all

if TYPE_CHECKING:
    from truceline.geo.classify import Classifier


@dataclass(slots=True, kw_only=True)
class FileZones:
    """How many fixes of a file lie in which zones together; or why the file is refused.

    ``written`` are the files that hold its rows with their zones, in order.
    """

    file: Path
    tally: TrackTally
    counts: ZoneCounts = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    written: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CountZones:
    """The verb: count one part, and with ``output`` write it again."""

    zones: tuple[Zone, ...]
    rules: TrackRules
    cache: Path | None
    window_us: tuple[int, int] | None = None

    def __call__(self, task: tuple[TrackPart, Path | None], told: Told) -> PartZones:
        part, place = task
        classifier = _ready(self.zones, self.cache)
        if place is None:
            return count_zones(
                part, classifier, rules=self.rules, told=told, window_us=self.window_us
            )
        return write_zones(part, classifier, place, rules=self.rules, told=told)


def zones_of_files(
    files: Sequence[Path], zones: Sequence[Zone], *, rules: TrackRules, run: Runner,
    cache: Path | None = None, window_us: tuple[int, int] | None = None,
    output: Path | None = None,
) -> tuple[FileZones, ...]:  # fmt: skip
    """Return for each file what is in it; with ``output``, a folder, write its rows with zones.

    A file of several parts is written as several, numbered in order. A file that cannot be used as
    a whole comes back with its problems, and nothing of it stays written; the others go on.

    Raises:
        GeometryInvalid: the zones cannot be classified.
    """
    tasks: list[tuple[TrackPart, Path | None]] = []
    unreadable: dict[Path, tuple[Problem, ...]] = {}
    for file in files:
        try:
            parts = parts_of(file)
        except RecordInvalid as refused:
            unreadable[file] = tuple(refused.problems)
            continue
        for part in parts:
            tasks.append((part, None if output is None else _target(part, files, output)))
    verb = CountZones(zones=tuple(zones), rules=rules, cache=cache, window_us=window_us)
    if tasks:
        _ready(verb.zones, cache)
    done: dict[Path, list[PartZones]] = {}
    written: dict[Path, list[Path]] = {}
    for (part, place), one in zip(tasks, run(verb, tasks), strict=True):
        done.setdefault(part.file, []).append(one)
        written.setdefault(part.file, []).extend([place] if place else [])
    if output is not None:
        clear_halves(output)
    return tuple(
        FileZones(file=file, tally=TrackTally(file=file.name), problems=unreadable[file])
        if file in unreadable
        else _whole(file, done[file], written[file])
        for file in files
    )


@lru_cache(maxsize=4)
def _ready(zones: tuple[Zone, ...], cache: Path | None) -> Classifier:
    """Return a classifier, made once in each process."""
    from truceline.geo.classify import make_classifier

    return make_classifier(zones, cache=cache)


def _whole(file: Path, parts: list[PartZones], written: list[Path]) -> FileZones:
    problems = tuple(problem for part in parts for problem in part.problems)
    if problems:
        for place in written:
            place.unlink(missing_ok=True)
        return FileZones(file=file, tally=TrackTally(file=file.name), problems=problems)
    whole = FileZones(
        file=file, tally=tally_of_all([part.tally for part in parts]), written=tuple(written)
    )
    swapped = Swapped()
    for part in parts:
        for ids, number in part.counts.items():
            whole.counts[ids] = whole.counts.get(ids, 0) + number
        swapped.add(part.swapped)
    whole.tally.notes += swapped.told(whole.tally.accepted)
    return whole


def _target(part: TrackPart, files: Sequence[Path], output: Path) -> Path:
    """Return where a part is written again; partitions keep their folders."""
    top = Path(os.path.commonpath([path.resolve().parent for path in files]))
    place = output / part.file.resolve().relative_to(top)
    stem = place.name.removesuffix(".parquet")
    number = "" if part.of == 1 else f".{part.number:05d}"
    place = place.with_name(f"{stem}{number}.parquet")
    place.parent.mkdir(parents=True, exist_ok=True)
    return place
