"""Served: an app on a real socket of this machine, for clients that are no Python."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import uvicorn

from truceline.web.app import desk
from truceline.web.settings import Settings

_PATIENCE_S = 20.0


@contextmanager
def served(settings: Settings) -> Iterator[str]:
    """Serve a casefile on a free port of 127.0.0.1 and yield the address without a last slash."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        origin = f"http://127.0.0.1:{listening.getsockname()[1]}"
        config = uvicorn.Config(
            desk(replace(settings, origin=origin)), log_level="error", access_log=False
        )
        server = uvicorn.Server(config)
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
