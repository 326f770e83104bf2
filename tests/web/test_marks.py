"""Marks in the browser: raised by who works here, lowered by one role alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi import FastAPI

from tests.web.entering import client_as
from truceline.casework.gather import gather
from truceline.casework.marks import marks_of
from truceline.evidence.handling import Level
from truceline.evidence.layout import Casefile
from truceline.web.app import desk
from truceline.web.people.roles import Role
from truceline.web.settings import Settings

pytestmark = pytest.mark.slow

_WHY = "The village could be told from it."


@pytest.fixture
def app(own_case: Path) -> FastAPI:
    return desk(Settings(casefile=own_case))


def _some(app: FastAPI) -> tuple[str, str, str]:
    """Return a document, a claim of it and an observation made of one."""
    evidence = gather(Casefile.open(app.state.settings.casefile))
    one = evidence.observations[0]
    return one.basis.document, evidence.claims[0].id, one.id


def test_who_restricts_something_loses_sight_of_it_and_the_officer_gives_it_back(
    app: FastAPI,
) -> None:
    case = Casefile.open(app.state.settings.casefile)
    for id_ in _some(app):
        sent = {"level": "restricted", "reason": _WHY}
        with client_as(app, Role.ANALYST) as ann:
            assert ann.post(f"/marks/{id_}", data=sent).status_code == 200
            assert id_ not in ann.get("/marks").text
            # Neither again nor more mildly: it is not there for that person.
            assert ann.post(f"/marks/{id_}", data=sent).status_code == 404
            assert ann.post(f"/marks/{id_}/lowering", data={"reason": _WHY}).status_code == 404
        with client_as(app, Role.REVIEWER) as ben:
            page = ben.get("/marks").text
            assert id_ in page
            assert _WHY in page
            milder = {"level": "open", "reason": _WHY}
            assert ben.post(f"/marks/{id_}", data=milder).status_code == 403
        with client_as(app, Role.PROTECTION) as eve:
            assert eve.post(f"/marks/{id_}/lowering", data=milder).status_code == 200
        (mark,) = [one for one in marks_of(case) if one.of == id_]
        assert (mark.level, mark.by) == (Level.OPEN, "protection")
        with client_as(app, Role.ANALYST) as ann:
            assert id_ in ann.get("/marks").text


def test_an_embargo_can_be_made_longer_by_an_analyst_and_not_shorter(app: FastAPI) -> None:
    document = _some(app)[0]
    with client_as(app, Role.ANALYST) as ann:
        for until, status in (("2991-01-02", 200), ("2991-01-03", 200), ("2991-01-01", 403)):
            sent = {"level": "embargoed", "reason": _WHY, "until": until}
            assert ann.post(f"/marks/{document}", data=sent).status_code == status, until
        assert "2991-01-04 00:00Z" in ann.get(f"/documents/{document}").text


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"level": "restricted", "reason": " "}, "the reason is empty"),
        ({"level": "embargoed", "reason": _WHY}, "an embargo has no end"),
        ({"level": "embargoed", "reason": _WHY, "until": "1991"}, "over at once"),
        ({"level": "restricted", "reason": _WHY, "until": "2991"}, "restricted has no end"),
        ({"level": "embargoed", "reason": _WHY, "until": "2991-13"}, "2991-13"),
    ],
)
def test_a_mark_that_says_too_little_is_refused_with_what_is_missing(
    app: FastAPI, sent: dict[str, str], words: str
) -> None:
    with client_as(app, Role.REVIEWER) as client:
        answer = client.post(f"/marks/{_some(app)[0]}", data=sent)

    assert answer.status_code == 400
    assert words in answer.text


def test_the_form_stands_beside_each_thing_that_can_be_marked(app: FastAPI) -> None:
    document, _, _ = _some(app)
    with client_as(app, Role.REVIEWER) as client:
        page = client.get(f"/documents/{document}").text
        incident = client.get("/api/v1/incidents").json()["items"][0]["id"]
        for claim in client.get(f"/api/v1/claims?document={document}").json()["items"]:
            assert f'action="/marks/{claim["id"]}"' in page
        assert f'action="/marks/{document}"' in page
        assert 'action="/marks/o-' in client.get(f"/incidents/{incident}").text
        # On a past day nothing can be changed.
        assert "/marks/d-" not in client.get(f"/documents/{document}?as-of=2991-01-01").text
