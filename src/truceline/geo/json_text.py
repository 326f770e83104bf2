"""JSON text: read strictly, with the place of every list and object, and with bounds.

The standard reader forgets where things stand, takes NaN for a number, lets the second of two equal
keys win and recurses as deep as a file tells it to. A file from elsewhere gets none of that here.
"""

from __future__ import annotations

import bisect
import json
import math
import re
from collections.abc import Iterable

from truceline.errors import Problem

# What stands in the way of files that are made to exhaust a reader. GeoJSON needs a depth of nine.
DEEPEST = 64

# A whole number of more digits than this is read as a float; Python refuses to convert huge ones.
_WHOLE_DIGITS = 18

# So many problems are told; a file with more is wrong in one way all over.
MOST_PROBLEMS = 50

_TOKEN = re.compile(
    r'[ \t\r\n]*(?:(?P<mark>[\[\]{}:,])|(?P<string>"(?:[^"\\\x00-\x1f]|\\.)*")'
    r"|(?P<number>-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])|(?P<word>-?[A-Za-z]+)"
    r"|(?P<end>\Z)|(?P<wrong>.))",
    re.DOTALL | re.ASCII,
)
_WORDS = {"true": True, "false": False, "null": None}
_ENDLESS = {"NaN", "Infinity", "-Infinity"}


class Members(dict[str, object]):
    """A JSON object; ``at`` is the offset of its first character."""

    __slots__ = ("at",)

    def __init__(self, at: int) -> None:
        super().__init__()
        self.at = at


class Items(list[object]):
    """A JSON list; ``at`` is the offset of its first character."""

    __slots__ = ("at",)

    def __init__(self, at: int, items: Iterable[object] = ()) -> None:
        super().__init__(items)
        self.at = at


class JsonText:
    """A text that should be JSON, and all that is wrong with it.

    >>> text = JsonText('{"a": [1, NaN], "a": 2}', file="x.json")
    >>> value = text.value()
    >>> for problem in text.problems:
    ...     print(problem)
    x.json:1:11: NaN is no number. Write a finite number.
    x.json:1:17: the key 'a' stands here twice. Keep one of the two.
    """

    def __init__(self, text: str, *, file: str) -> None:
        self.text, self.file = text, file
        self.problems: list[Problem] = []
        self.told = 0
        self.broken = False
        self._at = 0
        self._line_starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def place(self, at: int) -> tuple[int, int]:
        """Return the line and the column of an offset, counted from 1."""
        line = bisect.bisect_right(self._line_starts, at)
        return line, at - self._line_starts[line - 1] + 1

    def report(self, at: int, what: str, mend: str) -> None:
        """Note a problem at an offset; past the first so many they are let go."""
        self.told += 1
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(self.file, *self.place(at), what, mend))

    def value(self) -> object:
        """Return what the text holds; ``broken`` tells that it could not be read to the end."""
        self._at = 0
        try:
            value = self._value(*self._token(), depth=1)
            self._end()
        except _BrokenError as error:
            self.broken = True
            self.report(error.at, error.what, error.mend)
            return None
        return value

    def _end(self) -> None:
        kind, word, at = self._token()
        if kind != "end":
            raise _BrokenError(at, f"{_shown(word)} stands after the end", "Take it out")

    def _token(self) -> tuple[str, str, int]:
        match = _TOKEN.match(self.text, self._at)
        if match is None or match.lastgroup is None:
            raise _BrokenError(self._at, "this is no JSON", "Write a JSON object")
        self._at = match.end()
        return match.lastgroup, match[match.lastgroup], match.start(match.lastgroup)

    def _value(self, kind: str, word: str, at: int, *, depth: int) -> object:
        if depth > DEEPEST:
            raise _BrokenError(at, f"more than {DEEPEST} levels deep", "Write the file flatter")
        if word == "{" and kind == "mark":
            return self._members(at, depth=depth)
        if word == "[" and kind == "mark":
            return self._items(at, depth=depth)
        if kind == "string":
            return self._string(word, at)
        if kind == "number":
            return self._number(word, at)
        if kind == "word" and word in _WORDS:
            return _WORDS[word]
        if kind == "word" and word in _ENDLESS:
            self.report(at, f"{word} is no number", "Write a finite number")
            return None
        if kind == "end":
            raise _BrokenError(at, "the file ends too soon", "Close what stands open")
        raise _BrokenError(at, f"{_shown(word)} is out of place", "Write a JSON value here")

    def _items(self, at: int, *, depth: int) -> Items:
        items = Items(at)
        kind, word, start = self._token()
        if (kind, word) == ("mark", "]"):
            return items
        while True:
            items.append(self._value(kind, word, start, depth=depth + 1))
            if not self._goes_on("]"):
                return items
            kind, word, start = self._token()

    def _members(self, at: int, *, depth: int) -> Members:
        members = Members(at)
        kind, word, start = self._token()
        if (kind, word) == ("mark", "}"):
            return members
        while True:
            if kind != "string":
                raise _BrokenError(start, f"{_shown(word)} is no key", "Write a key in quotes")
            key = self._string(word, start)
            if key in members:
                self.report(start, f"the key {key!r} stands here twice", "Keep one of the two")
            kind, word, start = self._token()
            if (kind, word) != ("mark", ":"):
                raise _BrokenError(start, f"a colon is missing after {key!r}", "Write a colon")
            members[key] = self._value(*self._token(), depth=depth + 1)
            if not self._goes_on("}"):
                return members
            kind, word, start = self._token()

    def _goes_on(self, close: str) -> bool:
        kind, word, at = self._token()
        if kind == "mark" and word in (",", close):
            return word == ","
        what = "the file ends too soon" if kind == "end" else f"{_shown(word)} is out of place"
        raise _BrokenError(at, what, f"Write a comma or {close}")

    def _string(self, word: str, at: int) -> str:
        try:
            text = json.loads(word)
            text.encode("utf-8")
        except ValueError:
            self.report(at, "this text holds an escape that is no character", "Write it plainly")
            return ""
        return str(text)

    def _number(self, word: str, at: int) -> int | float | None:
        if word.lstrip("-").isdigit() and len(word) <= _WHOLE_DIGITS:
            return int(word)
        number = float(word)
        if not math.isfinite(number):
            self.report(at, f"{_shown(word)} is too large a number", "Write a finite number")
            return None
        return number


class _BrokenError(Exception):
    """The text cannot be read on from here."""

    def __init__(self, at: int, what: str, mend: str) -> None:
        super().__init__(what)
        self.at, self.what, self.mend = at, what, mend


def _shown(word: str) -> str:
    return repr(word if len(word) <= 20 else word[:20] + "...")
