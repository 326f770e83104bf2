"""SQLite upgrade: a ledger file brought to the newest form, by the steps in ``migrations``."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from truceline.evidence.stores.sqlite_form import NEWEST_FORM, form_of

STEPS = Path(__file__).parent / "migrations" / "sqlite"


def bring_up(connection: sqlite3.Connection) -> list[str]:
    """Bring a file to the newest form inside the transaction under way; return the steps' names.

    Until that transaction commits the file has its old form: a process that is killed, a full disk
    or a lost power leave the old form or the new one.
    """
    from truceline.evidence.stores.migrations.lent import lent
    from truceline.evidence.stores.migrations.steps_run import steps_run

    with lent(connection, dialect="sqlite") as session:
        done = steps_run(session, folder=STEPS, form=_name(form_of(connection)))
    connection.execute(f"PRAGMA user_version={NEWEST_FORM}")
    return done


def _name(form: int) -> str | None:
    return f"form_{form}" if form else None
