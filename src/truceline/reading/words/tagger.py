"""Tagger: the part of speech of each word, from its own form and its two neighbours on each side.

A linear model over hashed features. All that a word adds to its own and to its neighbours' scores
is summed once per word and kept, so that a text costs five additions a word. Weights are whole
numbers: the sums are exact, and the same on every machine. Trained by ``train_tagger.py``; data,
licence and digest stand in ``weights/README.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from itertools import accumulate
from typing import TYPE_CHECKING, Any
from zlib import crc32

from truceline.digest import Digest, digest_of_bytes
from truceline.reading.words.sentences import Token

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Rows = NDArray[np.int32]

# The Penn tags told apart. Plural names count as names, degrees as adjective or adverb, and all
# marks as one.
TAGS = (
    "PU", "CC", "CD", "DT", "EX", "IN", "JJ", "MD", "NN", "NNP", "NNS", "POS", "PRP", "PRP$", "RB",
    "RP", "TO", "UH", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "WDT", "WP", "WRB",
)  # fmt: skip
# Rows of the weights; a feature's row is its hash. The first row stays empty.
BUCKETS = 1 << 16
# Which neighbours are looked at, from the second before to the second behind.
OFFSETS = (-2, -1, 0, 1, 2)
# Words remembered with their scores: far more than any article holds, and few megabytes.
_KEPT = 20_000
WEIGHTS = "tagger.npz"


def shape_of(word: str) -> str:
    """Return the shape of a word: capitals, a figure, a hyphen, or the mark itself.

    >>> [shape_of(word) for word in ("UN", "Syria", "25-km", "well-armed", ",")]
    ['AA', 'Aa', '9', 'a-', ',']
    """
    if word[0].isdigit():
        return "9"
    if len(word) > 1 and word.isupper():
        return "AA"
    if word[0].isupper():
        return "Aa"
    if not word[0].isalpha():
        return word[0]
    return "a-" if "-" in word else "a"


def features_of(word: str, lower: str, offset: int) -> tuple[str, ...]:
    """Return the features that a word gives the word so many places before it (or itself, at 0).

    >>> features_of("tanks", "tanks", 2)
    ('2wtanks', '2sa')
    """
    shape = shape_of(word)
    found = [f"{offset}w{lower}", f"{offset}s{shape}"]
    if abs(offset) <= 1:
        found += [f"{offset}3{lower[-3:]}", f"{offset}2{lower[-2:]}"]
    if offset == 0:
        found += [f"4{lower[-4:]}", f"1{lower[-1:]}", f"p{lower[:3]}", f"5{lower[-5:]}"]
        found += [f"ws{shape}{lower[-2:]}", "b", f"h{lower.rpartition('-')[2]}"]
    return tuple(found)


def opening_feature(word: str) -> str:
    """Return the feature of a word that opens its sentence, where a capital says nothing."""
    return f"first{shape_of(word)}"


def bucket(feature: str) -> int:
    """Return the row of a feature, never the first."""
    return crc32(feature.encode("utf-8", "surrogatepass")) % (BUCKETS - 1) + 1


@cache
def _weights() -> NDArray[np.int8]:
    import numpy as np

    loaded: Any = np.load(BytesIO(_weight_bytes()), allow_pickle=False)
    found: NDArray[np.int8] = loaded["weights"]
    return found


def _weight_bytes() -> bytes:
    return (files("truceline.reading") / "weights" / WEIGHTS).read_bytes()


@cache
def weights_digest() -> Digest:
    """Return the digest of the weights, as ``weights/README.md`` tells it."""
    return digest_of_bytes(_weight_bytes())


@lru_cache(maxsize=_KEPT)
def _scores(word: str, lower: str) -> Rows:
    """Return what a word adds to the scores around it: a row for each offset, and one if first."""
    import numpy as np

    weights = _weights()
    rows = [features_of(word, lower, offset) for offset in OFFSETS]
    rows.append((opening_feature(word),))
    at = [bucket(feature) for row in rows for feature in row]
    starts = list(accumulate((len(row) for row in rows[:-1]), initial=0))
    sums: Rows = np.add.reduceat(weights[at], starts, axis=0, dtype=np.int32)
    return sums


def tags_of(rows: Sequence[Sequence[Token]]) -> tuple[tuple[str, ...], ...]:
    """Return the tag of each token of each row; a row is a sentence.

    >>> from truceline.reading.words.sentences import tokens
    >>> tags_of([tokens("The patrols left the village")])
    (('DT', 'NNS', 'VBD', 'DT', 'NN'),)
    """
    import numpy as np

    if not any(rows):
        return tuple(() for _ in rows)
    edge_before, edge_behind = _scores("<", "<"), _scores(">", ">")
    laid: list[Rows] = [edge_before, edge_before]
    starts = []
    for row in rows:
        starts.append(len(laid))
        laid.extend(_scores(token.text, token.lower) for token in row)
        laid += [edge_behind, edge_behind, edge_before, edge_before]
    table = np.stack(laid)
    width = len(table) - 4
    scores = sum(table[2 + offset : 2 + offset + width, at] for at, offset in enumerate(OFFSETS))
    firsts = np.array([start - 2 for start, row in zip(starts, rows, strict=True) if row])
    scores[firsts] += table[firsts + 2, len(OFFSETS)]  # type: ignore[index]
    best = scores.argmax(axis=1).tolist()  # type: ignore[union-attr]
    return tuple(
        _with_acronyms(row, [TAGS[tag] for tag in best[start - 2 : start - 2 + len(row)]])
        for start, row in zip(starts, rows, strict=True)
    )


# Tags that a word in capitals, three letters and longer, never has among words that are not.
_NO_ACRONYM = frozenset(("IN", "DT", "CC", "TO", "PRP", "PRP$", "MD", "RB", "VB", "VBD", "VBP"))


def _with_acronyms(row: Sequence[Token], tags: list[str]) -> tuple[str, ...]:
    """Return the tags with acronyms that the texts learned from do not hold as names."""
    for at, tag in enumerate(tags):
        word = row[at].text
        if tag in _NO_ACRONYM and len(word) > 2 and word.isupper() and word.isalpha():
            others = [token.text for token in row if token.is_word and token.text != word]
            if any(other.islower() for other in others):
                tags[at] = "NNP"
    return tuple(tags)
