"""Canary: words that stand nowhere else, and one search for all of them in whatever leaves."""

from __future__ import annotations

import base64
import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote

STEM = "Kanarivogel"
_STEM = STEM.encode()
# So many digits that no digest, position or date holds the same ones by chance.
_DIGITS = 16
_PRIME, _STEP = 9_999_999_967, 7_919_104_729
_WHOLE = re.compile(rb"(?i:%b)(\d{%d})" % (_STEM, _DIGITS))
_BARE = re.compile(rb"(?<!\d)\d{%d}(?!\d)|(?<!\d)\d{%d}(?=\d)" % (_DIGITS, _DIGITS))
_PDF_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_ZIP, _GZIP, _PDF = b"PK\x03\x04", b"\x1f\x8b", b"%PDF"


@dataclass(slots=True)
class Canaries:
    """The words that were planted, each with the kind of place that it was planted in."""

    kinds: dict[bytes, str] = field(default_factory=dict)

    def word(self, kind: str) -> str:
        """Return a new word for a kind of place; its digits are its own."""
        number = len(self.kinds) + 1
        digits = f"{number:04}{number * _STEP % _PRIME:012}"
        self.kinds[digits.encode()] = kind
        return f"{STEM}{digits}"

    def unplanted(self) -> str:
        """Return a word like the others that was planted nowhere."""
        return f"{STEM}{'9' * _DIGITS}"

    def kinds_in(self, body: bytes) -> set[str]:
        """Return the kinds of the words that some bytes hold in any form; "coded" for hidden ones.

        One pass looks for the stem that all share and one for their digits, so that a thousand
        words take no longer than one.
        """
        found: set[str] = set()
        for text in _unpacked(body):
            for digits in _WHOLE.findall(text) + _BARE.findall(text):
                if digits in self.kinds:
                    found.add(self.kinds[digits])
            if any(form in text for form in _CODED):
                found.add("coded")
        return found


def _forms() -> Iterator[bytes]:
    """Yield the stem in the forms in which it could leave, wherever base64 happens to begin."""
    for stem in (_STEM, _STEM.lower()):
        yield stem.hex().encode()
        yield stem.hex().upper().encode()
        yield "".join(f"%{byte:02X}" for byte in stem).encode()
        yield stem.decode().encode("utf-16-le")
        yield stem[::-1]
        for shift in range(3):
            coded = base64.b64encode(b"x" * shift + stem)
            # Without the letters that its neighbours share.
            yield coded[4 if shift else 0 : -4]


_CODED = tuple(_forms())


def _unpacked(body: bytes) -> Iterator[bytes]:
    """Yield bytes as they are, and what is packed in them."""
    yield body
    if body[:2] == _GZIP:
        yield from _unpacked(gzip.decompress(body))
    if body[:4] == _ZIP:
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            for name in packed.namelist():
                yield name.encode()
                yield from _unpacked(packed.read(name))
    if body[:4] == _PDF:
        for stream in _PDF_STREAM.findall(body):
            try:
                yield zlib.decompressobj().decompress(stream)
            except zlib.error:
                continue


def in_every_form(word: str) -> dict[str, bytes]:
    """Return a word as each form in which the search must find it."""
    plain = word.encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", b"<p>" + plain + b"</p>")
    return {
        "plain": b"said " + plain + b".",
        "small letters": plain.lower(),
        "digits alone": b"id=" + plain[len(_STEM) :] + b";",
        "hex": plain.hex().encode(),
        "percent": "".join(f"%{byte:02x}".upper() for byte in plain).encode(),
        "quoted": quote(word, safe="").encode(),
        "base64": base64.b64encode(plain),
        "base64, one on": base64.b64encode(b"a" + plain),
        "base64, two on": base64.b64encode(b"ab" + plain),
        "backwards": plain[::-1],
        "utf-16": word.encode("utf-16"),
        "gzip": gzip.compress(plain),
        "gzip in gzip": gzip.compress(gzip.compress(plain)),
        "in a zip": packed.getvalue(),
        "in a PDF": b"%PDF-1.7\nstream\n" + zlib.compress(plain) + b"\nendstream\n",
    }
