"""A file becomes a document, or it is said what it is and how to mend it."""

from __future__ import annotations

import os
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.digest import digest_of_bytes
from truceline.errors import DocumentUnreadable, NotFound
from truceline.evidence.add import LARGEST_FILE_BYTES, document_from, document_from_bytes
from truceline.evidence.document import Document
from truceline.timespan import Timespan

MB = 1024 * 1024


def read(data: bytes, filename: str = "note.txt", encoding: str | None = None) -> Document:
    """Return the document of some bytes."""
    return document_from_bytes(data, filename=filename, encoding=encoding)


@pytest.mark.parametrize(
    ("data", "filename", "encoding", "text", "media_type"),
    [
        (b"one\r\ntwo\rthree\n", "a.txt", None, "one\ntwo\nthree\n", "text/plain"),
        (b"\xef\xbb\xbfone", "a.txt", None, "one", "text/plain"),
        ("Rill \u0645".encode("utf-16"), "a.txt", None, "Rill م", "text/plain; charset=utf-16-le"),
        (b"\xcf\xf0\xe8", "a", "cp1251", "При", "text/plain; charset=windows-1251"),
        (b"caf\xe9", "a", "latin-1", "café", "text/plain; charset=windows-1252"),
        (b"# Head\r\n", "a.MD", None, "# Head\n", "text/markdown"),
        (b'a,"b\r\nc"\r\n', "a.csv", None, 'a,"b\r\nc"\r\n', "text/csv"),
        ("e\u0301 é \u2028 \x0c".encode(), "a.txt", None, "e\u0301 é \u2028 \x0c", "text/plain"),
        (b'{"a": 1}', "a.geojson", None, '{"a": 1}', "application/geo+json"),
    ],
)
def test_text_is_kept_as_it_is_but_for_marks_and_line_ends(
    data: bytes, filename: str, encoding: str | None, text: str, media_type: str
) -> None:
    document = read(data, filename, encoding)

    assert (document.text, document.media_type) == (text, media_type)
    assert document.digest == digest_of_bytes(data)
    assert document.size_bytes == len(data)


@given(text=st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1))
def test_any_text_without_controls_is_read_as_itself(text: str) -> None:
    if text.strip() and not text.startswith("\ufeff"):
        assert read(("A " + text).encode()).text == "A " + text


@given(data=st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        document = read(data)
    except DocumentUnreadable:
        return
    document.text.encode("utf-8")
    assert document.id == "d-" + digest_of_bytes(data)[7:23]


_REFUSED: list[tuple[str, bytes, str]] = [
    ("empty.txt", b"", "is empty"),
    ("blank.txt", b" \n\t\n", "holds no text"),
    ("report.txt", b"%PDF-1.7\n...", "is a PDF; copy its text"),
    ("report.docx", b"PK\x03\x04....", "is a ZIP archive .or a .docx"),
    ("picture.txt", b"\x89PNG\r\n\x1a\n", "is a PNG image"),
    ("photo.jpg", b"\xff\xd8\xff\xe0", "is a JPEG image"),
    ("clip.mp4", b"\0\0\0\x18ftypmp42", "is a video"),
    ("case.sqlite", b"SQLite format 3\0", "is an SQLite database"),
    ("nul.txt", b"a truce\0 held", "NUL characters .first at 7"),
    ("utf16.txt", "a truce held".encode("utf-16-le"), "if it is UTF-16, save it as UTF-8"),
    ("utf16be.txt", "Огонь".encode("utf-16-be"), "no text|not utf-8"),
    ("legacy.txt", b"caf\xe9 Rill", "byte 3 reads 0xe9.*such as windows-1256"),
    ("surrogate.txt", b"a \xed\xa0\x80 b", "not utf-8 .byte 2"),
    ("overlong.txt", b"a \xc0\xaf b", "not utf-8"),
    ("controls.txt", b"a\x1b[2J\x1b[1;1Hb", "2 of its 12 characters are control characters"),
    ("line.txt", b"x" * (20 * MB), "a line of 20,971,520 characters"),
    ("large.txt", b"x\n" * (10 * MB + 1), "is 20 MB large"),
]


@pytest.mark.parametrize(("filename", "data", "words"), _REFUSED, ids=[r[0] for r in _REFUSED])
def test_what_holds_no_text_is_refused_by_name_and_with_a_mend(
    filename: str, data: bytes, words: str
) -> None:
    with pytest.raises(DocumentUnreadable, match=words) as caught:
        read(data, filename)
    assert str(caught.value).startswith(filename)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize("label", ["utf-7", "unicode_escape", "idna", "base64", "no-such-thing"])
def test_encodings_that_can_hide_markup_are_not_read(label: str) -> None:
    with pytest.raises(DocumentUnreadable, match="is no encoding that is read here"):
        read(b"a truce", encoding=label)


def test_a_file_of_200_mb_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(200 * MB)
    tracemalloc.start()
    started = time.monotonic()
    with pytest.raises(DocumentUnreadable, match=r"huge.txt is 200 MB large, and at most 20 MB"):
        document_from(path)
    peak_bytes = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak_bytes < MB
    assert time.monotonic() - started < 5


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo, device])
def test_what_is_no_file_is_refused_and_never_waited_for(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    make(tmp_path / "thing.txt")
    with pytest.raises(DocumentUnreadable, match="is no file"):
        document_from(tmp_path / "thing.txt")


def test_a_misspelt_name_is_told_the_nearest_one(tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text("a truce held")

    with pytest.raises(
        NotFound, match=r"there is no file .*artcle.txt'; did you mean '.*article.txt'"
    ):
        document_from(tmp_path / "artcle.txt")
    with pytest.raises(NotFound, match="there is no file"):
        document_from(tmp_path / "nowhere" / "article.txt")


def test_a_file_name_that_is_no_text_gives_one_that_can_be_recorded(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"note-\xff.txt")
    path.write_text("a truce held")

    assert document_from(path).filename == "note-�.txt"


def test_what_a_person_says_goes_before_what_the_page_states() -> None:
    page = b"<title>Stated</title><meta property='og:site_name' content='Gazette'><p>Held."
    stated = read(page, "a.html")
    said = document_from_bytes(
        page,
        filename="a.html",
        title="Said",
        publisher="Echo",
        url="x",
        published=Timespan.day(2031, 6, 1),
    )

    assert (stated.title, stated.publisher, stated.published) == ("Stated", "Gazette", None)
    assert (said.title, said.publisher, said.url) == ("Said", "Echo", "x")
    assert said.published == Timespan.day(2031, 6, 1)
    assert (said.id, said.text) == (stated.id, stated.text)


def test_the_cap_is_the_one_that_is_promised() -> None:
    assert LARGEST_FILE_BYTES == 20 * MB
