"""Serve: run the desk until it is stopped."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from truceline.web.app import desk
from truceline.web.people.first_run import first_link
from truceline.web.settings import Settings
from truceline.web.warm import warm

if TYPE_CHECKING:
    import uvicorn
    from fastapi import FastAPI

# A page gives the interpreter away some twenty times, at each reading of a file or a socket. With
# the usual 5 ms it waits as often for the thread that judges; with this it hardly waits at all.
_SWITCH_S = 0.0005


def serve(settings: Settings, *, host: str, port: int, tell: Callable[[str], None]) -> None:
    """Serve a casefile until interrupted; one process, so that one writer has the ledger."""
    import uvicorn

    app = desk(settings)
    if app.state.people is not None and (link := first_link(app.state.people)) is not None:
        tell("Nobody can let people in yet. Open this link on this machine, within an hour:")
        tell(f"  http://127.0.0.1:{port}/first-run#{link}")
    _allow_many_connections()
    warm(app.state.whole, at=settings.clock())
    # Work in the background never rests: whoever has a page to make gets the interpreter at once.
    sys.setswitchinterval(_SWITCH_S)
    uvicorn.Server(config_of(app, host=host, port=port)).run()


def config_of(app: FastAPI, *, host: str = "127.0.0.1", port: int = 0) -> uvicorn.Config:
    """Return how a desk is served: what a connection may wait for, and what is told of it."""
    import uvicorn

    from truceline.web.connection import Connection

    return uvicorn.Config(
        app,
        host=host,
        port=port,
        http=Connection,
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=True,
        timeout_keep_alive=5,
        # The origin says how the desk is reached; a header that anyone can send does not.
        proxy_headers=False,
    )


def _allow_many_connections() -> None:
    """Let this process hold as many connections as the system lets it."""
    try:
        import resource
    except ImportError:
        return
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
