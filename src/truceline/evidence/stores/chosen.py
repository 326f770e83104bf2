"""Chosen: the store that a casefile's setting names.

    none                              the file ledger.sqlite in the casefile
    postgresql                        the server that TRUCELINE_DATABASE_URL names
    postgresql://ann@host/database    that server

A password lies in neither setting nor address: libpq takes it from ``~/.pgpass``, a service file or
``PGPASSWORD``. The token comes from TRUCELINE_DATABASE_TOKEN.
"""

from __future__ import annotations

import os
from pathlib import Path

from truceline.errors import TrucelineError
from truceline.evidence.stores.store import Store

SERVER = "postgresql"
ADDRESS_VARIABLE = "TRUCELINE_DATABASE_URL"
TOKEN_VARIABLE = "TRUCELINE_DATABASE_TOKEN"  # noqa: S105  # the name of a variable


def is_server(setting: str) -> bool:
    """Return whether a setting names a PostgreSQL server.

    >>> [is_server(text) for text in ("postgresql", "postgres://h/d", "sqlite")]
    [True, True, False]
    """
    return setting == SERVER or setting.startswith(("postgresql://", "postgres://"))


def setting_of(given: str | None) -> str | None:
    """Return the setting that a new casefile gets: what was asked for, or what the variables say.

    >>> setting_of("sqlite"), setting_of("postgresql://ann@host/golan")
    (None, 'postgresql://ann@host/golan')
    """
    if given is None:
        return SERVER if os.environ.get(ADDRESS_VARIABLE) else None
    return None if given == "sqlite" else given


def open_store(setting: str | None, *, file: Path) -> Store:
    """Open the store that a setting names; ``file`` is the one in the casefile.

    Raises:
        TrucelineError: an address, a token or a library is missing; the message says which.
        CasefileMissing: the file is gone.
        LedgerDamaged: it is no ledger, or not as it was made.
    """
    if setting is None:
        from truceline.evidence.stores.sqlite import SqliteStore
        from truceline.evidence.stores.sqlite_file import open_file

        return SqliteStore(open_file(file), file)
    from truceline.evidence.stores.postgresql import PostgresqlStore

    return PostgresqlStore.open(address_of(setting), token=_token())


def address_of(setting: str) -> str:
    """Return the address of the server that a setting names.

    Raises:
        TrucelineError: the setting leaves it to a variable that is not set, or holds a password.
    """
    if not is_server(setting):
        raise TrucelineError(
            f"a ledger cannot lie at {setting!r}; name postgresql://user@host/database, or "
            f"{SERVER} and set {ADDRESS_VARIABLE}"
        )
    if setting != SERVER:
        return setting
    address = os.environ.get(ADDRESS_VARIABLE)
    if not address:
        raise TrucelineError(
            f"the ledger lies on a PostgreSQL server, and {ADDRESS_VARIABLE} does not say where; "
            f"type: export {ADDRESS_VARIABLE}=postgresql://user@host/database"
        )
    return address


def refuse_password(setting: str) -> None:
    """Refuse an address with a password: settings are copied, shown and kept in backups.

    Raises:
        TrucelineError: it holds one.
    """
    from urllib.parse import urlsplit

    if is_server(setting) and (urlsplit(setting).password or "password=" in setting):
        raise TrucelineError(
            "the address holds a password, and settings are no place for one; leave it out and "
            "put it into ~/.pgpass or PGPASSWORD"
        )


def _token() -> str:
    token = os.environ.get(TOKEN_VARIABLE)
    if not token:
        raise TrucelineError(
            f"the ledger lies on a PostgreSQL server, and {TOKEN_VARIABLE} is not set; "
            "who keeps the server gives tokens out (truceline ledger prepare)"
        )
    return token
