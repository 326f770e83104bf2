"""Lineage: which word of the vocabulary is a kind of which."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from typing import Any

from truceline.observation.tables import table


@functools.cache
def words(branch: str) -> tuple[str, ...]:
    """Return the words of a branch ("classes", "acts", "duties"), in alphabetical order.

    >>> "mortar" in words("classes"), "mortar" in words("acts")
    (True, False)
    """
    return tuple(sorted(word for word, _ in _walk(table("lineage")[branch], ())))


def is_kind_of(word: str, ancestor: str) -> bool:
    """Return whether a word is the other or a kind of it; unknown words are kinds of themselves.

    >>> is_kind_of("iron dome launcher", "missile"), is_kind_of("missile", "mortar")
    (True, False)
    """
    return word == ancestor or ancestor in _ancestors().get(word, ())


def akin(word: str, other: str) -> bool:
    """Return whether the two may name one thing: the same word, or one a kind of the other.

    A word that a source uses for want of a closer one goes with all that it may mean.

    >>> akin("firing", "artillery fire"), akin("battle tank", "armoured vehicle")
    (True, False)
    >>> akin("weapons", "mortar")
    True
    """
    if is_kind_of(word, other) or is_kind_of(other, word):
        return True
    loose: dict[str, list[str]] = table("lineage")["may_be"]
    meant = {w: loose.get(w, [w]) for w in (word, other)}
    return any(is_kind_of(a, b) or is_kind_of(b, a) for a in meant[word] for b in meant[other])


@functools.cache
def _ancestors() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for branch in ("duties", "acts", "classes"):
        found.update(_walk(table("lineage")[branch], ()))
    return found


def _walk(tree: Mapping[str, Any], above: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for word, kinds in tree.items():
        yield word, above
        yield from _walk(kinds, (*above, word))
