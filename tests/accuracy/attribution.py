"""The score of attribution on the open genres of GUM: teller, cue and content.

An attribution of the corpus counts where it has a teller and a cue. Tellers and cues are right
where their spans are the same, articles and outer marks aside; content is scored by the characters
that both have. The corpus counts thought and evidence as attribution too.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from truceline.reading.speech.attribution import Attribution
from truceline.reading.speech.extents import extents
from truceline.reading.speech.tellers import attributions
from truceline.reading.words.predicates import predicates
from truceline.reading.words.sentences import Token, tokens

Record = Mapping[str, Any]
Spans = frozenset[tuple[int, int]]


def documents(path: Path) -> tuple[Record, ...]:
    """Return the documents of a GUM file."""
    with gzip.open(path, "rt", encoding="utf-8") as rows:
        return tuple(json.loads(row) for row in rows)


def read_in(document: Record) -> Iterator[tuple[Sequence[Token], Attribution, set[int]]]:
    """Yield the attributions read in a document, each with its sentence and what it tells."""
    rows = [
        tokens(document["text"], start=sentence["start"], end=sentence["end"])
        for sentence in document["sentences"]
    ]
    for at, line in enumerate(rows):
        verbs = predicates(line)
        for one in attributions(line, verbs):
            yield line, one, _letters(extents(rows, at, one, predicates=verbs))


def score(corpus: Iterable[Record]) -> dict[str, float]:
    """Return the figures over some documents, from 0 to 1."""
    teller = [0, 0, 0]
    cue = [0, 0, 0]
    content = [0, 0, 0]
    for document in corpus:
        text = document["text"]
        gold = [row for row in document["attributions"] if row["cue"] and row["source"]]
        found = list(read_in(document))
        _count(
            teller,
            [_teller(text, line, one) for line, one, _ in found],
            [_gold(text, g) for g in gold],
        )
        _count(
            cue, [_cue(line, one) for line, one, _ in found], [_spans(text, g["cue"]) for g in gold]
        )
        _overlap(content, [told for _, _, told in found], [_letters(g["content"]) for g in gold])
    return {
        "teller exact F1": _f1(teller),
        "cue exact F1": _f1(cue),
        "content overlap F1": _f1(content),
    }


def _count(sums: list[int], read: Sequence[Spans], gold: Sequence[Spans]) -> None:
    left = list(gold)
    read = [spans for spans in read if spans]
    for spans in read:
        if spans in left:
            left.remove(spans)
            sums[0] += 1
    sums[1] += len(read)
    sums[2] += len(gold)


def _overlap(sums: list[int], read: Sequence[set[int]], gold: Sequence[set[int]]) -> None:
    all_read = set().union(*read)
    all_gold = set().union(*gold)
    sums[0] += len(all_read & all_gold)
    sums[1] += len(all_read)
    sums[2] += len(all_gold)


def _f1(sums: Sequence[int]) -> float:
    right, read, gold = sums
    return 2 * right / (read + gold) if read + gold else 0.0


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    for article in ("the ", "a ", "an "):
        if text[start:end].lower().startswith(article):
            start += len(article)
    while end > start and text[end - 1] in " ,.;:":
        end -= 1
    return start, end


def _spans(text: str, rows: Sequence[Sequence[int]]) -> Spans:
    return frozenset(_trimmed(text, start, end) for start, end in rows)


def _gold(text: str, row: Record) -> Spans:
    return _spans(text, row["source"])


def _teller(text: str, line: Sequence[Token], one: Attribution) -> Spans:
    if one.teller is None:
        return frozenset()
    return _spans(text, [(line[one.teller[0]].start, line[one.teller[1] - 1].end)])


def _cue(line: Sequence[Token], one: Attribution) -> Spans:
    last = line[one.verb + 1] if one.rule == "according to" else line[one.verb]
    return frozenset([(line[one.verb].start, last.end)])


def _letters(rows: Sequence[Sequence[int]]) -> set[int]:
    return {index for start, end in rows for index in range(start, end)}
