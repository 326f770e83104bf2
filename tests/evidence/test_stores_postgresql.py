"""The ledger on a server: its walls hold, and a lost server loses nothing and doubles nothing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from tests.places import APP, TOKEN, PostgresqlPlace, made_database, open_ledger
from truceline.errors import LedgerDamaged, LedgerUnreachable, TrucelineError
from truceline.evidence.ledger import Draft, EntryKind
from truceline.evidence.sealed import SealedLedger
from truceline.evidence.stores import postgresql_prepare, postgresql_server, postgresql_steps
from truceline.evidence.stores.postgresql import PostgresqlStore
from truceline.evidence.stores.postgresql_prepare import grant, prepare, take_back

pytestmark = pytest.mark.slow

MONDAY = datetime(2031, 6, 2, tzinfo=UTC)


Session = psycopg.Connection[tuple[Any, ...]]


def claim(key: str) -> Draft:
    """Return a draft of a claim."""
    return Draft(kind=EntryKind.CLAIM, key=key, record={"words": "x"})


@pytest.fixture
def server(postgresql_ledger: str, tmp_path: Path) -> Iterator[PostgresqlPlace]:
    place = PostgresqlPlace(tmp_path, postgresql_ledger)
    yield place
    place.empty()


@pytest.fixture
def ledger(server: PostgresqlPlace) -> Iterator[SealedLedger]:
    with open_ledger(server) as ledger:
        ledger.append([claim("c-1"), claim("c-2")], author="ann", recorded_at=MONDAY)
        yield ledger


WITHOUT_RIGHTS = [
    "UPDATE truceline.entry SET kind = 'page'",
    "DELETE FROM truceline.entry",
    "TRUNCATE truceline.entry",
    "ALTER TABLE truceline.entry DISABLE TRIGGER entry_never_changed",
    "DROP TABLE truceline.entry",
    "INSERT INTO truceline.entry SELECT * FROM truceline.entry ON CONFLICT DO NOTHING",
    "MERGE INTO truceline.head USING truceline.head AS other ON true WHEN MATCHED THEN DELETE",
    "COPY truceline.entry TO PROGRAM 'cat'",
    "COPY truceline.entry FROM '/etc/hostname'",
    "UPDATE truceline.head SET size = 0",
    "UPDATE truceline.tally SET entries = 9",
    "DELETE FROM truceline.tally",
    "DELETE FROM truceline.body",
    "SELECT * FROM truceline.access",
    "INSERT INTO truceline.access VALUES ('x', current_user, '{read}', '')",
    "ALTER TABLE truceline.entry DISABLE ROW LEVEL SECURITY",
    "CREATE OR REPLACE FUNCTION truceline.refuse() RETURNS trigger LANGUAGE sql AS ''",
    "SET ROLE truceline_owner",
    "SET session_replication_role = replica",
    "CREATE TABLE truceline.mine (x int)",
]


@pytest.mark.parametrize("statement", WITHOUT_RIGHTS)
def test_the_application_cannot_change_the_record(
    server: PostgresqlPlace, ledger: SealedLedger, statement: str
) -> None:
    with psycopg.connect(server.address, autocommit=True) as session:
        session.execute("SELECT set_config('truceline.token', %s, false)", (TOKEN,))
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            session.execute(statement.encode())

    assert ledger.verify() == 2


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE truceline.entry SET kind = 'page'",
        "DELETE FROM truceline.entry",
        "TRUNCATE truceline.entry",
        "INSERT INTO truceline.entry SELECT 7, '', sha256('\\x00'), 'x', '', '', '', ''",
        "UPDATE truceline.head SET size = 1",
        "UPDATE truceline.head SET size = 3",
        "DELETE FROM truceline.head",
        "UPDATE truceline.tally SET entries = 1",
        "DELETE FROM truceline.tally",
        "UPDATE truceline.body SET body = ''",
        "TRUNCATE truceline.body",
        "DELETE FROM truceline.body WHERE entry_index = 1",
    ],
)
def test_the_triggers_hold_even_against_a_superuser_in_replica_mode(
    server: PostgresqlPlace, ledger: SealedLedger, statement: str
) -> None:
    with psycopg.connect(server.admin, autocommit=True) as session:
        session.execute("SET session_replication_role = replica")
        with pytest.raises(psycopg.errors.RestrictViolation):
            session.execute(statement.encode())

    assert ledger.verify() == 2


def test_without_a_token_nothing_is_seen_and_nothing_is_added(
    server: PostgresqlPlace, ledger: SealedLedger
) -> None:
    with psycopg.connect(server.address, autocommit=True) as session:
        for guess in ("", "guessed", TOKEN.upper()):
            session.execute("SELECT set_config('truceline.token', %s, false)", (guess,))
            for table in ("entry", "body", "head", "tally"):
                query = f"SELECT count(*) FROM truceline.{table}"  # noqa: S608
                assert session.execute(query.encode()).fetchone() == (0,)
            assert session.execute("SELECT * FROM truceline.hold()").fetchall() == []
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                session.execute("SELECT truceline.erase('{0}')")
    store = PostgresqlStore.open(server.address, token="guessed")  # noqa: S106
    with pytest.raises(TrucelineError, match="may not see the ledger"):
        store.head()
    store.close()


def test_a_token_gives_its_rights_to_its_role_alone_and_until_it_is_taken_back(
    server: PostgresqlPlace, ledger: SealedLedger
) -> None:
    reader = "reader" * 8
    grant(server.admin, token=reader, rights=["read"])
    store = PostgresqlStore.open(server.address, token=reader)
    assert store.head().size == 2
    with pytest.raises(TrucelineError, match="may not append to"), store.writing():
        pass
    assert take_back(server.admin, token=reader)
    with pytest.raises(TrucelineError, match="may not see"):
        store.head()
    store.close()

    grant(server.admin, token=reader, held_by="truceline_signer")
    store = PostgresqlStore.open(server.address, token=reader)
    with pytest.raises(TrucelineError, match="may not see"):
        store.head()
    store.close()
    take_back(server.admin, token=reader)


ADD_NOTHING = "SELECT truceline.add(2, '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', 2, '', '')"


@contextmanager
def logged_in(server: PostgresqlPlace, role: str, *, token: str | None) -> Iterator[Session]:
    """Yield the session of a new user who is a member of a role, and shows a token."""
    name = f"truceline_test_{role.removeprefix('truceline_')}"
    with psycopg.connect(server.admin, autocommit=True) as session:
        session.execute(f"CREATE ROLE {name} LOGIN IN ROLE {role}".encode())
    try:
        address = make_conninfo(server.admin, user=name)
        with psycopg.connect(address, autocommit=True) as session:
            session.execute("SELECT set_config('truceline.token', %s, false)", (token or "",))
            yield session
    finally:
        with psycopg.connect(server.admin, autocommit=True) as session:
            session.execute(f"DROP OWNED BY {name}".encode())
            session.execute(f"DROP ROLE {name}".encode())


@pytest.mark.parametrize("role", ["truceline_signer", "truceline_auditor"])
def test_a_signer_and_an_auditor_read_leaves_and_nothing_else(
    server: PostgresqlPlace, ledger: SealedLedger, role: str
) -> None:
    # Even a token with every right gives a role no more than the role may do.
    token = role[-6:] * 8
    grant(server.admin, token=token, held_by=role)
    try:
        with logged_in(server, role, token=token) as session:
            for table in ("head", "tally"):
                query = f"SELECT count(*) FROM truceline.{table}"  # noqa: S608
                assert session.execute(query.encode()).fetchone() == (1,)
            assert session.execute("SELECT count(leaf) FROM truceline.entry").fetchone() == (2,)
            for statement in (
                "SELECT * FROM truceline.body",
                "SELECT truceline.hold()",
                "SELECT truceline.erase('{0}')",
                ADD_NOTHING,
                "INSERT INTO truceline.entry SELECT * FROM truceline.entry",
                "UPDATE truceline.head SET size = 0",
                "DELETE FROM truceline.entry",
                "SELECT * FROM truceline.access",
            ):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    session.execute(statement.encode())
    finally:
        take_back(server.admin, token=token)
    assert ledger.verify() == 2


def test_row_security_stands_where_somebody_gave_away_too_many_privileges(
    server: PostgresqlPlace, ledger: SealedLedger
) -> None:
    reader = "read-only" * 5
    grant(server.admin, token=reader, held_by="truceline_auditor", rights=["read"])
    try:
        for token in (None, reader, TOKEN):
            with logged_in(server, "truceline_auditor", token=token) as session:
                with psycopg.connect(server.admin, autocommit=True) as admin:
                    admin.execute("GRANT ALL ON ALL TABLES IN SCHEMA truceline TO PUBLIC")
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    session.execute(
                        "INSERT INTO truceline.entry "
                        "SELECT 2, '', sha256('\\x00'), 'x', '', NULL, NULL, ''"
                    )
                seen = (2,) if token == reader else (0,)
                for table in ("entry", "body"):
                    query = f"SELECT count(*) FROM truceline.{table}"  # noqa: S608
                    assert session.execute(query.encode()).fetchone() == seen
                # A policy hides what may not be changed, so nothing is met; or the guard refuses.
                for statement in (
                    "DELETE FROM truceline.body",
                    "UPDATE truceline.head SET size = 9",
                ):
                    done = session.execute(statement.encode())
                    assert done.rowcount == 0
    finally:
        take_back(server.admin, token=reader)
        with psycopg.connect(server.admin, autocommit=True) as admin:
            admin.execute("REVOKE ALL ON ALL TABLES IN SCHEMA truceline FROM PUBLIC")
    assert ledger.verify() == 2


def test_nobody_logs_in_as_the_owner(server: PostgresqlPlace, ledger: SealedLedger) -> None:
    for role in ("truceline_owner", "truceline_app", "truceline_signer", "truceline_auditor"):
        with pytest.raises(psycopg.OperationalError, match="not permitted to log in"):
            psycopg.connect(make_conninfo(server.admin, user=role))


def test_the_head_row_lets_one_writer_in_at_a_time(
    server: PostgresqlPlace, ledger: SealedLedger
) -> None:
    with psycopg.connect(server.address, autocommit=True) as other:
        other.execute("SELECT set_config('truceline.token', %s, false)", (TOKEN,))
        other.execute("SET lock_timeout = '100ms'")
        with ledger.store.writing():
            assert other.execute("SELECT size FROM truceline.head").fetchone() == (2,)
            for statement in ("SELECT truceline.hold()", ADD_NOTHING):
                with pytest.raises(psycopg.errors.LockNotAvailable):
                    other.execute(statement.encode())
        assert other.execute("SELECT size FROM truceline.hold()").fetchone() == (2,)


def test_a_superuser_is_not_let_in_for_daily_work(server: PostgresqlPlace) -> None:
    with pytest.raises(TrucelineError, match="could rewrite the ledger"):
        PostgresqlStore.open(server.admin, token=TOKEN)


@pytest.mark.parametrize(
    ("change", "back"),
    [
        ("DISABLE TRIGGER entry_never_changed", "ENABLE ALWAYS TRIGGER entry_never_changed"),
        ("ENABLE TRIGGER entry_in_order", "ENABLE ALWAYS TRIGGER entry_in_order"),
        ("NO FORCE ROW LEVEL SECURITY", "FORCE ROW LEVEL SECURITY"),
        ("DISABLE ROW LEVEL SECURITY", "ENABLE ROW LEVEL SECURITY"),
    ],
)
def test_a_guard_that_was_turned_off_is_told_at_the_next_start(
    server: PostgresqlPlace, change: str, back: str
) -> None:
    with psycopg.connect(server.admin, autocommit=True) as session:
        session.execute(f"ALTER TABLE truceline.entry {change}".encode())
        try:
            with pytest.raises(LedgerDamaged, match="turned off"):
                server.store()
        finally:
            session.execute(f"ALTER TABLE truceline.entry {back}".encode())


@pytest.mark.parametrize("setting", ["fsync", "full_page_writes"])
def test_a_server_that_may_lose_what_it_acknowledged_is_refused(
    server: PostgresqlPlace, setting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The server is shared by the tests, so what is wanted is turned round, and not the setting.
    wanted = tuple(
        (name, "off") if name == setting else (name, value)
        for name, value in postgresql_server._THEIRS
    )
    monkeypatch.setattr(postgresql_server, "_THEIRS", wanted)
    with pytest.raises(TrucelineError, match=f"runs with {setting}"):
        server.store()


def test_the_session_commits_durably_and_waits_not_for_ever(server: PostgresqlPlace) -> None:
    store = server.store()
    found = [
        postgresql_server._setting(store._session, name)
        for name in ("synchronous_commit", "lock_timeout", "idle_in_transaction_session_timeout")
    ]
    store.close()

    assert found == ["on", "45s", "30s"]


def test_to_prepare_again_changes_nothing(server: PostgresqlPlace, ledger: SealedLedger) -> None:
    assert prepare(server.admin) == []
    assert ledger.verify() == 2


def test_a_ledger_of_an_older_form_is_brought_up_and_keeps_every_entry(
    postgresql: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = tmp_path / "older"
    older.mkdir()
    shutil.copy(postgresql_prepare._STEPS / "step_1.py", older)
    every = postgresql_steps.steps()
    with monkeypatch.context() as patch:
        patch.setattr(postgresql_prepare, "_STEPS", older)
        patch.setattr(postgresql_steps, "steps", lambda: every[:2])
        patch.setattr(
            postgresql_server,
            "GUARDS",
            {guard for guard in postgresql_server.GUARDS if "tall" not in guard},
        )
        address, name = made_database(postgresql)
        place = PostgresqlPlace(tmp_path, address)
        with open_ledger(place) as ledger:
            ledger.append([claim("c-1"), claim("c-2")], author="ann", recorded_at=MONDAY)
            root = ledger.root()
    try:
        with pytest.raises(TrucelineError, match="truceline ledger prepare"):
            place.store()
        assert prepare(address) == ["step_2"]
        with open_ledger(place) as ledger:
            assert (ledger.root(), ledger.count(EntryKind.CLAIM)) == (root, 2)
            ledger.append([claim("c-3")], author="ann", recorded_at=MONDAY)
            assert (ledger.count(EntryKind.CLAIM), ledger.verify()) == (3, 3)
    finally:
        with psycopg.connect(postgresql, autocommit=True) as session:
            session.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def test_a_step_that_was_applied_in_other_words_is_refused(server: PostgresqlPlace) -> None:
    with psycopg.connect(server.admin, autocommit=True) as session:
        session.execute("UPDATE truceline.form SET digest = 'x' || digest WHERE step = 2")
        try:
            with pytest.raises(TrucelineError, match="another wording"):
                prepare(server.admin)
            with pytest.raises(TrucelineError, match="another form"):
                server.store()
        finally:
            session.execute("UPDATE truceline.form SET digest = substr(digest, 2) WHERE step = 2")


def test_an_address_that_leads_nowhere_is_told_without_its_password() -> None:
    for address in ("postgresql://ann:s3cret@127.0.0.1:1/x", "postgresql://ann:s3cret@:::"):
        with pytest.raises(TrucelineError) as told:
            PostgresqlStore.open(address, token=TOKEN)
        assert "s3cret" not in str(told.value)


def test_a_session_that_broke_while_idle_is_opened_anew(
    server: PostgresqlPlace, ledger: SealedLedger
) -> None:
    for ask in (ledger.size, lambda: ledger.append([claim("c-9")], author="a", recorded_at=MONDAY)):
        end_sessions(server)
        ask()
    assert ledger.verify() == 3


def test_a_session_lost_in_the_middle_leaves_nothing(
    server: PostgresqlPlace, ledger: SealedLedger
) -> None:
    def lose_the_session() -> None:
        with ledger.store.writing():
            end_sessions(server)
            ledger.store.erase([])

    with pytest.raises(LedgerUnreachable, match="nothing was recorded"):
        lose_the_session()
    assert ledger.verify() == 2


def end_sessions(server: PostgresqlPlace) -> None:
    """End the application's sessions from outside."""
    with psycopg.connect(server.admin, autocommit=True) as session:
        session.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE usename = %s AND datname = current_database()",
            (APP,),
        )
