"""truceline serve: the casefile in the browser."""

from __future__ import annotations

from typing import Annotated

import typer

from truceline.cli.case import open_case
from truceline.cli.listing import tell
from truceline.cli.options import CaseOption
from truceline.errors import PartMissing

_PORT = 8974


def serve(
    case: CaseOption = None,
    host: Annotated[
        str, typer.Option(help="The address to listen on; 127.0.0.1 is this machine alone.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.")] = _PORT,
    origin: Annotated[
        str | None,
        typer.Option(
            help="The address that people type, where it is another (https://desk.example).",
            show_default=False,
        ),
    ] = None,
    public: Annotated[
        bool, typer.Option("--public", help="Read-only, for everybody: places coarse and late.")
    ] = False,
    language: Annotated[
        str, typer.Option(help="Spoken to those who ask for none: en, fr or ar.")
    ] = "en",
) -> None:
    """Serve the casefile to a browser: matrix, map, evidence, review.

    Nothing is fetched from any other machine. Ends with Ctrl-C.

    Example: truceline serve

    Example: truceline serve --case demo/casefile --port 9000 --language ar
    """
    try:
        from truceline.web.serve import serve as serve_desk
        from truceline.web.settings import Settings
    except ModuleNotFoundError as missing:
        raise PartMissing(
            f"the desk needs {missing.name}; install it with: pip install 'truceline[server]'"
        ) from missing
    found = open_case(case)
    address = origin or f"http://{host}:{port}"
    tell(f"{found.settings.name}: {address}")
    serve_desk(
        Settings(casefile=found.path, origin=address, public=public, language=language),
        host=host,
        port=port,
        tell=tell,
    )


def register(app: typer.Typer) -> None:
    """Put the command on the command line."""
    app.command("serve")(serve)
