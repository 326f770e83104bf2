"""WARC: an archive of crawled pages, and the pages in it one after another.

Pages are answers with status 200, resources and conversions, in HTML or plain text. Whatever else
an archive holds (requests, pictures, pages not found) is passed over and counted.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from truceline.casework.read_passages import Page, Source
from truceline.errors import DocumentUnreadable, PartMissing
from truceline.evidence.add import LARGEST_FILE_BYTES

# Archives as crawlers name them; a WET file holds the text of pages, in the same form.
WARC_ENDINGS = (".warc", ".warc.gz", ".warc.wet", ".warc.wet.gz")

# A task has about so much of an archive: some hundreds of pages, a minute or a few of reading.
# Every task goes through the whole archive, which costs a hundredth of reading its pages.
_BYTES_A_PART = 32 * 1024 * 1024

_TEXTS = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "txt"}
_BLOCK_BYTES = 1 << 16

# What a WARC starts with, as it is or squeezed.
_STARTS = (b"WARC/", b"\x1f\x8b")


@dataclass(frozen=True, slots=True, kw_only=True)
class WarcPart:
    """Every so-manieth record of an archive: those whose number, from 1, leaves ``number``."""

    file: Path
    number: int
    of: int
    place: Path

    def sources(self) -> Iterator[Source | None]:
        """Yield the pages of the part; None for a record that is none.

        An archive that is damaged ends in a source that cannot be read and says so, in the first
        of its parts alone.
        """
        at = 0
        try:
            for at, record in _records(self.file):
                is_own = at % self.of == self.number
                source = _source(record, at) if is_own else None
                _refuse_cut(record, at)
                if is_own:
                    yield source
        # On damaged archives the library fails in more ways than it tells; none may cost the others
        # their reading.
        except Exception as damage:
            if self.number == 0:
                why = " ".join(str(damage).split())[:200] or type(damage).__name__
                yield Source(number=at, fault=f"{self.file.name} cannot be read on: {why}")


def is_warc(path: Path) -> bool:
    """Return whether a name is that of an archive of pages.

    >>> is_warc(Path("CC-MAIN-2031.warc.gz")), is_warc(Path("a.gz"))
    (True, False)
    """
    return path.name.lower().endswith(WARC_ENDINGS)


def warc_parts(file: Path, output: Path, *, number: int) -> list[WarcPart]:
    """Return the parts of an archive: one for every 32 MB of it.

    Raises:
        PartMissing: warcio is not installed.
    """
    _library()
    of = max(1, -(-file.stat().st_size // _BYTES_A_PART))
    return [
        WarcPart(file=file, number=n, of=of, place=output / f"{number:05d}-{n:05d}.jsonl")
        for n in range(of)
    ]


def _library() -> Any:
    try:
        import warcio
    except ModuleNotFoundError as absent:
        raise PartMissing(
            "archives of pages (WARC) need warcio; install it with: pip install 'truceline[warc]'"
        ) from absent
    return warcio


def _records(file: Path) -> Iterator[tuple[int, Any]]:
    """Yield the records of an archive with their numbers, from 1.

    Raises:
        DocumentUnreadable: it is no archive, or holds nothing.
    """
    from warcio.archiveiterator import ArchiveIterator

    at = 0
    with file.open("rb") as stream:
        if not stream.peek(len(_STARTS[0])).startswith(_STARTS):
            raise DocumentUnreadable("it does not start as an archive of pages does")
        for at, record in enumerate(ArchiveIterator(stream), start=1):
            if record.format != "warc":
                raise DocumentUnreadable(f"its record {at} is none of a WARC")
            yield at, record
    if at == 0:
        raise DocumentUnreadable("it holds no record")


def _source(record: Any, number: int) -> Source | None:
    """Return the page of a record, or None where it is none."""
    if record.rec_type not in ("response", "resource", "conversion"):
        return None
    stated = record.rec_headers.get_header("Content-Type") or ""
    if record.http_headers is not None:
        if record.http_headers.get_statuscode() != "200":
            return None
        stated = record.http_headers.get_header("Content-Type") or ""
    kind, _, more = stated.partition(";")
    ending = _TEXTS.get(kind.strip().lower())
    if ending is None:
        return None
    return Source(
        number=number,
        page=Page(
            data=_body(record),
            filename=f"record-{number}.{ending}",
            url=record.rec_headers.get_header("WARC-Target-URI"),
            encoding=_encoding(more),
        ),
    )


def _body(record: Any) -> bytes:
    """Return a record's body without its wrappings, cut off just beyond what is ever read."""
    stream, found, held = record.content_stream(), [], 0
    while held <= LARGEST_FILE_BYTES and (block := stream.read(_BLOCK_BYTES)):
        found.append(block)
        held += len(block)
    return b"".join(found)


def _refuse_cut(record: Any, number: int) -> None:
    """Read a record to its end, and refuse one that ends before the length that it states."""
    while record.raw_stream.read(_BLOCK_BYTES):
        pass
    if getattr(record.raw_stream, "limit", 0) > 0:
        raise DocumentUnreadable(f"it ends within record {number}")


def _encoding(parameters: str) -> str | None:
    """Return the encoding that a content type states, where there is such a one.

    >>> _encoding(' charset="ISO-8859-1"'), _encoding("charset=none-such"), _encoding("")
    ('iso8859-1', None, None)
    """
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            try:
                return codecs.lookup(value.strip().strip("\"'")).name
            except LookupError:
                return None
    return None
