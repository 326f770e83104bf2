"""Described: the API as OpenAPI, made from the routes themselves, and whether it answers."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse, Response
from fastapi.routing import APIRoute

from truceline import __version__
from truceline.web.api import decide, read, record, write
from truceline.web.api.bodies import ProblemTold
from truceline.web.api.told import told

router = APIRouter(prefix="/api/v1")

_ABOUT = (
    "Everything the pages show and record. Lists come a page at a time: follow `next`. Refusals "
    "are problem+json (RFC 9457). Send `If-None-Match` to be told only what changed, `If-Match` to "
    "write on what you read, and `Idempotency-Key` to be able to ask a write again."
)


@router.get("/health", name="api.health", response_model=dict[str, str])
async def health() -> JSONResponse:
    """Answer that the desk runs; says nothing of what it holds."""
    return JSONResponse({"status": "ok", "version": __version__})


@router.get("/openapi.json", name="api.openapi", include_in_schema=False)
def openapi(request: Request) -> Response:
    """Answer with the description of this API."""
    app: FastAPI = request.app
    return told(request, description(app))


def description(app: FastAPI) -> dict[str, object]:
    """Return the OpenAPI description of what is served under /api/v1."""
    routes = [
        route
        for part in (router, record.router, read.router, write.router, decide.router)
        for route in part.routes
        if isinstance(route, APIRoute)
    ]
    made = get_openapi(title=app.title, version=__version__, routes=routes, description=_ABOUT)
    made["components"]["securitySchemes"] = {"bearer": {"type": "http", "scheme": "bearer"}}
    # Refusals have one form everywhere; the framework's own is never sent.
    for path in made["paths"].values():
        for operation in path.values():
            operation["security"] = [{"bearer": []}, {}]
            for status, answer in operation["responses"].items():
                if status.startswith(("4", "5")):
                    schema = {"$ref": f"#/components/schemas/{ProblemTold.__name__}"}
                    answer["content"] = {"application/problem+json": {"schema": schema}}
    return made
