"""Asked: a pattern of the lexicons, asked of a clause only where the clause's words allow a match.

All patterns of ``hedges.yaml``, ``kinds.yaml`` and ``nominal.yaml`` share one screen, so that a
clause is looked through once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from truceline.reading.words.lexicon_files import load_yaml
from truceline.reading.words.screen import Screens

_LEXICONS = ("hedges.yaml", "kinds.yaml", "nominal.yaml")
# A clause, and its parts, are asked by many rules: so many are remembered.
_KEPT = 4096


@dataclass(frozen=True, slots=True)
class Asked:
    """A pattern, and the marks that a clause must bear in the screen that all share."""

    pattern: re.Pattern[str]
    need: int

    def search(self, words: str) -> re.Match[str] | None:
        """Return the pattern's first find in a clause in lower case, or None."""
        if _marks_in(words) & self.need != self.need:
            return None
        return self.pattern.search(words)


def first_of(row: Iterable[Asked], words: str) -> tuple[int, re.Match[str]] | None:
    """Return the first pattern of a row that finds something, by its place, and what it finds."""
    marks = _marks_in(words)
    for place, one in enumerate(row):
        need = one.need
        if marks & need == need and (found := one.pattern.search(words)) is not None:
            return place, found
    return None


@cache
def asked(source: str, *, whole_words: bool = False) -> Asked:
    """Return a pattern of the lexicons, given as the lexicon writes it.

    >>> asked(load_yaml("kinds.yaml")["presence"]).search("the soup was cold") is None
    True
    """
    pattern = re.compile(rf"\b(?:{source})\b" if whole_words else source)
    return Asked(pattern, _screens().needs[_places()[source]])


@lru_cache(maxsize=_KEPT)
def _marks_in(words: str) -> int:
    return _screens().marks_in(words)


@cache
def _places() -> dict[str, int]:
    sources = dict.fromkeys(text for name in _LEXICONS for text in _texts(load_yaml(name)))
    return {source: place for place, source in enumerate(sources)}


@cache
def _screens() -> Screens:
    return Screens([re.compile(source) for source in _places()])


def _texts(part: object) -> Iterator[str]:
    """Yield the patterns that a lexicon holds; a bare word in it is none."""
    if isinstance(part, str):
        if not part.isalpha():
            yield part
        return
    for inner in (
        part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    ):
        yield from _texts(inner)
