"""What the tests of this part share: documents made of rows, and the real lexicon of actors."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

from truceline.digest import digest_of_bytes, short_id
from truceline.evidence.document import Document
from truceline.observation.forms.csv_record import read_record
from truceline.observation.forms.record_read import RecordRead
from truceline.reading.actors import load_actors

INCIDENT_HEADER = (
    "date_start,date_end,place_text,lat,lon,side,party,kind,asset,count_min,count_max,"
    "document,paragraph,source_url"
)
COVERAGE_HEADER = (
    "date_start,date_end,area,side,lat,lon,accuracy_m,method,detection,share,sees,denied,by,"
    "document,note"
)
DUTY_HEADER = "date_start,date_end,duty,area,side,by,every_days,document"

FIRED = {
    "date_start": "2030-05-04",
    "date_end": "2030-05-04",
    "place_text": "ceasefire line",
    "side": "alpha",
    "party": "IDF",
    "kind": "firing_across_ceasefire_line",
    "asset": "tank rounds",
    "count_min": "2",
    "count_max": "2",
    "document": "[P] S/2030/1",
}


def document_of(text: str, *, filename: str = "record.csv") -> Document:
    """Return a document of this text."""
    data = text.encode()
    digest = digest_of_bytes(data)
    return Document(
        id=short_id("d", digest),
        digest=digest,
        media_type="text/csv",
        size_bytes=len(data),
        filename=filename,
        publisher=None,
        title=None,
        url=None,
        published=None,
        text=text,
    )


def document_at(path: Path) -> Document:
    """Return a document of a file."""
    return document_of(path.read_bytes().decode("utf-8"), filename=path.name)


def sheet(rows: Iterable[Mapping[str, str]], *, header: str = INCIDENT_HEADER) -> str:
    """Return rows as CSV; columns that no row names are left empty."""
    rows = list(rows)
    names = list(dict.fromkeys([*header.split(","), *(name for row in rows for name in row)]))
    out = io.StringIO()
    writer = csv.DictWriter(out, names, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def read(text: str) -> RecordRead:
    """Return what a record of this text says."""
    return read_record(document_of(text), gazetteer=None, actors=load_actors())


def read_rows(*rows: Mapping[str, str]) -> RecordRead:
    """Return what rows of incidents say."""
    return read(sheet(rows))
