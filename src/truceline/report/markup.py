"""Markup: HTML and SVG built from small parts; whatever is not markup already is escaped."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

# XML has no way to write the first, terminals obey some of them; the last two ranges reorder the
# text around them, so that a quote could be made to read as something else.
_UNWRITABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)
_VOID = frozenset({"meta", "br", "hr", "link", "img", "col"})


class Markup(str):
    """Text that is markup already; made by ``tag``, ``joined`` and this package's own files."""

    __slots__ = ()


Child = str | Markup | None
Attribute = str | int | float | bool | None


def writable(text: str) -> str:
    """Return a text with characters that no page and no terminal should get made visible.

    >>> writable("a\\x1b[31mb")
    'a�[31mb'
    """
    return _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def escaped(text: str) -> Markup:
    """Return a text as markup that shows it.

    >>> escaped("<script>")
    '&lt;script&gt;'
    >>> escaped(escaped("<b>"))
    '&lt;b&gt;'
    """
    return text if isinstance(text, Markup) else Markup(html.escape(writable(text), quote=True))


def tag(name: str, *children: Child, **attributes: Attribute) -> Markup:
    """Return an element. Children that are None are left out, as are attributes None and False.

    A trailing underscore in an attribute's name is dropped, other underscores become hyphens.

    >>> tag("td", "a < b", class_="cell", colspan=2, hidden=False)
    '<td class="cell" colspan="2">a &lt; b</td>'
    >>> tag("path", d="M0 0", stroke_width=1.5)
    '<path d="M0 0" stroke-width="1.5"></path>'
    """
    written = "".join(
        _attribute(key.rstrip("_").replace("_", "-"), value) for key, value in attributes.items()
    )
    if name in _VOID:
        return Markup(f"<{name}{written}>")
    inside = "".join(escaped(child) for child in children if child is not None)
    return Markup(f"<{name}{written}>{inside}</{name}>")


def joined(parts: Iterable[Child], *, between: str = "") -> Markup:
    """Return parts one after the other, each escaped if it is not markup.

    >>> joined(["a&b", tag("br")])
    'a&amp;b<br>'
    """
    return Markup(escaped(between).join(escaped(part) for part in parts if part is not None))


def bdi(text: str) -> Markup:
    """Return an id, a number or a name, kept apart from the direction of the text around it.

    >>> bdi("3.1")
    '<bdi>3.1</bdi>'
    """
    return tag("bdi", text)


def anchor(prefix: str, id_: str) -> str:
    """Return a fragment name for an id: letters, digits, points and hyphens; different ids differ.

    >>> anchor("f", "undof/1974 é")
    'f-undof_2f1974_20_e9'
    """
    safe = re.sub(r"[^A-Za-z0-9.-]", lambda match: f"_{ord(match[0]):x}", id_)
    return f"{prefix}-{safe}"


def _attribute(name: str, value: Attribute) -> str:
    if value is None or value is False:
        return ""
    shown = "" if value is True else str(value)
    return f' {name}="{html.escape(writable(shown), quote=True)}"'
