"""The matrix: what it does not grant is refused, and a file with a gap serves nobody."""

from __future__ import annotations

from importlib.resources import files

import pytest

from truceline.web.people.permissions import (
    FILE,
    PermissionsInvalid,
    permissions,
    read_permissions,
)
from truceline.web.people.person import ANONYMOUS, SESSION_SCOPES, VISITOR, Person, Via
from truceline.web.people.roles import Role, Scope, State

TEXT = (files("truceline.web.people") / FILE).read_text(encoding="utf-8")


def person(role: Role) -> Person:
    """Return somebody with a role and a session."""
    return Person(id="a-1", name="ann", role=role, via=Via.SESSION, scopes=SESSION_SCOPES[role])


@pytest.mark.parametrize(
    ("found", "instead", "words"),
    [
        ("    auditor: own, same case\n    service", "    service", "tells of"),
        ("reader: own, same case", "reader: own, sane case", "did you mean 'same case'"),
        ("needs: everybody, scope: read", "needs: evrybody, scope: read", "names the need"),
        ("methods: [GET], needs: everybody, scope", "methods: [], needs: everybody, scope", "m"),
        ("scope: read", "scope: rend", "no scope 'rend'"),
        ("turn: false}", "trun: false}", "keys that are not known"),
        ("sign_in_post: {methods: [POST],", "sign_in_post: {methods: [POST], public: true,", "n"),
    ],
)  # fmt: skip
def test_a_matrix_with_a_gap_is_refused(found: str, instead: str, words: str) -> None:
    assert found in TEXT
    with pytest.raises(PermissionsInvalid, match=words):
        read_permissions(TEXT.replace(found, instead, 1), file=FILE)


def test_nobody_is_granted_what_was_erased_but_its_tombstone() -> None:
    for name, need in permissions().needs.items():
        for role in Role:
            assert name == "proofs" or State.ERASED not in need[role], (name, role)


def test_who_keeps_accounts_and_who_audits_see_no_content() -> None:
    for row in permissions().routes.values():
        for role in (Role.ADMINISTRATOR, Role.AUDITOR, Role.ANONYMOUS):
            if row.needs in ("content", "sources", "contribute", "work", "review", "protect"):
                assert not row.states[role], row.name


def test_a_reader_in_public_mode_is_somebody_without_an_account_and_changes_nothing() -> None:
    assert not VISITOR.known
    for row in permissions().routes.values():
        if row.public:
            assert row.methods <= {"GET", "HEAD"}, row.name


def test_a_token_needs_the_scope_of_the_route_and_an_owner_who_may() -> None:
    for row in permissions().routes.values():
        bare = Person(id="a", name="a", role=Role.SERVICE, via=Via.TOKEN, behind=Role.PROTECTION)
        assert not permissions().reachable(bare, act=row.name), row.name
        admins = Person(
            id="a",
            name="a",
            role=Role.SERVICE,
            via=Via.TOKEN,
            scopes=frozenset(Scope),
            behind=Role.ADMINISTRATOR,
        )
        if row.needs == "content":
            assert not permissions().reachable(admins, act=row.name), row.name


def test_an_unknown_route_serves_nobody() -> None:
    for role in Role:
        assert not permissions().allowed(person(role), act="route that nobody wrote")
    assert not permissions().allowed(ANONYMOUS, act="sign_out")
