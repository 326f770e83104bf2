"""Read files: files and streams of passages, read where they lie; nothing is kept."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

import typer

from truceline.cli.case import span_from
from truceline.cli.listing import show, tell
from truceline.cli.options import Format
from truceline.cli.progress import counted
from truceline.errors import TrucelineError
from truceline.reading.stage import Stage

if TYPE_CHECKING:
    from truceline.casework.read_passages import Source

# A rate on standard error every so many passages, where nobody watches a bar.
TOLD_EVERY = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class FileWork:
    """What is asked of the files or the stream."""

    names: tuple[str, ...]
    stdin_jsonl: bool
    stage: Stage | None
    explain: bool
    reader: str
    format: str | None
    published: str | None
    outlet: str | None
    workers: int


def is_file_work(names: tuple[str, ...]) -> bool:
    """Return whether names are of files and not of documents of a casefile.

    A name is a file's where there is one of that name, or where it has a folder or an ending.
    """
    looks = [Path(name).is_file() or "/" in name or Path(name).suffix != "" for name in names]
    if any(looks) and not all(looks):
        other = names[looks.index(False)]
        raise typer.BadParameter(
            f"{other!r} is no file, and others are; read files and documents of the casefile "
            "in two commands"
        )
    return any(looks)


def read_files(work: FileWork) -> None:
    """Read and write to standard output; the exit code is 3 where anything could not be read."""
    if work.stdin_jsonl and work.names:
        raise typer.BadParameter("give files, or --stdin-jsonl, not both")
    if work.explain or work.format == "html" or "," in work.reader:
        _show_whole(work)
        return
    _write_records(work)


def _write_records(work: FileWork) -> None:
    from truceline.casework.read_passages import read_each
    from truceline.cli.readers import readers_named

    (reader,) = readers_named(work.reader)
    written = work.format or ("jsonl" if work.stdin_jsonl or work.stage else "table")
    found = counted(
        read_each(
            _sources(work), stage=work.stage and work.stage.value, reader=reader,
            workers=work.workers,
        ),
        what="passages read",
    )  # fmt: skip
    failed = 0
    kept: list[dict[str, object]] = []
    for number, record in enumerate(found, start=1):
        failed += "error" in record
        if written == "jsonl":
            sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
            if number % TOLD_EVERY == 0:
                tell(f"{number:,} passages read, {failed:,} could not be")
        elif "error" in record:
            tell(f"{record['id']}: {record['error']}")
        else:
            kept.append(record)
    if written == "json":
        sys.stdout.write(json.dumps(kept, ensure_ascii=False, indent=2) + "\n")
    elif written != "jsonl":
        _show_claims(kept, format=Format(written), stage=work.stage)
    if failed:
        tell(f"{failed:,} could not be read")
        raise typer.Exit(3)


def _show_claims(records: list[dict[str, object]], *, format: Format, stage: Stage | None) -> None:
    from truceline.report.reading_rows import claim_rows, stage_rows

    rows = [
        row
        for record in records
        for row in (claim_rows(record) if stage is None else stage_rows(record))
    ]
    every = list(rows[0]) if rows else ["quote"]
    columns = ["quote", "kind", "modality", "told_by"] if stage is None else every
    show(rows, columns=columns, format=format, empty="Nothing was found in it.")


def _sources(work: FileWork) -> Iterator[Source]:
    from truceline.casework.read_passages import Source, lines_of

    if work.stdin_jsonl:
        yield from lines_of(_standard_input())
        return
    published = span_from(work.published)
    for number, name in enumerate(work.names, start=1):
        yield Source(number=number, file=Path(name), published=published, outlet=work.outlet)


def _standard_input() -> IO[bytes]:
    return sys.stdin.buffer


def _show_whole(work: FileWork) -> None:
    from truceline.cli.read_documents import write_reading

    if work.stage is not None:
        raise typer.BadParameter("--stage cannot be explained, drawn or compared")
    sources = list(_sources(work))
    if work.format == "html" and len(sources) != 1:
        raise typer.BadParameter("--format html writes one page: name one file")
    bad = False
    for source in sources:
        try:
            passage = source.passage()
        except TrucelineError as refusal:
            bad = True
            tell(f"{source.name}: {refusal}")
            continue
        write_reading(
            passage.document, passage.page, html=work.format == "html",
            reader=work.reader,
        )  # fmt: skip
    if bad:
        raise typer.Exit(3)
