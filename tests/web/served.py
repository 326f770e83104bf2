"""Served: an app on a real socket of this machine, for clients that are no Python."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import uvicorn

from tests.web.entering import cookies_as
from truceline.web.app import desk
from truceline.web.people.roles import Role
from truceline.web.serve import config_of
from truceline.web.settings import Settings

_PATIENCE_S = 20.0
_entered: dict[str, dict[str, str]] = {}


@contextmanager
def served(settings: Settings) -> Iterator[str]:
    """Serve a casefile on a free port of 127.0.0.1 and yield the address without a last slash."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        origin = f"http://127.0.0.1:{listening.getsockname()[1]}"
        app = desk(replace(settings, origin=origin))
        _entered[origin] = cookies_as(app, Role.REVIEWER)
        server = uvicorn.Server(config_of(app))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        until = time.monotonic() + _PATIENCE_S
        while not server.started:
            if time.monotonic() > until or not thread.is_alive():
                raise TimeoutError("the desk did not start")
            time.sleep(0.01)
        try:
            yield origin
        finally:
            server.should_exit = True
            thread.join(_PATIENCE_S)


def cookies_at(origin: str) -> dict[str, str]:
    """Return the cookies of a reviewer who has signed in at a desk that is served."""
    return _entered[origin]
