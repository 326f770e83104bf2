"""Measure how fast nouns become records and records are kept: python tests/evidence/measure.py."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from truceline.digest import canonical_bytes
from truceline.evidence.document import Span
from truceline.evidence.ledger import Draft, EntryKind
from truceline.evidence.record import from_record, to_record
from truceline.evidence.stores.sqlite import SqliteLedger
from truceline.evidence.view import standing
from truceline.geo.place import Place
from truceline.observation.grade import Grade
from truceline.observation.observation import (
    ActorShare,
    Count,
    Method,
    Observation,
    ObservationKind,
)
from truceline.reading import claim as reading
from truceline.timespan import Timespan

COUNT = 10_000
MOMENT = datetime(2031, 6, 1, tzinfo=UTC)
SPAN = Span(10, 61, "shells fell near the river on Friday, the army said")
Result = TypeVar("Result")


def observation(number: int) -> Observation:
    """Return an observation with a claim of common size behind it."""
    chain = (
        reading.Teller(span=None, name="Echo", named=True, how="wrote"),
        reading.Teller(span=SPAN, name="army", named=True, how="said", actor="northmark"),
    )
    place = Place(35.1 + number * 1e-5, 33.2, 2000)
    basis = reading.Claim(
        id=f"c-{number}",
        document="d-1",
        span=SPAN,
        kind=reading.ClaimKind.EVENT,
        stance=reading.Stance.ASSERTS,
        modality=reading.Modality.HAPPENED,
        chain=chain,
        who=(reading.ActorMention(span=SPAN, actor="northmark"),),
        act="artillery fire",
        assets=(reading.AssetMention(span=SPAN, asset="mortar", minimum=3),),
        places=(reading.PlaceMention(span=SPAN, name="Oxmere", place=place),),
        time=reading.TimeMention(span=SPAN, when=Timespan.day(2031, 6, 14)),
        quantities=(reading.Quantity(span=SPAN, minimum=3, maximum=None, unit="round"),),
        confidence=0.8,
        reader="grammar",
        cues=(reading.Cue("act", "shelling", "shells"),),
    )
    return Observation(
        id=f"o-{number}",
        kind=ObservationKind.EVENT,
        what="artillery fire",
        assets=("mortar",),
        actors=(ActorShare("northmark", None, 0.9),),
        place=place,
        when=Timespan.day(2031, 6, 14),
        count=Count(3, None),
        method=Method.REPORTED,
        grade=Grade("B", "2"),
        chain=chain,
        origin="army",
        basis=basis,
    )


def timed(what: str, count: int, action: Callable[[], Result]) -> Result:
    """Do it, and tell how long it took."""
    started = time.perf_counter()
    result = action()
    taken_s = time.perf_counter() - started
    print(f"{what:28} {taken_s:6.2f} s {count / taken_s:10,.0f} a second")
    return result


def main() -> None:
    """Measure each step once."""
    nouns = [observation(number) for number in range(COUNT)]
    records = timed("noun to record", COUNT, lambda: [to_record(noun) for noun in nouns])
    texts = timed("record to bytes", COUNT, lambda: [canonical_bytes(record) for record in records])
    plain = [json.loads(text) for text in texts]
    back = timed(
        "record to noun", COUNT, lambda: [from_record(Observation, part) for part in plain]
    )
    assert back == nouns
    drafts = [
        Draft(kind=EntryKind.OBSERVATION, key=noun.id, record=record)
        for noun, record in zip(nouns, records, strict=True)
    ]
    with tempfile.TemporaryDirectory() as folder:
        with SqliteLedger.create(Path(folder) / "one.sqlite") as ledger:
            timed("append in one batch", COUNT, lambda: _append(ledger, drafts))
            timed("append again, all known", COUNT, lambda: _append(ledger, drafts))
            timed("verify", COUNT, ledger.verify)
            stands = standing(ledger, EntryKind.OBSERVATION, Observation)
            timed("read as nouns", COUNT, lambda: list(stands))
        with SqliteLedger.create(Path(folder) / "two.sqlite") as ledger:
            timed("append one by one", 300, lambda: _append_singly(ledger, drafts[:300]))
    print(f"{len(texts[0]):,} bytes a record")


def _append_singly(ledger: SqliteLedger, drafts: list[Draft]) -> None:
    for draft in drafts:
        _append(ledger, [draft])


def _append(ledger: SqliteLedger, drafts: list[Draft]) -> None:
    ledger.append(drafts, author="ann", recorded_at=MOMENT)


if __name__ == "__main__":
    main()
