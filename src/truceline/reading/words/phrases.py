"""Phrases: a tree of word sequences, for the longest match at a token."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

from truceline.reading.words.sentences import Token

Value = TypeVar("Value")
_LEAF = ""


class Phrases(Generic[Value]):
    """Word sequences and what each stands for; found longest first.

    Keys are sequences of atoms: lower-case words, or words as written where case matters.

    >>> from truceline.reading.words.sentences import tokens
    >>> phrases = Phrases({("armed", "group"): "G", ("armed",): "A"})
    >>> phrases.longest(tokens("armed group"), 0)
    ('G', 2)
    """

    def __init__(self, entries: Mapping[tuple[str, ...], Value], *, by_case: bool = False) -> None:
        self._by_case = by_case
        self._root: dict[str, object] = {}
        for words, value in entries.items():
            node = self._root
            for word in words:
                node = node.setdefault(word, {})  # type: ignore[assignment]
            node.setdefault(_LEAF, value)
        self.first_words = frozenset(word.lower() for word in self._root)

    def longest(self, line: Sequence[Token], index: int) -> tuple[Value, int] | None:
        """Return the value of the longest phrase at a token, and the index after it; or None."""
        node = self._root
        best: tuple[Value, int] | None = None
        while index < len(line):
            token = line[index]
            as_written = self._by_case and token.is_word
            step = node.get(token.text if as_written else token.lower)
            if step is None:
                break
            node = step  # type: ignore[assignment]
            index += 1
            if _LEAF in node:
                best = (node[_LEAF], index)  # type: ignore[assignment]
        return best
