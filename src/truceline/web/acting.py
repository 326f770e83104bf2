"""Acting: who does what a form asks for, when, and whether a page may offer it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from fastapi import Request

from truceline.errors import NotFound
from truceline.web.asked import Asked

if TYPE_CHECKING:
    from markupsafe import Markup


def author_of(request: Request) -> str:
    """Return the name that signs what a request records: who is signed in, else the casefile's."""
    person = getattr(request.state, "person", None)
    if person is not None and person.known:
        return str(person.name)
    author: str = request.state.view.case.settings.author
    return author


def is_signed_in(request: Request) -> bool:
    """Return whether the name of the author is proven, so that a form need not ask for it."""
    person = getattr(request.state, "person", None)
    return person is not None and bool(person.known)


def must_see(request: Request, state: Asked, id_: str, *, what: str) -> None:
    """Refuse to act on what is not there for the asker, hidden or missing alike.

    Raises:
        NotFound: it is not.
    """
    if not request.state.view.is_seen(state, id_):
        raise NotFound(what, id_)


def now(request: Request) -> datetime:
    """Return the time of day by the desk's clock."""
    moment: datetime = request.app.state.settings.clock()
    return moment


def may(request: Request, route: str) -> bool:
    """Return whether a page may offer a form or a link to a route, by its name."""
    if route not in request.app.state.addresses:
        return False
    asked = getattr(request.state, "may", None)
    # Where no gate stood before the page, nothing is offered.
    return asked is not None and bool(asked(route))


def csrf_field(request: Request) -> Markup:
    """Return what a form carries to show that it comes from our own page; else nothing."""
    from markupsafe import Markup

    return Markup('<input type="hidden" name="csrf" value="{}">').format(request.state.csrf_token())
