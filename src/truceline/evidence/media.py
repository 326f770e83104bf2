"""Media: what a file is, told from its name and its first bytes, and how its text is encoded."""

from __future__ import annotations

import codecs
import re
from pathlib import PurePath

from truceline.errors import DocumentUnreadable

# The first bytes of files that hold no text as they are, what they are, and how to mend it.
# Source: the formats' own specifications; the shared list is that of file(1).
_AS_TEXT = "save it as text or HTML and add that"
_UNPACK = "unpack it and add the files in it"
_NO_TEXT = "write down what it shows and add that"
_BINARY: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "a PDF", "copy its text into a .txt file, or use pdftotext, and add that"),
    (b"PK\x03\x04", "a ZIP archive (or a .docx, .odt, .kmz or .epub, which are ZIP too)",
     f"{_UNPACK}, or {_AS_TEXT}"),
    (b"PK\x05\x06", "an empty ZIP archive", "add the files themselves"),
    (b"\xd0\xcf\x11\xe0", "an old Office file (.doc, .xls)", _AS_TEXT),
    (b"{\\rtf", "a rich text file (.rtf)", _AS_TEXT),
    (b"\x89PNG", "a PNG image", _NO_TEXT),
    (b"\xff\xd8\xff", "a JPEG image", _NO_TEXT),
    (b"GIF8", "a GIF image", _NO_TEXT),
    (b"II*\x00", "a TIFF image", _NO_TEXT),
    (b"MM\x00*", "a TIFF image", _NO_TEXT),
    (b"RIFF", "a RIFF file (WebP, WAV or AVI)", _NO_TEXT),
    (b"OggS", "an Ogg recording", _NO_TEXT),
    (b"ID3", "an MP3 recording", _NO_TEXT),
    (b"\x1f\x8b", "a gzip file", _UNPACK),
    (b"BZh", "a bzip2 file", _UNPACK),
    (b"\xfd7zXZ", "an xz file", _UNPACK),
    (b"7z\xbc\xaf", "a 7-Zip archive", _UNPACK),
    (b"Rar!", "a RAR archive", _UNPACK),
    (b"SQLite format 3", "an SQLite database", "export its tables as CSV and add those"),
    (b"\x7fELF", "a program", "add the document that you meant"),
)  # fmt: skip

_BY_SUFFIX = {
    ".htm": "text/html",
    ".html": "text/html",
    ".xhtml": "text/html",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".json": "application/json",
    ".geojson": "application/geo+json",
}
_HTML_START = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.I | re.S)

# How far into a page its declared encoding may stand. Source: HTML Standard, "prescan a byte
# stream to determine its encoding".
_PRESCAN_BYTES = 1024
_META_CHARSET = re.compile(rb"""<meta\b[^>]*?\bcharset\s*=\s*["']?\s*([A-Za-z0-9_:.-]+)""", re.I)

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Encodings of the Encoding Standard, by Python's names. Others that Python knows (UTF-7, IDNA,
# escapes) can hide markup from a reader and are refused.
# Source: encoding.spec.whatwg.org, section 4.2.
_KNOWN = frozenset(
    {"utf-8", "utf-16", "utf-16-le", "utf-16-be", "ascii", "koi8-r", "koi8-u", "mac-roman"}
    | {"cp866", "cp874", "gbk", "gb18030", "gb2312", "big5", "euc_jp", "shift_jis", "euc_kr"}
    | {f"cp{number}" for number in range(1250, 1259)}
    | {f"iso8859-{number}" for number in (*range(1, 12), *range(13, 17))}
)
# Pages that declare these mean the Windows sets, which add letters in an unused range.
# Source: encoding.spec.whatwg.org, section 4.2.
_MEANT = {"ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "gb2312": "gbk"}

# Bytes that are no text but decode as UTF-8 by chance hold about one control character in five.
_CONTROL_SHARE = 0.01
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def refuse_binary(data: bytes, *, filename: str) -> None:
    """Refuse bytes that hold no text as they are, naming the form and how to mend it.

    >>> refuse_binary(b"%PDF-1.7", filename="report.pdf")
    Traceback (most recent call last):
    truceline.errors.DocumentUnreadable: report.pdf is a PDF; copy its text ...
    """
    for magic, what, mend in _BINARY:
        if data.startswith(magic):
            raise DocumentUnreadable(f"{filename} is {what}; {mend}")
    if data[4:8] == b"ftyp":
        raise DocumentUnreadable(f"{filename} is a video or a HEIC image; {_NO_TEXT}")


def media_type_of(data: bytes, *, filename: str) -> str:
    """Return the media type that the name tells, or the first bytes where it tells none.

    >>> media_type_of(b"a,b", filename="log.CSV"), media_type_of(b"<!doctype HTML>", filename="x")
    ('text/csv', 'text/html')
    """
    by_name = _BY_SUFFIX.get(PurePath(filename).suffix.lower())
    if by_name:
        return by_name
    start = data.removeprefix(codecs.BOM_UTF8)[:_PRESCAN_BYTES]
    return "text/html" if _HTML_START.match(start) else "text/plain"


def decoded(
    data: bytes, *, filename: str, media_type: str, encoding: str | None = None
) -> tuple[str, str]:
    """Return the text of bytes, without a byte order mark, and the encoding it was read in.

    A byte order mark decides; then ``encoding``; then what an HTML page declares; then UTF-8.
    Nothing is guessed, and no byte is replaced.

    Raises:
        DocumentUnreadable: the bytes are not in that encoding, it is not one we know, or what
            comes out is no text.

    >>> decoded(b"\\xcf\\xf0\\xe8", filename="x.txt", media_type="text/plain", encoding="cp1251")
    ('При', 'windows-1251')
    """
    mark, marked = next(((m, name) for m, name in _MARKS if data.startswith(m)), (b"", None))
    declared = None
    if media_type == "text/html" and (match := _META_CHARSET.search(data[:_PRESCAN_BYTES])):
        declared = match[1].decode("ascii")
        if declared.lower().startswith("utf-16"):
            # A declaration that can be read byte by byte is not in UTF-16, whatever it says.
            declared = "utf-8"
    name = marked or _python_name(encoding or declared or "utf-8", filename=filename)
    try:
        text = data[len(mark) :].decode(name)
    except UnicodeDecodeError as error:
        raise DocumentUnreadable(_why_not_decoded(data, error, filename=filename)) from None
    _refuse_controls(text, filename=filename)
    return text, _public_name(name)


def _python_name(label: str, *, filename: str) -> str:
    try:
        name = codecs.lookup(label).name
    except LookupError:
        name = ""
    if name not in _KNOWN:
        raise DocumentUnreadable(
            f"{filename}: {label!r} is no encoding that is read here; save the file as UTF-8"
        )
    return _MEANT.get(name, name)


def _public_name(name: str) -> str:
    """Return the name that the web uses."""
    if name.startswith("cp125") or name == "cp874":
        return name.replace("cp", "windows-")
    return name.replace("iso8859-", "iso-8859-").replace("_", "-")


def _why_not_decoded(data: bytes, error: UnicodeDecodeError, *, filename: str) -> str:
    if data.count(0, 0, _PRESCAN_BYTES):
        return f"{filename} is no text: it holds NUL bytes; {_AS_TEXT}"
    return (
        f"{filename} is not {_public_name(error.encoding)} (byte {error.start} reads "
        f"0x{error.object[error.start]:02x}); save it as UTF-8, or say which encoding it is in, "
        "such as windows-1256"
    )


def _refuse_controls(text: str, *, filename: str) -> None:
    if "\0" in text:
        raise DocumentUnreadable(
            f"{filename} is no text: it holds NUL characters (first at {text.index(chr(0))}); "
            f"if it is UTF-16, save it as UTF-8; otherwise {_AS_TEXT}"
        )
    controls = _CONTROLS.findall(text)
    if len(controls) > _CONTROL_SHARE * len(text):
        raise DocumentUnreadable(
            f"{filename} is no text: {len(controls)} of its {len(text)} characters are control "
            f"characters (U+{ord(controls[0]):04X} first); {_AS_TEXT}"
        )
