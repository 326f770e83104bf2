"""Passages: texts read without a casefile, one JSON object a line in, one object a line out.

A passage is a text with what is known of it. Its record has the fields of the development corpora
(``docs/reference/reading-output.md``), so that a reading can be scored from outside.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from truceline.digest import digest_of_bytes
from truceline.errors import DocumentUnreadable, TimespanInvalid
from truceline.evidence.add import LARGEST_FILE_BYTES, LONGEST_LINE_CHARACTERS
from truceline.evidence.document import Document
from truceline.reading.page import Page
from truceline.reading.pages.tell_apart import tell_apart
from truceline.timespan import Timespan

_HALF_OF_A_PAIR = re.compile("[\ud800-\udfff]")
# Fields of a passage that are handed through as they came.
HANDED_THROUGH = ("style",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A text to be read: its document, and the fields that are only handed through."""

    document: Document
    handed: tuple[tuple[str, str], ...] = ()

    @property
    def page(self) -> Page:
        """Return the text told apart into article and chrome, with its date and outlet."""
        return tell_apart(self.document)


def passage_from(line: str, *, number: int) -> Passage:
    """Return the passage that one line of JSON holds.

    ``text`` is needed; ``id``, ``published`` and ``outlet`` may be left out or null. Other fields
    are passed over, so that a corpus record can be given as it is and none of its marks is seen.

    Args:
        line: One JSON object.
        number: The line's number from 1, which is the id of a passage without one.

    Raises:
        DocumentUnreadable: the line holds no such object, or a text that cannot be read.

    >>> passage_from('{"text": "The truce held.", "published": "2031-05"}', number=7).document.id
    '7'
    """
    record = _object_of(line, number)
    name = record.get("id")
    text = record.get("text")
    where = f"line {number}"
    if not isinstance(text, str):
        raise DocumentUnreadable(f"{where} has no field 'text' with a text in it")
    outlet = record.get("outlet")
    if outlet is not None and not isinstance(outlet, str):
        raise DocumentUnreadable(f"{where}: 'outlet' is no text; write a name or null")
    handed = tuple((key, str(record[key])) for key in HANDED_THROUGH if record.get(key))
    document = document_of(
        text,
        id=name if isinstance(name, str) and name else str(number if name is None else name),
        published=_day_of(record.get("published"), where),
        outlet=outlet,
    )
    return Passage(document=document, handed=handed)


def document_of(text: str, *, id: str, published: Timespan | None, outlet: str | None) -> Document:  # noqa: A002
    """Return a text as a document of which the rest is not known.

    Raises:
        DocumentUnreadable: nothing but blanks, halves of surrogate pairs, or beyond the limits
            that hold for files (20 MB, a million characters a line).
    """
    if not text.strip():
        raise DocumentUnreadable("the text is empty")
    if _HALF_OF_A_PAIR.search(text):
        raise DocumentUnreadable("the text holds half of a surrogate pair, which is no character")
    data = text.encode()
    if len(data) > LARGEST_FILE_BYTES:
        raise DocumentUnreadable(f"the text is over {LARGEST_FILE_BYTES // 1024**2} MB; split it")
    if max(map(len, text.split("\n"))) > LONGEST_LINE_CHARACTERS:
        raise DocumentUnreadable(f"a line of it is over {LONGEST_LINE_CHARACTERS:,} characters")
    return Document(
        id=id, digest=digest_of_bytes(data), media_type="text/plain", size_bytes=len(data),
        filename=f"{id}.txt", publisher=outlet, title=None, url=None, published=published,
        text=text,
    )  # fmt: skip


def passage_of(
    document: Document, *, published: Timespan | None = None, outlet: str | None = None
) -> Passage:
    """Return a document as a passage; what is passed in goes before what the document states."""
    return Passage(
        document=replace(
            document,
            published=published or document.published,
            publisher=outlet or document.publisher,
        )
    )


def _object_of(line: str, number: int) -> Mapping[str, object]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise DocumentUnreadable(
            f"line {number} is no JSON object ({str(error)[:80]}); write one passage a line"
        ) from None
    if not isinstance(record, dict):
        raise DocumentUnreadable(f"line {number} is no JSON object; write one passage a line")
    return record


def _day_of(value: object, where: str) -> Timespan | None:
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise DocumentUnreadable(f"{where}: 'published' is no date; write 2031-05-03 or null")
    try:
        return Timespan.parse(value)
    except TimespanInvalid as error:
        raise DocumentUnreadable(f"{where}: 'published': {error}") from None
