"""Signed in: somebody known on every request, in the place of the gate."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from truceline.web.people.person import Person, Via
from truceline.web.people.roles import Role
from truceline.web.people.roles import Scope as Leave


class As:
    """Puts a person on every request."""

    def __init__(self, app: ASGIApp, person: Person) -> None:
        self.app, self.person = app, person

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope.setdefault("state", {})["person"] = self.person
        await self.app(scope, receive, send)


def known(
    role: Role = Role.REVIEWER, via: Via = Via.SESSION, scopes: frozenset[Leave] = frozenset()
) -> Person:
    """Return somebody of a role."""
    return Person(id="p-1", name="Ann", role=role, via=via, scopes=scopes)
