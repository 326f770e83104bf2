"""Serve: run the desk until it is stopped."""

from __future__ import annotations

from truceline.web.app import desk
from truceline.web.settings import Settings


def serve(settings: Settings, *, host: str, port: int) -> None:
    """Serve a casefile until interrupted; one process, so that one writer has the ledger."""
    import uvicorn

    config = uvicorn.Config(
        desk(settings),
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=True,
        timeout_keep_alive=5,
        limit_concurrency=256,
        # The origin says how the desk is reached; a header that anyone can send does not.
        proxy_headers=False,
    )
    uvicorn.Server(config).run()
