"""Sort tracks: files of positions dealt into buckets, and each bucket sorted, by any runner."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from truceline.casework.runner import Runner, Told
from truceline.errors import Problem, RecordInvalid
from truceline.observation.forms.half_written import clear_halves
from truceline.observation.forms.tracks_part import TrackPart
from truceline.observation.forms.tracks_sort import (
    Order,
    bucket_count,
    deal,
    sort_parts,
    write_bucket,
    write_buckets,
)
from truceline.observation.track import TrackRules, TrackTally, tally_of_all


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSorted:
    """How the rows of a file were counted, or the problems for which nothing of it is written."""

    file: Path
    tally: TrackTally
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """The verb of the first round: deal one part into buckets."""

    folder: Path
    buckets: int
    order: Order
    rules: TrackRules

    def __call__(self, task: tuple[int, TrackPart], told: Told) -> TrackTally | tuple[Problem, ...]:
        number, part = task
        try:
            return deal(
                part, self.folder / f"{number:06d}", buckets=self.buckets, order=self.order,
                rules=self.rules, told=told,
            )  # fmt: skip
        except RecordInvalid as refused:
            return tuple(refused.problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gather:
    """The verb of the second round: sort one bucket and write it."""

    folder: Path
    output: Path
    order: Order

    def __call__(self, bucket: int, _: Told) -> int:
        return write_bucket(self.folder, bucket, self.output, order=self.order)


def sort_tracks(
    files: Sequence[Path], output: Path, *, rules: TrackRules, run: Runner,
    order: Order = Order.OBJECT,
) -> tuple[FileSorted, ...]:  # fmt: skip
    """Write all usable fixes of some files in order; return how the rows of each were counted.

    An ``output`` that ends in ``.parquet`` is one file; any other name is a folder with a file for
    each bucket. What is written appears when it is whole, and not before. Half-way files lie in a
    folder beside the output, which every worker must be able to reach. Of a file that cannot be
    used as a whole nothing is written, and it comes back with its problems; the others go on.

    Raises:
        RecordInvalid: no file can be used; nothing is written.
    """
    parts, problems = _parts(files)
    buckets = bucket_count(files)
    output.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="sorting-", dir=output.parent))
    try:
        verb = Deal(folder=folder, buckets=buckets, order=order, rules=rules)
        tallies: dict[Path, list[TrackTally]] = {}
        for part, done in zip(parts, run(verb, list(enumerate(parts))), strict=True):
            if isinstance(done, TrackTally):
                tallies.setdefault(part.file, []).append(done)
            else:
                problems.setdefault(part.file, []).extend(done)
        if len(problems) == len(files):
            raise RecordInvalid([problem for file in files for problem in problems[file]])
        for number, part in enumerate(parts):
            for dealt in folder.glob(f"{number:06d}-*") if part.file in problems else ():
                dealt.unlink()
        clear_halves(folder)
        _gather(folder, buckets, output, order=order, run=run)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return tuple(
        FileSorted(
            file=file,
            tally=TrackTally(file=file.name) if file in problems else tally_of_all(tallies[file]),
            problems=tuple(problems.get(file, ())),
        )
        for file in files
    )


def _parts(files: Sequence[Path]) -> tuple[list[TrackPart], dict[Path, list[Problem]]]:
    """Return the parts in which files are dealt out, and what is wrong with unreadable ones."""
    parts: list[TrackPart] = []
    problems: dict[Path, list[Problem]] = {}
    for file in files:
        try:
            parts += sort_parts(file)
        except RecordInvalid as refused:
            problems[file] = list(refused.problems)
    return parts, problems


def _gather(folder: Path, buckets: int, output: Path, *, order: Order, run: Runner) -> None:
    if output.suffix == ".parquet":
        write_buckets(folder, buckets, output, order=order)
        return
    output.mkdir(parents=True, exist_ok=True)
    list(run(Gather(folder=folder, output=output, order=order), list(range(buckets))))
    clear_halves(output)
