"""What contributors send is no evidence and reaches nobody until somebody lets it in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.web.entering import client_as, somebody, token_client
from truceline.casework.assess import assess_case
from truceline.casework.gather import gather
from truceline.evidence.layout import Casefile
from truceline.web.app import desk
from truceline.web.people.accounts import change_account
from truceline.web.people.roles import Role, Scope
from truceline.web.people.submissions import AUTOMATIC, MOST_WAITING, Submission, submissions
from truceline.web.settings import Settings

_WORD = "Quillbrook"
_TEXT = f"Northmark forces shelled the village of Oxmere on 3 May 2031, {_WORD} said.\n".encode()
_FILES = [("files", ("note.txt", _TEXT, "text/plain"))]


@dataclass(frozen=True)
class Sending:
    """A desk, its casefile, and a contributor who has signed in."""

    path: Path
    client: TestClient

    def others(self, role: Role) -> TestClient:
        """Return somebody else at the same desk."""
        return client_as(self.client.app, role)  # type: ignore[arg-type]

    def only(self) -> Submission:
        """Return the one submission."""
        (one,) = submissions(self.client.app.state.people)  # type: ignore[attr-defined]
        return one

    def holds(self) -> bool:
        """Return whether the document stands in the casefile."""
        return any(_WORD in one.text for one in gather(Casefile.open(self.path)).documents)


@pytest.fixture
def sending(own_case: Path) -> Iterator[Sending]:
    app = desk(Settings(casefile=own_case))
    with client_as(app, Role.CONTRIBUTOR) as found:
        yield Sending(own_case, found)


def test_what_waits_is_in_no_ledger_and_the_menu_counts_it(sending: Sending) -> None:
    before = gather(Casefile.open(sending.path))
    page = sending.client.post("/contribute", files=_FILES)
    sending.client.post("/contribute/comments", data={"words": _WORD, "about": "Oxmere"})

    assert page.status_code == 200
    assert "note.txt" in page.text
    assert gather(Casefile.open(sending.path)) == before
    work = sending.others(Role.ANALYST)
    assert _WORD in work.get("/inbox?sort=submissions").text
    assert work.get("/contribute").status_code == 404
    assert sending.client.get("/inbox?sort=submissions").status_code == 404


@pytest.mark.slow
def test_an_unapproved_document_changes_no_finding_and_its_words_reach_nobody(
    sending: Sending,
) -> None:
    before = assess_case(Casefile.open(sending.path)).findings
    sending.client.post("/contribute", files=_FILES, data={"words": _WORD})
    sending.client.post("/contribute/comments", data={"words": _WORD, "about": _WORD})

    assert assess_case(Casefile.open(sending.path)).findings == before
    for role in Role:
        if role in (Role.ANONYMOUS, Role.SERVICE, Role.CONTRIBUTOR):
            continue
        client = sending.others(role)
        for address in (
            "/", "/documents", "/incidents", "/ledger", "/people", "/diplomacy", "/reports",
            "/api/v1/documents", "/api/v1/claims", "/api/v1/incidents", "/api/v1/ledger/log",
            "/ogc/collections/incidents/items", f"/documents?q={_WORD.lower()}",
        ):  # fmt: skip
            assert _WORD not in client.get(address).text, (role, address)
        if role not in (Role.ANALYST, Role.REVIEWER, Role.PROTECTION):
            assert client.get("/inbox?sort=submissions").status_code == 404
    kept = [one for one in sending.path.rglob("*") if one.is_file()]
    leaking = {one.name for one in kept if _WORD.encode() in one.read_bytes()}
    assert leaking <= {"people.sqlite"}


@pytest.mark.slow
def test_a_document_is_let_in_under_the_name_of_who_did_so_and_taken_back(
    sending: Sending,
) -> None:
    sending.client.post("/contribute", files=_FILES)
    analyst, address = sending.others(Role.ANALYST), f"/inbox/submissions/{sending.only().id}"

    assert analyst.post(address, data={"choice": "approved"}).status_code == 400
    assert not sending.holds()
    assert sending.client.post(address, data={"choice": "approved"}).status_code == 404
    for _ in range(2):
        analyst.post(address, data={"choice": "approved", "reason": "read"})
        assert sending.holds()
        assert (sending.only().by, sending.only().why) == ("analyst", "read")
        # The other who was slower changes nothing.
        late = analyst.post(address, data={"choice": "declined", "reason": "no"})
        assert late.status_code == 404
        analyst.post(address, data={"choice": "waiting", "reason": "a slip"})
        assert not sending.holds()
    analyst.post(address, data={"choice": "declined", "reason": "hearsay"})
    assert "hearsay" in sending.client.get("/contribute").text
    assert not sending.holds()


@pytest.mark.slow
def test_a_trusted_contributor_waits_for_nobody_and_it_is_said_so(sending: Sending) -> None:
    store = sending.client.app.state.people  # type: ignore[attr-defined]
    one = somebody(store, Role.CONTRIBUTOR)
    change_account(store, one.id, role=one.role, agreements=None, trusted=True, by="test")
    sending.client.post("/contribute", files=_FILES)

    assert sending.holds()
    assert sending.only().by == AUTOMATIC
    page = sending.others(Role.REVIEWER).get("/inbox?sort=decided").text
    assert "approved at once: a trusted contributor" in page


@pytest.mark.slow
def test_a_token_of_a_contributor_is_no_way_past_approval(sending: Sending) -> None:
    app = sending.client.app
    program = token_client(app, Role.CONTRIBUTOR, [Scope.CONTRIBUTE])  # type: ignore[arg-type]
    answer = program.post("/api/v1/documents", files={"file": ("note.txt", _TEXT)})

    assert answer.status_code == 403
    assert not sending.holds()


@pytest.mark.slow
def test_so_many_wait_and_no_more(sending: Sending) -> None:
    for number in range(MOST_WAITING):
        sending.client.post("/contribute/comments", data={"words": f"word {number}"})

    assert sending.client.post("/contribute/comments", data={"words": "more"}).status_code == 400


_HEAD = (
    "date_start,date_end,kind,asset,count_min,count_max,party,side,lat,lon,accuracy_m,"
    "place_text,paragraph,document,source_url,note\n"
)
_ROW = (
    "2031-02-01,2031-02-01,firing_across_ceasefire_line,,,,Northmark,,30.1,10.4,50,"
    f"near Oxmere,1,log 1,,{_WORD}\n"
)


@pytest.mark.slow
def test_a_table_of_records_goes_in_row_by_row_and_out_again(sending: Sending) -> None:
    table = (_HEAD + _ROW).encode()
    sending.client.post("/contribute", files=[("files", ("rows.csv", table, "text/csv"))])
    work, address = sending.others(Role.ANALYST), f"/inbox/submissions/{sending.only().id}"
    before = len(gather(Casefile.open(sending.path)).observations)

    work.post(address, data={"choice": "approved", "reason": "read"})
    assert len(gather(Casefile.open(sending.path)).observations) == before + 1
    work.post(address, data={"choice": "waiting", "reason": "a slip"})
    assert len(gather(Casefile.open(sending.path)).observations) == before


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("photo.jpg", b"\xff\xd8\xff\xe1\x00\x18Exif\x00\x00" + _WORD.encode(), "image"),
        ("photo.txt", b"\x89PNG\r\n\x1a\n" + _WORD.encode(), "PNG"),
        ("log.pdf", b"%PDF-1.7 " + _WORD.encode(), "PDF"),
        ("rows.csv", f"{_WORD},b\n1,2\n".encode(), "column"),
        ("empty.txt", b"", "empty"),
    ],
)
def test_what_could_not_be_kept_is_refused_at_once_and_nothing_of_it_stays(
    sending: Sending, name: str, data: bytes, words: str
) -> None:
    answer = sending.client.post("/contribute", files=[("files", (name, data, "text/plain"))])

    assert answer.status_code == 400
    assert words in answer.text
    kept = [one for one in sending.path.rglob("*") if one.is_file()]
    assert not [one.name for one in kept if _WORD.encode() in one.read_bytes()]
    # What a picture says of itself (its camera, its place) is told to nobody either.
    assert name == "rows.csv" or _WORD not in answer.text


@pytest.mark.slow
def test_what_is_decided_leaves_the_list_of_what_waits_and_can_be_undone(sending: Sending) -> None:
    sending.client.post("/contribute/comments", data={"words": _WORD, "about": "Oxmere"})
    work, id_ = sending.others(Role.ANALYST), sending.only().id
    for choice in ("approved", "declined"):
        work.post(f"/inbox/submissions/{id_}", data={"choice": choice, "reason": "read"})
        assert _WORD not in work.get("/inbox?sort=submissions").text
        assert _WORD in work.get("/inbox?sort=decided").text
        work.post(f"/inbox/submissions/{id_}", data={"choice": "waiting", "reason": "a slip"})
        assert _WORD in work.get("/inbox?sort=submissions").text
