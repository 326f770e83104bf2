"""Screens: which of many patterns a text can match at all, by letters that each match must hold.

What a word lets through is worked out once and kept, so that a text costs one look-up a word,
however many patterns there are. A screen lets through too much, never too little.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, reduce
from importlib import import_module
from itertools import pairwise
from operator import or_
from typing import Any

from truceline.reading.words.letters import EDGE, SOME_DIGIT, Needs, needs_of

# The standard library's own reading of a pattern, which its types do not tell of.
_parser: Any = import_module("re._parser")

# Words remembered with what they let through: far more than an article holds, few megabytes.
_KEPT = 30_000
# A longer run without a blank is no word; it lets everything through, and nothing is kept of it.
_LONGEST_WORD = 64
# Between two stretches no time, place or quantity goes on: a line break, or the end of a sentence
# that no abbreviation makes.
_BETWEEN = re.compile(r"\n|(?<=[a-z\d)\"”’]{2}[.!?])[ ](?=[\"“‘(]?[A-Z])")
# Texts whose stretches are remembered: several stages ask for those of the text in hand.
_TEXTS_KEPT = 2
_END = "\3"
_DIGIT = re.compile(r"\d")
_EDGE = re.compile(r"\b")


class Screens:
    """The screens of a row of patterns; a pattern goes by its place in the row.

    >>> screens = Screens([re.compile("(?:had|were) not"), re.compile("warn(?:ed)?|[0-9]+ shots")])
    >>> list(screens.passed("they warned us")), list(screens.passed("they told us"))
    ([1], [])
    >>> list(Screens([re.compile(r"\\w+")]).passed("x"))
    [0]
    """

    def __init__(self, patterns: Sequence[re.Pattern[str]]) -> None:
        bits: dict[frozenset[str], int] = {}
        self.needs = tuple(_bits_of(_needs(pattern), bits) for pattern in patterns)
        self._all = (1 << len(bits)) - 1
        self._digit = sum(bit for group, bit in bits.items() if SOME_DIGIT in group)
        self._root = _tree(
            (letters, bit) for group, bit in bits.items() for letters in group - {SOME_DIGIT}
        )
        self._of_word = lru_cache(maxsize=_KEPT)(self._look_through)
        self._of_text = lru_cache(maxsize=_TEXTS_KEPT)(_nothing_known)

    def marks_in(self, text: str) -> int:
        """Return what a text holds; hand it to ``lets`` with the place of a pattern."""
        words = text.split()
        if len(text) > _LONGEST_WORD and len(max(words, key=len, default="")) > _LONGEST_WORD:
            return self._all
        return reduce(or_, map(self._of_word, words), 0)

    def over(self, text: str, start: int, end: int) -> tuple[tuple[int, int, int], ...]:
        """Return the stretches of a text, each with its marks; remembered for the text in hand."""
        known = self._of_text(text)
        found: tuple[tuple[int, int, int], ...] | None = known.get((start, end))
        if found is None:
            found = known[(start, end)] = tuple(
                (first, after, self.marks_in(text[first:after]))
                for first, after in stretches(text, start, end)
            )
        return found

    def lets(self, marks: int, index: int) -> bool:
        """Return whether a text with these marks can hold a match of a pattern."""
        need = self.needs[index]
        return marks & need == need

    def passed(self, text: str) -> Iterator[int]:
        """Yield the places of the patterns of which a text can hold a match, in order."""
        marks = self.marks_in(text)
        for index, need in enumerate(self.needs):
            if marks & need == need:
                yield index

    def _look_through(self, word: str) -> int:
        spelt = _spelt(word)
        has_digit = self._digit and not word.isalpha() and _DIGIT.search(word) is not None
        marks = self._digit if has_digit else 0
        for start, letter in enumerate(spelt):
            node = self._root.get(letter)
            at = start
            while node is not None:
                bits, further = node
                marks |= bits
                at += 1
                node = further.get(spelt[at])
        return marks


@lru_cache(maxsize=_KEPT)
def _spelt(word: str) -> str:
    """Return a word in lower case with its edges, and a sign behind it that no pattern holds."""
    return _EDGE.sub(EDGE, word).lower() + _END


def _tree(rows: Iterable[tuple[str, int]]) -> dict[str, tuple[int, Any]]:
    """Return a tree of letters: under each the marks of what ends there, and what may follow."""
    by_letter: dict[str, list[tuple[str, int]]] = {}
    for letters, bit in rows:
        by_letter.setdefault(letters[0], []).append((letters[1:], bit))
    return {
        letter: (
            reduce(or_, (bit for rest, bit in held if not rest), 0),
            _tree((rest, bit) for rest, bit in held if rest),
        )
        for letter, held in by_letter.items()
    }


def _needs(pattern: re.Pattern[str]) -> Needs:
    return needs_of(_parser.parse(pattern.pattern, pattern.flags & (re.IGNORECASE | re.VERBOSE)))


def _bits_of(needs: Needs, bits: dict[frozenset[str], int]) -> int:
    found = 0
    for group in needs:
        found |= bits.setdefault(group, 1 << len(bits))
    return found


def stretches(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Return the stretches of a text in which short mentions lie whole: sentences, about.

    >>> stretches("No fire. All calm\\nMr. X left", 0, 28)
    ((0, 9), (9, 18), (18, 28))
    """
    known = _known_stretches(text)
    found: tuple[tuple[int, int], ...] | None = known.get((start, end))
    if found is None:
        edges = [start, *(gap.end() for gap in _BETWEEN.finditer(text, start, end))]
        if edges[-1] < end:
            edges.append(end)
        found = known[(start, end)] = tuple(pairwise(edges))
    return found


def _nothing_known(text: str) -> dict[tuple[int, int], Any]:
    del text  # only the key
    return {}


_known_stretches = lru_cache(maxsize=_TEXTS_KEPT)(_nothing_known)
