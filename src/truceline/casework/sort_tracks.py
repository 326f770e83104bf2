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
) -> tuple[TrackTally, ...]:  # fmt: skip
    """Write all usable fixes of some files in order; return how the rows of each were counted.

    An ``output`` that ends in ``.parquet`` is one file; any other name is a folder with a file for
    each bucket. What is written appears when it is whole, and not before. Half-way files lie in a
    folder beside the output, which every worker must be able to reach.

    Raises:
        RecordInvalid: a file cannot be used as a whole; nothing is written.
    """
    parts = sort_parts(files)
    buckets = bucket_count(files)
    output.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="sorting-", dir=output.parent))
    try:
        verb = Deal(folder=folder, buckets=buckets, order=order, rules=rules)
        tallies: list[TrackTally] = []
        problems: list[Problem] = []
        for done in run(verb, list(enumerate(parts))):
            if isinstance(done, TrackTally):
                tallies.append(done)
            else:
                problems += done
        if problems:
            raise RecordInvalid(problems)
        clear_halves(folder)
        if output.suffix == ".parquet":
            write_buckets(folder, buckets, output, order=order)
        else:
            output.mkdir(parents=True, exist_ok=True)
            list(run(Gather(folder=folder, output=output, order=order), list(range(buckets))))
            clear_halves(output)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return tuple(
        tally_of_all([t for t, p in zip(tallies, parts, strict=True) if p.file == file])
        for file in files
    )
