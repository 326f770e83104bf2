"""The web door under load: python -m benchmarks.web [--entries N] [--seconds S].

A desk is started as ``truceline serve`` starts it, in a process of its own, on a ledger of so many
entries, and wrk asks it from the same machine with 16 and with 64 connections. Beside each figure
stands its target. A machine that others share gives no figures worth keeping.
"""

from __future__ import annotations

import argparse
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import as_file, files
from pathlib import Path

import httpx

from tests.web.entering import somebody, token_for
from truceline.casework.import_record import import_record
from truceline.evidence.layout import Casefile
from truceline.evidence.ledger import Draft, EntryKind
from truceline.web.people import sessions
from truceline.web.people.roles import Role, Scope
from truceline.web.people.store import PeopleStore

_AT = datetime(2026, 1, 1, tzinfo=UTC)
_BATCH = 1_000
_TRIES = 60
Passes = dict[str, tuple[str, str]]
_CONNECTIONS = (16, 64)
_UPLOAD = Path(__file__).with_name("upload.lua")
_OLD_PAGES = Path(__file__).with_name("old_pages.lua")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One address under load; ``least`` requests a second and ``p99_ms`` are by connections."""

    title: str
    path: str
    least: tuple[int, int] | None = None
    p99_ms: tuple[int, int] | None = None
    script: Path | None = None
    signed: bool = True
    by: str = "session"


ASKED = (
    Asked(title="health", path="/api/v1/health", signed=False,
          least=(4000, 4000), p99_ms=(25, 50)),
    Asked(title="page of 50 observations", path="/api/v1/observations?limit=50",
          least=(500, 500), p99_ms=(80, 300)),
    Asked(title="newest 50 of the log", path="/api/v1/ledger/log?limit=50",
          least=(500, 500), p99_ms=(80, 300)),
    Asked(title="any 50 of the log", path="/api/v1/ledger/log", script=_OLD_PAGES),
    Asked(title="situation", path="/"),
    Asked(title="map", path="/map"),
    Asked(title="incidents of a view", path="/map/incidents.json?zoom=6"),
    Asked(title="coverage", path="/coverage"),
    Asked(title="incidents by /ogc", path="/ogc/collections/incidents/items?limit=50"),
    # Last: what is written changes the state under all that was worked out.
    Asked(title="a document, kept durably", path="/api/v1/documents", script=_UPLOAD, by="token",
          least=(600, 1000), p99_ms=(80, 200)),
)  # fmt: skip


def made_case(folder: Path, entries: int) -> Casefile:
    """Return a casefile with the shipped record, and entries that no page loads as a whole."""
    case = Casefile.create(folder, name="Load", agreements=("undof-1974",), author="bench")
    with as_file(files("truceline.examples").joinpath("undof")) as record:
        for name in ("incidents.csv", "coverage.csv", "duties.csv"):
            import_record(case, record / name, author="bench", recorded_at=_AT)
    with case.ledger() as ledger:
        started, before = time.monotonic(), ledger.size()
        for start in range(before, entries, _BATCH):
            drafts = [
                Draft(kind=EntryKind.REFUSAL, key=f"f-{number}",
                      record={"n": number, "words": "a truce held " * 20})
                for number in range(start, min(entries, start + _BATCH))
            ]  # fmt: skip
            ledger.append(drafts, author="bench", recorded_at=_AT)
            if start // _BATCH % 50 == 0:
                print(f"  {start:,} entries, {time.monotonic() - started:.0f} s", file=sys.stderr)
    return case


@contextmanager
def served(case: Path) -> Iterator[tuple[str, int]]:
    """Serve a casefile in a process of its own; yield its address and the id of the process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    origin = f"http://127.0.0.1:{port}"
    program = Path(__file__).with_name("desk.py")
    process = subprocess.Popen([sys.executable, str(program), str(case), str(port)])
    try:
        for _ in range(300):
            try:
                httpx.get(f"{origin}/api/v1/health", timeout=1)
                break
            except httpx.HTTPError:
                time.sleep(0.1)
        yield origin, process.pid
    finally:
        process.terminate()
        process.wait(20)


def measured(origin: str, one: Asked, *, passes: Passes, connections: int, seconds: int) -> str:
    """Return one row of the table."""
    command = ["wrk", "--latency", "-t2", f"-c{connections}", f"-d{seconds}s", "--timeout", "20s"]
    if one.signed:
        command += ["-H", f"{passes[one.by][0]}: {passes[one.by][1]}"]
    if one.script is not None:
        command += ["-s", str(one.script)]
    told = subprocess.run(
        [*command, origin + one.path], capture_output=True, text=True, check=True
    ).stdout
    rate = float(_found(r"Requests/sec:\s+([\d.]+)", told) or 0)
    middle, late = (_ms(_found(rf"{share}%\s+([\d.]+\w+)", told)) for share in (50, 99))
    wrong = _found(r"Non-2xx or 3xx responses: (\d+)", told) or "0"
    at = _CONNECTIONS.index(connections) if connections in _CONNECTIONS else 0
    target = ""
    if one.least is not None and one.p99_ms is not None:
        target = f"{one.least[at]:,}/s, {one.p99_ms[at]} ms"
    return (
        f"| {one.title} | {connections} | {rate:,.0f} | {middle:.0f} | {late:.0f} | {wrong} "
        f"| {target} |"
    )


def passes_into(case: Path) -> Passes:
    """Return the header of a reviewer who has signed in, and that of a reviewer's program."""
    scopes = (Scope.READ, Scope.CONTRIBUTE, Scope.REVIEW)
    store = PeopleStore(Casefile.open(case).people_path, clock=lambda: datetime.now(UTC))
    secret = sessions.begin(store, somebody(store, Role.REVIEWER).id)
    store.close()
    return {
        "session": ("Cookie", f"{sessions.cookie_name(secure=False)}={secret}"),
        "token": ("Authorization", f"Bearer {token_for(case, Role.REVIEWER, scopes)}"),
    }


def _first_answer(address: str, header: tuple[str, str]) -> None:
    for _ in range(_TRIES):
        answer = httpx.get(address, headers=[header], timeout=600)
        if answer.status_code not in (429, 503):
            answer.raise_for_status()
            return
        # What was asked before is still being answered; the desk says when to come again.
        time.sleep(float(answer.headers.get("retry-after", "1")))
    raise TimeoutError(f"{address} was refused {_TRIES} times")


def _found(pattern: str, text: str) -> str | None:
    match = re.search(pattern, text)
    return None if match is None else match[1]


def _ms(text: str | None) -> float:
    match = re.fullmatch(r"([\d.]+)(us|ms|s|m)", text or "")
    if match is None:
        return float("nan")
    return float(match[1]) * {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000}[match[2]]


def main() -> int:
    """Make the ledger, start the desk, ask, and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--case", type=Path, help="a casefile that a run before left")
    asked = parser.parse_args()
    if shutil.which("wrk") is None:
        print("there is no wrk on this machine (on Debian and Ubuntu: apt install wrk)")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        path = asked.case or Path(folder) / "case"
        if not path.exists():
            print(f"making a ledger of {asked.entries:,} entries", file=sys.stderr)
            made_case(path, asked.entries)
        passes = passes_into(path)
        print("| what | connections | requests/s | median ms | p99 ms | not 2xx | target |")
        print("|---|---|---|---|---|---|---|")
        with served(path) as (origin, _):
            for one in ASKED:
                # The first answer is worked out; what is measured is the desk as people find it.
                if one.script is None:
                    _first_answer(origin + one.path, passes[one.by])
                for connections in _CONNECTIONS:
                    row = measured(
                        origin, one, passes=passes, connections=connections, seconds=asked.seconds
                    )
                    print(row, flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
