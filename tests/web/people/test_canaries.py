"""Words planted in what is hidden or erased are told to nobody who may not know them, in no form.

A few of each kind here; a thousand and more with ``make canaries``.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from tests.web.entering import HERE, client_as
from tests.web.people.canary import Canaries, in_every_form
from tests.web.people.planted import AT, MAY_KNOW, Planted, plant
from tests.web.people.sweep import addresses, everybody, leaks_of, posts, told
from truceline.casework import sight
from truceline.casework.gather import gather
from truceline.casework.import_record import import_record
from truceline.evidence.layout import Casefile
from truceline.web.app import desk
from truceline.web.pages import contribute
from truceline.web.people.roles import Role
from truceline.web.people.submissions import submissions
from truceline.web.settings import Settings

# Of each kind of place: 50 make more than a thousand words.
_EACH = int(os.environ.get("TRUCELINE_CANARIES", "2"))


@pytest.fixture(scope="module")
def planted(riverton_case: Path, tmp_path_factory: pytest.TempPathFactory) -> Planted:
    """Return a casefile with words of its own in what is hidden and what was erased."""
    folder = tmp_path_factory.mktemp("canaries")
    (folder / "notes").mkdir()
    case = Path(shutil.copytree(riverton_case, folder / "case"))
    return plant(case, folder / "notes", each=_EACH)


def _desk(planted: Planted, *, public: bool = False) -> FastAPI:
    later = AT + timedelta(days=900)
    return desk(Settings(casefile=planted.case.path, public=public, clock=lambda: later))


def _ids(planted: Planted) -> list[str]:
    """Return an id of each sort of thing that is hidden or gone."""
    hidden = set(planted.restricted)
    claims = [one.id for one in gather(planted.case).claims if one.document in hidden]
    return [one for some in planted.of.values() for one in some[:1]] + claims[:1]


@pytest.mark.parametrize("form", in_every_form("Kanarivogel1"))
def test_the_search_finds_a_planted_word_in_every_form(form: str) -> None:
    words = Canaries()
    word = words.word("restricted words")

    assert words.kinds_in(in_every_form(word)[form])
    assert not words.kinds_in(in_every_form("a word of no account")[form])


@pytest.mark.slow
def test_no_planted_word_leaves_to_who_may_not_know_it(
    planted: Planted,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    caplog.set_level(logging.DEBUG)
    app = _desk(planted)
    found, leaks = {}, []
    asked, sent = addresses(app, _ids(planted)), posts(app, _ids(planted))
    clients = everybody(app, _desk(planted, public=True))
    for who, (role, client) in clients.items():
        found[who] = list(told(client, planted.words, asked))
        leaks += leaks_of(role, found[who])
    # What changes something comes last; who is cleared would only do what was asked.
    for role, client in clients.values():
        if role not in (Role.REVIEWER, Role.PROTECTION):
            leaks += leaks_of(role, told(client, planted.words, sent, method="POST"))

    assert not leaks, leaks[:5]
    print(f"{len(planted.words.kinds)} words; {len(asked)} addresses to look at and {len(sent)} to "
          f"send to, for each of {len(clients)} askers; 0 leaks")  # fmt: skip
    # The same search finds every kind where it may be known: it is not blind.
    for kind, roles in MAY_KNOW.items():
        for role in roles:
            assert kind in {each for _, each in found[role.value]}, (role, kind)
    # What a client of these tests writes of the addresses that it asked is no log of ours.
    log = "\n".join(one.getMessage() for one in caplog.records if "http" not in one.name)
    assert not planted.words.kinds_in(log.encode())
    for file in tmp_path.rglob("*"):
        assert file.is_dir() or not planted.words.kinds_in(file.read_bytes()), file


@pytest.mark.slow
def test_a_search_for_a_hidden_word_answers_as_for_a_word_that_nobody_wrote(
    planted: Planted,
) -> None:
    words = planted.words
    hidden = {kind: digits.decode() for digits, kind in words.kinds.items()}
    never = words.unplanted()
    for role in (Role.READER, Role.ANALYST):
        with client_as(_desk(planted), role) as client:
            for kind in ("restricted words", "erased words", "restricted filename"):
                word = never[: -len(hidden[kind])] + hidden[kind]
                for address in ("/documents?q=", "/incidents?q=", "/map?q="):
                    one, other = client.get(address + word), client.get(address + never)
                    assert one.status_code == other.status_code
                    assert one.text.replace(word, never) == other.text, (role, kind, address)


_HOLES = {
    "marks hide nothing": (Role.ANALYST, sight, "hides", lambda *_: False),
    "hidden claims stay": (Role.ANALYST, sight.Hidden, "claim", lambda *_: False),
    "hidden rows stay": (Role.ANALYST, sight.Hidden, "record", lambda *_: False),
    "torn texts stay": (Role.ANALYST, sight.Hidden, "tears", lambda *_: False),
    "a contributor sees all": (
        Role.CONTRIBUTOR, contribute, "submissions", lambda store, **_: submissions(store)
    ),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("hole", _HOLES)
def test_a_hole_made_on_purpose_is_found(
    planted: Planted, monkeypatch: pytest.MonkeyPatch, hole: str
) -> None:
    role, where, name, instead = _HOLES[hole]
    monkeypatch.setattr(where, name, instead)
    ids = [one.id for one in gather(planted.case).documents]
    asked = ["/documents", *(f"/documents/{id_}" for id_ in ids), "/api/v1/claims?limit=500",
             "/api/v1/observations?limit=500", "/inbox", "/contribute"]  # fmt: skip
    with client_as(_desk(planted), role) as client:
        assert leaks_of(role, told(client, planted.words, asked))


@pytest.mark.slow
def test_no_exact_position_leaves_to_the_public(riverton_case: Path, tmp_path: Path) -> None:
    case = Casefile.open(Path(shutil.copytree(riverton_case, tmp_path / "case")))
    record = tmp_path / "rows.csv"
    lat, lon = "30.12347891", "10.45671239"
    record.write_text(
        "date_start,date_end,kind,asset,count_min,count_max,party,side,lat,lon,accuracy_m,"
        "place_text,paragraph,document,source_url,note\n"
        f"2031-02-01,2031-02-01,firing_across_ceasefire_line,,,,Northmark,,"
        f"{lat},{lon},50,at {lat} {lon},1,log 1,,"
        f"shelled at {lat}N {lon}E\n",
        encoding="utf-8",
    )
    done = import_record(case, record, author="a", recorded_at=AT)
    assert "30.12347891" in str(gather(case).observations), done
    app = desk(Settings(casefile=case.path, public=True, clock=lambda: AT + timedelta(days=900)))
    with TestClient(app, base_url=HERE) as client:
        for address in addresses(app, []):
            body = client.get(address, headers={"last-event-id": "0"}).text
            assert not re.search(r"30\.1234|10\.4567|1234789|4567123", body), address
