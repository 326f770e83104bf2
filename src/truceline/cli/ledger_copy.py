"""truceline ledger copy and prepare: move a ledger to a server and back, and make one there."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Iterator
from typing import Annotated

import typer

from truceline.cli.case import open_case
from truceline.cli.listing import tell
from truceline.cli.options import CaseOption
from truceline.cli.progress import counted

_TOKEN_BYTES = 32


def copy(
    to: Annotated[
        str,
        typer.Option(
            "--to",
            help="sqlite (the file in the casefile), postgresql (the server that "
            "TRUCELINE_DATABASE_URL names), or postgresql://user@host/database.",
        ),
    ],
    case: CaseOption = None,
) -> None:
    """Copy the ledger to another place, entry by entry, and use it there from now on.

    Every root stays what it is, so checkpoints and proofs hold as before. What lies in the new
    place must be the beginning of this ledger; a copy that was broken off goes on where it stopped.
    The old place is left as it is. Let nobody else write meanwhile.

    Example: truceline ledger copy --to postgresql://ann@db.example.org/golan

    Example: truceline ledger copy --to sqlite
    """
    from truceline.casework.copy_ledger import copy_ledger

    casefile = open_case(case)
    with casefile.ledger(with_keys=False) as before:
        place, total = before.store.place, before.size()
    for _ in counted(_entries(copy_ledger(casefile, to)), what="entries", total=total):
        pass
    with open_case(casefile.path).ledger(with_keys=False) as after:
        root = after.root().hex()
        tell(f"{after.size()} entries lie in {after.store.place} now, with root {root}.")
    tell(f"The casefile uses them there. {place} is left as it is.")


def _entries(pages: Iterator[tuple[int, int]]) -> Iterator[int]:
    done = 0
    for held, _ in pages:
        yield from range(done, held)
        done = held


def prepare(
    address: Annotated[
        str, typer.Argument(help="The database, with a role that may make roles and schemas.")
    ],
    rights: Annotated[
        list[str] | None,
        typer.Option("--right", help="read, append or erase; repeatable. Default: all three."),
    ] = None,
    role: Annotated[
        str, typer.Option("--role", help="Whose token it is: a role, and its members.")
    ] = "truceline_app",
    note: Annotated[str, typer.Option("--note", help="What the token is for.")] = "",
) -> None:
    """Make a ledger in a PostgreSQL database, or bring its form up; print a new token once.

    The token goes to standard output, and into TRUCELINE_DATABASE_TOKEN of who may use it. The
    database keeps only its digest. People log in with roles of their own, for each:
    CREATE ROLE ann LOGIN IN ROLE truceline_app.

    Example: truceline ledger prepare postgresql://postgres@db.example.org/golan

    Example: truceline ledger prepare postgresql:///golan --right read --role truceline_auditor
    """
    from truceline.evidence.stores.postgresql_prepare import RIGHTS, grant
    from truceline.evidence.stores.postgresql_prepare import prepare as prepare_database

    applied = prepare_database(address)
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    grant(address, token=token, held_by=role, rights=tuple(rights or RIGHTS), note=note)
    tell(f"Applied: {', '.join(applied)}." if applied else "The ledger was there already.")
    tell(f"A token for {role} ({', '.join(rights or RIGHTS)}); it is shown this once:")
    sys.stdout.write(f"{token}\n")


def register(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    app.command("copy")(copy)
    app.command("prepare")(prepare)
