"""Reading, marks: a line of text with what was read in it marked by letter and by line.

Marks may overlap, so the text is cut at every edge, and each piece carries all marks over it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from truceline.evidence.document import Span
from truceline.reading.claim import Claim
from truceline.report.markup import Markup, joined, tag


@dataclass(frozen=True, slots=True)
class MarkKind:
    """A kind of mark: its letter, what it means, and its class in the style sheet."""

    letter: str
    means: str
    css: str


TELLER = MarkKind("S", "who said it", "m-teller")
WHO = MarkKind("A", "who acts, or to whom", "m-who")
PLACE = MarkKind("P", "place", "m-place")
TIME = MarkKind("T", "time", "m-time")
QUANTITY = MarkKind("Q", "quantity", "m-quantity")
ASSET = MarkKind("F", "arms, forces, works", "m-asset")
KINDS = (TELLER, WHO, PLACE, TIME, QUANTITY, ASSET)


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text that is marked; ``claim`` is a claim's number, else 0.

    ``sort`` is the class of a claim's kind, where kinds are told apart.
    """

    start: int
    end: int
    kind: MarkKind | None
    claim: int = 0
    sort: str = ""


def marks_of(claims: Sequence[Claim], *, sorts: bool = False) -> tuple[Mark, ...]:
    """Return the marks of all claims, those that several share once; with ``sorts``, by kind."""
    found: dict[tuple[int, int, str], Mark] = {}
    for number, claim in enumerate(claims, start=1):
        span = claim.span
        sort = f"k-{claim.kind.value}" if sorts else ""
        mark = Mark(span.start, span.end, None, number, sort)
        found[span.start, span.end, f"claim {number}"] = mark
        for kind, spans in _mentions(claim):
            for one in spans:
                found[one.start, one.end, kind.letter] = Mark(one.start, one.end, kind)
    return tuple(sorted(found.values(), key=lambda m: (m.start, -m.end, m.claim)))


def _mentions(claim: Claim) -> Iterable[tuple[MarkKind, list[Span]]]:
    yield TELLER, [link.span for link in claim.chain if link.span is not None]
    yield WHO, [actor.span for actor in (*claim.who, *claim.to_whom)]
    yield PLACE, [place.span for place in claim.places]
    yield TIME, [claim.time.span] if claim.time else []
    yield QUANTITY, [quantity.span for quantity in claim.quantities]
    yield ASSET, [asset.span for asset in claim.assets]


def marked(
    text: str, start: int, end: int, marks: Sequence[Mark], *, say: Callable[[str], str] = str
) -> Markup:
    """Return ``text[start:end]`` as markup with its marks; every character once, in order.

    ``say`` puts the titles of marks into the reader's language.
    """
    inside = [mark for mark in marks if mark.start < end and mark.end > start]
    edges = sorted(
        {start, end}
        | {edge for mark in inside for edge in (mark.start, mark.end) if start < edge < end}
    )
    parts: list[Markup] = []
    for low, high in pairwise(edges):
        parts += [_closing(mark, say) for mark in inside if mark.claim and mark.end == low]
        parts += [_opening(mark, say) for mark in inside if mark.start == low]
        over = [mark for mark in inside if mark.start <= low and mark.end >= high]
        parts.append(_piece(text[low:high], over))
    parts += [_closing(mark, say) for mark in inside if mark.claim and mark.end == end]
    return joined(parts)


def _opening(mark: Mark, say: Callable[[str], str]) -> Markup:
    if mark.kind is None:
        number = str(mark.claim)
        return tag(
            "a", "\u27e6", tag("sup", number), href=f"#claim-{number}", class_="edge",
            title=say("claim %s begins") % number,
        )  # fmt: skip
    return tag("sup", mark.kind.letter, class_="letter", title=say(mark.kind.means))


def _closing(mark: Mark, say: Callable[[str], str]) -> Markup:
    return tag("span", "\u27e7", class_="edge", title=say("claim %s ends") % mark.claim)


def _piece(words: str, over: Sequence[Mark]) -> Markup:
    classes = sorted({mark.kind.css for mark in over if mark.kind})
    if any(mark.claim for mark in over):
        classes.append("in-claim")
        classes += sorted({mark.sort for mark in over if mark.sort})
    if not classes:
        return joined([words])
    return tag("span", words, class_=" ".join(classes))
