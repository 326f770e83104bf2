"""Sessions: who signed in with this browser, and for how long."""

from __future__ import annotations

from truceline.web.people.accounts import account_from
from truceline.web.people.person import Person, Via
from truceline.web.people.store import PeopleStore, hashed

# A desk left alone for half an hour asks again; after twelve hours it asks in any case, which is a
# working day (ASVS 5.0, 7.3.1 and 7.3.2 ask for both limits and for a reason).
IDLE_S = 30 * 60
LONGEST_S = 12 * 3600

# The time of last use is written at most once a minute: it costs a write, and tells less.
_SEEN_STEP_S = 60

COOKIE = "truceline"
SECURE_COOKIE = "__Host-truceline"
"""The prefix makes a browser refuse the cookie unless it is Secure and of this host alone."""

FORM_COOKIE = "truceline-form"
SECURE_FORM_COOKIE = "__Host-truceline-form"
"""What guards the forms of somebody who has not signed in yet."""


def cookie_name(*, secure: bool) -> str:
    """Return the name of the cookie of a session."""
    return SECURE_COOKIE if secure else COOKIE


def form_cookie_name(*, secure: bool) -> str:
    """Return the name of the cookie that guards the forms of somebody unknown."""
    return SECURE_FORM_COOKIE if secure else FORM_COOKIE


def set_cookie(name: str, value: str, *, secure: bool, strict: bool = False) -> str:
    """Return the header that sets a cookie which no script reads and no other site sends.

    ``strict`` also keeps it from a link on another site that leads here.

    >>> set_cookie("truceline", "v", secure=False)
    'truceline=v; Path=/; HttpOnly; SameSite=Lax'
    >>> set_cookie("__Host-truceline", "v", secure=True, strict=True)
    '__Host-truceline=v; Path=/; HttpOnly; SameSite=Strict; Secure'
    """
    kept = "Strict" if strict else "Lax"
    ending = "; Secure" if secure else ""
    return f"{name}={value}; Path=/; HttpOnly; SameSite={kept}{ending}"


def drop_cookie(name: str, *, secure: bool) -> str:
    """Return the header that takes a cookie away.

    >>> drop_cookie("truceline", secure=False)
    'truceline=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0'
    """
    ending = "; Secure" if secure else ""
    return f"{name}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0{ending}"


def begin(store: PeopleStore, account: str, *, instead_of: str | None = None) -> str:
    """Begin a session of an account and return its secret, for the cookie.

    The secret is always new: one that somebody else put into the browser beforehand is worth
    nothing. ``instead_of`` is the secret of the session that ends with it.
    """
    secret, now = store.secret(), store.now_s()
    with store.writing() as connection:
        if instead_of:
            connection.execute("DELETE FROM session WHERE hash = ?", (hashed(instead_of),))
        connection.execute(
            "DELETE FROM session WHERE made_at <= ? OR seen_at <= ?",
            (now - LONGEST_S, now - IDLE_S),
        )
        connection.execute(
            "INSERT INTO session VALUES (?, ?, ?, ?)", (hashed(secret), account, now, now)
        )
    return secret


def person_with(store: PeopleStore, secret: str) -> Person | None:
    """Return who signed in with a session's secret; None where it ended, or never was.

    The account is read anew with each request: a role that was taken away is gone at once.
    """
    now = store.now_s()
    with store.reading() as connection:
        row = connection.execute(
            "SELECT account.*, session.seen_at FROM session"
            " JOIN account ON account.id = session.account"
            " WHERE session.hash = ? AND session.made_at > ? AND session.seen_at > ?"
            " AND account.closed_at IS NULL",
            (hashed(secret), now - LONGEST_S, now - IDLE_S),
        ).fetchone()
    if row is None:
        return None
    if now - row["seen_at"] >= _SEEN_STEP_S:
        with store.writing() as connection:
            connection.execute(
                "UPDATE session SET seen_at = ? WHERE hash = ?", (now, hashed(secret))
            )
    return account_from(row).person(Via.SESSION)


def end(store: PeopleStore, secret: str) -> None:
    """End a session; its cookie is worth nothing from then on, wherever it was copied to."""
    with store.writing() as connection:
        connection.execute("DELETE FROM session WHERE hash = ?", (hashed(secret),))


def end_all(store: PeopleStore, account: str) -> int:
    """End every session of an account; return how many there were."""
    with store.writing() as connection:
        return connection.execute("DELETE FROM session WHERE account = ?", (account,)).rowcount
