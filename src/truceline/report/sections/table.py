"""Table: a real table with a caption and scoped headers, inside a region that keyboards scroll."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from truceline.report.markup import Child, Markup, joined, tag


def table(
    caption: str,
    headers: Sequence[str],
    rows: Iterable[Sequence[Child]],
    *,
    ids: Sequence[str] | None = None,
) -> Markup:
    """Return a table whose first cell of each row is the row's header; empty without rows.

    >>> table("Lines", ["line"], [])
    ''
    """
    written = [
        tag(
            "tr",
            tag("th", row[0], scope="row"),
            joined(tag("td", cell) for cell in row[1:]),
            id=None if ids is None else ids[index],
        )
        for index, row in enumerate(rows)
    ]
    if not written:
        return Markup()
    head = tag("tr", joined(tag("th", header, scope="col") for header in headers))
    whole = tag("table", tag("caption", caption), tag("thead", head), tag("tbody", joined(written)))
    return scrolling(whole, label=caption)


def scrolling(inside: Markup, *, label: str) -> Markup:
    """Return something wide in a region that scrolls by itself, also by keyboard."""
    return tag("div", inside, class_="wide", role="region", aria_label=label, tabindex=0)


def section(id_: str, title: str, *parts: Child) -> Markup:
    """Return a section with its heading; what is empty says so."""
    inside = joined(part for part in parts if part)
    if not inside:
        inside = tag("p", "Nothing on record.", class_="none")
    heading = tag("h2", title, id=f"{id_}-title")
    return tag("section", heading, inside, id=id_, aria_labelledby=f"{id_}-title")


def quote(words: str) -> Markup:
    """Return words of another, in their own direction."""
    return tag("q", " ".join(words.split()), dir="auto")
