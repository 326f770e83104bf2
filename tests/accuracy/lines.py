"""The score of telling body from chrome on the twenty pages of the ceasefire passages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from truceline.reading.page import LineLabel
from truceline.reading.pages.lines import label_lines

Record = Mapping[str, Any]


def body_in(passage: Record) -> list[dict[str, Any]]:
    """Return the lines that our rules take for body."""
    return [
        {"start": line.span.start, "end": line.span.end}
        for line in label_lines(passage["text"])
        if line.label is LineLabel.BODY
    ]


def score(corpus: Iterable[Record], read: Mapping[str, Sequence[Record]]) -> dict[str, float]:
    """Return the F1 of body lines, and the share of teasers kept out."""
    gold = right = n_read = teasers = through = 0
    for passage in corpus:
        ours = read[passage["id"]]
        n_read += len(ours)
        for line in passage["lines"]:
            kept = any(one["start"] < line["end"] and line["start"] < one["end"] for one in ours)
            gold += line["label"] == "body"
            right += kept and line["label"] == "body"
            teasers += line["label"] == "teaser"
            through += kept and line["label"] == "teaser"
    return {"body lines F1": 2 * right / (gold + n_read), "teasers kept out": 1 - through / teasers}
