"""Read: a document's claims, by the reader asked for.

A reader is anything with a ``name``, a ``version`` and a ``read``; ``READERS`` lists those that
come with the package. A reader suggests; a person accepts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from truceline.errors import NotFound
from truceline.evidence.document import Document
from truceline.reading.claim import Claim
from truceline.reading.gazetteer import Gazetteer
from truceline.reading.page import Page
from truceline.reading.pages.parts import parts_of


class Reader(Protocol):
    """Reads claims out of the article lines of a page.

    What every reader keeps to: spans quote the document's text exactly; no claim from a line that
    is not article; claims sorted by start; the same document gives the same claims, ids included.
    """

    @property
    def name(self) -> str:
        """Return the reader's name, as users give it."""
        ...

    @property
    def version(self) -> str:
        """Return name, version and digest of what it stands on: ``grammar/1 sha256:...``."""
        ...

    def read(self, document: Document, *, page: Page, gazetteer: Gazetteer) -> tuple[Claim, ...]:
        """Return the claims of a document."""
        ...


def _grammar() -> Reader:
    from truceline.reading.readers.grammar import GrammarReader

    return GrammarReader()


READERS: dict[str, Callable[[], Reader]] = {"grammar": _grammar}


def read(
    document: Document, *, page: Page, gazetteer: Gazetteer, reader: str | Reader = "grammar"
) -> tuple[Claim, ...]:
    """Return the claims of a document's article lines, sorted by start.

    Args:
        document: The document; spans of the claims count its text's characters.
        page: Its lines told apart, its date and its outlet.
        gazetteer: Where places are looked up.
        reader: The name of a reader in ``READERS``, or a reader.

    Raises:
        NotFound: no reader has that name.
    """
    if isinstance(reader, str):
        make = READERS.get(reader)
        if make is None:
            raise NotFound("reader", reader, known=READERS)
        reader = make()
    return tuple(
        claim
        for part in parts_of(page, document.text)
        for claim in reader.read(document, page=part, gazetteer=gazetteer)
    )
