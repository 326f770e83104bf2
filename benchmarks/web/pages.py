"""Every page of a desk, one reader at a time, with a write now and then.

    python -m benchmarks.web.pages --case FOLDER [--times 15]

serves a casefile (``benchmarks.web.decade`` makes one of the size that is promised) in a process of
its own and asks it for every page of the menu, for a finding, an incident and a document, for the
map's own answers and for a past day, over HTTP on loopback. Each is asked for once until it comes,
and then so often; before every fifth time a document is added by another person. Beside the median
and the ninetieth part in a hundred stand the processor time of the handler, which a busy machine
does not swell as it does the clock, the bytes, and in how many answers the last writes were not
worked in yet. At the end: how far the desk's memory grew at its most.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx

from benchmarks.web.__main__ import Passes, passes_into, served
from truceline.evidence.layout import Casefile
from truceline.web.people import sessions
from truceline.web.people.accounts import account_named, add_account
from truceline.web.people.roles import Role
from truceline.web.people.store import PeopleStore

_EVERY = 5
_PATIENCE_S = 3600.0
_TARGET_MS = 300.0
_READER = "a reader"


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """One address, asked for several times."""

    title: str
    first_s: float
    took_ms: tuple[float, ...]
    handler_ms: tuple[float, ...]
    size: int
    late: int

    def row(self) -> str:
        """Return it as a row of the table."""
        ordered = sorted(self.took_ms)
        ninetieth = ordered[min(len(ordered) - 1, int(0.9 * len(ordered)))]
        middle = statistics.median(ordered)
        held = "" if middle <= _TARGET_MS else " over"
        return (
            f"| {self.title} | {middle:.0f}{held} | {ninetieth:.0f} "
            f"| {statistics.median(self.handler_ms):.0f} | {self.size / 1024:.0f} "
            f"| {self.late} of {len(ordered)} | {self.first_s:.1f} |"
        )


def addresses(reader: httpx.Client, day: str) -> list[tuple[str, str]]:
    """Return every address with its title; a finding, an incident and a document among them."""
    incident = reader.get("/api/v1/incidents?limit=1", timeout=_PATIENCE_S).json()["items"][0]["id"]
    document = reader.get("/api/v1/documents?limit=1", timeout=_PATIENCE_S).json()["items"][0]["id"]
    finding = reader.get("/api/v1/findings?limit=1", timeout=_PATIENCE_S).json()["items"][0]["id"]
    plain = [
        ("situation", "/"),
        ("situation, every period", "/?every=1"),
        ("situation, one year by weeks", "/?period=2016&step=week"),
        ("map", "/map"),
        ("map: ground", "/map/ground.json"),
        ("map: incidents, far", "/map/incidents.json?zoom=6"),
        ("map: incidents, near", "/map/incidents.json?zoom=12&bbox=35.8,33.1,35.85,33.15"),
        ("map: looks", "/map/looks.json"),
        ("finding", f"/findings/{finding}"),
        ("incidents", "/incidents"),
        ("incidents, by words", "/incidents?q=tank"),
        ("incidents, last page", "/incidents?page=1000000"),
        ("incident", f"/incidents/{incident}"),
        ("pairs that may be one", "/incidents/proposals"),
        ("coverage", "/coverage"),
        ("control", "/control"),
        ("diplomacy", "/diplomacy"),
        ("agreements", "/agreements"),
        ("agreement", "/agreements/undof-1974"),
        ("documents", "/documents"),
        ("documents, by words", "/documents?q=w17"),
        ("document", f"/documents/{document}"),
        ("inbox", "/inbox"),
        ("inbox, findings", "/inbox?sort=findings"),
        ("reports", "/reports?period=2016"),
        ("ledger", "/ledger"),
        ("api: observations", "/api/v1/observations?limit=50"),
        ("api: incidents", "/api/v1/incidents?limit=50"),
        ("api: findings", "/api/v1/findings?limit=50"),
        ("ogc: incidents", "/ogc/collections/incidents/items?limit=50"),
    ]
    past = [
        (f"{title}, as known on {day}", f"{path}{'&' if '?' in path else '?'}as-of={day}")
        for title, path in plain
        if title in ("situation", "map", "incidents", "documents", "coverage")
    ]
    return plain + past


def timed(reader: httpx.Client, writer: httpx.Client, title: str, path: str, times: int) -> Timed:
    """Ask for one address until it comes, and then so often."""
    begun = time.perf_counter()
    reader.get(path, timeout=_PATIENCE_S).raise_for_status()
    first_s = time.perf_counter() - begun
    took, handled, late, size = [], [], 0, 0
    for turn in range(times):
        if turn % _EVERY == 0:
            written(writer, f"{title} {turn}")
        begun = time.perf_counter()
        answer = reader.get(path, timeout=_PATIENCE_S)
        took.append(1000 * (time.perf_counter() - begun))
        answer.raise_for_status()
        handled.append(float(answer.headers["server-timing"].rpartition("=")[2]))
        size = len(answer.content)
        late += "truceline-late" in answer.headers or b'class="late"' in answer.content
    return Timed(
        title=title, first_s=first_s, took_ms=tuple(took), handler_ms=tuple(handled), size=size,
        late=late,
    )  # fmt: skip


def written(writer: httpx.Client, words: str) -> None:
    """Add a document."""
    text = f"{words} {time.time_ns()}: three tanks were seen at Oxmere on 3 May 2016."
    sent = {"file": (f"{time.time_ns()}.txt", text.encode(), "text/plain")}
    writer.post("/api/v1/documents", files=sent, timeout=_PATIENCE_S).raise_for_status()


def another(case: Path) -> tuple[str, str]:
    """Return the header of somebody who only reads, so that nobody waits for their own writes."""
    store = PeopleStore(Casefile.open(case).people_path, clock=lambda: datetime.now(UTC))
    known = account_named(store, _READER)
    reader = (
        add_account(store, name=_READER, role=Role.REVIEWER, by="bench")
        if known is None
        else known[0]
    )
    secret = sessions.begin(store, reader.id)
    store.close()
    return "Cookie", f"{sessions.cookie_name(secure=False)}={secret}"


def peak_mb(process_id: int) -> int:
    """Return the most memory that a process held, in megabytes."""
    told = Path(f"/proc/{process_id}/status").read_text(encoding="ascii")
    return int(next(line for line in told.splitlines() if "VmHWM" in line).split()[1]) // 1024


def main() -> None:
    """Serve, ask, print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--case", type=Path, required=True)
    parser.add_argument("--times", type=int, default=15)
    parser.add_argument("--day", default="2016-06-30")
    parser.add_argument("--only", default="", help="only titles that hold these words")
    asked = parser.parse_args()
    passes: Passes = passes_into(asked.case) | {"session": another(asked.case)}
    print(
        "| page | median ms | 90 of 100, ms | handler, processor ms | KB "
        "| without the last writes | first, s |"
    )
    print("|---|---|---|---|---|---|---|")
    with served(asked.case) as (origin, process_id):
        reader = httpx.Client(base_url=origin, headers=[passes["session"]])
        writer = httpx.Client(base_url=origin, headers=[passes["token"]])
        begun = time.monotonic()
        listed = addresses(reader, asked.day)
        print(f"ready after {time.monotonic() - begun:.0f} s", file=sys.stderr)
        for title, path in listed:
            if asked.only in title:
                print(timed(reader, writer, title, path, asked.times).row(), flush=True)
        print(f"\nmost memory: {peak_mb(process_id)} MB")


if __name__ == "__main__":
    main()
