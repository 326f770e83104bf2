"""SQLite form: the tables, indexes and guards of a ledger file, form by form.

A form that was released is never edited; the next one only adds to it. What lies in the tables is
written down in docs/explain/ledger-form.md.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from truceline.evidence.tree import EMPTY_ROOT

# "Tlgr" in ASCII, in the header of every ledger file: tells it from any other SQLite file.
APPLICATION_ID = 0x546C6772

# Form 1, the plain ledger without a tree: read once, to be moved over (``evidence/migrate.py``).
PLAIN_FORM = 1
SEALED_FORM = 2
NEWEST_FORM = 3

_OF_FORM_2 = {
    "entry": """CREATE TABLE entry (
    entry_index INTEGER PRIMARY KEY,
    leaf BLOB NOT NULL,
    leaf_hash BLOB NOT NULL,
    kind TEXT NOT NULL,
    token BLOB NOT NULL,
    supersedes BLOB,
    request BLOB,
    recorded_at TEXT NOT NULL
) STRICT""",
    "body": """CREATE TABLE body (
    entry_index INTEGER PRIMARY KEY,
    body BLOB NOT NULL
) STRICT""",
    "head": """CREATE TABLE head (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    size INTEGER NOT NULL,
    peaks BLOB NOT NULL,
    root BLOB NOT NULL
) STRICT""",
    "entry_by_token": "CREATE INDEX entry_by_token ON entry (token, entry_index)",
    "entry_by_superseded": """CREATE INDEX entry_by_superseded ON entry (supersedes, entry_index)
    WHERE supersedes IS NOT NULL""",
    "entry_by_request": """CREATE INDEX entry_by_request ON entry (request, entry_index)
    WHERE request IS NOT NULL""",
    "entry_by_erasure": """CREATE INDEX entry_by_erasure ON entry (entry_index)
    WHERE kind = 'erasure'""",
    "entry_never_updated": """CREATE TRIGGER entry_never_updated BEFORE UPDATE ON entry
    BEGIN SELECT RAISE(ABORT, 'a ledger is never rewritten; append a correction'); END""",
    "entry_never_deleted": """CREATE TRIGGER entry_never_deleted BEFORE DELETE ON entry
    BEGIN SELECT RAISE(ABORT, 'a ledger is never shortened; append a withdrawal'); END""",
    "entry_in_order": """CREATE TRIGGER entry_in_order BEFORE INSERT ON entry
    WHEN NEW.entry_index <> (SELECT coalesce(max(entry_index) + 1, 0) FROM entry)
    BEGIN SELECT RAISE(ABORT, 'a ledger is only added to at its end'); END""",
    "body_never_updated": """CREATE TRIGGER body_never_updated BEFORE UPDATE ON body
    BEGIN SELECT RAISE(ABORT, 'a ledger is never rewritten; append a correction'); END""",
}

# How many there are of a kind, and where, without reading all. The trigger counts whoever adds, a
# Truceline of form 2 that has the file open since before too.
_NEW_IN_FORM_3 = {
    "entry_by_kind": "CREATE INDEX entry_by_kind ON entry (kind, entry_index)",
    "tally": """CREATE TABLE tally (
    kind TEXT PRIMARY KEY,
    entries INTEGER NOT NULL
) STRICT, WITHOUT ROWID""",
    "entry_tallied": """CREATE TRIGGER entry_tallied AFTER INSERT ON entry
    BEGIN INSERT INTO tally VALUES (NEW.kind, 1)
    ON CONFLICT (kind) DO UPDATE SET entries = entries + 1; END""",
}

# What stands in a file of each form, by name.
FORMS: Mapping[int, Mapping[str, str]] = {
    SEALED_FORM: _OF_FORM_2,
    NEWEST_FORM: {**_OF_FORM_2, **_NEW_IN_FORM_3},
}


def form_of(connection: sqlite3.Connection) -> int:
    """Return the form that a file says it has."""
    (form,) = connection.execute("PRAGMA user_version").fetchone()
    return int(form)


def fill(connection: sqlite3.Connection) -> None:
    """Make the tables of an empty ledger of the newest form, in one transaction."""
    connection.execute("BEGIN EXCLUSIVE")
    for statement in FORMS[NEWEST_FORM].values():
        connection.execute(statement)
    connection.execute("INSERT INTO head VALUES (1, 0, x'', ?)", (EMPTY_ROOT,))
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version={NEWEST_FORM}")
    connection.execute("COMMIT")


def added_in(form: int) -> list[str]:
    """Return the statements that make a form out of the one before it.

    >>> len(added_in(3))
    3
    """
    before = FORMS.get(form - 1, {})
    return [statement for name, statement in FORMS[form].items() if name not in before]
