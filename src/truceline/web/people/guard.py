"""Guard: who asks, and whether the matrix serves them; what pages ask of it."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from starlette.requests import Request

from truceline.errors import Problem
from truceline.web.people import csrf
from truceline.web.people.permissions import PermissionsInvalid, permissions
from truceline.web.people.person import Person
from truceline.web.people.roles import State

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from truceline.web.people.route_table import RouteTable

PERSON, SECRET, NEW_SECRET = "person", "csrf_secret", "csrf_new_secret"
"""What the gate leaves in the state of a request."""


def person_of(request: Request) -> Person:
    """Return who asks, as the gate found.

    Raises:
        RuntimeError: the gate did not stand before this route. Nothing is served then.
    """
    person: Person | None = getattr(request.state, PERSON, None)
    if person is None:
        raise RuntimeError(f"no gate stood before {request.url.path}; it serves nobody")
    return person


def allowed(person: Person, *, act: str, state: State = State.SAME) -> bool:
    """Return whether a route, by its name, serves a person an object in a state."""
    return permissions().allowed(person, act=act, state=state)


def may(request: Request, act: str) -> bool:
    """Return whether the asker may use a route at all; pages draw links and buttons by it."""
    return permissions().reachable(person_of(request), act=act)


def csrf_token(request: Request) -> str:
    """Return the token for the forms of a page; somebody unknown gets a cookie to go with it."""
    secret = getattr(request.state, SECRET, "")
    if not secret:
        secret = getattr(request.state, NEW_SECRET)()
    return csrf.token_for(secret)


def leave_state(request: Request, person: Person, secret: str) -> None:
    """Leave with a request who asks, what they may see, and what pages ask of the guard."""
    from truceline.web.people.clearance import care_of, sight_for

    state, app = request.state, request.app.state
    setattr(state, PERSON, person)
    setattr(state, SECRET, secret)
    sight = sight_for(person, at=app.settings.clock())
    wrote = app.wrote.get(person.id, 0)
    state.view = app.whole.seen_by(sight, care=care_of(person), wrote=wrote)
    state.may = functools.partial(may, request)
    state.csrf_token = functools.partial(csrf_token, request)


def check_routes(app: Starlette) -> RouteTable:
    """Return the routes of an app, each of which has a row in the matrix.

    Raises:
        PermissionsInvalid: a route has none, or serves other methods than its row says. The app
            does not start.
    """
    from truceline.web.people.route_table import RouteTable

    table, rows = RouteTable.of(app), permissions().routes
    problems = []
    for route in table.routes:
        row = rows.get(route.name)
        if row is None:
            what = f"route {route.name} ({route.path}) has no row"
            problems.append(Problem("permissions.yaml", 0, 0, what, "Add one: nobody is served"))
        elif route.methods and not (route.methods - {"HEAD"}) <= row.methods:
            what = f"route {route.name} serves {', '.join(sorted(route.methods))}"
            problems.append(Problem("permissions.yaml", 0, 0, what, "List each in its row"))
    if problems:
        raise PermissionsInvalid(problems)
    return table
