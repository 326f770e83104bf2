"""Branch: one line of an explanation, and what it rests on."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from truceline.report.markup import Markup, bdi, joined, tag, writable

# Below this many characters beside the tree's own lines, words would stand one to a line.
_NARROWEST = 20
# Indents show what rests on what; labels stand out by weight, so that no colour is needed.
_STYLE = (
    "<style>body{font:16px/1.5 sans-serif;max-width:60em;margin:2em auto;padding:0 1em}"
    "details,p.leaf{margin:.15em 0;padding-left:1.2em;border-left:1px solid #bbb}"
    "details>summary{margin-left:-.2em;cursor:pointer}p.leaf{padding-left:1.9em}"
    ".label{font-weight:600}.label::after{content:':'}bdi{overflow-wrap:anywhere}</style>"
)
_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"


@dataclass(frozen=True, slots=True)
class Branch:
    """A label, what it comes to, and the branches below it."""

    label: str
    value: str = ""
    children: tuple[Branch, ...] = ()

    def __iter__(self) -> Iterator[Branch]:
        """Yield this branch and all below it, from the top down."""
        yield self
        for child in self.children:
            yield from child


def branch_as_text(branch: Branch, *, width: int = 80, colour: bool = False) -> str:
    """Return a branch as a tree of lines, none longer than ``width`` characters.

    With ``colour`` labels stand out; the text is the same with and without.

    >>> print(branch_as_text(Branch("finding", "3.1", (Branch("status", "suspected breach"),))))
    finding: 3.1
    └─ status: suspected breach
    """
    return "\n".join(_lines(branch, "", "", width, colour))


def branch_as_record(branch: Branch) -> dict[str, object]:
    """Return a branch as plain lists and texts, for JSON.

    >>> branch_as_record(Branch("status", "compliant"))
    {'label': 'status', 'value': 'compliant', 'children': []}
    """
    return {
        "label": branch.label,
        "value": branch.value,
        "children": [branch_as_record(child) for child in branch.children],
    }


def branch_as_html(branch: Branch, *, open_levels: int = 1) -> Markup:
    """Return a branch as nested disclosure elements, which keyboards work without a script.

    The upper ``open_levels`` levels stand open.

    >>> branch_as_html(Branch("grade", "B2"))
    '<p class="leaf"><span class="label">grade</span> <bdi>B2</bdi></p>'
    """
    words = joined([tag("span", branch.label, class_="label"), bdi(branch.value)], between=" ")
    if not branch.children:
        return tag("p", words, class_="leaf")
    inside = joined(branch_as_html(child, open_levels=open_levels - 1) for child in branch.children)
    return tag("details", tag("summary", words), inside, open=open_levels > 0)


def branch_as_page(branch: Branch) -> str:
    """Return a branch as a page that stands alone: no script, and nothing from elsewhere.

    >>> branch_as_page(Branch("finding", "3.1")).startswith("<!doctype html>")
    True
    """
    title = tag("title", f"{branch.label}: {branch.value}")
    tree = branch_as_html(branch, open_levels=2)
    return f'<!doctype html><html lang="en"><meta charset="utf-8">{title}{_STYLE}{tree}</html>'


def _lines(branch: Branch, first: str, rest: str, width: int, colour: bool) -> Iterator[str]:
    label = writable(branch.label)
    words = f"{label}: {writable(branch.value)}" if branch.value else label
    stem = rest + ("│  " if branch.children else "   ") if rest or first else ""
    room = max(_NARROWEST, width - max(len(first), len(stem)))
    # A number and its unit stay on one line.
    held = words.replace(" %", "\u00a0%")
    lines = textwrap.wrap(held, room, break_on_hyphens=False) or [""]
    wrapped = [line.replace("\u00a0%", " %") for line in lines]
    for index, line in enumerate(wrapped):
        shown = line
        if colour and index == 0 and line.startswith(label):
            shown = f"{_BOLD}{label}{_PLAIN}{line.removeprefix(label)}"
        yield (first if index == 0 else stem) + shown
    for index, child in enumerate(branch.children):
        is_last = index == len(branch.children) - 1
        yield from _lines(
            child,
            rest + ("└─ " if is_last else "├─ "),
            rest + ("   " if is_last else "│  "),
            width,
            colour,
        )
