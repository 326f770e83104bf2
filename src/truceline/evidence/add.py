"""Add: a file's bytes become a Document. Nothing is recorded here.

``Document.text`` is what spans point into, and it follows from the bytes alone:

- plain text and Markdown: decoded, without a byte order mark, each CR LF or CR made one LF;
- CSV, tab-separated values and JSON: decoded, without a byte order mark, otherwise as they are;
- HTML: the text of the whole page, line by line (``evidence/html_text.py``).

Nothing else is touched: no Unicode normalisation, no trimming, no guess at an encoding.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from truceline.digest import digest_of_bytes, short_id
from truceline.errors import DocumentUnreadable, NotFound, TimespanInvalid
from truceline.evidence.document import Document
from truceline.evidence.media import decoded, media_type_of, refuse_binary
from truceline.evidence.sandbox import Limits, run_limited
from truceline.timespan import Timespan

# The longest reports and coded records seen are under 3 MB; 20 MB is room for more, and small
# enough to be held in memory several times over.
LARGEST_FILE_BYTES = 20 * 1024 * 1024

# Longer than any paragraph or table row; such a line is machine output, and slow to read in.
LONGEST_LINE_CHARACTERS = 1_000_000

_HTML_TEXT = Path(__file__).with_name("html_text.py")
_KEPT_AS_IS = frozenset(
    {"text/csv", "text/tab-separated-values", "application/json", "application/geo+json"}
)


def document_from(
    path: Path,
    *,
    publisher: str | None = None,
    title: str | None = None,
    url: str | None = None,
    published: Timespan | None = None,
    encoding: str | None = None,
    limits: Limits | None = None,
) -> Document:
    """Return the document that a file holds. What is passed in goes before what the file states.

    A file over 20 MB is refused before it is read.

    Raises:
        NotFound: there is no such file; the nearest name in its folder is offered.
        DocumentUnreadable: it holds no text we can read; the message says what it is.
    """
    data = read_capped(path)
    return document_from_bytes(
        data,
        filename=path.name,
        publisher=publisher,
        title=title,
        url=url,
        published=published,
        encoding=encoding,
        limits=limits,
    )


def document_from_bytes(
    data: bytes,
    *,
    filename: str,
    publisher: str | None = None,
    title: str | None = None,
    url: str | None = None,
    published: Timespan | None = None,
    encoding: str | None = None,
    limits: Limits | None = None,
) -> Document:
    """Return the document that bytes hold; ``filename`` names them and tells their kind.

    A media type with ``charset`` says that the text was not in UTF-8.

    Raises:
        DocumentUnreadable: the bytes hold no text we can read; the message says what they are.

    >>> document = document_from_bytes(b"The truce held.\\r\\n", filename="note.txt")
    >>> document.id, document.media_type, document.text
    ('d-64361cd83a6636a6', 'text/plain', 'The truce held.\\n')
    """
    filename = _sound(filename)
    _refuse_large(len(data), filename)
    if not data:
        raise DocumentUnreadable(f"{filename} is empty; add a file that holds text")
    refuse_binary(data, filename=filename)
    media_type = media_type_of(data, filename=filename)
    text, charset = decoded(data, filename=filename, media_type=media_type, encoding=encoding)
    stated: dict[str, str | None] = {}
    if media_type == "text/html":
        stated = _read_html(text, filename=filename, limits=limits or Limits())
        text = stated["text"] or ""
    elif media_type not in _KEPT_AS_IS:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    _refuse_empty_or_endless(text, filename=filename, media_type=media_type)
    digest = digest_of_bytes(data)
    return Document(
        id=short_id("d", digest),
        digest=digest,
        media_type=media_type if charset == "utf-8" else f"{media_type}; charset={charset}",
        size_bytes=len(data),
        filename=filename,
        publisher=_sound_or_none(publisher) or stated.get("publisher"),
        title=_sound_or_none(title) or stated.get("title"),
        url=_sound_or_none(url) or _address(stated.get("url")),
        published=published or stated_time(stated.get("published")),
        text=text,
    )


def read_capped(path: Path) -> bytes:
    """Return a file's bytes; refuse a large one before it is read, and what is no file.

    Raises:
        NotFound: there is no such file.
        DocumentUnreadable: it is a folder or a device, too large, or may not be read.
    """
    name = _sound(path.name)
    if not path.exists():
        beside = path.parent.iterdir() if path.parent.is_dir() else ()
        raise NotFound("file", _sound(str(path)), known=(_sound(str(file)) for file in beside))
    if not path.is_file():
        raise DocumentUnreadable(f"{name} is no file; name the files in it one by one")
    try:
        with path.open("rb") as file:
            _refuse_large(os.fstat(file.fileno()).st_size, name)
            # One byte more than is taken, so that a file that grows meanwhile is refused too.
            data = file.read(LARGEST_FILE_BYTES + 1)
    except PermissionError:
        raise DocumentUnreadable(f"{name} may not be read; check its rights") from None
    _refuse_large(len(data), name)
    return data


def _refuse_large(size_bytes: int, filename: str) -> None:
    if size_bytes > LARGEST_FILE_BYTES:
        raise DocumentUnreadable(
            f"{filename} is {size_bytes / 1024**2:,.0f} MB large, and at most "
            f"{LARGEST_FILE_BYTES // 1024**2} MB are read; split it and add the parts"
        )


def _refuse_empty_or_endless(text: str, *, filename: str, media_type: str) -> None:
    if not text.strip():
        raise DocumentUnreadable(f"{filename} holds no text; add a file that does")
    if "json" in media_type:
        return
    longest = max(map(len, text.split("\n")))
    if longest > LONGEST_LINE_CHARACTERS:
        raise DocumentUnreadable(
            f"{filename} has a line of {longest:,} characters, and at most "
            f"{LONGEST_LINE_CHARACTERS:,} are read; break it into lines"
        )


def _read_html(text: str, *, filename: str, limits: Limits) -> dict[str, str | None]:
    answer = run_limited(_HTML_TEXT, text.encode("utf-8"), filename=filename, limits=limits)
    page: dict[str, str | None] = json.loads(answer)
    return {key: value if value is None else _sound(value) for key, value in page.items()}


def stated_time(text: str | None) -> Timespan | None:
    """Return the time that a page states of itself; None where what it states is no date.

    >>> str(stated_time("2031-06-18 09:30:00")), stated_time("last Friday")
    ('2031-06-18', None)
    """
    if not text:
        return None
    for candidate in (text, text[:10]):
        try:
            return Timespan.parse(candidate)
        except TimespanInvalid:
            continue
    return None


def _address(text: str | None) -> str | None:
    return text if text and text.startswith(("https://", "http://")) else None


def _sound(text: str) -> str:
    """Return text that can be written: a file name may hold bytes that are no characters."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _sound_or_none(text: str | None) -> str | None:
    return _sound(text.strip()) if text else None
