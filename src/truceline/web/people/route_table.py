"""Route table: every route that an app serves, with its whole path, read from the running app."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from starlette.applications import Starlette


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One route: no methods means that it hands on whatever comes, as a folder of files does."""

    name: str
    path: str
    methods: frozenset[str]
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class RouteTable:
    """The routes of an app in the order in which it tries them."""

    routes: tuple[Route, ...]

    @classmethod
    def of(cls, app: Starlette) -> RouteTable:
        """Return the routes of an app, those of included routers too."""
        from fastapi.routing import iter_route_contexts

        return cls(tuple(_route(context) for context in iter_route_contexts(app.routes)))

    def find(self, path: str, method: str) -> Route | None:
        """Return the route that serves a path: by this method if there is one, else by any."""
        fitting = [route for route in self.routes if route.pattern.match(path)]
        for route in fitting:
            if not route.methods or method in route.methods:
                return route
        return fitting[0] if fitting else None


def _route(context: Any) -> Route:
    from starlette.routing import compile_path

    path, methods = context.path or "", frozenset(context.methods or ())
    # A folder of files is mounted at a path and takes all that lies below it.
    pattern, _, _ = compile_path(path if methods else path.rstrip("/") + "/{path:path}")
    return Route(name=context.name or path, path=path, methods=methods, pattern=pattern)
