"""Accounts, sessions and tokens: what opens, for how long, and what is left of it on the disk."""

from __future__ import annotations

import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.people.world import Clock, people_in, somebody
from truceline.errors import NotFound, RecordInvalid
from truceline.web.people import sessions
from truceline.web.people.accounts import (
    INVITATION_S,
    account_named,
    accounts,
    add_account,
    change_account,
    changes,
    close_account,
    invite,
    invited,
    set_password,
)
from truceline.web.people.first_run import LINK_S, first_link, take_office
from truceline.web.people.passwords import Passwords, TooBusy
from truceline.web.people.person import Via
from truceline.web.people.roles import Role, Scope
from truceline.web.people.store import PeopleStore, PeopleUnreadable
from truceline.web.people.tokens import make_token, person_with_token, revoke, tokens

PASSWORD = "seven rivers run north"  # noqa: S105
PASSWORDS = Passwords()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[PeopleStore]:
    store = people_in(tmp_path, clock)
    yield store
    store.close()


def test_the_file_is_its_owners_alone_and_holds_no_secret(
    store: PeopleStore, tmp_path: Path
) -> None:
    ann = somebody(store)
    secrets = [
        invite(store, ann.id, by="t"),
        sessions.begin(store, ann.id),
        make_token(store, ann.id, name="t", scopes=[Scope.READ], lasts_s=60)[1],
    ]
    set_password(store, ann.id, PASSWORD, passwords=PASSWORDS, by="t")

    for file in tmp_path.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        content = file.read_bytes()
        assert not any(secret.encode() in content for secret in (*secrets, PASSWORD))


def test_another_file_is_refused_and_not_changed(tmp_path: Path, clock: Clock) -> None:
    file = tmp_path / "people.sqlite"
    file.write_bytes(b"no database at all, but rather long" * 40)

    with pytest.raises(PeopleUnreadable):
        people_in(tmp_path, clock)

    assert file.read_bytes().startswith(b"no database")


def test_a_session_ends_when_idle_when_old_and_when_signed_out(
    store: PeopleStore, clock: Clock
) -> None:
    ann = somebody(store)
    idle, old, out = (sessions.begin(store, ann.id) for _ in range(3))

    sessions.end(store, out)
    assert sessions.person_with(store, out) is None
    for _ in range(sessions.LONGEST_S // 1_000):
        clock.wait(1_000)
        still = sessions.person_with(store, old)
        assert still is not None
    assert sessions.person_with(store, idle) is None
    clock.wait(sessions.LONGEST_S % 1_000)
    assert sessions.person_with(store, old) is None


def test_a_session_is_new_at_sign_in_and_ends_the_one_before(store: PeopleStore) -> None:
    ann = somebody(store)
    before = sessions.begin(store, ann.id)

    after = sessions.begin(store, ann.id, instead_of=before)

    assert after != before
    assert sessions.person_with(store, before) is None
    assert sessions.person_with(store, "fixed by somebody else") is None


def test_a_change_of_role_and_a_closed_account_hold_at_once(store: PeopleStore) -> None:
    ann = somebody(store, Role.REVIEWER)
    secret = sessions.begin(store, ann.id)
    _, token = make_token(store, ann.id, name="t", scopes=list(Scope), lasts_s=60)

    change_account(store, ann.id, role=Role.READER, agreements=["x"], trusted=False, by="t")

    program = person_with_token(store, token)
    assert sessions.person_with(store, secret) is None
    assert program is not None
    secret = sessions.begin(store, ann.id)
    change_account(store, ann.id, role=Role.READER, agreements=["y"], trusted=False, by="t")
    person = sessions.person_with(store, secret)
    assert person is not None
    assert (person.role, person.agreements) == (Role.READER, frozenset({"y"}))
    assert (program.scopes, program.agreements) == (frozenset({Scope.READ}), frozenset({"x"}))
    close_account(store, ann.id, by="t")
    assert sessions.person_with(store, secret) is None
    assert person_with_token(store, token) is None
    assert account_named(store, "ann") is None


def test_a_token_does_no_more_than_its_owner_and_ends_when_revoked_or_late(
    store: PeopleStore, clock: Clock
) -> None:
    ann = somebody(store)
    made, token = make_token(
        store, ann.id, name="t", scopes=[Scope.READ, Scope.REVIEW, Scope.ADMIN], lasts_s=60
    )
    program = person_with_token(store, token)
    assert program is not None
    assert (program.role, program.via, program.scopes) == (
        Role.SERVICE,
        Via.TOKEN,
        frozenset({Scope.READ}),
    )

    revoke(store, made.id, by="ann", account=ann.id)

    assert person_with_token(store, token) is None
    assert tokens(store)[0].revoked
    _, other = make_token(store, ann.id, name="u", scopes=[Scope.READ], lasts_s=60)
    clock.wait(60)
    assert person_with_token(store, other) is None
    with pytest.raises(NotFound):
        revoke(store, made.id, by="bob", account="a-other")
    with pytest.raises(RecordInvalid, match="no scope that you have"):
        make_token(store, ann.id, name="t", scopes=[Scope.ADMIN], lasts_s=60)


def test_an_invitation_opens_once_and_not_for_ever(store: PeopleStore, clock: Clock) -> None:
    ann = somebody(store)
    first, second = (invite(store, ann.id, by="t") for _ in range(2))

    assert invited(store, first) is None
    assert invited(store, second) == ann
    set_password(store, ann.id, PASSWORD, passwords=PASSWORDS, by="ann")
    assert invited(store, second) is None
    third = invite(store, ann.id, by="t")
    clock.wait(INVITATION_S)
    assert invited(store, third) is None


def test_the_first_link_makes_one_administrator_and_no_more(
    store: PeopleStore, clock: Clock
) -> None:
    lost, link = first_link(store), first_link(store)
    assert lost
    assert link
    assert take_office(store, lost, name="zoe", password=PASSWORD, passwords=PASSWORDS) is None
    with pytest.raises(RecordInvalid):
        take_office(store, link, name="zoe", password="short", passwords=PASSWORDS)  # noqa: S106

    made = take_office(store, link, name="zoe", password=PASSWORD, passwords=PASSWORDS)

    assert made is not None
    assert made.role is Role.ADMINISTRATOR
    assert take_office(store, link, name="eve", password=PASSWORD, passwords=PASSWORDS) is None
    assert first_link(store) is None
    with pytest.raises(RecordInvalid, match="last administrator"):
        close_account(store, made.id, by="zoe")
    assert next(one["what"] for one in changes(store)) == "password set"
    assert clock.seconds() > LINK_S


def test_the_first_link_is_good_for_an_hour(store: PeopleStore, clock: Clock) -> None:
    link = first_link(store)
    assert link
    clock.wait(LINK_S)

    assert take_office(store, link, name="zoe", password=PASSWORD, passwords=PASSWORDS) is None


def test_a_name_is_taken_in_any_case_and_a_password_fits_in_any_normal_form(
    store: PeopleStore,
) -> None:
    ann = somebody(store, name="Zoë")
    with pytest.raises(RecordInvalid, match="is taken"):
        add_account(store, name="ZOË", role=Role.READER, by="t")
    with pytest.raises(RecordInvalid, match="cannot be used"):
        add_account(store, name="a\nb", role=Role.READER, by="t")
    with pytest.raises(RecordInvalid, match="no account has the role"):
        add_account(store, name="srv", role=Role.SERVICE, by="t")
    set_password(store, ann.id, "caf\u00e9 by the river", passwords=PASSWORDS, by="t")

    found = account_named(store, "zoË")
    assert found is not None
    assert PASSWORDS.fits("cafe\u0301 by the river", found[1])
    assert not PASSWORDS.fits("cafe by the river", found[1])
    assert not PASSWORDS.fits("anything", None)
    assert len(accounts(store)) == 1


def test_more_than_the_queue_holds_are_told_to_come_back() -> None:
    passwords, begun, go = Passwords(at_once=1, waiting=1), threading.Barrier(3), threading.Event()

    def hold() -> None:
        with passwords._turn():
            go.wait(10)

    def wait() -> None:
        begun.wait(10)
        hold()

    threads = [threading.Thread(target=wait) for _ in range(2)]
    for thread in threads:
        thread.start()
    begun.wait(10)
    while passwords._places._value:
        pass
    with pytest.raises(TooBusy) as told:
        passwords.hashed(PASSWORD)
    assert told.value.retry_after_s >= 1
    go.set()
    for thread in threads:
        thread.join()
