"""PostgreSQL prepare: makes a ledger's roles and tables, brings them up, grants and takes back.

The form grows by numbered files of SQL in ``postgresql_form/``, which alembic puts in order
(``migrations/postgresql``). All that a ledger lacks is applied in one transaction, and the digest
of each step is kept: a step that was applied is never edited, and none rebuilds the table of
entries.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from truceline.errors import TrucelineError
from truceline.evidence.stores import postgresql_steps
from truceline.evidence.stores.postgresql_server import connected, place_of, told

if TYPE_CHECKING:
    from truceline.evidence.stores.postgresql_server import Session

_STEPS = Path(__file__).parent / "migrations" / "postgresql"

RIGHTS = ("read", "append", "erase")
# A token shorter than this could be guessed; the command line draws 32 bytes.
SHORTEST_TOKEN = 32


def prepare(address: str) -> list[str]:
    """Make a ledger in a database, or bring its form up; return the names of the steps applied.

    The address is that of a superuser, or of a role that may make roles and schemas and is a member
    of ``truceline_owner``.

    Raises:
        TrucelineError: a step that was applied is not the step of this version.
    """
    from truceline.evidence.stores.migrations.lent import lent
    from truceline.evidence.stores.migrations.steps_run import steps_run

    session = connected(address)
    place = place_of(session)
    with session, told(place), session.transaction():
        # One at a time: two who prepare at once would both make the same table.
        session.execute("SELECT pg_advisory_xact_lock(hashtext('truceline form'))")
        known = _known(session)
        for step in postgresql_steps.steps():
            if step.number in known and known[step.number] != step.digest:
                raise TrucelineError(
                    f"{place}: step {step.name} was applied in another wording; "
                    "use the version of Truceline that applied it"
                )
        session.execute(postgresql_steps.steps()[0].sql.encode())
        form = f"step_{max(known)}" if known else None
        with lent(session, dialect="postgresql+psycopg", use_native_hstore=False) as connection:
            return steps_run(connection, folder=_STEPS, form=form)


def apply(session: Session, number: int) -> None:
    """Run the file of one step, and keep its digest."""
    step = postgresql_steps.steps()[number]
    session.execute(step.sql.encode())
    session.execute(
        "INSERT INTO truceline.form (step, name, digest) VALUES (%s, %s, %s)",
        (step.number, step.name, step.digest),
    )


def _known(session: Session) -> dict[int, str]:
    if session.execute("SELECT to_regclass('truceline.form')").fetchone() == (None,):
        return {}
    return dict(session.execute("SELECT step, digest FROM truceline.form").fetchall())


def grant(
    address: str,
    *,
    token: str,
    held_by: str = "truceline_app",
    rights: Sequence[str] = RIGHTS,
    note: str = "",
) -> None:
    """Let sessions of a role that show a token do what the rights say. Only its digest is kept.

    Raises:
        ValueError: the token is too short to be safe, or a right is none.
    """
    if len(token) < SHORTEST_TOKEN:
        raise ValueError(f"a token has at least {SHORTEST_TOKEN} characters")
    if not set(rights) <= set(RIGHTS):
        raise ValueError(f"rights are some of {', '.join(RIGHTS)}")
    session = connected(address)
    with session, told(place_of(session)):
        session.execute(
            "INSERT INTO truceline.access (token_digest, held_by, rights, note) "
            "VALUES (%s, %s, %s, %s)",
            (_digest(token), held_by, list(rights), note),
        )


def take_back(address: str, *, token: str) -> bool:
    """Take a token's rights back at once; return whether it had any."""
    session = connected(address)
    with session, told(place_of(session)):
        done = session.execute(
            "DELETE FROM truceline.access WHERE token_digest = %s", (_digest(token),)
        )
        return done.rowcount > 0


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
