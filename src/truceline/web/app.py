"""App: the desk put together: pages, programs' doors, headers, static files."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from fastapi.staticfiles import StaticFiles

from truceline import __version__
from truceline.evidence.group import GroupWriter
from truceline.evidence.layout import Casefile
from truceline.web import events, mishap
from truceline.web.api import decide, described, keyed, read, record, write
from truceline.web.api.once import Once
from truceline.web.crowded import Crowded
from truceline.web.ogc import doors as ogc
from truceline.web.pages import (
    agreement,
    agreement_difference,
    claim_decisions,
    contribute,
    control,
    coverage,
    diplomacy,
    document,
    documents,
    editions,
    elsewhere,
    finding,
    health,
    icon,
    inbox,
    incident,
    incidents,
    invitation,
    ledger,
    map,  # noqa: A004
    marks,
    oneself,
    people,
    reports,
    sign_in,
    situation,
)
from truceline.web.patience import Patience
from truceline.web.people.fair import Fair
from truceline.web.people.gate import Door, Gate
from truceline.web.people.guard import check_routes
from truceline.web.people.passwords import Passwords
from truceline.web.people.rate import Locks
from truceline.web.people.store import PeopleStore
from truceline.web.security_headers import CONTENT_SECURITY_POLICY, SecurityHeaders
from truceline.web.settings import Settings
from truceline.web.shelf import Shelf
from truceline.web.static_folder import static_folder
from truceline.web.uploads import Uploads
from truceline.web.view import View

# Every address that is served is in one of these; the menu and the guard read them here.
ROUTERS: tuple[APIRouter, ...] = (
    situation.router,
    finding.router,
    map.router,
    documents.router,
    document.router,
    claim_decisions.router,
    inbox.router,
    marks.router,
    contribute.router,
    incidents.router,
    incident.router,
    coverage.router,
    reports.router,
    editions.router,
    events.router,
    agreement_difference.router,
    agreement.router,
    diplomacy.router,
    control.router,
    sign_in.router,
    elsewhere.router,
    invitation.router,
    oneself.router,
    people.router,
    ledger.router,
    health.router,
    icon.router,
    ogc.router,
    described.router,
    record.router,
    read.router,
    write.router,
    decide.router,
)

# The library that turns Arabic labels the right way is evaluated inside the map's worker, and
# nowhere else: the leave to do so goes out with the worker's own file alone.
_WORKER = "maplibre-gl-worker.mjs"


def desk(settings: Settings) -> FastAPI:
    """Return the app that serves one casefile. Nothing is shared between two of them.

    Raises:
        CasefileMissing: there is none where the settings say.
    """
    # Many people at once share one writer and its commits; it is at rest while nobody records.
    writer = GroupWriter(lambda: Casefile.open(settings.casefile).ledger())
    view = View(settings.casefile, writer=writer)
    title = view.folder.settings.name
    app = FastAPI(
        title=f"Truceline: {title}", version=__version__, docs_url=None, redoc_url=None,
        openapi_url=None,
    )  # fmt: skip
    app.state.settings = settings
    # What pages see is the view of the one who asks, which the gate leaves with each request.
    app.state.whole = view
    # How many entries there were when somebody last wrote, by person.
    app.state.wrote = {}
    app.state.uploads = Uploads()
    app.state.pulse = events.Pulse(view)
    # Features of map layers and of /ogc, by collection and state of knowledge.
    app.state.stocks = Shelf(most=24)
    app.state.log_pages = Shelf(most=200)
    app.state.once = Once(settings.casefile / keyed.ANSWERS_FILE)
    app.state.addresses = {route.name: route.path for route in routes()}
    for router in ROUTERS:
        app.include_router(router)
    app.mount("/static", _Static(directory=static_folder()), name="static")
    mishap.register(app)
    app.add_middleware(Patience)
    guarded(app, settings, view)
    app.add_middleware(Crowded)
    app.add_middleware(SecurityHeaders)
    return app


def guarded(app: FastAPI, settings: Settings, view: View) -> None:
    """Put the gate before every route of an app, with the accounts behind it.

    Raises:
        PermissionsInvalid: a route has no row in the matrix of permissions.
    """
    store = None
    if not settings.public:
        store = PeopleStore(view.folder.people_path, clock=settings.clock)
    app.state.people = store
    app.state.oidc = None if settings.public else settings.oidc
    app.state.passwords = Passwords()
    app.state.locks = Locks(clock_s=lambda: settings.clock().timestamp())
    check_routes(app)
    door = Door(
        store=store, public=settings.public, secure=not settings.is_local, origin=settings.origin
    )
    app.add_middleware(Gate, door=door, fair=Fair())


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
