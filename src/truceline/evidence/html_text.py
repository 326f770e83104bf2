"""HTML text: the text of a whole page, line by line, and what the page states of itself.

Run as a script in a child process (``evidence/sandbox.py``): UTF-8 HTML on standard input, a JSON
object on standard output. So it imports nothing of ours, and where it says no, it ends with a line
``refused: ...``.

Lines follow the "innerText" rules of the HTML Standard: a paragraph stands between empty lines,
another block on lines of its own, cells of a row are parted by tabs, white space runs together
except in ``pre``. Scripts, styles and embedded things hold no text. Hidden elements are kept: what
is chrome is the reader's to say.

Source: HTML Standard, section 3.2.7 (innerText), section 15.3 (which elements are blocks).
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from typing import Any

_NO_TEXT = frozenset({
    "script", "style", "template", "title", "svg", "math", "object", "iframe", "canvas", "audio",
    "video", "noembed", "noframes",
})  # fmt: skip
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd",
    "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer",
    "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li",
    "main", "menu", "nav", "ol", "optgroup", "option", "pre", "search", "section", "select",
    "summary", "table", "tbody", "textarea", "tfoot", "thead", "tr", "ul",
})  # fmt: skip
_CELLS = frozenset(["td", "th"])
_SPACE = re.compile(r"[ \t\n\r\f]+")

# The parser compares each attribute of a tag with all before it: 200,000 of them did not end in 20
# seconds. No page of ours has more than 60 on one tag.
_MOST_ATTRIBUTES = 2_000
_LONG_TAG = re.compile(rf"<[A-Za-z][^<>]{{{2 * _MOST_ATTRIBUTES},}}")
_QUOTED = re.compile(r"""=\s*(?:"[^"]*"|'[^']*')""")

_DATE_NAMES = frozenset({
    "article:published_time", "og:published_time", "datepublished", "parsely-pub-date",
    "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.created", "pubdate", "publishdate",
    "sailthru.date", "citation_publication_date", "date",
})  # fmt: skip


class Refused(Exception):
    """The page cannot be read; the message follows the file's name."""


def read_page(html: str) -> dict[str, str | None]:
    """Return the text, title, publisher, address and publication date of a page.

    Only what the page states: None where it states nothing. The date is as it is written there.

    >>> page = read_page("<title>Shots</title><nav>Home</nav><p>A truce<br>held.<p>So far.")
    >>> page["text"], page["title"], page["published"]
    ('Home\\n\\nA truce\\nheld.\\n\\nSo far.', 'Shots', None)
    """
    from lxml import html as lxml_html
    from trafilatura.metadata import extract_metadata

    _refuse_long_tags(html)
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True, recover=True)
    tree = lxml_html.document_fromstring(html.encode("utf-8"), parser=parser)
    for entry in parser.error_log:
        if "xcessive depth" in entry.message:
            raise Refused("nests its tags deeper than 256; save its text as a .txt file instead")
    text, published = _text_of(tree), next(_dates(tree), None)
    # Last, because it takes parts out of the tree. Its date is left aside: where a page states
    # none it takes one out of the text, and it drops those that the machine's clock calls future.
    stated = extract_metadata(tree, extensive=False)
    return {
        "text": text,
        "title": stated.title or None,
        "publisher": stated.sitename or None,
        "url": stated.url or None,
        "published": published,
    }


def _refuse_long_tags(html: str) -> None:
    for match in _LONG_TAG.finditer(html):
        bare = _QUOTED.sub(" ", match[0])
        count = len(bare.split())
        if count > _MOST_ATTRIBUTES:
            raise Refused(f"has a tag with about {count} attributes; save its text as a .txt file")


def _dates(tree: Any) -> Iterator[str]:
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        if name.strip().lower() in _DATE_NAMES and meta.get("content"):
            yield meta.get("content").strip()
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower() == "application/ld+json":
            try:
                yield from _dates_in(json.loads(script.text or ""))
            except (ValueError, RecursionError):
                continue


def _dates_in(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for part in value:
            yield from _dates_in(part)
    elif isinstance(value, dict):
        if isinstance(value.get("datePublished"), str):
            yield value["datePublished"].strip()
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _dates_in(value.get(key))


class _Lines:
    """Text and wanted line breaks, joined as the innerText rules say."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._breaks = 0
        self._space = False
        self._empty = True

    def text(self, words: str, *, kept: bool) -> None:
        """Add words; white space runs together unless it is kept."""
        if not kept:
            words = _SPACE.sub(" ", words)
            self._space = self._space or words.startswith(" ")
            bare = words.strip(" ")
            if bare:
                self._flush()
                self._parts.append((" " if self._space and not self._at_start() else "") + bare)
                self._space = words.endswith(" ")
            return
        if words:
            self._flush()
            self._parts.append(words)
            self._space = False

    def line_break(self) -> None:
        """Add a break that the page asks for."""
        self._flush()
        self._parts.append("\n")
        self._space = False

    def tab(self) -> None:
        """Part two cells."""
        if not self._at_start():
            self._parts.append("\t")
        self._space = False

    def want(self, breaks: int) -> None:
        """Ask for line breaks before what comes next, as many as the most that are asked for."""
        self._breaks = max(self._breaks, breaks)
        self._space = False

    def joined(self) -> str:
        """Return the text, without white space at the ends of lines."""
        lines = "".join(self._parts).split("\n")
        return "\n".join(line.rstrip(" \t") for line in lines).strip("\n")

    def _flush(self) -> None:
        if self._breaks and not self._empty:
            self._parts.append("\n" * self._breaks)
        self._breaks = 0
        self._empty = False

    def _at_start(self) -> bool:
        return bool(self._breaks) or not self._parts or self._parts[-1].endswith(("\n", "\t"))


def _text_of(tree: Any) -> str:
    lines = _Lines()
    depth_kept = 0
    walk = _events(tree)
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else None
        if event == "start":
            _open(lines, tag)
            depth_kept += tag in ("pre", "textarea")
            if tag is not None and tag not in _NO_TEXT:
                lines.text(element.text or "", kept=depth_kept > 0)
        else:
            depth_kept -= tag in ("pre", "textarea")
            _close(lines, tag)
            if element is not tree:
                lines.text(element.tail or "", kept=depth_kept > 0)
    return lines.joined()


def _events(tree: Any) -> Iterator[tuple[str, Any]]:
    """Yield each element's start and end, and pass over the inside of those without text."""
    stack: list[tuple[Any, Iterator[Any]]] = [(tree, iter(tree))]
    yield "start", tree
    while stack:
        element, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            yield "end", element
            continue
        yield "start", child
        silent = not isinstance(child.tag, str) or child.tag in _NO_TEXT
        stack.append((child, iter(()) if silent else iter(child)))


def _open(lines: _Lines, tag: str | None) -> None:
    if tag == "br":
        lines.line_break()
    elif tag == "p":
        lines.want(2)
    elif tag in _BLOCKS:
        lines.want(1)


def _close(lines: _Lines, tag: str | None) -> None:
    if tag == "p":
        lines.want(2)
    elif tag in _BLOCKS:
        lines.want(1)
    elif tag in _CELLS:
        lines.tab()


def main() -> int:
    """Read a page from standard input and write what it holds to standard output."""
    try:
        page = read_page(sys.stdin.buffer.read().decode("utf-8"))
    except Refused as refused:
        sys.stderr.write(f"refused: {refused}\n")
        return 2
    sys.stdout.buffer.write(json.dumps(page).encode("ascii"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
