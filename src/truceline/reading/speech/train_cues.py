"""Train the weights of cues: ``python -m truceline.reading.speech.train_cues FOLDER``.

The folder holds ``train.jsonl.gz`` and ``dev.jsonl.gz`` of the GUM corpus. Each verb that may
attribute is a case; it is right where the corpus marks the same words as the cue of an
attribution. Logistic regression over ``signs_of``, full batches, no chance in it.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from truceline.digest import digest_of_bytes
from truceline.reading.speech.attribution import Attribution
from truceline.reading.speech.cue_weights import CUES, SCALE, signs_of
from truceline.reading.speech.tellers import all_candidates
from truceline.reading.words.predicates import predicates
from truceline.reading.words.sentences import Token, tokens
from truceline.reading.words.tagger import tags_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Case = tuple[frozenset[str], bool]
# A sign seen less often than this says nothing.
_LEAST_SEEN = 3
# How strongly weights are drawn to nothing, rounds, and the step of each: chosen on six parts of
# the training documents.
_SHRINK, _ROUNDS, _STEP = 3.0, 300, 0.05
_KEEP, _KEEP_SQUARES = 0.9, 0.999


def cases_of(path: Path) -> Iterator[Case]:
    """Yield the verbs that may attribute in the documents of a file, and whether each does."""
    with gzip.open(path, "rt", encoding="utf-8") as rows:
        for row in rows:
            document = json.loads(row)
            gold = {
                (part[0], part[1]) for one in document["attributions"] for part in one["cue"][:1]
            }
            for sentence in document["sentences"]:
                line = tokens(document["text"], start=sentence["start"], end=sentence["end"])
                (tags,) = tags_of([line])
                verbs = predicates(line, tags=tags)
                for one in all_candidates(line, verbs, tags):
                    yield signs_of(one, line, tags, verbs), _span(line, one) in gold


def _span(line: Sequence[Token], one: Attribution) -> tuple[int, int]:
    last = line[one.verb + 1] if one.rule == "according to" else line[one.verb]
    return line[one.verb].start, last.end


def fit(cases: Sequence[Case]) -> tuple[list[str], NDArray[np.int16]]:
    """Return the signs and what each is worth, in parts of one."""
    import numpy as np

    seen = Counter(sign for signs, _ in cases for sign in signs)
    signs = sorted(sign for sign, count in seen.items() if count >= _LEAST_SEEN)
    column = {sign: at for at, sign in enumerate(signs)}
    table = np.zeros((len(cases), len(signs)))
    for row, (found, _) in enumerate(cases):
        table[row, [column[sign] for sign in found if sign in column]] = 1
    right = np.array([float(one) for _, one in cases])
    weights, drift, squares = (np.zeros(len(signs)) for _ in range(3))
    for turn in range(1, _ROUNDS + 1):
        chance = 1 / (1 + np.exp(-(table @ weights)))
        slope = table.T @ (chance - right) + _SHRINK * weights
        drift = _KEEP * drift + (1 - _KEEP) * slope
        squares = _KEEP_SQUARES * squares + (1 - _KEEP_SQUARES) * slope * slope
        step = drift / (1 - _KEEP**turn)
        weights -= _STEP * step / (np.sqrt(squares / (1 - _KEEP_SQUARES**turn)) + 1e-8)
    return signs, np.rint(weights * SCALE).astype(np.int16)


def main(arguments: Sequence[str]) -> int:
    """Train on the folder given, write the weights, and print their digest."""
    import numpy as np

    (folder,) = (Path(argument) for argument in arguments)
    signs, weights = fit(tuple(cases_of(folder / "train.jsonl.gz")))
    path = Path(__file__).parents[1] / "weights" / CUES
    with path.open("wb") as target:
        letters = np.frombuffer("\n".join(signs).encode("utf-8"), dtype=np.uint8)
        np.savez_compressed(target, signs=letters, weights=weights)
    size = path.stat().st_size
    sys.stdout.write(f"{digest_of_bytes(path.read_bytes())} {size} bytes, {len(signs)} signs\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
