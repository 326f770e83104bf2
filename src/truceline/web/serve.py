"""Serve: run the desk until it is stopped."""

from __future__ import annotations

from collections.abc import Callable

from truceline.web.app import desk
from truceline.web.people.first_run import first_link
from truceline.web.settings import Settings


def serve(settings: Settings, *, host: str, port: int, tell: Callable[[str], None]) -> None:
    """Serve a casefile until interrupted; one process, so that one writer has the ledger."""
    import uvicorn

    app = desk(settings)
    if app.state.people is not None and (link := first_link(app.state.people)) is not None:
        tell("Nobody can let people in yet. Open this link on this machine, within an hour:")
        tell(f"  http://127.0.0.1:{port}/first-run#{link}")
    config = uvicorn.Config(
        app,
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
