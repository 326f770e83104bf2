"""A desk under load, in a process of its own: desk.py CASE PORT."""

from __future__ import annotations

import sys
from pathlib import Path

import uvicorn

from truceline.web.app import desk
from truceline.web.serve import config_of
from truceline.web.settings import Settings


def main(case: str, port: str) -> None:
    """Serve until ended."""
    settings = Settings(casefile=Path(case), origin=f"http://127.0.0.1:{port}")
    uvicorn.Server(config_of(desk(settings), port=int(port))).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
