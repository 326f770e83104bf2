"""Import tracks: what files of positions amount to, kept as observations in a casefile."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from truceline.casework.read_tracks import TracksRead
from truceline.digest import digest_of_bytes, short_id
from truceline.evidence.document import Document
from truceline.evidence.ledger import Draft, EntryKind
from truceline.observation.track import Passage

if TYPE_CHECKING:
    from truceline.evidence.layout import Casefile


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
