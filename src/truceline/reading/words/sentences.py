"""Sentences and tokens, with offsets into the text they stand in.

A span given is a hard bound: no sentence crosses it, and line breaks inside it are bounds too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple


def word_set(row: str) -> frozenset[str]:
    """Return the words of a row, parted by blanks.

    >>> sorted(word_set("at in"))
    ['at', 'in']
    """
    return frozenset(row.split())


_WORD = r"[^\W_]+(?:\.[^\W\d_]\b)*(?:(?<=\d)[.,:](?=\d)|[^\W_]|[-‐‑/](?=[^\W_])|['’](?=[^\W_]))*"
_TOKEN = re.compile(rf"(?:(?:[^\W\d_]\.){{2,}})|{_WORD}|\.\.\.|[^\w\s]|_")
_ABBREVIATIONS = word_set(
    "mr mrs ms dr prof gen col lt maj capt sgt brig adm gov sen rep pres st mt no art "
    "para paras approx ca c vs etc inc ltd jr sr brgy jan feb mar apr jun jul aug sep "
    "sept oct nov dec e.g i.e u.s u.n u.k km cf fig vol pp p"
)
# Abbreviations that often close a sentence too; a following capital decides.
_MONTHS = word_set("jan feb mar apr jun jul aug sep sept oct nov dec")
_OPENERS = word_set("the a an we he she they it in on at no this these our i")
_MAY_CLOSE = word_set("etc inc ltd jr u.s u.n u.k km no")
_OPENING = "\"“‘'«([»"
_CLOSING = "\"”’'»)]"
_ENDERS = frozenset(".!?…")
_ENTRY = re.compile(r"\d{2}:\d{2}|\d{4}[HZ]?")
# A line, to whatever reader of texts counts as its end.
_LINE = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]+")
# Words remembered in plain letters: more than any text holds, and few megabytes.
_KEPT = 30_000


class Token(NamedTuple):
    """One word, number or mark: ``start`` up to, and without, ``end``.

    A tuple, since a text is mostly tokens, and a tuple is made in a fifth of the time.
    """

    start: int
    end: int
    text: str
    lower: str

    @property
    def is_word(self) -> bool:
        """Return whether it holds a letter or a digit."""
        return self.text[0].isalnum()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: where it stands, its tokens, and the number of the span it lies in."""

    start: int
    end: int
    tokens: tuple[Token, ...]
    block: int = 0


def tokens(text: str, *, start: int = 0, end: int | None = None) -> tuple[Token, ...]:
    """Return the tokens of a text between two offsets, in order.

    A genitive and a shortened verb are tokens of their own, so that a name is found with and
    without them.

    >>> [token.text for token in tokens("Syria's 25-km strip, U.S. envoy; we've left")]
    ['Syria', "'s", '25-km', 'strip', ',', 'U.S.', 'envoy', ';', 'we', "'ve", 'left']
    """
    found: list[Token] = []
    made = tuple.__new__
    for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
        at, to = match.span()
        word = match.group()
        lower, cut = _form(word)
        if cut:
            found.append(Token(at, to - cut, word[:-cut], _plain(word[:-cut])))
            at, word = to - cut, word[-cut:]
            lower = _plain(word)
        found.append(made(Token, (at, to, word, lower)))
    return tuple(found)


@lru_cache(maxsize=_KEPT)
def _form(word: str) -> tuple[str, int]:
    """Return a word in plain small letters, and how many of them are a token of their own."""
    return _plain(word), _shortened(word)


_SHORT = frozenset(("s", "m", "d", "re", "ve", "ll"))


def _shortened(word: str) -> int:
    """Return how many letters of a word are a genitive or a shortened verb, its mark included."""
    for length in (2, 3):
        if len(word) > length and word[-length] in "'’" and word[1 - length :].lower() in _SHORT:
            return length
    return 0


def _plain(word: str) -> str:
    return word.lower().replace("’", "'").replace("‑", "-").replace("‐", "-")


def sentences(text: str, *, spans: Iterable[tuple[int, int]]) -> tuple[Sentence, ...]:
    """Return the sentences inside the spans given, in order of the spans.

    Full stops of abbreviations, initials and numbers do not end a sentence; closing quotation
    marks belong to the sentence that they close.

    >>> text = "Col. A. Haddad spoke. \\"No shots,\\" he said."
    >>> [text[s.start:s.end] for s in sentences(text, spans=[(0, len(text))])]
    ['Col. A. Haddad spoke.', '"No shots," he said.']
    """
    found: list[Sentence] = []
    for block, (start, end) in enumerate(spans):
        for line in _LINE.finditer(text, start, end):
            line_tokens = tokens(text, start=line.start(), end=line.end())
            found.extend(_split(text, line_tokens, block))
    return tuple(found)


def _split(text: str, line: Sequence[Token], block: int) -> Iterable[Sentence]:
    first = 0
    for index in [at for at, token in enumerate(line) if token.text[-1] in _ENDERS]:
        if index < first or not _ends(text, line, index, first):
            continue
        last = index
        while last + 1 < len(line) and _closes(text, line, last + 1):
            last += 1
        yield _sentence(line[first : last + 1], block)
        first = last + 1
    if first < len(line):
        yield _sentence(line[first:], block)


def _closes(text: str, line: Sequence[Token], index: int) -> bool:
    """Return whether a token is a mark that closes what stands before it, with no gap."""
    token, before = line[index], line[index - 1]
    if token.start != before.end:
        return False
    if token.text in _ENDERS or token.text == "...":
        return True
    if token.text not in _CLOSING:
        return False
    return token.end >= len(text) or not text[token.end].isalnum()


def _ends(text: str, line: Sequence[Token], index: int, first: int) -> bool:
    token = line[index]
    if token.text == "...":
        return False
    following = _next_word(line, index + 1)
    if following is None:
        return True
    if token.end < len(text) and text[token.end].isalnum():
        return False
    if token.text in "!?…":
        return not following.text[0].islower()
    word = token if token.is_word else (line[index - 1] if index > first else None)
    if word is None or following.text[0].islower():
        return False
    stem = word.lower.rstrip(".")
    if _opens_entry(following) or (stem in _MONTHS and following.lower in _OPENERS):
        return True
    if stem in _ABBREVIATIONS and (token.is_word or word.end == token.start):
        return stem in _MAY_CLOSE and not following.text[0].isdigit()
    is_initial = len(stem) == 1 and stem.isalpha() and word.text[0].isupper()
    return not (is_initial and index - 1 > first and word.end == token.start)


def _opens_entry(token: Token) -> bool:
    """Return whether a token is an hour that opens an entry of a log: "08:44", "0844H"."""
    return _ENTRY.fullmatch(token.text) is not None


def _next_word(line: Sequence[Token], index: int) -> Token | None:
    for token in line[index:]:
        if token.is_word:
            return token
    return None


def _sentence(part: Sequence[Token], block: int) -> Sentence:
    return Sentence(part[0].start, part[-1].end, tuple(part), block)
