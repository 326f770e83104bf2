"""Two who rewrite a ledger: one who changes a row, and one who recomputes all that follows from it.

The second knows every rule of the form and can write every byte of the store. He has no keys of the
signer, and cannot reach a checkpoint that was kept elsewhere.
"""

from __future__ import annotations

import hashlib
import random
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

from truceline.evidence.leaf import body_digest_of, columns_of
from truceline.evidence.sealed import SealedLedger
from truceline.evidence.stores import sqlite_form
from truceline.evidence.stores.sqlite import SqliteStore
from truceline.evidence.stores.store import Head, Row
from truceline.evidence.tree import grown, leaf_hash

Rows = list[Row]
HEXADECIMAL = b"0123456789abcdef"


def stored(rows: Sequence[Row], head: Head) -> SealedLedger:
    """Return a ledger in memory with exactly these rows, whatever they are, and no guards."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    form = sqlite_form.FORMS[sqlite_form.NEWEST_FORM]
    guards = {name for name in form if name.startswith(("entry_never", "entry_in", "body_never"))}
    for name, statement in form.items():
        if name not in guards:
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version={sqlite_form.NEWEST_FORM}")
    connection.execute("INSERT INTO head VALUES (1, 0, x'', x'')")
    store = SqliteStore(connection, Path("in memory"))
    store.add(rows, head)
    return SealedLedger(store, None)


def head_of(rows: Sequence[Row]) -> Head:
    """Return the head that follows from leaf hashes."""
    peaks = grown([], 0, [row.leaf_hash for row in rows])
    return Head(len(rows), tuple(peaks), rows[-1].recorded_at if rows else None)


def recomputed(rows: Rows) -> Rows:
    """Return rows in which every derived value follows from leaf and body again."""
    made = []
    for index, row in enumerate(rows):
        leaf = row.leaf
        if row.body is not None:
            digest = hashlib.sha256(row.body).hexdigest().encode()
            leaf = leaf.replace(body_digest_of(leaf).encode(), digest, 1)
        columns = columns_of(leaf)
        assert columns is not None
        made.append(
            Row(
                index,
                leaf,
                leaf_hash(leaf),
                columns.kind,
                columns.token,
                columns.supersedes,
                columns.request,
                columns.recorded_at,
                row.body,
            )
        )
    return made


def _other_leaf(rows: Rows, at: int, chance: random.Random) -> Rows:
    """Another commitment, another time, another kind: any character that a leaf may hold."""
    row, leaf = rows[at], bytearray(rows[at].leaf)
    # The form stands last; a leaf of a form that there is not would be no leaf.
    places = [place for place in range(80, len(leaf) - 2) if leaf[place] in HEXADECIMAL[:10]]
    place = chance.choice(places)
    leaf[place] = chance.choice([digit for digit in HEXADECIMAL[:10] if digit != leaf[place]])
    return [*rows[:at], row._replace(leaf=bytes(leaf)), *rows[at + 1 :]]


def _other_body(rows: Rows, at: int, chance: random.Random) -> Rows:
    body = chance.randbytes(len(rows[at].body or b"x"))
    return [*rows[:at], rows[at]._replace(body=body), *rows[at + 1 :]]


def _deleted(rows: Rows, at: int, chance: random.Random) -> Rows:
    return rows[:at] + rows[at + 1 :]


def _cut_off(rows: Rows, at: int, chance: random.Random) -> Rows:
    return rows[:at]


def _doubled(rows: Rows, at: int, chance: random.Random) -> Rows:
    return [*rows[: at + 1], *rows[at:]]


def _inserted(rows: Rows, at: int, chance: random.Random) -> Rows:
    forged = _other_leaf([chance.choice(rows)], 0, chance)
    return [*rows[:at], *forged, *rows[at:]]


def _swapped(rows: Rows, at: int, chance: random.Random) -> Rows:
    other = chance.choice([place for place in range(len(rows)) if place != at])
    made = list(rows)
    made[at], made[other] = made[other], made[at]
    return made


def _shuffled(rows: Rows, at: int, chance: random.Random) -> Rows:
    part = rows[at : at + 5]
    chance.shuffle(part)
    return [*rows[:at], *part, *rows[at + 5 :]]


WAYS: tuple[Callable[[Rows, int, random.Random], Rows], ...] = (
    _other_leaf,
    _other_body,
    _deleted,
    _cut_off,
    _doubled,
    _inserted,
    _swapped,
    _shuffled,
)
