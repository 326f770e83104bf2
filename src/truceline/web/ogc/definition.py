"""Definition: the interface of /ogc as OpenAPI 3.0, which map programs read before they ask."""

from __future__ import annotations

from truceline.report.layers.shape import Shape
from truceline.web.ogc.answers import GEOJSON
from truceline.web.ogc.collected import COLLECTIONS
from truceline.web.ogc.query import DEFAULT_LIMIT, MOST_ITEMS


def definition(root: str, *, name: str) -> Shape:
    """Return the definition for a server that answers under ``root``."""
    paths: Shape = {
        "/": _get("landing", "What this is"),
        "/conformance": _get("conformance", "What it conforms to"),
        "/collections": _get("collections", "The collections", parameters=[_AS_OF]),
    }
    for one in COLLECTIONS:
        own = f"/collections/{one.id}"
        paths[own] = _get(f"{one.id}.collection", one.title, parameters=[_AS_OF])
        paths[f"{own}/items"] = _get(
            f"{one.id}.items", one.description, parameters=_ITEMS, media_type=GEOJSON
        )
        paths[f"{own}/items/{{featureId}}"] = _get(
            f"{one.id}.item",
            f"One of {one.id}",
            parameters=[_FEATURE_ID, _AS_OF],
            media_type=GEOJSON,
        )
    return {
        "openapi": "3.0.3",
        "info": {"title": name, "version": "1.0"},
        "servers": [{"url": root}],
        "paths": paths,
    }


def _get(
    operation: str,
    summary: str,
    *,
    parameters: list[Shape] | None = None,
    media_type: str = "application/json",
) -> Shape:
    problem = {"application/problem+json": {"schema": {"type": "object"}}}
    return {
        "get": {
            "operationId": operation,
            "summary": summary,
            "parameters": parameters or [],
            "responses": {
                "200": {
                    "description": "what was asked for",
                    "content": {media_type: {"schema": {"type": "object"}}},
                },
                "400": {"description": "a parameter cannot be used", "content": problem},
                "404": {"description": "there is no such thing", "content": problem},
            },
        }
    }


def _query(name: str, description: str, schema: Shape, **more: object) -> Shape:
    return {"name": name, "in": "query", "description": description, "schema": schema, **more}


_FEATURE_ID: Shape = {
    "name": "featureId",
    "in": "path",
    "required": True,
    "schema": {"type": "string"},
}
_AS_OF = _query("as-of", "As known on this day or at this moment.", {"type": "string"})
_ITEMS = [
    _query(
        "bbox",
        "West, south, east, north in degrees.",
        {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 6},
        style="form",
        explode=False,
    ),
    _query("datetime", "An instant, or two joined by '/', '..' being open.", {"type": "string"}),
    _query(
        "limit",
        "At most so many items.",
        {"type": "integer", "minimum": 1, "maximum": MOST_ITEMS, "default": DEFAULT_LIMIT},
    ),
    _query("offset", "Leave out so many items first.", {"type": "integer", "minimum": 0}),
    _AS_OF,
]
