"""What is done on the desk is recorded through one writer, beside the command line."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient

from tests.web.entering import client_as, token_for
from tests.web.riverton import NOW
from tests.web.served import served
from truceline.errors import LedgerBusy
from truceline.evidence.layout import Casefile
from truceline.evidence.ledger import EntryKind
from truceline.evidence.sealed import SealedLedger
from truceline.web import uploads as uploads_module
from truceline.web.app import desk
from truceline.web.people.fair import Overloaded
from truceline.web.people.roles import Role, Scope
from truceline.web.settings import Settings
from truceline.web.uploads import About, Sent, Upload, Uploads

pytestmark = pytest.mark.slow

SENDERS, EACH, ROUNDS = 6, 5, 4
PATIENCE_S = 60.0

# A command line of its own: it adds documents one after the other, and says which.
ADDING = """
import sys
from pathlib import Path
from datetime import UTC, datetime
from truceline.casework.add import add_files
from truceline.evidence.layout import Casefile
case = Casefile.open(Path(sys.argv[1]))
for number in range(int(sys.argv[3])):
    path = Path(sys.argv[2]) / f"beside-{number}.txt"
    path.write_text(f"Beside the desk, note {number}.\\n", encoding="utf-8")
    _, refused = add_files(case, [path], author="cli", recorded_at=datetime.now(UTC))
    print(refused[0] if refused else "kept", flush=True)
"""


def note(sender: int, number: int) -> bytes:
    """Return a document that no other is."""
    return f"Sender {sender} saw {number} trucks at the bridge.\n".encode()


def test_the_desk_and_the_command_line_record_beside_each_other_and_both_get_on(
    own_case: Path, tmp_path: Path
) -> None:
    before = size_of(own_case)
    token = token_for(own_case, Role.REVIEWER, [Scope.READ, Scope.CONTRIBUTE])
    headers = {"authorization": f"Bearer {token}"}

    def send(address: str, sender: int) -> list[int]:
        with httpx.Client(base_url=address, headers=headers, timeout=PATIENCE_S) as client:
            return [
                client.post(
                    "/api/v1/documents",
                    files={"file": (f"{sender}-{number}.txt", note(sender, number))},
                    headers={"Idempotency-Key": f"{sender}-{number}"},
                ).status_code
                for number in [*range(EACH), *range(EACH)]
            ]

    (tmp_path / "notes").mkdir()
    words = [sys.executable, "-c", ADDING, str(own_case), str(tmp_path / "notes"), str(ROUNDS)]
    with served(Settings(casefile=own_case)) as address, ThreadPoolExecutor(SENDERS) as pool:
        beside = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
        sent = list(pool.map(lambda sender: send(address, sender), range(SENDERS)))
        said, _ = beside.communicate(timeout=PATIENCE_S)

    # Asked again with the same key, each gets the answer that it got before.
    assert sent == [[201] * (2 * EACH)] * SENDERS
    assert said.split() == ["kept"] * ROUNDS
    with Casefile.open(own_case).ledger() as ledger:
        assert ledger.verify() == before + SENDERS * EACH + ROUNDS
        entries = list(ledger.entries(kind=EntryKind.DOCUMENT))
    authors = [entry.author for entry in entries if entry.index >= before]
    assert authors.count("cli") == ROUNDS


def size_of(case: Path) -> int:
    """Return how many entries a casefile's ledger has."""
    with Casefile.open(case).ledger(with_keys=False) as ledger:
        return ledger.size()


def test_what_many_send_at_once_shares_commits(
    own_case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    groups: list[int] = []
    sound, released = SealedLedger.append_each, threading.Event()

    def slow(self: SealedLedger, asked: list[object]) -> object:
        groups.append(len(asked))
        if len(groups) == 1:
            released.wait(PATIENCE_S)
        return sound(self, asked)  # type: ignore[arg-type]

    monkeypatch.setattr(SealedLedger, "append_each", slow)
    app = desk(Settings(casefile=own_case, clock=lambda: NOW))
    writer = app.state.whole.writer
    casefile = app.state.whole.folder

    def record(number: int) -> None:
        from truceline.casework.add import keep
        from truceline.evidence.add import document_from_bytes

        path = own_case / f"{number}.txt"
        path.write_bytes(note(number, 0))
        document = document_from_bytes(note(number, 0), filename=path.name)
        keep(casefile, document, path, author="ann", recorded_at=NOW)

    with ThreadPoolExecutor(5) as pool:
        futures = [pool.submit(record, 0)]
        while not groups:
            time.sleep(0.001)
        futures += [pool.submit(record, number) for number in range(1, 5)]
        while len(writer._waiting) < 4:
            time.sleep(0.001)
        released.set()
        for future in futures:
            future.result(PATIENCE_S)
    assert groups == [1, 4]


@pytest.fixture
def client(own_case: Path) -> Iterator[TestClient]:
    app = desk(Settings(casefile=own_case, clock=lambda: NOW))
    with client_as(app, Role.REVIEWER) as found:
        yield found


def test_a_line_that_is_full_is_told_with_when_to_come_back(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise LedgerBusy("128 others wait already to record something; nothing was recorded")

    monkeypatch.setattr(client.app.state.whole.writer, "append", full)  # type: ignore[attr-defined]
    claim = client.get("/api/v1/claims").json()["items"][0]["id"]
    said = client.post(
        f"/api/v1/claims/{claim}/decision", json={"choice": "accept", "reason": "seen"}
    )

    assert (said.status_code, said.headers["retry-after"]) == (503, "2")
    assert "nothing was recorded" in said.json()["detail"]


def test_uploads_that_are_under_way_are_so_many_and_no_more_of_one_or_of_all(
    client: TestClient, own_case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()

    def wait(upload: Upload, *_: object, **__: object) -> None:
        go_on.wait(PATIENCE_S)
        upload.stage = "done"

    monkeypatch.setattr(uploads_module, "_take_in", wait)
    uploads: Uploads = client.app.state.uploads  # type: ignore[attr-defined]

    def begin(author: str) -> Upload:
        files = [Sent(name="a.txt", data=b"a")]
        case = Casefile.open(own_case)
        return uploads.begin(case, files, about=About(), author=author, clock=lambda: NOW)

    told: list[int] = []
    begun: list[Upload] = []
    for number in range(uploads_module.MOST_UNDER_WAY + 1):
        author = "ann" if number <= uploads_module.MOST_OF_ONE else f"w{number}"
        try:
            begun.append(begin(author))
        except Overloaded as refused:
            told.append(refused.status)
    with pytest.raises(Overloaded) as late:
        begin("late")
    assert told == [429]
    assert late.value.status == 503
    said = client.post("/documents", files={"files": ("a.txt", b"a")})
    assert (said.status_code, said.headers["retry-after"]) == (503, "2")

    go_on.set()
    for thread in threading.enumerate():
        if thread.name.endswith("(wait)"):
            thread.join(PATIENCE_S)
    assert all(upload.is_over for upload in begun)
    assert begin("late").id
