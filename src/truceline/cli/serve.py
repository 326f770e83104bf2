"""truceline serve: the casefile in the browser."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from truceline.cli.case import open_case
from truceline.cli.listing import tell
from truceline.cli.options import CaseOption
from truceline.errors import PartMissing

if TYPE_CHECKING:
    from truceline.web.people.oidc import Provider

_PORT = 8974
_SECRET = "TRUCELINE_OIDC_SECRET"  # noqa: S105  (the name of the variable)


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
    oidc_issuer: Annotated[
        str | None,
        typer.Option(help="Who vouches for people, too (OpenID Connect).", show_default=False),
    ] = None,
    oidc_client_id: Annotated[
        str | None,
        typer.Option(help=f"This desk's name there; its secret: {_SECRET}.", show_default=False),
    ] = None,
) -> None:
    """Serve the casefile to a browser: matrix, map, evidence, review.

    Nothing is fetched from any other machine, unless an issuer is named. Ends with Ctrl-C.

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
    provider = _provider(oidc_issuer, oidc_client_id, public=public)
    found = open_case(case)
    address = origin or f"http://{host}:{port}"
    tell(f"{found.settings.name}: {address}")
    serve_desk(
        Settings(
            casefile=found.path, origin=address, public=public, language=language, oidc=provider
        ),
        host=host,
        port=port,
        tell=tell,
    )


def _provider(issuer: str | None, client_id: str | None, *, public: bool) -> Provider | None:
    """Return the provider that the options name; None where they name none."""
    if issuer is None and client_id is None:
        return None
    if issuer is None or client_id is None:
        raise typer.BadParameter("--oidc-issuer and --oidc-client-id go together; give both")
    if public:
        raise typer.BadParameter("a public edition has no accounts; leave out --oidc-issuer")
    from truceline.web.people.oidc import Provider

    return Provider(
        issuer=issuer, client_id=client_id, secret=os.environ.get(_SECRET, "").strip() or None
    )


def register(app: typer.Typer) -> None:
    """Put the command on the command line."""
    app.command("serve")(serve)
