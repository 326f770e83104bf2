"""First run: the one link by which the first administrator comes in, on this machine only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from truceline.web.people.accounts import (
    Account,
    accounts,
    add_account,
    refuse_unusable,
    set_password,
)
from truceline.web.people.roles import Role
from truceline.web.people.store import PeopleStore, hashed

if TYPE_CHECKING:
    from truceline.web.people.passwords import Passwords

# Whoever started the server has the link before them; an hour is enough to use it.
LINK_S = 3600


def first_link(store: PeopleStore) -> str | None:
    """Return the secret of the link for the first administrator; None where there is one already.

    Each call makes a new one, and the ones before open nothing: only hashes of them were kept.
    """
    if has_administrator(store):
        return None
    secret = store.secret()
    with store.writing() as connection:
        connection.execute("DELETE FROM invitation WHERE account IS NULL")
        connection.execute(
            "INSERT INTO invitation VALUES (?, NULL, ?)", (hashed(secret), store.now_s() + LINK_S)
        )
    return secret


def has_administrator(store: PeopleStore) -> bool:
    """Return whether somebody can let people in."""
    return any(
        account.role is Role.ADMINISTRATOR and not account.closed for account in accounts(store)
    )


def opens(store: PeopleStore, secret: str) -> bool:
    """Return whether a secret is that of the first link, and still good."""
    with store.reading() as connection:
        row = connection.execute(
            "SELECT 1 FROM invitation WHERE hash = ? AND account IS NULL AND ends_at > ?",
            (hashed(secret), store.now_s()),
        ).fetchone()
    return row is not None and not has_administrator(store)


def take_office(
    store: PeopleStore, secret: str, *, name: str, password: str, passwords: Passwords
) -> Account | None:
    """Make the first administrator, with a password; None where the link opens nothing.

    Raises:
        RecordInvalid: the name or the password cannot be used; the link stays good.
        TooBusy: too many people are signing in.
    """
    from truceline.web.people.passwords import refuse_weak

    if not opens(store, secret):
        return None
    refuse_unusable(name, Role.ADMINISTRATOR)
    refuse_weak(password, name=name)
    with store.writing() as connection:
        # The link is taken before the account is made: two who press at once make one account.
        taken = connection.execute(
            "DELETE FROM invitation WHERE hash = ? AND account IS NULL", (hashed(secret),)
        ).rowcount
    if not taken:
        return None
    account = add_account(store, name=name, role=Role.ADMINISTRATOR, by="first run")
    set_password(store, account.id, password, passwords=passwords, by=name)
    return account
