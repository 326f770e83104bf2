"""A desk under load, with a reviewer signed in on every request: desk.py CASE PORT."""

from __future__ import annotations

import sys
from pathlib import Path

import uvicorn

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from tests.web.signed_in import As, known
from truceline.web.app import desk
from truceline.web.settings import Settings


def main(case: str, port: str) -> None:
    """Serve until ended."""
    settings = Settings(casefile=Path(case), origin=f"http://127.0.0.1:{port}")
    config = uvicorn.Config(
        As(desk(settings), known()), host="127.0.0.1", port=int(port), log_level="error",
        access_log=False, limit_concurrency=256,
    )  # fmt: skip
    uvicorn.Server(config).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
