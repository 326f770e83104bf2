"""Articles of 500 words, each of other words, joined from the texts of the corpora."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

WORDS = 500
_CORPORA = ("ceasefire/dev.jsonl", "wikinews/stories.jsonl", "geovirus/even.jsonl")


def articles(corpora: Path) -> list[str]:
    """Return the corpora's texts, paragraph by paragraph, cut where 500 words are reached."""
    found: list[str] = []
    held: list[str] = []
    count = 0
    for paragraph in _paragraphs(corpora):
        held.append(paragraph)
        count += len(paragraph.split())
        if count >= WORDS:
            found.append("\n\n".join(held))
            held, count = [], 0
    return found


def _paragraphs(corpora: Path) -> Iterator[str]:
    for name in _CORPORA:
        for line in (corpora / name).read_text(encoding="utf-8").splitlines():
            yield from filter(str.strip, json.loads(line)["text"].split("\n"))
