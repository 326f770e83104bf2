"""Words planted in what is restricted are told to nobody who may not know them, in no form."""

from __future__ import annotations

import base64
import gzip
import logging
import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from tests.web.entering import HERE, client_as, token_client
from truceline.casework.add import add_files
from truceline.casework.gather import gather
from truceline.casework.import_record import import_record
from truceline.casework.mark import mark_entry
from truceline.casework.observe import observe_claims
from truceline.casework.read import read_documents
from truceline.evidence.handling import Level
from truceline.evidence.layout import Casefile
from truceline.timespan import Timespan
from truceline.web.app import desk
from truceline.web.people.roles import Role, Scope
from truceline.web.people.route_table import RouteTable
from truceline.web.settings import Settings

pytestmark = pytest.mark.slow

_AT = datetime(2031, 7, 1, tzinfo=UTC)
_LINES = 19
# A thousand words with TRUCELINE_CANARIES=50, which takes minutes.
_DOCUMENTS = int(os.environ.get("TRUCELINE_CANARIES", "3"))
_CLEARED = (Role.REVIEWER, Role.PROTECTION)


def _word(number: int) -> str:
    """Return a word that stands nowhere else; its last letters are digits of its own."""
    return f"Kanari{number:04}{(number * 7919 + 104729) % 1_000_000:06}"


def _forms(word: str) -> list[bytes]:
    """Return a word in the forms in which it could leave, wherever base64 happens to begin."""
    plain = word.encode()
    found = [plain, plain.lower(), plain.hex().encode(), quote(word, safe="").encode()]
    found += ["".join(f"%{byte:02X}" for byte in plain).encode(), word[-10:].encode()]
    for shift in range(3):
        coded = base64.b64encode(b"x" * shift + plain)
        # Without the letters that its neighbours share.
        found.append(coded[4 if shift else 0 : -4])
    return found


@pytest.fixture(scope="module")
def planted(riverton_case: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a casefile with words of its own in what is restricted."""
    import shutil

    folder = tmp_path_factory.mktemp("canaries")
    case = Casefile.open(Path(shutil.copytree(riverton_case, folder / "case")))
    known = {one.id for one in gather(case).documents}
    numbers = iter(range(_DOCUMENTS * (_LINES + 1)))
    for _ in range(_DOCUMENTS):
        words = [_word(next(numbers)) for _ in range(_LINES + 1)]
        note = folder / f"{words[0]}.txt"
        lines = [
            f"On 12 June the monitors saw three battle tanks of Northmark in the buffer zone near "
            f"Oxmere, said {word} of {word} Press."
            for word in words[1:]
        ]
        note.write_text(f"Log {words[1]}\n\n" + "\n\n".join(lines) + "\n", encoding="utf-8")
        add_files(
            case, [note], published=Timespan.parse("2031-06-20"), publisher=words[2],
            title=words[3], url=f"https://example.org/{words[4]}", author="a", recorded_at=_AT,
        )  # fmt: skip
    for _ in read_documents(case, author="a", recorded_at=_AT):
        pass
    observe_claims(case, author="a", recorded_at=_AT)
    for document in gather(case).documents:
        if document.id not in known:
            mark_entry(case, document.id, level=Level.RESTRICTED, reason="r", by="p", at=_AT)
    return case.path


def _addresses(app: FastAPI, case: Path) -> list[str]:
    """Return an address of every route that can be looked at, with ids of what is hidden."""
    evidence = gather(Casefile.open(case))
    hidden = [one.id for one in evidence.documents if "Kanari" in one.filename][:1]
    claims = [one.id for one in evidence.claims if one.document in hidden][:1]
    found = []
    for route in RouteTable.of(app).routes:
        if "GET" not in route.methods or route.name in ("events", "map.base"):
            continue
        if "{" not in route.path:
            found += [
                route.path,
                f"{route.path}?as-of=2031-08-01",
                f"{route.path}?q={_word(5)[:6]}",
            ]
            continue
        for id_ in (*hidden, *claims, "x"):
            found.append(re.sub(r"\{[^}]*\}", id_, route.path))
    for name in ("incidents", "observations", "assessments", "posts"):
        found.append(f"/ogc/collections/{name}/items?limit=1000")
    found += [f"/{page}?as-of=2031-08-01" for page in ("", "documents", "incidents")]
    found += [f"/reports/edition?form={form}" for form in ("html", "json", "csv")]
    return found


def _leaks(body: bytes, forms: re.Pattern[bytes]) -> list[bytes]:
    found = forms.findall(body)
    if body[:2] == b"\x1f\x8b":
        found += forms.findall(gzip.decompress(body))
    return found


def test_no_planted_word_leaves_to_who_may_not_know_it(
    planted: Path, caplog: pytest.LogCaptureFixture
) -> None:
    # A word is planted by its text; what stands in an address that was asked is no leak.
    forms = re.compile(
        b"|".join(re.escape(f) for n in range(_DOCUMENTS * (_LINES + 1)) for f in _forms(_word(n)))
    )
    later = Settings(casefile=planted, clock=lambda: _AT + timedelta(days=900))
    private = desk(later)
    public = desk(Settings(casefile=planted, public=True, clock=later.clock))
    clients = {
        role.value: client_as(private, role)
        for role in Role
        if role not in (Role.ANONYMOUS, Role.SERVICE)
    }
    clients["stranger"] = TestClient(private, base_url=HERE)
    clients["public"] = TestClient(public, base_url=HERE)
    clients["service"] = token_client(private, Role.PROTECTION, list(Scope))
    addresses = _addresses(private, planted)
    caplog.set_level(logging.DEBUG)
    for who, client in clients.items():
        told = 0
        for address in addresses:
            answer = client.get(address)
            assert answer.status_code < 500, (who, address)
            leaks = _leaks(answer.content, forms)
            leaks += _leaks(str(answer.headers.multi_items()).encode(), forms)
            told += len(leaks)
            if who not in [role.value for role in _CLEARED]:
                assert not leaks, (who, address, leaks[:3])
        # The same search finds them where they may be known: it is not blind.
        assert bool(told) == (who in [role.value for role in _CLEARED]), who
    assert not _leaks(caplog.text.encode(), forms)


def test_no_exact_position_leaves_to_the_public(riverton_case: Path, tmp_path: Path) -> None:
    import shutil

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
    done = import_record(case, record, author="a", recorded_at=_AT)
    assert "30.12347891" in str(gather(case).observations), done
    app = desk(Settings(casefile=case.path, public=True, clock=lambda: _AT + timedelta(days=900)))
    with TestClient(app, base_url=HERE) as client:
        for address in _addresses(app, case.path):
            body = client.get(address).text
            assert not re.search(r"30\.1234|10\.4567|1234789|4567123", body), address
