"""truceline read: read claims out of the documents kept."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

import typer

from truceline.cli.case import author_of, now, open_case
from truceline.cli.listing import show, tell
from truceline.cli.options import AuthorOption, CaseOption, Format, FormatOption
from truceline.cli.progress import counted


def read(
    documents: Annotated[
        list[str] | None,
        typer.Argument(help="Ids of documents; without any, all that were not read yet."),
    ] = None,
    again: Annotated[
        bool,
        typer.Option("--again", help="Read anew what was read; the new reading stands."),
    ] = False,
    case: CaseOption = None,
    author: AuthorOption = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Tell article from chrome, argue the date, and read claims with their source chains.

    Example: truceline read

    Example: truceline read d-8a0f1c --again
    """
    from truceline.casework.read import read_documents

    casefile = open_case(case)
    rows = []
    bare = False
    for one in counted(
        read_documents(
            casefile,
            only=tuple(documents or ()),
            again=again,
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


def register(app: typer.Typer) -> None:
    """Put the command on the command line."""
    app.command("read")(read)
