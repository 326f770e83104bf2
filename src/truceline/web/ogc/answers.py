"""Answers: the documents of OGC API Features, as plain objects.

Source: OGC 17-069r4, OGC API - Features - Part 1: Core.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from truceline.report.layers.shape import Shape
from truceline.web.ogc.collected import COLLECTIONS, Collected
from truceline.web.ogc.query import CRS84, Query

if TYPE_CHECKING:
    from truceline.casework.assess import Judged
    from truceline.web.ogc.item import Item

GEOJSON = "application/geo+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
_CONFORMS = (
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
)
Pairs = Sequence[tuple[str, str]]


def landing(root: str, *, name: str, disclaimer: str) -> Shape:
    """Return the landing page: what this is, and where to go on from it."""
    return {
        "title": name,
        "description": disclaimer,
        "links": [
            _link(f"{root}/", "self", "application/json", "this document"),
            _link(f"{root}/api", "service-desc", OPENAPI, "the definition of the interface"),
            _link(f"{root}/conformance", "conformance", "application/json", "what it conforms to"),
            _link(f"{root}/collections", "data", "application/json", "the collections"),
        ],
    }


def conformance() -> Shape:
    """Return the classes of the standard that hold here."""
    return {"conformsTo": list(_CONFORMS)}


def collections(root: str, judged: Judged, *, pairs: Pairs = ()) -> Shape:
    """Return every collection."""
    return {
        "links": [_link(f"{root}/collections", "self", "application/json", "this document")],
        "collections": [collection(root, one, judged, pairs=pairs) for one in COLLECTIONS],
    }


def collection(root: str, one: Collected, judged: Judged, *, pairs: Pairs = ()) -> Shape:
    """Return what a collection holds, where and when."""
    own = f"{root}/collections/{one.id}"
    made: Shape = {
        "id": one.id,
        "title": one.title,
        "description": one.description,
        "itemType": "feature",
        "crs": [CRS84],
        "links": [
            _link(own + _tail(pairs), "self", "application/json", "this collection"),
            _link(f"{own}/items{_tail(pairs)}", "items", GEOJSON, "its items"),
        ],
    }
    extent: Shape = {}
    bounds = _bounds(judged)
    if bounds is not None:
        extent["spatial"] = {"bbox": [list(bounds)], "crs": CRS84}
    if one.id not in ("lines", "zones"):
        ends = [
            None if moment is None else f"{moment:%Y-%m-%dT%H:%M:%SZ}"
            for moment in (judged.period.start, judged.period.end)
        ]
        extent["temporal"] = {"interval": [ends]}
    return {**made, "extent": extent} if extent else made


def items(
    root: str, one: Collected, found: Sequence[Item], query: Query, *, pairs: Pairs, at: datetime
) -> Shape:
    """Return one page of items, with links to those before and after."""
    own = f"{root}/collections/{one.id}/items"
    page = found[query.offset : query.offset + query.limit]
    links = [
        _link(own + _tail(pairs), "self", GEOJSON, "this page"),
        _link(f"{root}/collections/{one.id}", "collection", "application/json", "the collection"),
    ]
    if query.offset + query.limit < len(found):
        after = _moved(pairs, query, query.offset + query.limit)
        links.append(_link(own + _tail(after), "next", GEOJSON, "the next page"))
    if query.offset > 0:
        before = _moved(pairs, query, max(0, query.offset - query.limit))
        links.append(_link(own + _tail(before), "prev", GEOJSON, "the page before"))
    return {
        "type": "FeatureCollection",
        "timeStamp": f"{at:%Y-%m-%dT%H:%M:%SZ}",
        "numberMatched": len(found),
        "numberReturned": len(page),
        "links": links,
        "features": [item.make() for item in page],
    }


def item(root: str, one: Collected, found: Item, *, pairs: Pairs) -> Shape:
    """Return one item with links to itself and its collection."""
    own = f"{root}/collections/{one.id}"
    links = [
        _link(f"{own}/items/{quote(found.id, safe='')}{_tail(pairs)}", "self", GEOJSON, "this"),
        _link(own, "collection", "application/json", "the collection"),
    ]
    return {**found.make(), "links": links}


def _bounds(judged: Judged) -> tuple[float, float, float, float] | None:
    """Return the box about all zones and lines: a hint, as few incidents lie beyond."""
    boxes = [
        zone.polygon.bounds
        for agreement in judged.agreements
        for zone in agreement.zones
        if zone.polygon is not None
    ]
    points = [
        point
        for agreement in judged.agreements
        for line in agreement.lines
        for point in line.points
    ]
    boxes += [(lon, lat, lon, lat) for lon, lat in points]
    if not boxes:
        return None
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)


def _moved(pairs: Pairs, query: Query, offset: int) -> Pairs:
    kept = [pair for pair in pairs if pair[0] not in ("offset", "limit")]
    return [*kept, ("limit", str(query.limit)), ("offset", str(offset))]


def _tail(pairs: Pairs) -> str:
    return f"?{urlencode(pairs)}" if pairs else ""


def _link(href: str, rel: str, media_type: str, title: str) -> Shape:
    return {"href": href, "rel": rel, "type": media_type, "title": title}
