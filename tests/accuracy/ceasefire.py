"""The score of the reader on the development half of the ceasefire passages.

Metrics: claims are matched one to one on kind, overlap of the main spans (intersection over union)
of at least a half, modality and stance; "with chain" asks for the same tellers in the same order
too. Two links are the same where their spans overlap or their names agree but for an article.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from truceline.digest import digest_of_bytes
from truceline.evidence.document import Document, Span
from truceline.reading.claim import Claim, Teller
from truceline.reading.gazetteer import load_gazetteer
from truceline.reading.page import Dating, LineLabel, Page, PageLine
from truceline.reading.read import read
from truceline.timespan import Timespan

Record = Mapping[str, Any]
OVERLAP = 0.5


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim read and the gold claim that it matches in span, best first."""

    read: Claim
    gold: Record


def passages(path: Path) -> tuple[Record, ...]:
    """Return the passages of the corpus."""
    return tuple(json.loads(row) for row in path.read_text(encoding="utf-8").splitlines())


def document_of(passage: Record) -> tuple[Document, Page]:
    """Return a passage as a document and its page, told apart by the gold labels where given."""
    text = passage["text"]
    published = Timespan.parse(passage["published"])
    document = Document(
        id=passage["id"], digest=digest_of_bytes(text.encode()), media_type="text/plain",
        size_bytes=len(text.encode()), filename=f"{passage['id']}.txt",
        publisher=passage["outlet"], title=None, url=None, published=published, text=text,
    )  # fmt: skip
    rows = passage.get("lines") or [{"start": 0, "end": len(text), "label": "body"}]
    lines = tuple(
        PageLine(
            span=Span.of(text, row["start"], row["end"]), label=LineLabel(row["label"]), why="gold"
        )
        for row in rows
    )
    dating = Dating(published=published, stated=True, reasons=())
    return document, Page(
        document=document.id, lines=lines, dating=dating, outlet=passage["outlet"]
    )


def claims_of(passage: Record) -> tuple[Claim, ...]:
    """Return what the default reader reads in a passage."""
    document, page = document_of(passage)
    return read(document, page=page, gazetteer=load_gazetteer())


def overlap(start: int, end: int, gold: Record) -> float:
    """Return the intersection over the union of two spans."""
    common = min(end, gold["end"]) - max(start, gold["start"])
    union = max(end, gold["end"]) - min(start, gold["start"])
    return max(0, common) / union if union else 0.0


def pairs(claims: Sequence[Claim], gold: Sequence[Record]) -> list[Pair]:
    """Return claims and gold claims matched one to one by span, the kind alike first."""
    scored = sorted(
        (
            (row["kind"] == claim.kind.value, overlap(claim.span.start, claim.span.end, row), i, j)
            for i, claim in enumerate(claims)
            for j, row in enumerate(gold)
        ),
        key=lambda item: (-item[0], -item[1], item[2], item[3]),
    )
    used_read: set[int] = set()
    used_gold: set[int] = set()
    found = []
    for _, share, i, j in scored:
        if share >= OVERLAP and i not in used_read and j not in used_gold:
            used_read.add(i)
            used_gold.add(j)
            found.append(Pair(claims[i], gold[j]))
    return found


def same_chain(chain: Sequence[Teller], gold: Sequence[Record]) -> bool:
    """Return whether two chains have the same tellers in the same order, outlet first."""
    if len(chain) != len(gold):
        return False
    return all(_same_link(a, b) for a, b in zip(chain[1:], gold[1:], strict=True))


def _same_link(link: Teller, gold: Record) -> bool:
    span = link.span
    if span is not None and gold["start"] is not None and span.start < gold["end"] and (
        gold["start"] < span.end
    ):  # fmt: skip
        return True
    return _plain(link.name) == _plain(gold["name"])


def _plain(name: str) -> str:
    return " ".join(word for word in name.lower().split() if word not in ("the", "a", "an"))


def f1(right: int, read_count: int, gold_count: int) -> float:
    """Return the harmonic mean of precision and recall, from 0 to 1."""
    return 2 * right / (read_count + gold_count) if read_count + gold_count else 0.0


def score(corpus: Iterable[Record]) -> dict[str, float]:
    """Return every figure over some passages, from 0 to 1."""
    n_read = n_gold = found = kind = full = chained = chain_right = firm = stood = 0
    event = event_gold = links = links_read = links_gold = who = cue = 0
    for passage in corpus:
        claims, gold = claims_of(passage), passage["claims"]
        n_read, n_gold = n_read + len(claims), n_gold + len(gold)
        for pair in pairs(claims, gold):
            read_claim, row = pair.read, pair.gold
            found += 1
            chain = same_chain(read_claim.chain, row["chain"])
            chain_right += chain
            firm += read_claim.modality.value == row["modality"]
            stood += read_claim.stance.value == row["stance"]
            kind += read_claim.kind.value == row["kind"]
            event_gold += row["event"] is not None
            event += row["event"] is not None and read_claim.event == row["event"]
            alike = (read_claim.kind.value, read_claim.modality.value, read_claim.stance.value) == (
                row["kind"], row["modality"], row["stance"]
            )  # fmt: skip
            full += alike
            chained += alike and chain
            links_read += len(read_claim.chain) - 1
            links_gold += len(row["chain"]) - 1
            for link, other in zip(read_claim.chain[1:], row["chain"][1:], strict=False):
                same = _same_link(link, other)
                links += same
                who += same and link.named == other["named"]
                cue += same and link.how == other["how"]
    return {
        "claims found F1": f1(found, n_read, n_gold),
        "claims with kind F1": f1(kind, n_read, n_gold),
        "claims F1": f1(full, n_read, n_gold),
        "claims with chain F1": f1(chained, n_read, n_gold),
        "chain exact": chain_right / found if found else 0.0,
        "modality accuracy": firm / found if found else 0.0,
        "stance accuracy": stood / found if found else 0.0,
        "event class accuracy": event / event_gold if event_gold else 0.0,
        "teller F1": f1(links, links_read, links_gold),
        "teller with manner F1": f1(cue, links_read, links_gold),
        "teller named or not": who / links if links else 0.0,
        "claims read per gold claim": n_read / n_gold if n_gold else 0.0,
    }


def halves(corpus: Sequence[Record]) -> tuple[tuple[Record, ...], tuple[Record, ...]]:
    """Return the passages tuned on (odd numbers) and those only looked at (even numbers)."""
    odd = tuple(row for row in corpus if int(row["id"].rpartition("-")[2]) % 2)
    return odd, tuple(row for row in corpus if row not in odd)
