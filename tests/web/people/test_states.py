"""Each kind of thing, in each state, is told to each role as the matrix says, to nobody else."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from tests.web.entering import HERE, client_as, token_client
from tests.web.people.objects import Objects
from truceline.web.people.permissions import permissions
from truceline.web.people.roles import Role, Scope, State

pytestmark = pytest.mark.slow

_MISSING = "x-0123456789abcdef"
# Each kind of thing that has an address of its own, with the routes that answer there.
_ADDRESSES = {
    "document": {"document": "/documents/{}", "api.documents.one": "/api/v1/documents/{}"},
    "claim": {"api.claims.one": "/api/v1/claims/{}"},
    "observation": {"api.observations.one": "/api/v1/observations/{}"},
    "incident": {
        "incident": "/incidents/{}",
        "api.incidents.one": "/api/v1/incidents/{}",
        "ogc.item": "/ogc/collections/incidents/items/{}",
    },
}
# What is not hidden itself, and must not tell of what is: by the word that stands in it.
_RESTS_ON = {
    "finding": "/findings/{}",
    "api.findings.one": "/api/v1/findings/{}",
    "api.explanation": "/api/v1/explanations/{}",
    "reports.edition": "/reports/edition?form=json",
    "api.reviews": "/api/v1/reviews?limit=500",
}
_SENT = {
    "contribute": ["/contribute"],
    "inbox": ["/inbox?sort=submissions", "/inbox?sort=decided"],
}
_QUOTES = ("finding", "api.explanation", "reports.edition")
_HELD = (State.SAME, State.RESTRICTED, State.EMBARGOED, State.ERASED)


def _client(objects: Objects, role: Role, *, elsewhere: bool = False) -> TestClient:
    if role is Role.ANONYMOUS:
        return TestClient(objects.app, base_url=HERE)
    if role is Role.SERVICE:
        return token_client(objects.app, Role.PROTECTION, list(Scope))
    return client_as(objects.app, role, agreements=["elsewhere-1999"] if elsewhere else None)


def _granted(role: Role, route: str, state: State) -> bool:
    row = permissions().routes[route]
    # A token of this test is one of the officer's, for whatever tokens may be used for.
    return state in row.states[role] and (role is not Role.SERVICE or row.scope is not None)


def _asked(client: TestClient, address: str) -> Response:
    answer: Response = client.get(address, follow_redirects=False)
    return answer


def _without(answer: Response, id_: str) -> tuple[int, str, frozenset[tuple[str, str]]]:
    """Return an answer with the id that was asked for taken out of it, to be compared."""
    headers = {
        (name, value.replace(id_, "#")) for name, value in answer.headers.items()
        if name not in ("content-length", "set-cookie")
    }  # fmt: skip
    return answer.status_code, answer.text.replace(id_, "#"), frozenset(headers)


@pytest.mark.parametrize("role", list(Role))
def test_a_thing_is_there_as_the_matrix_says_and_else_answers_like_a_missing_one(
    objects: Objects, role: Role
) -> None:
    here, elsewhere = _client(objects, role), _client(objects, role, elsewhere=True)
    for kind, routes in _ADDRESSES.items():
        for route, address in routes.items():
            for state in (*_HELD, State.OTHER):
                client = elsewhere if state is State.OTHER else here
                if state is State.OTHER and role in (Role.ANONYMOUS, Role.SERVICE):
                    continue
                id_ = objects.ids[kind, State.SAME if state is State.OTHER else state]
                answer = _asked(client, address.format(id_))
                if _granted(role, route, state):
                    assert answer.status_code == 200, (kind, route, state)
                else:
                    missing = _asked(client, address.format(_MISSING))
                    assert answer.status_code in (303, 401, 404), (kind, route, state)
                    assert _without(answer, id_) == _without(missing, _MISSING), (route, state)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("route", _RESTS_ON)
def test_what_rests_on_something_hidden_tells_of_it_as_the_matrix_says(
    objects: Objects, role: Role, route: str
) -> None:
    address = _RESTS_ON[route].format(objects.ids["finding", State.SAME])
    for state in (*_HELD, State.OTHER):
        if state is State.OTHER and role in (Role.ANONYMOUS, Role.SERVICE):
            continue
        answer = _asked(_client(objects, role, elsewhere=state is State.OTHER), address)
        word = objects.words[State.SAME if state is State.OTHER else state]
        if not _granted(role, route, state):
            assert word not in answer.text, state
        elif route in _QUOTES and role is not Role.READER:
            assert word in answer.text, state


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ANONYMOUS])
def test_the_words_of_a_review_are_told_to_who_sees_all_that_its_writer_saw(
    objects: Objects, role: Role
) -> None:
    for address in (
        "/api/v1/reviews?limit=500",
        _RESTS_ON["finding"].format(objects.ids["finding", State.SAME]),
    ):
        told = "I rely on" in _asked(_client(objects, role), address).text
        assert told == (role in (Role.REVIEWER, Role.PROTECTION)), address


@pytest.mark.parametrize("role", list(Role))
def test_what_was_sent_in_is_told_as_the_matrix_says(objects: Objects, role: Role) -> None:
    for route, addresses in _SENT.items():
        texts = "".join(_asked(_client(objects, role), one).text for one in addresses)
        for state in (*_HELD, State.OWN):
            told = objects.words[state] in texts
            # Of what others sent, a contributor is told nothing, in whatever state it is.
            assert told == _granted(role, route, state), (route, state)


@pytest.mark.parametrize("role", list(Role))
def test_an_agreement_is_there_for_whose_care_it_is_in(objects: Objects, role: Role) -> None:
    if role in (Role.ANONYMOUS, Role.SERVICE):
        return
    for state in (State.SAME, State.OTHER):
        client = _client(objects, role, elsewhere=state is State.OTHER)
        answer = _asked(client, "/api/v1/agreements")
        told = answer.status_code == 200 and "riverton-2031" in answer.text
        assert told == _granted(role, "api.agreements", state), state


def test_what_was_erased_leaves_a_tombstone_and_nothing_of_what_was_sent(objects: Objects) -> None:
    for role in Role:
        answer = _asked(_client(objects, role), "/api/v1/ledger/log?limit=500")
        if _granted(role, "api.ledger.log", State.ERASED):
            rows = answer.json()["items"]
            assert any(row["erased"] and not row["key"] for row in rows), role
        else:
            assert answer.status_code in (303, 401, 404), role
