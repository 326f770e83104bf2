"""truceline read: read claims out of the documents kept, or out of any file or stream."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from truceline.cli.case import author_of, now, open_case
from truceline.cli.listing import show, tell
from truceline.cli.options import AuthorOption, CaseOption, Format
from truceline.cli.progress import counted
from truceline.cli.read_files import FileWork, is_file_work, read_files
from truceline.reading.stage import Stage

if TYPE_CHECKING:
    from truceline.evidence.layout import Casefile
    from truceline.reading.readers.llm import LlmReader


class ReadFormat(StrEnum):
    """How a reading is written."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    HTML = "html"


What = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="FILE|DOCUMENT",
        help="Files to read where they lie; or ids of documents of the casefile, without any "
        "all that were not read yet.",
    ),
]
StdinOption = Annotated[
    bool, typer.Option("--stdin-jsonl", help="Read passages from standard input.")
]
ReadFormatOption = Annotated[
    ReadFormat | None,
    typer.Option("--format", "-f", help="How to write it; a table, for a stream jsonl."),
]
StageOption = Annotated[
    Stage | None, typer.Option("--stage", help="Only what one stage of reading finds.")
]
ExplainOption = Annotated[
    bool, typer.Option("--explain", help="Tell the cue, rule and words behind each field.")
]
ReaderOption = Annotated[
    str, typer.Option("--reader", help="The reader; two, parted by a comma, are compared.")
]
PublishedOption = Annotated[
    str | None, typer.Option("--published", help="When the file was published: 2031-05-03.")
]
OutletOption = Annotated[str | None, typer.Option("--outlet", help="Who published the file.")]
WorkersOption = Annotated[
    int, typer.Option("--workers", min=1, max=64, help="How many processes read.")
]
AgainOption = Annotated[
    bool,
    typer.Option("--again", help="Read anew what was read; the new reading stands."),
]
AcceptOption = Annotated[
    list[str] | None,
    typer.Option("--accept", help="Keep a claim that a model proposed; may be given again."),
]


def read(
    what: What = None,
    stdin_jsonl: StdinOption = False,
    format: ReadFormatOption = None,
    stage: StageOption = None,
    explain: ExplainOption = False,
    reader: ReaderOption = "grammar",
    published: PublishedOption = None,
    outlet: OutletOption = None,
    workers: WorkersOption = 1,
    again: AgainOption = False,
    accept: AcceptOption = None,
    case: CaseOption = None,
    author: AuthorOption = None,
) -> None:
    """Read claims: what a text asserts, who told it to whom, how firmly, where and when.

    Without a file, documents of the casefile are read, and their pages and claims are kept. A file,
    or a stream of passages, is read where it lies: no casefile is needed and nothing is kept. A
    passage is one JSON object a line, with text, and if known id, published and outlet.

    Example: truceline read

    Example: truceline read d-8a0f1c --again

    Example: truceline read d-8a0f1c --explain

    Example: truceline read article.html --format jsonl

    Example: truceline read article.txt --format html > article-read.html

    Example: truceline read --stdin-jsonl --stage times --workers 4 < passages.jsonl
    """
    names = tuple(what or ())
    if stdin_jsonl or is_file_work(names):
        work = FileWork(
            names=names, stdin_jsonl=stdin_jsonl, stage=stage, explain=explain, reader=reader,
            format=format.value if format else None, published=published, outlet=outlet,
            workers=workers,
        )  # fmt: skip
        read_files(work)
        return
    _refuse_for_casefile(
        {"--stage": stage, "--published": published, "--outlet": outlet}, workers=workers
    )
    if accept:
        _accept(accept, case=case, author=author)
        return
    if explain or format is ReadFormat.HTML or "," in reader:
        from truceline.cli.read_documents import show_documents

        show_documents(open_case(case), names, html=format is ReadFormat.HTML, reader=reader)
        return
    _read_casefile(names, reader=reader, format=Format(format or "table"), again=again, case=case,
                   author=author)  # fmt: skip


def _refuse_for_casefile(options: dict[str, object], *, workers: int) -> None:
    given = [name for name, value in options.items() if value is not None]
    if workers > 1:
        given.append("--workers")
    if given:
        raise typer.BadParameter(
            f"{given[0]} is for files and streams; name a file, or give --stdin-jsonl. "
            "What is stated of a document of the casefile is given to 'truceline add'."
        )


def _read_casefile(
    documents: tuple[str, ...],
    *,
    reader: str,
    format: Format,
    again: bool,
    case: Path | None,
    author: str | None,
) -> None:
    from truceline.casework.read import read_documents
    from truceline.cli.readers import reader_named
    from truceline.reading.readers.llm import LlmReader

    casefile = open_case(case)
    chosen = reader_named(reader)
    if isinstance(chosen, LlmReader):
        _propose(casefile, chosen, documents, author=author_of(casefile, author), format=format)
        return
    rows = []
    bare = False
    for one in counted(
        read_documents(
            casefile,
            only=documents,
            again=again,
            reader=chosen,
            author=author_of(casefile, author),
            recorded_at=now(),
        ),
        what="documents read",
    ):
        kinds = Counter(claim.kind.value for claim in one.claims)
        rows.append(
            {
                "document": one.document.id,
                "file": one.document.filename,
                "published": str(one.page.dating.published or "unknown"),
                "outlet": one.page.outlet,
                "claims": len(one.claims),
                "kinds": [f"{count} {kind}" for kind, count in kinds.most_common()],
                "reasons_for_date": list(one.page.dating.reasons),
            }
        )
        if one.problem:
            bare = True
            tell(f"{one.document.filename}: {one.problem}")
    show(
        rows,
        columns=["document", "file", "published", "claims", "kinds"],
        format=format,
        empty="Nothing to read: add a document first, or use --again.",
    )
    if bare:
        raise typer.Exit(3)


def _propose(
    case: Casefile, reader: LlmReader, documents: tuple[str, ...], *, author: str, format: Format
) -> None:
    from truceline.casework.proposals import propose_for

    rows = []
    for one in counted(
        propose_for(case, reader, only=documents, author=author, recorded_at=now()),
        what="documents sent to the model",
    ):
        rows += [
            {
                "claim": claim.id,
                "document": one.document,
                "quote": claim.span.quote,
                "kind": claim.kind.value,
                "modality": claim.modality.value,
            }
            for claim in one.claims
        ]
        for reason in one.refused:
            tell(f"{one.document}: left out: {reason}")
    columns = ["claim", "quote", "kind", "modality"]
    show(rows, columns=columns, format=format, empty="The model proposed nothing that stands.")
    tell("These are proposals. To keep one: truceline read --accept CLAIM --author NAME")


def _accept(claims: list[str], *, case: Path | None, author: str | None) -> None:
    from truceline.casework.proposals import accept_proposals

    casefile = open_case(case)
    kept = accept_proposals(
        casefile, tuple(claims), author=author_of(casefile, author), recorded_at=now()
    )
    for claim in kept:
        tell(f"{claim.id} is kept: {claim.span.quote!r}")


def register(app: typer.Typer) -> None:
    """Put the command on the command line."""
    app.command("read")(read)
