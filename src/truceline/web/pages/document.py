"""Document: one text with its chrome greyed, its claims marked, and what people decided on them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse

from truceline.errors import NotFound
from truceline.web.asked import Asked, asked
from truceline.web.language.catalogue import catalogue_of
from truceline.web.marks_seen import marks_seen
from truceline.web.navigation import N_
from truceline.web.page import shown

if TYPE_CHECKING:
    from markupsafe import Markup

    from truceline.casework.evidence import Evidence
    from truceline.evidence.document import Document
    from truceline.reading.claim import Claim
    from truceline.reading.decision import Decision
    from truceline.reading.page import PageLine
    from truceline.report.reading_marks import Mark
    from truceline.web.view import View

router = APIRouter()

# Lines of a text on one page, with the claims in them: a long report stays quick to move in.
_LINES_A_PAGE = 250
_MARK_TITLES = (N_("claim %s begins"), N_("claim %s ends"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line as it is shown: what it is, whether it is article, why, and its marked words."""

    label: str
    is_article: bool
    why: str
    words: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A claim with its number, what was decided on it, and what is open about it.

    ``stands`` is False for one that was rejected or is only proposed.
    """

    number: int
    claim: Claim
    decision: tuple[str, Decision] | None
    stands: bool
    rivals: tuple[tuple[str, tuple[str, ...]], ...]


@router.get("/documents/{id_}", name="document", response_class=HTMLResponse)
def document(
    request: Request,
    id_: str,
    state: Annotated[Asked, Depends(asked)],
    *,
    part: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
    claim: Annotated[str, Query(max_length=80)] = "",
) -> HTMLResponse:
    """Show one document: its lines, its claims, who told whom, and the decisions."""
    from truceline.web.drawing.chains import chain_rows, chain_tree

    view: View = request.state.view
    evidence = view.evidence(state)
    kept = document_of(evidence, id_)
    page = next((one for one in evidence.pages if one.document == kept.id), None)
    every = cards_of(view, state, evidence, kept)
    every_line = page.lines if page else ()
    asked_for = next((one.claim for one in every if one.claim.id == claim), None)
    if asked_for is not None:
        part = part_with(every_line, asked_for.span.start)
    lines, first, last, parts = part_of(every_line, part)
    start, end = (first.span.start, last.span.end) if first and last else (0, len(kept.text) + 1)
    cards = [one for one in every if start <= one.claim.span.start < end]
    say = catalogue_of(state.lang).gettext
    standing = [one.claim for one in every if one.stands]
    return shown(
        request,
        "document.html",
        document=kept,
        handled=marks_seen(view),
        reading=page,
        lines=marked_lines(kept.text, lines, [one.claim for one in every], say=say),
        cards=cards,
        decided=sum(one.decision is not None for one in every),
        claims=len(every),
        part=min(part, parts),
        part_count=parts,
        chains=chain_rows(standing),
        tree=chain_tree(standing, label=say("Who told whom"), rtl=state.direction == "rtl"),
    )


def document_of(evidence: Evidence, id_: str) -> Document:
    """Return a document by its id.

    Raises:
        NotFound: none of this id stood on the day.
    """
    for one in evidence.documents:
        if one.id == id_:
            return one
    raise NotFound("document", id_, known=(one.id for one in evidence.documents))


def cards_of(view: View, state: Asked, evidence: Evidence, kept: Document) -> list[Card]:
    """Return the claims of a document in the order of its text: standing, rejected and proposed."""
    decisions = {one.claim: (key, one) for key, one in view.decisions(state) if
                 one.document == kept.id}  # fmt: skip
    standing = {one.id: one for one in evidence.claims if one.document == kept.id}
    shown_: dict[str, Claim] = {
        id_: one.before for id_, (_, one) in decisions.items() if one.before is not None
    }
    for one in view.proposed(state):
        if one.document == kept.id:
            shown_.setdefault(one.id, one)
    shown_ |= standing
    ordered = sorted(shown_.values(), key=lambda one: (one.span.start, one.span.end, one.id))
    return [
        Card(
            number=number,
            claim=one,
            decision=decisions.get(one.id),
            stands=one.id in standing,
            rivals=tuple((p.span.quote, p.rivals) for p in one.places if p.rivals),
        )
        for number, one in enumerate(ordered, start=1)
    ]


def part_of(
    lines: Sequence[PageLine], part: int
) -> tuple[Sequence[PageLine], PageLine | None, PageLine | None, int]:
    """Return a part of the lines, its first and last, and how many parts there are."""
    parts = max(1, -(-len(lines) // _LINES_A_PAGE))
    begin = (min(part, parts) - 1) * _LINES_A_PAGE
    some = lines[begin : begin + _LINES_A_PAGE]
    return some, some[0] if some else None, some[-1] if some else None, parts


def part_with(lines: Sequence[PageLine], position: int) -> int:
    """Return the part of a text that holds a position."""
    before = bisect_left([line.span.end for line in lines], position + 1)
    return before // _LINES_A_PAGE + 1


def marked_lines(
    text: str, lines: Sequence[PageLine], claims: Sequence[Claim], *, say: Callable[[str], str]
) -> list[Line]:
    """Return lines with the claims in them marked by number and kind."""
    import markupsafe

    from truceline.report.reading_marks import marked, marks_of

    marks: Sequence[Mark] = marks_of(claims, sorts=True)
    longest = max((mark.end - mark.start for mark in marks), default=0)
    starts = [mark.start for mark in marks]
    found = []
    for line in lines:
        near = marks[
            bisect_left(starts, line.span.start - longest) : bisect_left(starts, line.span.end)
        ]
        words = marked(text, line.span.start, line.span.end, near, say=say)
        found.append(
            Line(
                label=line.label.value,
                is_article=line.label.is_article,
                why=line.why,
                # Made by the report's own markup, which escapes whatever a document says.
                words=markupsafe.Markup(words),  # noqa: S704
            )
        )
    return found
