"""Permissions: the one data file that says which route serves whom, and for objects in which state.

``permissions.yaml`` is the whole matrix. A need is a named table, role by role, of the states that
an object may be in; each route names the need that it serves. What the file does not grant is
refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from truceline.errors import InputInvalid, Problem, suggestion
from truceline.web.people.person import Person, Via
from truceline.web.people.roles import Role, Scope, State

FILE = "permissions.yaml"

_ROUTE_KEYS = ("methods", "needs", "scope", "public", "turn")
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


class PermissionsInvalid(InputInvalid):
    """The file of permissions cannot be used; nothing is served then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteRow:
    """What one route serves.

    ``scope`` is what a token needs to use it; None: no token may. ``public``: it is there in public
    mode. ``turn`` False: it does not wait in line, as it takes no work or lasts very long.
    """

    name: str
    methods: frozenset[str]
    needs: str
    states: Mapping[Role, frozenset[State]]
    scope: Scope | None
    public: bool
    turn: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Permissions:
    """The matrix: routes by name."""

    routes: Mapping[str, RouteRow]
    needs: Mapping[str, Mapping[Role, frozenset[State]]]

    def allowed(self, person: Person, *, act: str, state: State = State.SAME) -> bool:
        """Return whether a route serves a person an object in a state; no where it is unknown.

        >>> from truceline.web.people.person import ANONYMOUS
        >>> permissions().allowed(ANONYMOUS, act="sign_in")
        True
        >>> permissions().allowed(ANONYMOUS, act="no such route")
        False
        """
        row = self.routes.get(act)
        if row is None or state not in row.states[person.role]:
            return False
        if person.behind is not None and not row.states[person.behind]:
            return False
        return person.via is not Via.TOKEN or (row.scope is not None and row.scope in person.scopes)

    def reachable(self, person: Person, *, act: str) -> bool:
        """Return whether a route serves a person any object at all."""
        return any(self.allowed(person, act=act, state=state) for state in State)


@cache
def permissions() -> Permissions:
    """Return the shipped matrix.

    Raises:
        PermissionsInvalid: the file has problems; each is told.
    """
    return read_permissions(
        (files("truceline.web.people") / FILE).read_text(encoding="utf-8"), file=FILE
    )


def read_permissions(text: str, *, file: str) -> Permissions:
    """Return the matrix that a text holds.

    Raises:
        PermissionsInvalid: it has problems; each is told.
    """
    from ruamel.yaml import YAML

    table = YAML(typ="safe").load(text)
    problems = list(_problems(table, file))
    if problems:
        raise PermissionsInvalid(problems)
    needs = {
        name: MappingProxyType({role: _states(row[role.value]) for role in Role})
        for name, row in table["needs"].items()
    }
    routes = {
        name: RouteRow(
            name=name,
            methods=frozenset(row["methods"]),
            needs=row["needs"],
            states=needs[row["needs"]],
            scope=None if row.get("scope") is None else Scope(row["scope"]),
            public=row.get("public", False),
            turn=row.get("turn", True),
        )
        for name, row in table["routes"].items()
    }
    return Permissions(routes=MappingProxyType(routes), needs=MappingProxyType(needs))


def _states(words: str) -> frozenset[State]:
    return frozenset(State(word) for word in _split(words))


def _split(words: str) -> list[str]:
    return [word.strip() for word in words.split(",") if word.strip()]


def _problems(table: Any, file: str) -> Iterator[Problem]:
    if not isinstance(table, dict) or set(table) != {"needs", "routes"}:
        yield Problem(file, 0, 0, "it is not two tables", "Write needs: and routes:, no more")
        return
    for name, row in table["needs"].items():
        yield from _problems_of_need(name, row, file)
    for name, row in table["routes"].items():
        yield from _problems_of_route(name, row, table["needs"], file)


def _problems_of_need(name: str, row: Any, file: str) -> Iterator[Problem]:
    roles = [role.value for role in Role]
    given = list(row) if isinstance(row, dict) else []
    if given != roles:
        what = f"need {name} tells of {', '.join(given) or 'no role'}"
        yield Problem(file, 0, 0, what, f"Tell of each role, in order: {', '.join(roles)}")
        return
    states = [state.value for state in State]
    for role, words in row.items():
        unknown = [word for word in _split(str(words)) if word not in states]
        for word in unknown if isinstance(words, str) else ["no text"]:
            what = f"need {name}, {role}: there is no state {word!r}{suggestion(word, states)}"
            yield Problem(file, 0, 0, what, f"Name some of: {', '.join(states)}; or ''")


def _problems_of_route(name: str, row: Any, needs: Any, file: str) -> Iterator[Problem]:
    if not isinstance(row, dict) or not set(row) <= set(_ROUTE_KEYS):
        what, mend = f"route {name} has keys that are not known", f"Use {', '.join(_ROUTE_KEYS)}"
        yield Problem(file, 0, 0, what, mend)
        return
    if row.get("needs") not in needs:
        what = f"route {name} names the need {row.get('needs')!r}"
        yield Problem(file, 0, 0, what, f"Name one of: {', '.join(needs)}")
    methods = row.get("methods")
    if not isinstance(methods, list) or not methods or not set(methods) <= set(_METHODS):
        yield Problem(file, 0, 0, f"route {name}: methods is {methods!r}", "List HTTP methods")
    if row.get("scope") is not None and row["scope"] not in list(Scope):
        what = f"route {name}: there is no scope {row['scope']!r}"
        yield Problem(file, 0, 0, what, f"Name one of: {', '.join(Scope)}")
    if row.get("public") and set(methods or ()) - {"GET", "HEAD"}:
        what = f"route {name} changes something, and public mode never does"
        yield Problem(file, 0, 0, what, "Take public away")
