"""Tokens: how a program proves on whose behalf it asks.

A token belongs to the person who made it, can do no more than that person, and ends with the
account. It never sees what is restricted or under embargo: a program shows things to nobody knows
whom.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from truceline.errors import NotFound, Problem, RecordInvalid
from truceline.sentence import say
from truceline.web.people.accounts import account_from, account_of
from truceline.web.people.person import SESSION_SCOPES, Person, Via
from truceline.web.people.roles import Role, Scope
from truceline.web.people.store import PeopleStore, hashed

# A token that never ends is forgotten and found; a year is the longest.
LONGEST_S = 366 * 24 * 3600
PREFIX = "truceline_"
"""Every token begins with it, so that a search for leaked secrets knows one when it sees it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """What is known of a token; the token itself is shown once and kept nowhere."""

    id: str
    name: str
    account: str
    owner: str
    scopes: frozenset[Scope]
    agreements: frozenset[str] | None
    made_at_s: int
    ends_at_s: int
    revoked: bool


def make_token(
    store: PeopleStore,
    account: str,
    *,
    name: str,
    scopes: Iterable[Scope],
    lasts_s: int,
    agreements: Iterable[str] | None = None,
) -> tuple[Token, str]:
    """Make a token of an account; return what is kept of it, and the token, which is not.

    Raises:
        NotFound: there is no such account.
        RecordInvalid: it has no name, no scope that its owner has, or no possible end.
    """
    owner = account_of(store, account)
    given = frozenset(scopes) & SESSION_SCOPES[owner.role]
    told = []
    if not name.strip() or len(name) > 80:
        what = say("the name is empty or too long")
        told.append((what, say("Say in a few words what the token is for")))
    if not given:
        told.append((say("it has no scope that you have"), say("Tick one of your own scopes")))
    if not 0 < lasts_s <= LONGEST_S:
        told.append((say("it would never end"), say("Let it end within a year")))
    if told:
        raise RecordInvalid(Problem("token", 0, 0, what, mend) for what, mend in told)
    secret, id_, now = PREFIX + store.secret(), store.new_id("t"), store.now_s()
    care = None if agreements is None else frozenset(agreements)
    if owner.agreements is not None:
        care = owner.agreements if care is None else care & owner.agreements
    with store.writing() as connection:
        connection.execute(
            "INSERT INTO token VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)",
            (
                *(id_, hashed(secret), account, name.strip()),
                json.dumps(sorted(given)),
                None if care is None else json.dumps(sorted(care)),
                *(now, now + lasts_s),
            ),
        )
        store.note(connection, by=owner.name, what="token made", about=name.strip())
    (made,) = [one for one in tokens(store, account=account) if one.id == id_]
    return made, secret


def tokens(store: PeopleStore, *, account: str | None = None) -> tuple[Token, ...]:
    """Return what is known of every token, or of those of one account, newest first."""
    with store.reading() as connection:
        rows = connection.execute(
            "SELECT token.*, account.name AS owner FROM token"
            " JOIN account ON account.id = token.account"
            " WHERE ? IS NULL OR token.account = ? ORDER BY token.rowid DESC",
            (account, account),
        ).fetchall()
    return tuple(
        Token(
            id=row["id"],
            name=row["name"],
            account=row["account"],
            owner=row["owner"],
            scopes=frozenset(Scope(scope) for scope in json.loads(row["scopes"])),
            agreements=_read(row["agreements"]),
            made_at_s=row["made_at"],
            ends_at_s=row["ends_at"],
            revoked=row["revoked_at"] is not None,
        )
        for row in rows
    )


def revoke(store: PeopleStore, id_: str, *, by: str, account: str | None = None) -> None:
    """Revoke a token; the next request with it is refused.

    ``account`` bounds it to the tokens of one account, for somebody who is no administrator.

    Raises:
        NotFound: there is no such token.
    """
    with store.writing() as connection:
        done = connection.execute(
            "UPDATE token SET revoked_at = coalesce(revoked_at, ?)"
            " WHERE id = ? AND (? IS NULL OR account = ?)",
            (store.now_s(), id_, account, account),
        ).rowcount
        if not done:
            raise NotFound("token", id_)
        store.note(connection, by=by, what="token revoked", about=id_)


def person_with_token(store: PeopleStore, secret: str) -> Person | None:
    """Return on whose behalf a token asks; None where it ended, was revoked, or never was."""
    if not secret.startswith(PREFIX):
        return None
    with store.reading() as connection:
        row = connection.execute(
            "SELECT account.*, token.id AS token, token.name AS called, token.scopes,"
            " token.agreements AS bound FROM token JOIN account ON account.id = token.account"
            " WHERE token.hash = ? AND token.revoked_at IS NULL AND token.ends_at > ?"
            " AND account.closed_at IS NULL",
            (hashed(secret), store.now_s()),
        ).fetchone()
    if row is None:
        return None
    owner = account_from(row)
    # The owner's role and care may have shrunk since; the token shrinks with them.
    scopes = {Scope(scope) for scope in json.loads(row["scopes"])} & SESSION_SCOPES[owner.role]
    bound = _read(row["bound"])
    if owner.agreements is not None:
        bound = owner.agreements if bound is None else bound & owner.agreements
    return Person(
        id=owner.id,
        name=f"{owner.name} ({row['called']})",
        role=Role.SERVICE,
        via=Via.TOKEN,
        scopes=frozenset(scopes),
        agreements=bound,
        behind=owner.role,
        trusted=owner.trusted,
    )


def _read(listed: str | None) -> frozenset[str] | None:
    return None if listed is None else frozenset(json.loads(listed))
