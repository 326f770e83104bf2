"""Pending: a sign-in that went to a provider and has not come back yet.

It belongs to one browser, is good for one return, and ends soon. Its state travels through the
provider, the other half stays in a cookie: neither opens anything without the other.
"""

from __future__ import annotations

from dataclasses import dataclass

from truceline.web.people.store import PeopleStore, hashed

# Time to type a password and a second factor at the provider, with a telephone to be found first.
PENDING_S = 10 * 60
# So many wait at once, far more than an organisation signs in in ten minutes; the oldest goes
# first, so that a flood of beginnings cannot fill the disk.
_MOST = 1_000

COOKIE = "truceline-elsewhere"
SECURE_COOKIE = "__Host-truceline-elsewhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """What a sign-in took along, and what is to be found again when it comes back.

    ``invitation`` is the hash of the link that is being accepted, None at a plain sign-in.
    """

    state: str
    browser: str
    nonce: str
    verifier: str
    onward: str
    invitation: bytes | None


def cookie_name(*, secure: bool) -> str:
    """Return the name of the cookie that ties a sign-in to the browser that began it."""
    return SECURE_COOKIE if secure else COOKIE


def begin(store: PeopleStore, *, onward: str, invitation: str | None = None) -> Pending:
    """Keep a new sign-in and return it; ``invitation`` is the secret of the link it accepts."""
    made = Pending(
        state=store.secret(),
        browser=store.secret(),
        nonce=store.secret(),
        # 43 characters, as many as RFC 7636, 4.1 asks for.
        verifier=store.secret(),
        onward=onward,
        invitation=None if invitation is None else hashed(invitation),
    )
    now = store.now_s()
    with store.writing() as connection:
        connection.execute("DELETE FROM pending WHERE ends_at <= ?", (now,))
        connection.execute(
            "DELETE FROM pending WHERE rowid IN"
            " (SELECT rowid FROM pending ORDER BY rowid DESC LIMIT -1 OFFSET ?)",
            (_MOST - 1,),
        )
        connection.execute(
            "INSERT INTO pending VALUES (?, ?, ?, ?, ?, ?)",
            (
                *(_key(made.state, made.browser), made.verifier, made.nonce, onward),
                *(now + PENDING_S, made.invitation),
            ),
        )
    return made


def take(store: PeopleStore, *, state: str, browser: str) -> Pending | None:
    """Return the sign-in that a state and a cookie belong to, once; None where there is none."""
    if not state or not browser:
        return None
    with store.writing() as connection:
        row = connection.execute(
            "DELETE FROM pending WHERE hash = ? RETURNING *", (_key(state, browser),)
        ).fetchone()
    if row is None or row["ends_at"] <= store.now_s():
        return None
    return Pending(
        state=state,
        browser=browser,
        nonce=row["nonce"],
        verifier=row["verifier"],
        onward=row["onward"],
        invitation=row["invitation"],
    )


def _key(state: str, browser: str) -> bytes:
    return hashed(f"{state} {browser}")
