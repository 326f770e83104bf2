"""Copies: texts that are the same words, whole or in part, so that one author is heard once.

Texts are compared by their shingles: every run of a few words. Two papers that print one agency's
story share most of them, two reporters who saw the same thing share few.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from collections import defaultdict
from collections.abc import Mapping

# Five words in a row are rarely the same by chance; eight would miss a copy that was edited.
_WORDS_IN_A_ROW = 5
# Half of all shingles shared: the same text with another head or tail.
_SAME = 0.5
# Four fifths of the shorter one in the longer: an abridged copy, or a text quoted whole.
_HELD_WITHIN = 0.8
# Below this many shingles two notes may be alike because there are few ways to say a thing.
_FEWEST = 25
# The smallest hashes of a text stand for it when pairs are sought; copies share some of 64 surely.
_SKETCH = 64


def near_copies(texts: Mapping[str, str]) -> tuple[frozenset[str], ...]:
    """Return groups of keys whose texts are copies of one another, directly or through others.

    Source of method: shingling and bottom-k sketches, A. Broder, "On the resemblance and
    containment of documents" (1997).

    >>> story = " ".join(f"word{n}" for n in range(60))
    >>> found = near_copies({"a": story, "b": "Breaking. " + story, "c": story[::-1]})
    >>> [sorted(group) for group in found]
    [['a', 'b']]
    """
    shingles = {key: _shingles(text) for key, text in sorted(texts.items())}
    held = {key: own for key, own in shingles.items() if len(own) >= _FEWEST}
    groups = {key: {key} for key in held}
    for one, other in _candidates(held):
        if groups[one] is not groups[other] and _alike(held[one], held[other]):
            both = groups[one] | groups[other]
            for key in both:
                groups[key] = both
    unique = {min(group): frozenset(group) for group in groups.values() if len(group) > 1}
    return tuple(unique[first] for first in sorted(unique))


def _shingles(text: str) -> frozenset[int]:
    words = re.findall(r"\w+", text.casefold())
    runs = (words[at : at + _WORDS_IN_A_ROW] for at in range(len(words) - _WORDS_IN_A_ROW + 1))
    return frozenset(
        int.from_bytes(hashlib.blake2b(" ".join(run).encode(), digest_size=8).digest(), "big")
        for run in runs
    )


def _candidates(held: Mapping[str, frozenset[int]]) -> list[tuple[str, str]]:
    """Return pairs that share any hash of their sketches; the sketch of a short text is all of it.

    A text held within a much longer one may share no smallest hash with it, so that the short
    one's sketch is looked up among all shingles of the others.
    """
    where: dict[int, list[str]] = defaultdict(list)
    for key, own in held.items():
        for shingle in own:
            where[shingle].append(key)
    pairs = {
        (min(key, other), max(key, other))
        for key, own in held.items()
        for shingle in itertools.islice(sorted(own), _SKETCH)
        for other in where[shingle]
        if other != key
    }
    return sorted(pairs)


def _alike(one: frozenset[int], other: frozenset[int]) -> bool:
    shared = len(one & other)
    return shared >= _SAME * len(one | other) or shared >= _HELD_WITHIN * min(len(one), len(other))
