"""Acting: who does what a form asks for, when, and whether a page may offer it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from fastapi import Request

if TYPE_CHECKING:
    from markupsafe import Markup


def author_of(request: Request) -> str:
    """Return the name that signs what a request records: who is signed in, else the casefile's."""
    person = getattr(request.state, "person", None)
    if person is not None and person.known:
        return str(person.name)
    author: str = request.app.state.view.case.settings.author
    return author


def is_signed_in(request: Request) -> bool:
    """Return whether the name of the author is proven, so that a form need not ask for it."""
    person = getattr(request.state, "person", None)
    return person is not None and bool(person.known)


def now(request: Request) -> datetime:
    """Return the time of day by the desk's clock."""
    moment: datetime = request.app.state.settings.clock()
    return moment


def may(request: Request, route: str) -> bool:
    """Return whether a page may offer a form or a link to a route, by its name."""
    if route not in request.app.state.addresses:
        return False
    found = getattr(request.state, "may", None)
    if found is not None:
        return bool(found(route))
    return not request.app.state.settings.public


def csrf_field(request: Request) -> Markup:
    """Return what a form carries to show that it comes from our own page; else nothing."""
    from markupsafe import Markup

    token = getattr(request.state, "csrf_token", None)
    if token is None:
        return Markup("")
    return Markup('<input type="hidden" name="csrf" value="{}">').format(token())
