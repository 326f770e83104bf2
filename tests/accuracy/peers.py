"""The figures of peers, measured in the same run on the same corpora with the same scorers."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.accuracy import attribution, lines, places, quantities, times
from tests.accuracy.ceasefire import passages

Record = Mapping[str, Any]
Read = Mapping[str, Sequence[Record]]
_RUNNER = Path(__file__).with_name("run_peer.py")


def run(peer: str, corpus: Iterable[Record], *, folder: Path) -> Read | None:
    """Return what a peer finds, by the ids of the passages; None where it cannot be run.

    Args:
        folder: The environment that ``scripts/accuracy_peers.sh`` made.
    """
    wanted = ("id", "text", "published")
    rows = [json.dumps({key: one[key] for key in wanted if key in one}) for one in corpus]
    done = subprocess.run(
        [str(folder / "bin" / "python"), "-W", "ignore", str(_RUNNER), peer],
        input="\n".join(rows),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.stderr.write(f"{peer} could not be run: {done.stderr.strip()[-200:]}\n")
        return None
    found = [json.loads(row) for row in done.stdout.splitlines()]
    return {one["id"]: one["found"] for one in found}


def peer_figures(corpora: Path, *, folder: Path) -> dict[str, dict[str, Mapping[str, float]]]:
    """Return the figures of every peer, by the name of the corpus and the name of the peer."""
    gum = attribution.documents(corpora / "gum/train.jsonl.gz")
    news = tuple(one for one in gum if one["genre"] == "news")
    geovirus = places.records(corpora / "geovirus/even.jsonl")
    dev = passages(corpora / "ceasefire/dev.jsonl")
    pages = tuple(one for one in dev if one.get("lines"))
    work: tuple[tuple[str, str, Sequence[Record], Callable[..., Mapping[str, float]]], ...] = (
        ("gum news dates", "dateparser", news, times.score),
        ("gum news dates", "Recognizers-Text", news, times.score),
        ("geovirus places", "geotext", geovirus, places.score),
        ("ceasefire quantities", "quantulum3", dev, quantities.score),
        ("ceasefire quantities", "Recognizers-Text number", dev, quantities.score),
        ("ceasefire pages", "trafilatura", pages, lines.score),
    )
    table: dict[str, dict[str, Mapping[str, float]]] = {}
    for corpus, peer, records, score in work:
        read = run(peer, records, folder=folder)
        if read is not None:
            table.setdefault(corpus, {})[peer] = score(records, read)
    return table
