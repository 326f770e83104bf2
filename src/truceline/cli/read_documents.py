"""Read documents: a reading shown whole, explained, drawn or compared; nothing is kept."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from truceline.cli.listing import tell

if TYPE_CHECKING:
    from truceline.evidence.document import Document
    from truceline.evidence.layout import Casefile
    from truceline.reading.page import Page


def show_documents(case: Casefile, names: tuple[str, ...], *, html: bool, reader: str) -> None:
    """Show how documents of a casefile are read, all of them where none is named."""
    from truceline.casework.read import chosen_documents, page_of

    documents = chosen_documents(case, names)
    if html and len(documents) != 1:
        raise typer.BadParameter("--format html writes one page: name one document")
    if not documents:
        tell("Nothing to show: add a document first.")
    for document in documents:
        write_reading(document, page_of(document), html=html, reader=reader)


def write_reading(document: Document, page: Page, *, html: bool, reader: str) -> None:
    """Write one reading to standard output: as a page, explained, or two readers side by side."""
    from truceline.cli.readers import readers_named
    from truceline.reading.gazetteer import load_gazetteer
    from truceline.reading.read import read
    from truceline.report.reading_compared import compared_as_text
    from truceline.report.reading_explained import explained_as_text
    from truceline.report.reading_page import reading_as_html

    readers = readers_named(reader)
    gazetteer = load_gazetteer()
    readings = [read(document, page=page, gazetteer=gazetteer, reader=one) for one in readers]
    if len(readings) == 2:
        names = (readers[0].name, readers[1].name)
        text = compared_as_text(document, readings[0], readings[1], names=names)
    elif html:
        text = reading_as_html(document, page, readings[0])
    else:
        text = explained_as_text(document, page, readings[0])
    sys.stdout.write(text)
