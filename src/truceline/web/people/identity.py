"""Identity: an account kept elsewhere, tied to one of ours by its issuer and its subject."""

from __future__ import annotations

import sqlite3

from truceline.web.people.accounts import Account, account_from
from truceline.web.people.store import PeopleStore


def account_with(store: PeopleStore, *, issuer: str, subject: str) -> Account | None:
    """Return the open account that an identity is tied to; None where none is. None is made."""
    with store.reading() as connection:
        row = connection.execute(
            "SELECT * FROM account WHERE issuer = ? AND subject = ? AND closed_at IS NULL",
            (issuer, subject),
        ).fetchone()
    return None if row is None else account_from(row)


def tie(store: PeopleStore, *, invitation: bytes, issuer: str, subject: str) -> Account | None:
    """Tie an identity to the account that an invitation, given by its hash, is for.

    The invitation is used up. Sessions of the account end, and a password it had opens nothing from
    then on: whoever was invited anew may be so because somebody else knows it.

    None: the invitation opens nothing any more, or the identity is tied to another account.
    """
    try:
        with store.writing() as connection:
            row = connection.execute(
                "DELETE FROM invitation WHERE hash = ? AND ends_at > ? AND account IN"
                " (SELECT id FROM account WHERE closed_at IS NULL) RETURNING account",
                (invitation, store.now_s()),
            ).fetchone()
            if row is None:
                return None
            connection.execute("DELETE FROM session WHERE account = ?", (row["account"],))
            tied = connection.execute(
                "UPDATE account SET issuer = ?, subject = ?, password = NULL WHERE id = ?"
                " RETURNING *",
                (issuer, subject, row["account"]),
            ).fetchone()
            store.note(connection, by=tied["name"], what=f"tied to {issuer}", about=tied["name"])
    except sqlite3.IntegrityError:
        return None
    return account_from(tied)
