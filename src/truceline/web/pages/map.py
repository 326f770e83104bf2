"""Map: lines with their error, zones, incidents with their doubt, looks; and the same as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, Response

from truceline.errors import NotFound
from truceline.report.drawing.markers import marker
from truceline.report.drawing.patterns import DASHES, zone_pattern, zone_styles
from truceline.report.drawing.plan import plan
from truceline.report.evidence import happening
from truceline.report.layers.crowd import chosen, counts_by_period, in_view
from truceline.report.layers.looks import look_features
from truceline.report.layers.places import observation_feature, posts
from truceline.report.layers.shape import Shape, collection
from truceline.report.layers.thinned import MOST_DRAWN, thinned
from truceline.report.mark import GRAVEST_FIRST
from truceline.report.markup import joined, tag
from truceline.timespan import Timespan
from truceline.web.asked import Asked, asked
from truceline.web.mapped import Mapped, ground_of, mapped, prefixed
from truceline.web.ogc.collected import monitors_of
from truceline.web.ogc.query import query_of
from truceline.web.page import shown

if TYPE_CHECKING:
    from pathlib import Path

    from truceline.agreement.agreement import Agreement

router = APIRouter()

# What a person puts beside the ledger to see more ground than the shipped base map draws.
BASE_MAP = "basemap.pmtiles"
_PAGE = 50
# More periods than this are no steps of a slider that a hand can set.
_MOST_PERIODS = 520
State = Annotated[Asked, Depends(asked)]
During = Annotated[str | None, Query(max_length=40)]


@router.get("/map", name="map", response_class=HTMLResponse)
def map_page(
    request: Request,
    state: State,
    during: During = None,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    layers: Annotated[str, Query(max_length=100)] = "",
) -> HTMLResponse:
    """Show the map, and beside it everything that it draws as tables."""
    try:
        seen = mapped(request, state)
    except NotFound as nothing:
        if nothing.kind != "evidence to judge":
            raise
        return shown(request, "situation_empty.html", case=request.state.view.case.settings)
    periods = tuple(seen.judged.period.periods(state.step))[:_MOST_PERIODS]
    rows = chosen(seen.incidents, during=_span(during))
    own = _agreements(seen)
    # To tell which zones make up others takes long, and changes with the agreement alone.
    swatches, numbers = request.app.state.stocks.get(
        ("key", *((one.id, one.digest) for one in own)),
        lambda: (
            {one.id: _swatches(one) for one in own},
            {one.id: _numbers(one, prefix) for prefix, one in prefixed(own)},
        ),
    )
    return shown(
        request,
        "map.html",
        judged=seen.judged,
        agreements=[one.id for one in request.state.view.agreements()],
        during=during,
        on=layers.split(","),
        periods=list(
            zip(map(str, periods), counts_by_period(seen.incidents, periods), strict=True)
        ),
        rows=rows[(page - 1) * _PAGE : page * _PAGE],
        matched=len(rows),
        page=page,
        pages=max(1, -(-len(rows) // _PAGE)),
        first=(page - 1) * _PAGE + 1,
        happening=happening,
        marker=lambda status: marker(status, 8, 8, 13),
        swatches=swatches,
        dashes=DASHES,
        numbers=numbers,
        has_library=_has_library(),
        has_base_map=_base_map(request).is_file(),
        coarse=not seen.sharpness.exact,
        delayed=seen.sharpness.until,
        statuses=(*GRAVEST_FIRST[:-1], None),
        incident_address=request.app.state.addresses.get("incident"),
    )


@router.get("/map/ground.json", name="map.ground")
def ground(request: Request, state: State) -> JSONResponse:
    """Answer with lines, bands, zones and places of the agreements shown."""
    agreements = _agreements(mapped(request, state))
    key = ("ground", *((one.id, one.digest) for one in agreements))
    return JSONResponse(request.app.state.stocks.get(key, lambda: ground_of(agreements)))


@router.get("/map/incidents.json", name="map.incidents")
def incidents(
    request: Request,
    state: State,
    bbox: Annotated[str, Query(max_length=200)] = "-180,-90,180,90",
    zoom: Annotated[float, Query(ge=0, le=24)] = 0.0,
    during: During = None,
) -> JSONResponse:
    """Answer with what one view of the map shows: single incidents with their doubt, or counts."""
    seen = mapped(request, state)
    points, doubts = [], []
    for box in query_of([("bbox", bbox)]).boxes:
        found, around = in_view(seen.incidents, box=box, zoom=zoom, during=_span(during))
        points += found
        doubts += around
    return JSONResponse({"points": collection(points), "doubts": collection(doubts)})


@router.get("/map/looks.json", name="map.looks")
def looks(request: Request, state: State, during: During = None) -> JSONResponse:
    """Answer with where somebody looked or was kept out, and the posts that parties held."""
    seen = mapped(request, state)
    rest = (during, state.period, state.step, state.agreements, seen.sharpness)
    return JSONResponse(
        request.state.view.keep(
            "looks drawn",
            state,
            lambda _now, _before: _looks_of(seen, _span(during) or seen.judged.period),
            *rest,
            at_once=True,
        )
    )


def _looks_of(seen: Mapped, span: Timespan) -> Shape:
    """Return looks and posts of a time, thinned; at town level where they are too many else."""
    until = seen.sharpness.until

    def is_told(when: Timespan) -> bool:
        return when.meets(span) and (until is None or (when.end is not None and when.end <= until))

    records = [one for one in seen.judged.evidence.coverage if is_told(one.when)]
    every = posts(seen.judged.evidence.observations, monitors=monitors_of(seen.judged))
    held = [one for one in every if is_told(one.when)]

    def looked(*, public: bool) -> list[Shape]:
        return thinned(
            each
            for one in _agreements(seen)
            for each in look_features(records, one, public=public)
            if each["geometry"] is not None
        )

    def stood(*, public: bool) -> list[Shape]:
        told = (observation_feature(one, public=public) for one in held)
        return thinned(one for one in told if one["geometry"] is not None)

    drawn = {}
    for name, shapes in (("looks", looked), ("posts", stood)):
        found = shapes(public=not seen.sharpness.exact)
        drawn[name] = collection(found if len(found) <= MOST_DRAWN else shapes(public=True))
    return dict(drawn)


@router.get("/map.svg", name="map.svg")
def picture(request: Request, state: State, during: During = None) -> Response:
    """Answer with the map as one picture, drawn here, for browsers that cannot draw it."""
    from truceline.report.map import draw

    seen = mapped(request, state)
    agreements = _agreements(seen)
    if state.agreement is None and len(agreements) > 1:
        agreements = agreements[:1]
    told = [one.incident for one in chosen(seen.incidents, during=_span(during))]
    # The sheet places incidents itself, at town level for everybody.
    svg = draw(agreements[0], incidents=told, findings=seen.judged.findings, lang="en")
    return Response(str(svg), media_type="image/svg+xml")


@router.get("/map/basemap.pmtiles", name="map.base")
def base_map(request: Request) -> FileResponse:
    """Answer with the base map that a person put beside the ledger, by ranges of its bytes."""
    path = _base_map(request)
    if not path.is_file():
        raise NotFound("base map", BASE_MAP)
    return FileResponse(path, media_type="application/octet-stream")


def _base_map(request: Request) -> Path:
    path: Path = request.app.state.settings.casefile
    return path / BASE_MAP


def _has_library() -> bool:
    from truceline.web.static_folder import static_folder

    return (static_folder() / "vendor" / "maplibre-gl.mjs").is_file()


def _agreements(seen: Mapped) -> tuple[Agreement, ...]:
    return seen.judged.agreements


def _span(during: str | None) -> Timespan | None:
    return None if not during else Timespan.parse(during)


def _numbers(agreement: Agreement, prefix: str) -> dict[str, str]:
    laid = plan(agreement.zones)
    told = {zone.id: laid.number_of(zone) for zone in agreement.zones}
    # Words are told as they are; a number takes the letter of its agreement.
    return {id_: f"{prefix}{words}" if words.isdigit() else words for id_, words in told.items()}


def _swatches(agreement: Agreement) -> dict[str, str]:
    """Return a small picture of the pattern of each shaded zone."""
    laid = plan(agreement.zones)
    prefix = f"swatch-{agreement.id}"
    styles = zone_styles(tuple(zone.id for zone in laid.shaded), prefix=prefix)
    return {
        zone: tag(
            "svg",
            joined([tag("defs", zone_pattern(style))]),
            tag("rect", x=0.5, y=0.5, width=27, height=17, fill=f"url(#{style.pattern_id})",
                stroke=style.ink),
            width=28, height=18, viewBox="0 0 28 18", aria_hidden="true",
        )
        for zone, style in styles.items()
    }  # fmt: skip
