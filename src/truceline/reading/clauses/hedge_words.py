"""Hedge words: the patterns of modality and stance, and what they find in a clause."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from truceline.reading.clauses.asked import Asked, asked, first_of
from truceline.reading.words.lexicon_files import load_yaml

# A clause is asked twice, before and after its kind is known: so many answers are kept.
_KEPT = 4096


def left_open(words: str) -> bool:
    """Return whether a clause leaves its content open: "could not confirm", "lost sight".

    >>> left_open("the mission was unable to say")
    True
    """
    return search("cannot_confirm", words) is not None


@dataclass(frozen=True, slots=True)
class Hedge:
    """A modality or a stance, with the rule and the words that gave it."""

    value: str
    rule: str
    words: str


_SINGLE = (
    "condition", "harm", "bad", "whoever", "dated", "fate",
    "term_duty", "term_leave", "term_fixed", "term_draft",
)  # fmt: skip


@cache
def hedge_patterns() -> dict[str, tuple[re.Pattern[str], ...]]:
    """Return the patterns of ``hedges.yaml`` by the name of their list."""
    lists: dict[str, Any] = load_yaml("hedges.yaml")
    rows = {name: tuple(re.compile(p) for p in rows) for name, rows in lists["patterns"].items()}
    for name in ("cannot_confirm", "denial", "negation"):
        rows[name] = tuple(re.compile(p) for p in lists[name])
    for name in _SINGLE:
        rows[name] = (re.compile(lists[name]),)
    return rows


@cache
def cue_modality() -> dict[str, str]:
    """Return the modality that each governing verb gives what it governs."""
    lists = load_yaml("hedges.yaml")["cue_modality"]
    return {lemma: name for name, lemmas in lists.items() for lemma in lemmas}


@lru_cache(maxsize=_KEPT)
def search(name: str, words: str) -> re.Match[str] | None:
    """Return the first find of a list of ``hedges.yaml`` in a clause in lower case, or None."""
    found = first_of(_asked()[name], words)
    return None if found is None else found[1]


@cache
def _asked() -> dict[str, tuple[Asked, ...]]:
    return {
        name: tuple(asked(pattern.pattern) for pattern in row)
        for name, row in hedge_patterns().items()
    }
