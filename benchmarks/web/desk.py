"""A desk under load, in a process of its own: desk.py CASE PORT."""

from __future__ import annotations

import sys
from pathlib import Path

import uvicorn

from truceline.web.app import desk
from truceline.web.settings import Settings


def main(case: str, port: str) -> None:
    """Serve until ended."""
    settings = Settings(casefile=Path(case), origin=f"http://127.0.0.1:{port}")
    config = uvicorn.Config(
        desk(settings), host="127.0.0.1", port=int(port), log_level="error",
        access_log=False, limit_concurrency=256,
    )  # fmt: skip
    uvicorn.Server(config).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
