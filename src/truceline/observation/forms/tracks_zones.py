"""Files of positions with the zones of each row: read, classified and written batch by batch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from truceline.errors import Problem, RecordInvalid
from truceline.geo.classify import Classified, Classifier, classify, count_codes
from truceline.geo.classify_arrow import zone_words
from truceline.geo.classify_boxes import ground_of, zones_of_box
from truceline.observation.forms.half_written import half_written
from truceline.observation.forms.tracks_check import checked
from truceline.observation.forms.tracks_part import TrackPart
from truceline.observation.forms.tracks_sort import positions_schema, table_of
from truceline.observation.forms.tracks_source import NEEDED, TrackBatch, batches_of
from truceline.observation.forms.tracks_swapped import Swapped
from truceline.observation.track import Fixes, NameBook, TrackRules, TrackTally

if TYPE_CHECKING:
    from numpy import ndarray

ZoneCounts = dict[tuple[str, ...], int]


@dataclass(slots=True, kw_only=True)
class PartZones:
    """How many fixes of a part lie in which zones together, or why it is refused."""

    tally: TrackTally
    counts: ZoneCounts = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    swapped: Swapped = field(default_factory=Swapped)

    def add(self, ids: tuple[str, ...], number: int) -> None:
        """Count fixes in zones."""
        if number:
            self.counts[ids] = self.counts.get(ids, 0) + number

    def add_all(self, found: Classified, fixes: Fixes, classifier: Classifier) -> None:
        """Count what was classified."""
        self.swapped.look_at(fixes.lon_deg, fixes.lat_deg, [ground_of(classifier)])
        for ids, number in zip(found.legend, count_codes(found).tolist(), strict=False):
            self.add(ids, number)


def count_zones(
    part: TrackPart, classifier: Classifier, *, rules: TrackRules, told: Callable[[int], None],
    window_us: tuple[int, int] | None = None,
) -> PartZones:  # fmt: skip
    """Return how many fixes of a part lie in which zones together.

    Row groups of a checked file whose statistics tell it all are not read. With ``window_us`` only
    fixes of that time count. A file that cannot be used comes back with its problems.
    """
    done, names = PartZones(tally=TrackTally(file=part.file.name)), NameBook()
    needed = ("lon", "lat") if window_us is None else ("time", "lon", "lat")
    unread = _told_by_bounds(part, classifier, done, window_us)
    told(done.tally.rows)
    try:
        for batch in batches_of(part.without(unread), needed=needed):
            if window_us is None and _count_sound(batch, classifier, done):
                told(batch.columns.num_rows)
                continue
            fixes = checked(batch, names=names, rules=rules, tally=done.tally, window_us=window_us)
            told(batch.columns.num_rows)
            found = classify(classifier, fixes.lon_deg, fixes.lat_deg)
            done.add_all(found, fixes, classifier)
    except RecordInvalid as refused:
        done.problems = tuple(refused.problems)
    return done


def _count_sound(batch: TrackBatch, classifier: Classifier, done: PartZones) -> bool:
    """Count a batch of which every row is a position, as most are; False where one is none.

    What is no position has a code of its own, so that rows need not be looked at one by one.
    """
    import numpy as np
    import pyarrow as pa

    columns = batch.columns
    if any(
        columns.column(name).type != pa.float64() or columns.column(name).null_count
        for name in columns.column_names
    ):
        return False
    lons, lats, *accuracy = (
        _in_one(columns.column(name))
        for name in ("lon", "lat", *({"accuracy_m"} & set(columns.column_names)))
    )
    if any(not ((error >= 0) & (error < np.inf)).all() for error in accuracy):
        return False
    found = classify(classifier, lons, lats)
    many = count_codes(found)
    if many[found.nowhere]:
        return False
    done.tally.rows += len(lons)
    done.tally.accepted += len(lons)
    # Where any lie in a zone the axes are not swapped.
    done.swapped.near += len(lons) - int(many[0])
    done.swapped.look_at(lons, lats, [] if done.swapped.near else [ground_of(classifier)])
    for ids, number in zip(found.legend, many.tolist(), strict=False):
        done.add(ids, number)
    return True


def _in_one(column: Any) -> ndarray:
    """Return a column as one array, without a copy where it is one already."""
    import numpy as np

    return np.asarray(column.chunk(0) if column.num_chunks == 1 else column.combine_chunks())


def write_zones(
    part: TrackPart, classifier: Classifier, output: Path, *, rules: TrackRules,
    told: Callable[[int], None],
) -> PartZones:  # fmt: skip
    """Write every usable fix of a part to a Parquet file, with a column ``zones``; count them too.

    The file appears when it is whole, and not before. Rows out are rows in, less those refused and
    counted. A file that cannot be used comes back with its problems, and nothing is written.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    done, names = PartZones(tally=TrackTally(file=part.file.name)), NameBook()
    schema = positions_schema().append(pa.field("zones", pa.string()))
    try:
        with (
            half_written(output) as half,
            pq.ParquetWriter(half, schema, compression="zstd") as sink,
        ):
            for batch in batches_of(part, needed=NEEDED):
                fixes = checked(batch, names=names, rules=rules, tally=done.tally)
                told(batch.columns.num_rows)
                found = classify(classifier, fixes.lon_deg, fixes.lat_deg)
                done.add_all(found, fixes, classifier)
                words = zone_words(found).cast(pa.string())
                sink.write_table(table_of(fixes).append_column("zones", words))
    except RecordInvalid as refused:
        done.problems = tuple(refused.problems)
    return done


def _told_by_bounds(
    part: TrackPart, classifier: Classifier, done: PartZones, window_us: tuple[int, int] | None
) -> set[int]:
    """Count the row groups that need not be read; return their numbers."""
    unread = set()
    for group in part.groups:
        at = group.bounds
        if at is None:
            continue
        if window_us is not None and not at.is_within(window_us):
            if at.is_outside(window_us):
                done.tally.rows += group.rows
                done.tally.passed_over += group.rows
                unread.add(group.number)
            continue
        ids = zones_of_box(classifier, west=at.west, south=at.south, east=at.east, north=at.north)
        if ids is not None:
            done.tally.rows += group.rows
            done.tally.accepted += group.rows
            done.tally.unread += group.rows
            done.add(ids, group.rows)
            done.swapped.look_at_bounds(at, group.rows, [ground_of(classifier)])
            unread.add(group.number)
    return unread
