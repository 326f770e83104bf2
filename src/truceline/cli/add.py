"""truceline add: keep documents."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from truceline.cli.case import author_of, now, open_case, span_from
from truceline.cli.listing import show, tell
from truceline.cli.options import AuthorOption, CaseOption, Format, FormatOption


def add(
    files: Annotated[list[Path], typer.Argument(help="Text or HTML files.")],
    publisher: Annotated[
        str | None,
        typer.Option("--publisher", help="Who published it.", show_default=False),
    ] = None,
    title: Annotated[
        str | None, typer.Option("--title", help="Its title.", show_default=False)
    ] = None,
    url: Annotated[
        str | None, typer.Option("--url", help="Where it was found.", show_default=False)
    ] = None,
    published: Annotated[
        str | None,
        typer.Option(
            "--published",
            help="When it came out (2018-06-15, 2018-06); argued from the text where not given.",
            show_default=False,
        ),
    ] = None,
    case: CaseOption = None,
    author: AuthorOption = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Keep documents: their bytes, digest and text, once each.

    Example: truceline add article.txt --publisher "The Riverton Echo" --published 2031-06-15

    Example: truceline add *.html
    """
    from truceline.casework.add import add_files

    casefile = open_case(case)
    added, refused = add_files(
        casefile,
        files,
        publisher=publisher,
        title=title,
        url=url,
        published=span_from(published),
        author=author_of(casefile, author),
        recorded_at=now(),
    )
    rows = [
        {
            "document": one.document.id,
            "file": one.document.filename,
            "publisher": one.document.publisher,
            "bytes": one.document.size_bytes,
            "kept": "new" if one.new else "was there",
            "digest": one.document.digest,
        }
        for one in added
    ]
    show(
        rows,
        columns=["document", "file", "publisher", "bytes", "kept"],
        format=format,
        empty="Nothing was kept.",
    )
    for problem in refused:
        tell(f"refused: {problem}")
    if refused:
        raise typer.Exit(3)


def register(app: typer.Typer) -> None:
    """Put the command on the command line."""
    app.command("add")(add)
