"""Tagger: the part of speech of each word, from its own form and its two neighbours on each side.

A linear model over hashed features. All that a word adds to its own and to its neighbours' scores
is summed once per word and kept, so that a text costs five additions a word. Weights are whole
numbers: the sums are exact, and the same on every machine. Trained by ``train_tagger.py``; data,
licence and digest stand in ``weights/README.md``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any
from zlib import crc32

from truceline.digest import Digest, digest_of_bytes
from truceline.reading.words.sentences import Token

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

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


def hashes_of(word: str, lower: str) -> list[int]:
    """Return the hashes of all features of a word: those for each offset, and that of an opener.

    The same numbers as those of ``features_of`` one by one, whose beginnings are hashed beforehand.

    >>> names = [f for at in OFFSETS for f in features_of("U.N.-led", "u.n.-led", at)]
    >>> hashes_of("U.N.-led", "u.n.-led")[:-1] == [crc32(name.encode()) for name in names]
    True
    """
    shape = shape_of(word)
    s2, s1, s0, s_1, s_2, first, ws = _of_shape(shape)
    whole, three, two, four, one, opens, five, last = (
        part.encode("utf-8", "surrogatepass")
        for part in (
            lower, lower[-3:], lower[-2:], lower[-4:], lower[-1:], lower[:3], lower[-5:],
            lower.rpartition("-")[2],
        )
    )  # fmt: skip
    w2, w1, w0, w_1, w_2 = _WHOLE
    return [
        crc32(whole, w2), s2,
        crc32(whole, w1), s1, crc32(three, _THREE[0]), crc32(two, _TWO[0]),
        crc32(whole, w0), s0, crc32(three, _THREE[1]), crc32(two, _TWO[1]),
        crc32(four, _OWN["4"]), crc32(one, _OWN["1"]), crc32(opens, _OWN["p"]),
        crc32(five, _OWN["5"]), crc32(two, ws), _OWN["b"], crc32(last, _OWN["h"]),
        crc32(whole, w_1), s_1, crc32(three, _THREE[2]), crc32(two, _TWO[2]),
        crc32(whole, w_2), s_2,
        first,
    ]  # fmt: skip


_WHOLE = tuple(crc32(f"{at}w".encode()) for at in OFFSETS)
_THREE, _TWO = ([crc32(f"{at}{length}".encode()) for at in (-1, 0, 1)] for length in (3, 2))
_OWN = {name: crc32(name.encode()) for name in "41p5bh"}


@lru_cache(maxsize=256)
def _of_shape(shape: str) -> tuple[int, ...]:
    """Return the hashes that hang on a shape alone, and the beginning of those that hold it."""
    told = [f"{at}s{shape}" for at in OFFSETS]
    return tuple(crc32(name.encode("utf-8", "surrogatepass")) for name in (
        *told, f"first{shape}", f"ws{shape}",
    ))  # fmt: skip


# Where the features for each offset begin among those of a word, and how many there are in all.
FIRSTS = tuple(accumulate((len(features_of("a", "a", at)) for at in OFFSETS), initial=0))
FEATURES = FIRSTS[-1] + 1


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


# What each word met so far adds to the scores around it, as bytes; begun anew when it is full.
# The list holds one mapping, so that a text in hand keeps the one it began with.
_met: list[dict[str, bytes]] = [{}]


def _scores(words: Mapping[str, str]) -> dict[str, bytes]:
    """Return what each word adds around it: a row for each offset, and one if it is first.

    Words not met before are summed together, which costs little more than one alone.
    """
    kept = _met[0]
    fresh = [word for word in words if word not in kept]
    if not fresh:
        return kept
    if len(kept) + len(fresh) > _KEPT:
        kept = _met[0] = {}
        fresh = list(words)
    import numpy as np

    hashes = np.array([one for word in fresh for one in hashes_of(word, words[word])], np.uint32)
    rows = _weights().take(hashes % (BUCKETS - 1) + 1, axis=0).reshape(len(fresh), FEATURES, -1)
    sums = np.empty((len(fresh), len(FIRSTS), rows.shape[2]), np.int16)
    for at, (first, after) in enumerate(pairwise((*FIRSTS, FEATURES))):
        rows[:, first:after].sum(axis=1, dtype=np.int16, out=sums[:, at])
    width = sums.nbytes // len(fresh)
    held = sums.tobytes()
    for number, word in enumerate(fresh):
        kept[word] = held[number * width : (number + 1) * width]
    return kept


_BEFORE, _BEHIND = "<", ">"  # beyond the ends of a sentence


def tags_of(rows: Sequence[Sequence[Token]]) -> tuple[tuple[str, ...], ...]:
    """Return the tag of each token of each row; a row is a sentence.

    >>> from truceline.reading.words.sentences import tokens
    >>> tags_of([tokens("The patrols left the village")])
    (('DT', 'NNS', 'VBD', 'DT', 'NN'),)
    """
    import numpy as np

    if not any(rows):
        return tuple(() for _ in rows)
    words = {token.text: token.lower for row in rows for token in row}
    known = _scores({_BEFORE: _BEFORE, _BEHIND: _BEHIND, **words})
    before, behind = known[_BEFORE], known[_BEHIND]
    laid = [before, before]
    starts = []
    for row in rows:
        starts.append(len(laid))
        laid += [known[token.text] for token in row]
        laid += [behind, behind, before, before]
    table = np.frombuffer(b"".join(laid), np.int16).reshape(len(laid), len(OFFSETS) + 1, -1)
    width = len(table) - 4
    scores = table[:width, 0].copy()
    for at in range(1, len(OFFSETS)):
        scores += table[at : at + width, at]
    firsts = np.array([start - 2 for start, row in zip(starts, rows, strict=True) if row])
    scores[firsts] += table[firsts + 2, len(OFFSETS)]
    best = [TAGS[tag] for tag in scores.argmax(axis=1).tolist()]
    return tuple(
        _with_acronyms(row, best[start - 2 : start - 2 + len(row)])
        for start, row in zip(starts, rows, strict=True)
    )


# Tags that a word in capitals, three letters and longer, never has among words that are not.
_NO_ACRONYM = frozenset(("IN", "DT", "CC", "TO", "PRP", "PRP$", "MD", "RB", "VB", "VBD", "VBP"))


def _with_acronyms(row: Sequence[Token], tags: list[str]) -> tuple[str, ...]:
    """Return the tags with acronyms that the texts learned from do not hold as names."""
    for at, word in [(at, token.text) for at, token in enumerate(row) if token.text.isupper()]:
        if tags[at] in _NO_ACRONYM and len(word) > 2 and word.isalpha():
            others = [token.text for token in row if token.is_word and token.text != word]
            if any(other.islower() for other in others):
                tags[at] = "NNP"
    return tuple(tags)
