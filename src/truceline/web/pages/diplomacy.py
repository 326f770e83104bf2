"""Diplomacy: contacts, messages passed on and statements, in time, and how firmly each was put."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse

from truceline.web.asked import Asked, asked
from truceline.web.language.catalogue import catalogue_of
from truceline.web.page import shown
from truceline.web.paged import Paged, paged

if TYPE_CHECKING:
    from truceline.casework.evidence import Evidence
    from truceline.reading.claim import Claim
    from truceline.report.markup import Markup
    from truceline.timespan import Timespan
    from truceline.web.view import View

router = APIRouter()

_ROWS = 30
_Short = Annotated[str, Query(max_length=60)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One thing said or done between people: ``when`` as told, ``published`` of its document."""

    claim: Claim
    when: Timespan | None
    published: Timespan | None
    document: str

    @property
    def told_by(self) -> str:
        """Return who vouches for it."""
        return self.claim.chain[-1].name if self.claim.chain else ""


@router.get("/diplomacy", name="diplomacy", response_class=HTMLResponse)
def diplomacy(
    request: Request,
    state: Annotated[Asked, Depends(asked)],
    *,
    kind: _Short = "",
    modality: _Short = "",
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
) -> HTMLResponse:
    """Show contacts, relays, statements, commitments and terms on a timeline and as a table."""
    view: View = request.state.view
    every = view.keep("said", state, lambda now, _: said_in(now.evidence(state)))
    span = state.span
    found = [
        one
        for one in every
        if (not kind or one.claim.kind.value == kind)
        and (not modality or one.claim.modality.value == modality)
        and (span is None or (one.when or one.published or span).meets(span))
    ]
    rows = paged(found, page=page, size=_ROWS)
    say = catalogue_of(state.lang).gettext
    return shown(
        request,
        "diplomacy.html",
        rows=rows,
        kept=len(every),
        kind=kind,
        modality=modality,
        kinds=sorted({one.claim.kind.value for one in every}),
        modalities=sorted({one.claim.modality.value for one in every}),
        picture=drawn(rows, label=say("Who said what when"), say=say, rtl=state.direction == "rtl"),
    )


def said_in(evidence: Evidence) -> list[Said]:
    """Return what was said and passed on, by time as told, else by publication; undated last."""
    from truceline.casework.evidence import published
    from truceline.report.told import diplomatic_record, statements

    dates = published(evidence)
    titles = {one.id: one.title or one.filename for one in evidence.documents}
    claims = {one.id: one for one in (*diplomatic_record(evidence.claims),
              *statements(evidence.claims))}  # fmt: skip
    said = [
        Said(
            claim=one,
            when=one.time.when if one.time is not None else None,
            published=dates.get(one.document),
            document=titles.get(one.document, one.document),
        )
        for one in claims.values()
    ]
    return sorted(said, key=_in_time)


def drawn(rows: Paged[Said], *, label: str, say: object, rtl: bool) -> Markup:
    """Return the rows of a page as lanes: a band for the time told, a mark for the publication."""
    from truceline.web.drawing.timeline import Band, Lane, timeline

    assert callable(say)  # noqa: S101
    lanes = []
    for number, one in enumerate(rows.items, start=rows.first):
        name = f"{number} · {say(one.claim.kind.value)}, {say(one.claim.modality.value)}"
        bands: Sequence[Band] = ()
        start = one.when.start if one.when is not None else None
        if one.when is not None and start is not None:
            bands = (
                Band(
                    start=start, end=one.when.end, label="", title=f"{name}: {one.when}",
                    css=f"k-{one.claim.kind.value} m-{one.claim.modality.value}",
                ),
            )  # fmt: skip
        printed = one.published.start if one.published is not None else None
        marks = ((printed, f"{say('Published')} {one.published}"),) if printed else ()
        lanes.append(Lane(title=name, bands=tuple(bands), marks=marks))
    return timeline(lanes, label=label, rtl=rtl)


def _in_time(one: Said) -> tuple[str, str, int]:
    when = one.when or one.published
    start = when.start if when is not None else None
    return (start.isoformat() if start else "9999", one.claim.document, one.claim.span.start)
