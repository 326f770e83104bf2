"""PostgreSQL server: a session with settings that keep what was acknowledged, read back at start.

Source: postgresql.org/docs/current, chapters on reliability, on row security, and on the settings
``synchronous_commit``, ``fsync``, ``full_page_writes`` and ``data_sync_retry``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, LiteralString

from truceline.errors import (
    LedgerBusy,
    LedgerDamaged,
    LedgerUnreachable,
    TrucelineError,
)
from truceline.evidence.stores import postgresql_steps

if TYPE_CHECKING:
    import psycopg
    from psycopg.rows import TupleRow

    Session = psycopg.Connection[TupleRow]

# The oldest that the form was tried on.
OLDEST_VERSION = 150000
CONNECT_TIMEOUT_S = 10
# A writer that stands still inside its transaction is ended by the server after this time ...
STALLED_AFTER_S = 30
# ... so that who waits for it, and waits a little longer, gets his turn.
LOCK_TIMEOUT_S = 45

# Set by the session, and read back.
_OURS: tuple[tuple[LiteralString, str], ...] = (
    ("synchronous_commit", "on"),
    ("client_min_messages", "warning"),
    ("default_transaction_isolation", "read committed"),
    ("lock_timeout", f"{LOCK_TIMEOUT_S}s"),
    ("idle_in_transaction_session_timeout", f"{STALLED_AFTER_S}s"),
)
# Set by whoever keeps the server; with another value an acknowledged entry can be lost.
_THEIRS: tuple[tuple[LiteralString, str], ...] = (
    ("fsync", "on"),
    ("full_page_writes", "on"),
    ("data_sync_retry", "off"),
)

_WATCHED = ("entry", "body", "head", "tally")
# What guards the tables; each is looked for at every start.
GUARDS = frozenset(
    {
        "trigger entry_never_changed",
        "trigger entry_in_order",
        "trigger body_never_changed",
        "trigger body_only_erased",
        "trigger head_never_lost",
        "trigger head_only_grows",
        "trigger entry_tallied",
        "trigger tally_never_lost",
        "trigger tally_only_grows",
        "row security on entry",
        "row security on body",
        "row security on head",
        "row security on tally",
    }
)


def open_session(address: str, *, token: str) -> Session:
    """Return a session on a server, its settings, its form and its own rights checked.

    ``address`` is in one of libpq's forms; what it leaves out comes from libpq's own places
    (``PGPASSWORD``, ``~/.pgpass``, a service file).

    Raises:
        LedgerUnreachable: nobody answers, or not in time.
        TrucelineError: the server may lose what it acknowledged, or the role may do too much.
        LedgerDamaged: there is no ledger, or its guards are not as they were made.
    """
    session = connected(address)
    try:
        with told(place_of(session)):
            _refuse_unsafe(session)
            for name, value in _OURS:
                session.execute(f"SET {name} = '{value}'")
            session.execute("SELECT set_config('truceline.token', %s, false)", (token,))
            _refuse_powerful(session)
            _check_form(session)
    except BaseException:
        session.close()
        raise
    return session


def connected(address: str) -> Session:
    """Return a plain connection that commits each statement by itself."""
    try:
        import psycopg
    except ImportError:
        raise TrucelineError(
            "a ledger on a PostgreSQL server needs the library psycopg; "
            "type `pip install 'truceline[postgres]'`"
        ) from None
    try:
        return psycopg.connect(
            address,
            autocommit=True,
            connect_timeout=CONNECT_TIMEOUT_S,
            application_name="truceline",
            keepalives_idle=10,
            keepalives_interval=5,
            keepalives_count=3,
        )
    except psycopg.ProgrammingError:
        # The message may repeat the address, and with it a password.
        raise TrucelineError(
            "the address of the PostgreSQL server cannot be read; write it as "
            "postgresql://user@host:5432/database, the password in ~/.pgpass or PGPASSWORD"
        ) from None
    except psycopg.OperationalError as error:
        raise LedgerUnreachable(f"the PostgreSQL server does not let us in: {error}") from error


def place_of(session: Session) -> str:
    """Return where a session leads, in words for a message; never a password."""
    info = session.info
    return f"PostgreSQL database {info.dbname} on {info.host}:{info.port}"


@contextmanager
def told(place: str) -> Iterator[None]:
    """Turn what the server says into an error that tells what happened and how to mend it."""
    import psycopg
    from psycopg import errors

    try:
        yield
    except (errors.LockNotAvailable, errors.DeadlockDetected, errors.SerializationFailure) as error:
        raise LedgerBusy(
            f"{place}: others have held the ledger for {LOCK_TIMEOUT_S} seconds; "
            "wait until they are done, then do the same again: nothing was recorded"
        ) from error
    except errors.InsufficientPrivilege as error:
        raise TrucelineError(
            f"{place}: this session may not do that ({_said(error)}); ask who keeps the server "
            "for a role in truceline_app and a token with the right"
        ) from error
    except (errors.DiskFull, errors.OutOfMemory) as error:
        raise TrucelineError(
            f"{place}: the server has no room ({_said(error)}); nothing was recorded"
        ) from error
    except (psycopg.OperationalError, errors.ReadOnlySqlTransaction) as error:
        raise LedgerUnreachable(
            f"{place}: the server is gone or takes no writes ({_said(error)}); nothing was "
            "recorded, do the same again"
        ) from error
    except (errors.UndefinedTable, errors.InvalidSchemaName, errors.UndefinedFunction) as error:
        raise LedgerDamaged(
            f"{place} holds no ledger of Truceline ({_said(error)}); "
            "type `truceline ledger prepare` to make one"
        ) from error
    except psycopg.Error as error:
        raise LedgerDamaged(
            f"{place} cannot be read or written as a ledger ({_said(error)})"
        ) from error


def _said(error: BaseException) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__


def _setting(session: Session, name: str) -> str:
    row = session.execute("SELECT current_setting(%s)", (name,)).fetchone()
    assert row is not None  # noqa: S101  # a setting that is not there raises
    return str(row[0])


def _refuse_unsafe(session: Session) -> None:
    version = session.info.server_version
    if version < OLDEST_VERSION:
        raise TrucelineError(
            f"{place_of(session)} is PostgreSQL {version // 10000}; "
            f"a ledger needs {OLDEST_VERSION // 10000} or newer"
        )
    for name, wanted in _THEIRS:
        found = _setting(session, name)
        if found != wanted:
            raise TrucelineError(
                f"{place_of(session)} runs with {name} = {found}, so that what it acknowledged "
                f"can be lost; set {name} = {wanted} in postgresql.conf"
            )


def _refuse_powerful(session: Session) -> None:
    row = session.execute(
        "SELECT rolname FROM pg_roles WHERE rolname = current_user AND (rolsuper OR rolbypassrls "
        "OR pg_has_role(rolname, 'truceline_owner', 'MEMBER'))"
    ).fetchone()
    if row is not None:
        raise TrucelineError(
            f"{place_of(session)}: the role {row[0]} could rewrite the ledger, so it is not used "
            "for daily work; log in with a role that is only a member of truceline_app"
        )


def _check_form(session: Session) -> None:
    found = session.execute("SELECT step, digest FROM truceline.form ORDER BY step").fetchall()
    wanted = [(step.number, step.digest) for step in postgresql_steps.steps() if step.number > 0]
    if found != wanted:
        newer = len(found) > len(wanted)
        raise TrucelineError(
            f"{place_of(session)} holds a ledger of another form ({len(found)} steps, and this "
            f"Truceline knows {len(wanted)}); "
            + (
                "use a newer Truceline"
                if newer
                else "type `truceline ledger prepare` to bring it up"
            )
        )
    missing = GUARDS - _guards(session)
    if missing:
        raise LedgerDamaged(
            f"{place_of(session)}: {', '.join(sorted(missing))} missing or turned off; the ledger "
            "was changed from outside. Compare it with a checkpoint before anything is added"
        )


def _guards(session: Session) -> set[str]:
    rows = session.execute(
        "SELECT 'trigger ' || tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
        "WHERE tgenabled = 'A' AND relnamespace = 'truceline'::regnamespace "
        "AND relname = ANY (%s) "
        "UNION ALL SELECT 'row security on ' || relname FROM pg_class "
        "WHERE relnamespace = 'truceline'::regnamespace AND relrowsecurity AND relforcerowsecurity",
        (list(_WATCHED),),
    ).fetchall()
    return {str(row[0]) for row in rows}
