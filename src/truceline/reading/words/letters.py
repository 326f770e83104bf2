"""Letters: what every match of a pattern must hold, read from the pattern itself.

The way of prefilters for many patterns: a pattern comes down to groups of letters, and each match
holds one of each group. Letters are in lower case and hold no blank, so that each lies in a word;
``EDGE`` among them stands where a word begins or ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Any

Needs = tuple[frozenset[str], ...]
_Parsed = Sequence[tuple[Any, Any]]

# The standard library's own reading of a pattern, which its types do not tell of.
_constants: Any = import_module("re._constants")

EDGE = "\0"
# What a digit of whatever value is written as.
SOME_DIGIT = "\2"
# So many spellings of one stretch of a pattern are told apart; beyond, it is cut in two.
_MOST_SPELLINGS = 400
# A class of more letters than these parts too little to be spelt out.
_MOST_LETTERS = 6
# "No letter before this": an edge, where a letter follows.
_NO_WORD_BEFORE = "\1"
_EDGES = re.compile(f"{EDGE}+|{_NO_WORD_BEFORE}(?=\\w)")
_SIGN = f"[^\\w{EDGE}{_NO_WORD_BEFORE}]"
_INNER_EDGES = re.compile(f"(?<=\\w)(?={_SIGN})|(?<={_SIGN})(?=\\w)")


def needs_of(parsed: _Parsed) -> Needs:
    """Return the groups of letters of each of which every match of a parsed pattern holds one.

    >>> import re
    >>> [sorted(group) for group in needs_of(import_module("re._parser").parse("(?:had|were) not"))]
    [['had\\x00', 'were\\x00'], ['\\x00not']]
    """
    return tuple(dict.fromkeys(one for group in _groups(parsed) for one in _in_words(group)))


def _in_words(group: frozenset[str]) -> Iterator[frozenset[str]]:
    """Yield the first, the longest and the last words of spellings, where all of them have one."""
    rows = [_words_of(spelling) for spelling in group]
    for words in (
        [next(iter(row), "") for row in rows],
        [max(row, key=len, default="") for row in rows],
        [row[-1] if row else "" for row in rows],
    ):
        if all(words):
            yield frozenset(words)


def _words_of(spelling: str) -> list[str]:
    """Return the words of a spelling, with their edges; what holds nothing but edges is empty."""
    words = spelling.split()
    found = []
    for at, word in enumerate(words):
        before = at > 0 or spelling[:1].isspace()
        behind = at + 1 < len(words) or spelling[-1:].isspace()
        bare = word.strip(EDGE + _NO_WORD_BEFORE)
        opens = EDGE if before and bare and _is_letter(bare[0]) else ""
        closes = EDGE if behind and bare and _is_letter(bare[-1]) else ""
        edged = _EDGES.sub(EDGE, _INNER_EDGES.sub(EDGE, f"{opens}{word}{closes}"))
        found.append(edged.replace(_NO_WORD_BEFORE, "") if bare else "")
    return found


def _is_letter(sign: str) -> bool:
    return sign.isalnum() or sign == "_"


def _groups(parsed: _Parsed) -> list[frozenset[str]]:
    found: list[frozenset[str]] = []
    spelt = frozenset(("",))
    for kind, value in parsed:
        found += _around(kind, value)
        exact = _exact(kind, value)
        if exact is not None and len(spelt) * len(exact) <= _MOST_SPELLINGS:
            spelt = frozenset(before + after for before in spelt for after in exact)
            continue
        found.append(spelt)
        spelt = frozenset(("",)) if exact is None else exact
        if exact is None:
            found += _inside(kind, value)
    found.append(spelt)
    return [group for group in found if all(map(_tells, group))]


def _tells(spelling: str) -> bool:
    return bool(spelling.strip(f" {EDGE}{_NO_WORD_BEFORE}"))


def _exact(kind: Any, value: Any) -> frozenset[str] | None:
    """Return every spelling that a part can match, in lower case; None where they are too many."""
    if kind is _constants.LITERAL:
        return frozenset((" " if chr(value).isspace() else chr(value).lower(),))
    if kind in (_constants.AT, _constants.ASSERT, _constants.ASSERT_NOT):
        return frozenset((_edge(kind, value),))  # takes no letters
    if kind is _constants.IN:
        return _exact_class(value)
    if kind is _constants.SUBPATTERN:
        return _exact_row(value[-1])
    if kind in (_constants.MAX_REPEAT, _constants.MIN_REPEAT):
        inner = _exact_row(value[2])
        blank = inner == frozenset((" ",))  # many blanks part words as one does
        if inner is None or (value[1] != 1 and not blank):
            return None
        return inner | {""} if value[0] == 0 else inner
    if kind is _constants.BRANCH:
        return _union([_exact_row(branch) for branch in value[1]])
    return None


def _edge(kind: Any, value: Any) -> str:
    if kind is _constants.AT:
        return EDGE if value is _constants.AT_BOUNDARY else ""
    if kind is _constants.ASSERT_NOT and value[0] < 0 and _holds_letters(value[1]):
        return _NO_WORD_BEFORE
    return ""


def _holds_letters(parsed: _Parsed) -> bool:
    """Return whether a part is one sign of a class in which every letter lies."""
    if len(parsed) != 1 or parsed[0][0] is not _constants.IN:
        return False
    signs = parsed[0][1]
    word = (_constants.CATEGORY, _constants.CATEGORY_WORD)
    return signs[0][0] is not _constants.NEGATE and word in signs


def _exact_class(value: Any) -> frozenset[str] | None:
    if all(row == (_constants.CATEGORY, _constants.CATEGORY_SPACE) for row in value):
        return frozenset((" ",))
    if len(value) > _MOST_LETTERS or any(op is not _constants.LITERAL for op, _ in value):
        return None
    return frozenset(" " if chr(one).isspace() else chr(one).lower() for _, one in value)


def _exact_row(parsed: _Parsed) -> frozenset[str] | None:
    spelt = frozenset(("",))
    for kind, value in parsed:
        exact = _exact(kind, value)
        if exact is None or len(spelt) * len(exact) > _MOST_SPELLINGS:
            return None
        spelt = frozenset(before + after for before in spelt for after in exact)
    return spelt


def _around(kind: Any, value: Any) -> list[frozenset[str]]:
    """Return the groups that must stand before or behind: words of a look back or ahead.

    Only words: a mark may close the sentence before, which is not looked through.
    """
    if kind is _constants.ASSERT:
        return [group for group in _groups(value[1]) if all(map(_is_worded, group))]
    if kind is _constants.SUBPATTERN:
        return [group for part in value[-1] for group in _around(*part)]
    if kind is _constants.BRANCH:
        return _one_of([[g for part in branch for g in _around(*part)] for branch in value[1]])
    return []


def _is_worded(spelling: str) -> bool:
    return spelling.strip(f" {EDGE}{_NO_WORD_BEFORE}").isalpha()


def _inside(kind: Any, value: Any) -> list[frozenset[str]]:
    """Return the groups that a part with parts of its own brings."""
    if kind is _constants.IN:
        return [frozenset((SOME_DIGIT,))] if _is_digits(value) else []
    if kind is _constants.SUBPATTERN:
        return _groups(value[-1])
    if kind in (_constants.MAX_REPEAT, _constants.MIN_REPEAT):
        return _groups(value[2]) if value[0] else []
    if kind is _constants.BRANCH:
        return _one_of([_groups(branch) for branch in value[1]])
    return []


def _is_digits(value: Any) -> bool:
    return all(
        (op is _constants.CATEGORY and one is _constants.CATEGORY_DIGIT)
        or (op is _constants.RANGE and chr(one[0]).isdecimal() and chr(one[1]).isdecimal())
        or (op is _constants.LITERAL and chr(one).isdecimal())
        for op, one in value
    )


def _one_of(branches: Sequence[list[frozenset[str]]]) -> list[frozenset[str]]:
    """Return one group of the best of each branch; none where a branch has none."""
    joined = _union([max(groups, key=_worth, default=None) for groups in branches])
    return [] if joined is None else [joined]


def _union(groups: Sequence[frozenset[str] | None]) -> frozenset[str] | None:
    if any(group is None for group in groups):
        return None
    return frozenset().union(*(group for group in groups if group is not None))


def _worth(group: frozenset[str]) -> float:
    """Return how much a group parts: its shortest spelling, and how few they are."""
    return min(6, *map(len, group)) - len(group) / 20
