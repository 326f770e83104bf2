"""Accounts: who may sign in, in which role, for which agreements."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from truceline.errors import NotFound, Problem, RecordInvalid
from truceline.sentence import say, term
from truceline.web.people.passwords import Passwords, refuse_weak
from truceline.web.people.person import SESSION_SCOPES, Person, Via
from truceline.web.people.roles import ACCOUNT_ROLES, Role
from truceline.web.people.store import PeopleStore, hashed

# An invitation is carried by hand or by message; three days outlast a weekend.
INVITATION_S = 3 * 24 * 3600
_NAME = re.compile(r"[\w][\w .'@-]{0,62}[\w.]|[\w]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody who may sign in. ``agreements`` None is every agreement of the casefile."""

    id: str
    name: str
    role: Role
    agreements: frozenset[str] | None
    trusted: bool
    has_password: bool
    issuer: str | None
    made_at_s: int
    closed: bool

    def person(self, via: Via = Via.SESSION) -> Person:
        """Return this account as the person who asks."""
        return Person(
            id=self.id,
            name=self.name,
            role=self.role,
            via=via,
            scopes=SESSION_SCOPES[self.role],
            agreements=self.agreements,
            trusted=self.trusted,
        )


def add_account(
    store: PeopleStore,
    *,
    name: str,
    role: Role,
    by: str,
    agreements: Iterable[str] | None = None,
    trusted: bool = False,
    identity: tuple[str, str] | None = None,
) -> Account:
    """Make an account that nobody can sign in to yet; ``invite`` gives its owner the way in.

    ``identity`` is the issuer and the subject of an account kept elsewhere (OpenID Connect).

    Raises:
        RecordInvalid: the name cannot be used or is taken, or nobody can have the role.
    """
    refuse_unusable(name, role)
    issuer, subject = identity or (None, None)
    id_ = store.new_id("a")
    try:
        with store.writing() as connection:
            connection.execute(
                "INSERT INTO account (id, name, folded, role, issuer, subject, agreements, trusted,"
                " made_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(id_, name, name.casefold(), role.value, issuer, subject),
                    *(_written(agreements), int(trusted), store.now_s()),
                ),
            )
            store.note(connection, by=by, what=f"account made: {role.value}", about=name)
    except sqlite3.IntegrityError:
        raise RecordInvalid(
            [
                Problem(
                    "account", 0, 0, say("the name {name} is taken", name=name), say("Take another")
                )
            ]
        ) from None
    return account_of(store, id_)


def account_of(store: PeopleStore, id_: str) -> Account:
    """Return the account with an id.

    Raises:
        NotFound: there is none.
    """
    with store.reading() as connection:
        row = connection.execute("SELECT * FROM account WHERE id = ?", (id_,)).fetchone()
    if row is None:
        raise NotFound("account", id_)
    return account_from(row)


def account_named(store: PeopleStore, name: str) -> tuple[Account, str | None] | None:
    """Return the open account of a name, with the hash of its password; None where none is."""
    with store.reading() as connection:
        row = connection.execute(
            "SELECT * FROM account WHERE folded = ? AND closed_at IS NULL", (name.casefold(),)
        ).fetchone()
    return None if row is None else (account_from(row), row["password"])


def accounts(store: PeopleStore) -> tuple[Account, ...]:
    """Return every account, closed ones too, by name."""
    with store.reading() as connection:
        rows = connection.execute("SELECT * FROM account ORDER BY folded").fetchall()
    return tuple(account_from(row) for row in rows)


def changes(store: PeopleStore, *, limit: int = 100) -> tuple[dict[str, object], ...]:
    """Return the latest changes to accounts and tokens, newest first."""
    with store.reading() as connection:
        rows = connection.execute(
            "SELECT at, by_whom, what, about FROM change ORDER BY rowid DESC LIMIT ?", (limit,)
        ).fetchall()
    return tuple(dict(row) for row in rows)


def change_account(
    store: PeopleStore,
    id_: str,
    *,
    role: Role,
    agreements: Iterable[str] | None,
    trusted: bool,
    by: str,
) -> Account:
    """Give an account another role or other agreements; it holds from the next request on.

    With another role its sessions end: whoever had one of them signs in anew for it.

    Raises:
        NotFound: there is no such account.
        RecordInvalid: nobody can have the role, or no administrator would be left.
    """
    before = account_of(store, id_)
    refuse_unusable(before.name, role)
    with store.writing() as connection:
        if role is not Role.ADMINISTRATOR:
            _refuse_last_administrator(connection, before)
        connection.execute(
            "UPDATE account SET role = ?, agreements = ?, trusted = ? WHERE id = ?",
            (role.value, _written(agreements), int(trusted), id_),
        )
        if role is not before.role:
            connection.execute("DELETE FROM session WHERE account = ?", (id_,))
        what = f"role {before.role.value} to {role.value}" if role is not before.role else "changed"
        store.note(connection, by=by, what=what, about=before.name)
    return account_of(store, id_)


def close_account(store: PeopleStore, id_: str, *, by: str) -> None:
    """Close an account: its sessions, tokens and invitations end at once.

    Raises:
        NotFound: there is no such account.
        RecordInvalid: no administrator would be left.
    """
    before = account_of(store, id_)
    with store.writing() as connection:
        _refuse_last_administrator(connection, before)
        now = store.now_s()
        connection.execute("UPDATE account SET closed_at = ? WHERE id = ?", (now, id_))
        connection.execute("DELETE FROM session WHERE account = ?", (id_,))
        connection.execute("DELETE FROM invitation WHERE account = ?", (id_,))
        connection.execute(
            "UPDATE token SET revoked_at = ? WHERE account = ? AND revoked_at IS NULL", (now, id_)
        )
        store.note(connection, by=by, what="account closed", about=before.name)


def invite(store: PeopleStore, id_: str, *, by: str, lasts_s: int = INVITATION_S) -> str:
    """Return the secret of a link by which the owner of an account sets a password, once.

    An earlier link of the same account opens nothing from then on.

    Raises:
        NotFound: there is no such account.
    """
    account, secret = account_of(store, id_), store.secret()
    with store.writing() as connection:
        connection.execute("DELETE FROM invitation WHERE account = ?", (id_,))
        connection.execute(
            "INSERT INTO invitation VALUES (?, ?, ?)",
            (hashed(secret), id_, store.now_s() + lasts_s),
        )
        store.note(connection, by=by, what="invited", about=account.name)
    return secret


def invited(store: PeopleStore, secret: str) -> Account | None:
    """Return the account that a link belongs to; None where it opens nothing, or no more."""
    with store.reading() as connection:
        row = connection.execute(
            "SELECT account.* FROM invitation JOIN account ON account.id = invitation.account"
            " WHERE invitation.hash = ? AND invitation.ends_at > ? AND account.closed_at IS NULL",
            (hashed(secret), store.now_s()),
        ).fetchone()
    return None if row is None else account_from(row)


def set_password(
    store: PeopleStore, id_: str, password: str, *, passwords: Passwords, by: str
) -> None:
    """Set the password of an account; its sessions and its invitation end.

    Raises:
        NotFound: there is no such account.
        RecordInvalid: the password is weak.
        TooBusy: too many people are signing in.
    """
    account = account_of(store, id_)
    refuse_weak(password, name=account.name)
    kept = passwords.hashed(password)
    with store.writing() as connection:
        connection.execute("UPDATE account SET password = ? WHERE id = ?", (kept, id_))
        connection.execute("DELETE FROM session WHERE account = ?", (id_,))
        connection.execute("DELETE FROM invitation WHERE account = ?", (id_,))
        store.note(connection, by=by, what="password set", about=account.name)


def account_from(row: sqlite3.Row) -> Account:
    """Return a row of the table of accounts as an account."""
    listed = row["agreements"]
    return Account(
        id=row["id"],
        name=row["name"],
        role=Role(row["role"]),
        agreements=None if listed is None else frozenset(json.loads(listed)),
        trusted=bool(row["trusted"]),
        has_password=row["password"] is not None,
        issuer=row["issuer"],
        made_at_s=row["made_at"],
        closed=row["closed_at"] is not None,
    )


def refuse_unusable(name: str, role: Role) -> None:
    """Refuse a name that no account can have, or a role that nobody signs in with.

    Raises:
        RecordInvalid: with every problem.
    """
    problems = list(_problems(name, role))
    if problems:
        raise RecordInvalid(problems)


def _written(agreements: Iterable[str] | None) -> str | None:
    return None if agreements is None else json.dumps(sorted(set(agreements)))


def _problems(name: str, role: Role) -> Iterable[Problem]:
    if _NAME.fullmatch(name) is None:
        what = say("the name {name} cannot be used", name=f"{name!r:.80}")
        mend = say("Take 1 to 64 letters, digits, spaces and . ' @ - _")
        yield Problem("account", 0, 0, what, mend)
    if role not in ACCOUNT_ROLES:
        what = say("no account has the role {role}", role=term(role.value))
        yield Problem("account", 0, 0, what, say("Name another role"))


def _refuse_last_administrator(connection: sqlite3.Connection, account: Account) -> None:
    (others,) = connection.execute(
        "SELECT count(*) FROM account WHERE role = ? AND closed_at IS NULL AND id != ?",
        (Role.ADMINISTRATOR.value, account.id),
    ).fetchone()
    if account.role is Role.ADMINISTRATOR and not account.closed and not others:
        what = say("{name} is the last administrator", name=account.name)
        raise RecordInvalid([Problem("account", 0, 0, what, say("Make another one first"))])
