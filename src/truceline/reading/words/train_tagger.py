"""Train the tagger: ``python -m truceline.reading.words.train_tagger FOLDER``.

FOLDER holds ``train.jsonl.gz`` and ``dev.jsonl.gz`` with the genres of GUM whose texts are CC BY or
in the public domain. Writes ``tagger.npz`` beside the reader and prints its digest and how many
words of ``dev`` it tags rightly. A softmax over hashed features, by AdaGrad in small batches.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from truceline.digest import digest_of_bytes
from truceline.reading.words.sentences import Token, tokens
from truceline.reading.words.tagger import (
    BUCKETS,
    OFFSETS,
    TAGS,
    WEIGHTS,
    bucket,
    features_of,
    opening_feature,
    tags_of,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SEED = 1
# Six rounds: more lowers the figure on the development documents.
_ROUNDS, _BATCH, _RATE, _SHRINK = 6, 128, 0.15, 1e-5
_MERGED = {
    "NNPS": "NNP", "JJR": "JJ", "JJS": "JJ", "RBR": "RB", "RBS": "RB", "PDT": "DT", "AFX": "JJ",
    "WP$": "WP", "LS": "CD", "ADD": "NNP", "GW": "NN", "FW": "NN", "XX": "NN",
}  # fmt: skip

Tagged = tuple[tuple[Token, ...], tuple[str, ...]]


def sentences_of(path: Path) -> Iterator[Tagged]:
    """Yield the sentences of a GUM file as our tokens, each with its tag.

    A token that the corpus parts takes the tag of its last part; a contraction that of its verb.
    """
    with gzip.open(path, "rt", encoding="utf-8") as rows:
        for row in rows:
            document = json.loads(row)
            for sentence in document["sentences"]:
                first, after = sentence["tokens"]
                gold = document["tokens"][first:after]
                line = tokens(document["text"], start=sentence["start"], end=sentence["end"])
                if line:
                    yield line, tuple(_tag(token, gold) for token in line)


def _tag(token: Token, gold: Sequence[Sequence[Any]]) -> str:
    under = [part for part in gold if part[0] < token.end and part[1] > token.start]
    if not under:
        return "PU"
    tag = str((under[0] if "n't" in token.lower else under[-1])[6])
    tag = _MERGED.get(tag, tag)
    return tag if tag in TAGS else "PU"


def _ids(line: Sequence[Token]) -> Iterator[list[int]]:
    """Yield the buckets of each token's features; every row is equally long."""
    words = [("<", "<")] * 2 + [(t.text, t.lower) for t in line] + [(">", ">")] * 2
    for index in range(len(line)):
        row = [
            bucket(feature)
            for offset in OFFSETS
            for feature in features_of(*words[index + 2 + offset], offset)
        ]
        row.append(0 if index else bucket(opening_feature(line[0].text)))
        yield row


def fit(sentences: Sequence[Tagged]) -> NDArray[np.float32]:
    """Return the weights, a row for each bucket and a column for each tag."""
    import numpy as np

    features = np.array([row for line, _ in sentences for row in _ids(line)], dtype=np.int32)
    wanted = np.array([TAGS.index(tag) for _, tags in sentences for tag in tags])
    shuffle = np.random.default_rng(SEED)
    weights = np.zeros((BUCKETS, len(TAGS)), np.float32)
    squares = np.full((BUCKETS, len(TAGS)), 1e-2, np.float32)
    for _ in range(_ROUNDS):
        order = shuffle.permutation(len(wanted))
        for at in range(0, len(order), _BATCH):
            part = order[at : at + _BATCH]
            ids = features[part]
            scores = weights[ids].sum(axis=1)
            scores = np.exp(scores - scores.max(axis=1, keepdims=True))
            error = scores / scores.sum(axis=1, keepdims=True)
            error[np.arange(len(part)), wanted[part]] -= 1
            touched, where = np.unique(ids, return_inverse=True)
            where = where.reshape(ids.shape)
            slope = _SHRINK * weights[touched]
            for column in range(ids.shape[1]):
                np.add.at(slope, where[:, column], error)
            squares[touched] += slope * slope
            weights[touched] -= _RATE * slope / np.sqrt(squares[touched])
    weights[0] = 0
    return weights


def main(arguments: Sequence[str]) -> int:
    """Train on the folder given, write the weights, and print their digest and accuracy."""
    import numpy as np

    (folder,) = (Path(argument) for argument in arguments)
    weights = fit(tuple(sentences_of(folder / "train.jsonl.gz")))
    whole = np.rint(weights * (127 / np.abs(weights).max())).astype(np.int8)
    path = Path(__file__).parents[1] / "weights" / WEIGHTS
    with path.open("wb") as target:
        np.savez_compressed(target, weights=whole)
    dev = tuple(sentences_of(folder / "dev.jsonl.gz"))
    read = tags_of([line for line, _ in dev])
    pairs = [
        (one, other)
        for (_, gold), tags in zip(dev, read, strict=True)
        for one, other in zip(gold, tags, strict=True)
    ]
    share = sum(one == other for one, other in pairs) / len(pairs)
    size = path.stat().st_size
    sys.stdout.write(f"{digest_of_bytes(path.read_bytes())} {size} bytes, dev {share:.4f}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
