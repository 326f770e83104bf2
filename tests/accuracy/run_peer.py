"""Run one peer over passages: ``python run_peer.py PEER < passages.jsonl > records.jsonl``.

It runs in the peers' own environment (``scripts/accuracy_peers.sh``) and knows nothing of ours.
Each record has ``id`` and ``found``: spans with what the peer says of them.
"""

from __future__ import annotations

import html
import json
import re
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from importlib import import_module
from typing import Any

Passage = dict[str, Any]
Found = list[dict[str, Any]]


def _where(text: str, words: list[str]) -> Iterator[tuple[int, str]]:
    """Yield where words stand, one after the other, for peers that tell no offsets."""
    at = 0
    for word in words:
        start = text.find(word, at)
        if start >= 0:
            at = start + len(word)
            yield start, word


def dateparser(passage: Passage) -> Found:
    """Return dates; a peer that knows days only."""
    search: Any = import_module("dateparser.search")
    base = datetime.fromisoformat(passage["published"][:10])
    settings = {"RELATIVE_BASE": base}
    rows = search.search_dates(passage["text"], languages=["en"], settings=settings) or []
    days = [day.date().isoformat() for _, day in rows]
    places = _where(passage["text"], [words for words, _ in rows])
    return [
        {"start": start, "end": start + len(words), "when": day}
        for (start, words), day in zip(places, days, strict=False)
    ]


def recognizers(passage: Passage) -> Found:
    """Return dates of the Recognizers-Text suite; of two meanings the latest that is past."""
    module: Any = import_module("recognizers_date_time")
    today = passage["published"][:10]
    rows = module.recognize_datetime(
        passage["text"], "en-us", reference=datetime.fromisoformat(today)
    )
    found = []
    for row in rows:
        values = (row.resolution or {}).get("values") or []
        spans = [span for value in values if (span := _days(value)) is not None]
        if not spans:
            continue
        past = [span for span in spans if (span[0] or "") <= today]
        first, last = max(past, default=spans[0])
        found.append({"start": row.start, "end": row.end + 1, "from": first, "to": last})
    return found


def _days(value: dict[str, str]) -> tuple[str, str] | None:
    kind = value.get("type", "")
    if kind in ("date", "datetime") and "value" in value:
        return value["value"][:10], value["value"][:10]
    if kind in ("daterange", "datetimerange") and "start" in value and "end" in value:
        last = date.fromisoformat(value["end"][:10])
        if kind == "daterange":
            last -= timedelta(days=1)
        return value["start"][:10], last.isoformat()
    return None


def recognizers_number(passage: Passage) -> Found:
    """Return numbers."""
    module: Any = import_module("recognizers_number")
    return [
        {"start": row.start, "end": row.end + 1, "value": float(row.resolution["value"])}
        for row in module.recognize_number(passage["text"], "en-us")
        if row.resolution and re.fullmatch(r"-?[\d.]+", str(row.resolution.get("value")))
    ]


def quantulum3(passage: Passage) -> Found:
    """Return quantities."""
    parser: Any = import_module("quantulum3.parser")
    return [
        {"start": row.span[0], "end": row.span[1], "value": row.value}
        for row in parser.parse(passage["text"])
    ]


def geotext(passage: Passage) -> Found:
    """Return names of towns and countries, everywhere that they stand."""
    module: Any = import_module("geotext")
    found = module.GeoText(passage["text"])
    names = {*found.cities, *found.countries}
    return [
        {"start": match.start(), "end": match.end(), "lat": None, "lon": None}
        for name in sorted(names)
        for match in re.finditer(rf"\b{re.escape(name)}\b", passage["text"])
    ]


def trafilatura(passage: Passage) -> Found:
    """Return the lines that the peer keeps of a page made of them."""
    module: Any = import_module("trafilatura")
    lines = [line for line in passage["text"].split("\n") if line.strip()]
    page = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    kept = module.extract(f"<html><body><article>{page}</article></body></html>") or ""
    held = {" ".join(line.split()) for line in kept.split("\n")}
    at, found = 0, []
    for line in lines:
        start = passage["text"].index(line, at)
        at = start + len(line)
        if " ".join(line.split()) in held:
            found.append({"start": start, "end": at})
    return found


PEERS: dict[str, Callable[[Passage], Found]] = {
    "dateparser": dateparser,
    "Recognizers-Text": recognizers,
    "Recognizers-Text number": recognizers_number,
    "quantulum3": quantulum3,
    "geotext": geotext,
    "trafilatura": trafilatura,
}


def main() -> int:
    """Run the peer named over the passages on standard input."""
    peer = PEERS[sys.argv[1]]
    for line in sys.stdin:
        passage = json.loads(line)
        sys.stdout.write(json.dumps({"id": passage["id"], "found": peer(passage)}) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
