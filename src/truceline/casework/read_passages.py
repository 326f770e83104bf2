"""Read passages: texts read as a stream, in many processes, without a casefile.

The order of the input is kept, no more than a few passages for each process are held at once, and
a passage that cannot be read becomes an object with ``error``; the run goes on.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from truceline.errors import DocumentUnreadable, TrucelineError
from truceline.evidence.add import LARGEST_FILE_BYTES, document_from, document_from_bytes
from truceline.reading.passages.passage import Passage, passage_from, passage_of
from truceline.reading.read import Reader
from truceline.timespan import Timespan

Record = dict[str, object]

# Passages held for each process: enough that none waits, few enough that memory stays flat.
HELD_PER_WORKER = 8
# A line of JSON may escape each character with six signs; beyond this it holds too large a text.
LONGEST_INPUT_LINE = 3 * LARGEST_FILE_BYTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The bytes of a page, with what the archive that held it states of it."""

    data: bytes
    filename: str
    url: str | None = None
    encoding: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where one passage is to be had: a line of JSON with its number, a file, or a page.

    ``fault`` is there where nothing is to be had, and says why.
    """

    number: int
    line: str | None = None
    file: Path | None = None
    page: Page | None = None
    fault: str | None = None
    published: Timespan | None = None
    outlet: str | None = None

    @property
    def name(self) -> str:
        """Return what an error calls it: a file's name, a page's address, or a number."""
        if self.page is not None and self.page.url:
            return self.page.url
        return str(self.number) if self.file is None else self.file.name

    def passage(self) -> Passage:
        """Return the passage; DocumentUnreadable or NotFound where there is none."""
        if self.fault is not None:
            raise DocumentUnreadable(self.fault)
        if self.page is not None:
            page = self.page
            document = document_from_bytes(
                page.data, filename=page.filename, url=page.url, encoding=page.encoding
            )
            return passage_of(document, published=self.published, outlet=self.outlet)
        if self.file is not None:
            return passage_of(
                document_from(self.file), published=self.published, outlet=self.outlet
            )
        return passage_from(self.line or "", number=self.number)


def lines_of(stream: IO[bytes]) -> Iterator[Source]:
    """Yield the lines of a stream of JSON lines, blank ones left out.

    A line over 60 MB is passed over to its end without being held, and is told as too long.
    """
    number = 0
    while row := stream.readline(LONGEST_INPUT_LINE):
        number += 1
        if not row.endswith(b"\n") and len(row) == LONGEST_INPUT_LINE:
            while (rest := stream.readline(LONGEST_INPUT_LINE)) and not rest.endswith(b"\n"):
                pass
            row = b"(a line too long to be held)"
        if row.strip():
            yield Source(number=number, line=row.decode("utf-8", "replace"))


def read_each(
    sources: Iterable[Source], *, stage: str | None = None, reader: str | Reader, workers: int = 1
) -> Iterator[Record]:
    """Yield the record of each source, in their order.

    Args:
        stage: The name of a stage of reading; None for whole claims.
        reader: The reader for claims, or its name.
        workers: How many processes read; 1 reads in this one.
    """
    if workers <= 1:
        for source in sources:
            yield record_of(source, stage=stage, reader=reader)
        return
    pool = _Pool(workers)
    held: deque[tuple[Source, Future[Record]]] = deque()
    try:
        for source in sources:
            held.append((source, pool.submit(source, stage, reader)))
            if len(held) >= workers * HELD_PER_WORKER:
                yield pool.result(held, stage, reader)
        while held:
            yield pool.result(held, stage, reader)
    finally:
        pool.close()


class _Pool:
    """Processes that read; one that dies is replaced, and only its own passage is lost."""

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._pool = ProcessPoolExecutor(workers)

    def submit(self, source: Source, stage: str | None, reader: str | Reader) -> Future[Record]:
        return self._pool.submit(record_of, source, stage=stage, reader=reader)

    def result(
        self, held: deque[tuple[Source, Future[Record]]], stage: str | None, reader: str | Reader
    ) -> Record:
        """Return the first record held; where a process died, read the others anew."""
        source, future = held.popleft()
        try:
            return future.result()
        except BrokenProcessPool:
            record = self._alone(source, stage, reader)
            self._pool = ProcessPoolExecutor(self._workers)
            again = [(other, self.submit(other, stage, reader)) for other, _ in held]
            held.clear()
            held.extend(again)
            return record

    def _alone(self, source: Source, stage: str | None, reader: str | Reader) -> Record:
        """Read one passage in a process of its own, so that it takes no other with it."""
        with ProcessPoolExecutor(1) as alone:
            try:
                return alone.submit(record_of, source, stage=stage, reader=reader).result()
            except BrokenProcessPool:
                return {"id": source.name, "error": "the process that read it died"}

    def close(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)


def record_of(source: Source, *, stage: str | None, reader: str | Reader) -> Record:
    """Return the record of one source, or its id and what stood in the way."""
    name = source.name
    try:
        passage = source.passage()
        name = passage.document.id
        return _reading(stage, reader)(passage)
    except TrucelineError as refusal:
        return {"id": name, "error": str(refusal)}
    # A fault in one text must not cost the reader of a thousand others his run.
    except Exception as fault:
        return {"id": name, "error": f"the reader stopped: {type(fault).__name__}: {fault}"[:300]}


def _reading(stage: str | None, reader: str | Reader) -> Callable[[Passage], Record]:
    from truceline.reading.gazetteer import load_gazetteer
    from truceline.reading.passages.claims import claims_record
    from truceline.reading.passages.stages import stage_record
    from truceline.reading.stage import Stage

    gazetteer = load_gazetteer()
    if stage is None:
        return lambda passage: claims_record(passage, gazetteer=gazetteer, reader=reader)
    wanted = Stage(stage)
    return lambda passage: stage_record(passage, stage=wanted, gazetteer=gazetteer)


def workers_by_default() -> int:
    """Return how many processes read where nobody says: one for each processor, at most eight."""
    return min(8, os.cpu_count() or 1)
