"""Import tracks: what files of positions amount to, kept as observations in a casefile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from truceline.casework.runner import Told
from truceline.digest import Digest, digest_of_bytes, short_id
from truceline.errors import Problem, RecordInvalid
from truceline.evidence.document import Document
from truceline.evidence.ledger import Draft, EntryKind
from truceline.geo.line import Line
from truceline.geo.zone import Zone
from truceline.observation.grade import Grade
from truceline.observation.observation import Observation
from truceline.observation.track import Passage, TrackRules, TrackTally

if TYPE_CHECKING:
    from truceline.evidence.layout import Casefile
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
class ReadTracks:
    """The verb: read one sorted file, for some lines and zones."""

    lines: tuple[Line, ...]
    zones: tuple[Zone, ...]
    source: str
    grade: Grade
    rules: TrackRules
    window_us: tuple[int, int] | None = None

    def __call__(self, path: Path, told: Told) -> TracksRead:
        try:
            return read_tracks(
                path, watched_by(self.lines, self.zones), source=self.source, grade=self.grade,
                rules=self.rules, told=told, window_us=self.window_us,
            )  # fmt: skip
        except RecordInvalid as refused:
            return TracksRead(
                file=path.name, digest=Digest(""), tally=TrackTally(file=path.name), passages=(),
                observations=(), problems=tuple(refused.problems),
            )  # fmt: skip


@lru_cache(maxsize=4)
def watched_by(lines: tuple[Line, ...], zones: tuple[Zone, ...]) -> Watched:
    """Return lines and zones made ready, once in each process."""
    from truceline.observation.track_passages import watch

    return watch(lines, zones)


def read_tracks(
    path: Path,
    watched: Watched,
    *,
    source: str,
    grade: Grade,
    rules: TrackRules,
    told: Callable[[int], None],
    window_us: tuple[int, int] | None = None,
) -> TracksRead:
    """Return the passages in a sorted file of positions, and the observations they make.

    With ``window_us`` only fixes of that time count. Row groups whose statistics tell that they
    hold nothing that matters are not read.

    Raises:
        RecordInvalid: the file cannot be read, or is not in order of object and time.
    """
    from truceline.observation.track_marks import Jumped, jammed, marked
    from truceline.observation.track_observations import observations_of
    from truceline.observation.track_passages import passages
    from truceline.observation.track_stream import whole_tracks

    tally = TrackTally(file=path.name)
    found: list[Passage] = []
    jumped: Jumped = []
    for fixes in whole_tracks(
        path, rules=rules, tally=tally, boxes=watched.boxes, window_us=window_us
    ):
        told(len(fixes))
        kept, jumps = marked(fixes, rules=rules, tally=tally)
        found += passages(kept, watched, rules=rules)
        jumped += jumps
    told_of = jammed(found, jumped, tally=tally)
    digest = _digest_of_file(path)
    return TracksRead(
        file=path.name,
        digest=digest,
        tally=tally,
        passages=told_of,
        observations=observations_of(
            told_of, file=path.name, digest=digest, source=source, grade=grade, rules=rules
        ),
    )


def keep_tracks(
    case: Casefile, read: TracksRead, *, source: str, author: str, recorded_at: datetime
) -> tuple[int, int]:
    """Keep what was read; return how many entries are new and how many were known.

    The positions themselves are not taken in, for they may fill a disk: what is kept is a log of
    the passages, which names the file, its digest, and the rows that show each.
    """
    from dataclasses import replace

    from truceline.evidence.record import to_record

    data = passage_log(read).encode()
    document = Document(
        id=short_id("d", digest_of_bytes(data)),
        digest=digest_of_bytes(data),
        media_type="text/csv",
        size_bytes=len(data),
        filename=f"{read.file}.passages.csv",
        publisher=source,
        title=f"Passages in {read.file}",
        url=None,
        published=None,
        text=data.decode(),
    )
    drafts = [Draft(kind=EntryKind.DOCUMENT, key=document.id, record=to_record(document))]
    for seen in read.observations:
        kept = replace(seen, basis=replace(seen.basis, document=document.id))
        drafts.append(Draft(kind=EntryKind.OBSERVATION, key=kept.id, record=to_record(kept)))
    case.archive.keep(data)
    with case.ledger() as ledger:
        done = ledger.append(drafts, author=author, recorded_at=recorded_at)
    return done.new, done.known


def passage_log(read: TracksRead) -> str:
    """Return the passages as CSV, the file and its digest in the first line."""
    import csv
    import io
    from dataclasses import asdict, fields

    out = io.StringIO()
    out.write(f"# {read.file} {read.digest}\n")
    writer = csv.DictWriter(out, [f.name for f in fields(Passage)], lineterminator="\n")
    writer.writeheader()
    for passage in read.passages:
        writer.writerow({**asdict(passage), "marks": "; ".join(passage.marks)})
    return out.getvalue()


def _digest_of_file(path: Path) -> Digest:
    import hashlib

    running = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_DIGEST_BLOCK_BYTES):
            running.update(block)
    return Digest("sha256:" + running.hexdigest())
