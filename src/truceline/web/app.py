"""App: the desk put together: pages, programs' doors, headers, static files."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from fastapi.staticfiles import StaticFiles

from truceline import __version__
from truceline.web import events, mishap
from truceline.web.api import described, read, record, write
from truceline.web.api.once import Once
from truceline.web.ogc import doors as ogc
from truceline.web.pages import (
    agreement,
    claim_decisions,
    control,
    coverage,
    diplomacy,
    document,
    documents,
    finding,
    health,
    incident,
    incidents,
    map,  # noqa: A004
    reports,
    situation,
)
from truceline.web.patience import Patience
from truceline.web.security_headers import CONTENT_SECURITY_POLICY, SecurityHeaders
from truceline.web.settings import Settings
from truceline.web.static_folder import static_folder
from truceline.web.uploads import Uploads
from truceline.web.view import Shelf, View

# Every address that is served is in one of these; the menu and the guard read them here.
ROUTERS: tuple[APIRouter, ...] = (
    situation.router,
    finding.router,
    map.router,
    documents.router,
    document.router,
    claim_decisions.router,
    incidents.router,
    incident.router,
    coverage.router,
    reports.router,
    events.router,
    agreement.router,
    diplomacy.router,
    control.router,
    health.router,
    ogc.router,
    described.router,
    record.router,
    read.router,
    write.router,
)

# The library that turns Arabic labels the right way is evaluated inside the map's worker, and
# nowhere else: the leave to do so goes out with the worker's own file alone.
_WORKER = "maplibre-gl-worker.mjs"


def desk(settings: Settings) -> FastAPI:
    """Return the app that serves one casefile. Nothing is shared between two of them.

    Raises:
        CasefileMissing: there is none where the settings say.
    """
    view = View(settings.casefile)
    title = view.case.settings.name
    app = FastAPI(
        title=f"Truceline: {title}", version=__version__, docs_url=None, redoc_url=None,
        openapi_url=None,
    )  # fmt: skip
    app.state.settings = settings
    app.state.view = view
    app.state.uploads = Uploads()
    app.state.pulse = events.Pulse(view)
    # Features of map layers and of /ogc, by collection and state of knowledge.
    app.state.stocks = Shelf(most=24)
    app.state.once = Once(settings.casefile / write.ANSWERS_FILE)
    app.state.addresses = {route.name: route.path for route in routes()}
    for router in ROUTERS:
        app.include_router(router)
    app.mount("/static", _Static(directory=static_folder()), name="static")
    mishap.register(app)
    app.add_middleware(Patience)
    app.add_middleware(SecurityHeaders)
    return app


def routes() -> tuple[APIRoute, ...]:
    """Return every route that is served, static files apart.

    >>> [route.path for route in routes() if route.name == "situation"]
    ['/']
    """
    return tuple(
        route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)
    )


class _Static(StaticFiles):
    """Static files that a browser asks for again, and gets only where they changed."""

    def file_response(self, *args: object, **kwargs: object):  # type: ignore[no-untyped-def]
        """Return a file with leave to keep it, to be asked about each time."""
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]
        response.headers["cache-control"] = "no-cache"
        if str(args[0]).endswith(_WORKER):
            response.headers["content-security-policy"] = (
                f"{CONTENT_SECURITY_POLICY}; script-src 'self' 'unsafe-eval'".replace(
                    "script-src 'self'; ", "", 1
                )
            )
        return response
