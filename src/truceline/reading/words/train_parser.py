"""Train a small spaCy pipeline, a tagger and a parser, on a treebank that the user names.

Nothing comes with the package and nothing is fetched: the treebank's licence decides what may be
done with the pipeline. Same treebank, same turns and same machine give the same weights.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from truceline.errors import PartMissing

SEED = 1
# Sentences learned from at once, and how many of their signals are left out each time: usual
# values for so small a treebank.
_BATCH, _DROPOUT = 32, 0.2
# Sentences looked at to learn which tags and relations there are.
_LABELS_FROM = 2000
# The columns of a token in a record: start, end, head, relation, Penn tag.
_START, _END, _HEAD, _RELATION, _TAG = 0, 1, 4, 5, 6


def train_parser(
    treebank: Path, folder: Path, *, turns: int, told: Callable[[str], None]
) -> dict[str, float]:
    """Train on ``train.jsonl.gz`` of a folder, keep the pipeline, and return how good it is.

    The figures are those on ``dev.jsonl.gz`` where the folder has one: ``tag_acc``, ``dep_uas``,
    ``dep_las``, from 0 to 1.

    Raises:
        PartMissing: spaCy is not installed, or the treebank is not there.
    """
    try:
        import spacy
    except ImportError:
        raise PartMissing("training needs spaCy: pip install 'truceline[spacy]'") from None
    source = treebank / "train.jsonl.gz"
    if not source.is_file():
        raise PartMissing(f"{treebank} holds no train.jsonl.gz with trees")
    spacy_util: Any = spacy.util
    spacy_util.fix_random_seed(SEED)
    pipeline = spacy.blank("en")
    pipeline.meta["name"] = "truceline_parser"
    pipeline.add_pipe("tagger")
    pipeline.add_pipe("parser")
    examples = list(_examples(pipeline, source))
    optimizer = pipeline.initialize(lambda: examples[:_LABELS_FROM])
    for turn in range(1, turns + 1):
        losses: dict[str, float] = {}
        for batch in spacy_util.minibatch(examples, _BATCH):
            pipeline.update(batch, sgd=optimizer, losses=losses, drop=_DROPOUT)
        told(f"turn {turn} of {turns}: loss {sum(losses.values()):.0f}")
    pipeline.to_disk(folder)
    dev = treebank / "dev.jsonl.gz"
    if not dev.is_file():
        return {}
    scores = pipeline.evaluate(list(_examples(pipeline, dev)))
    return {key: float(scores[key]) for key in ("tag_acc", "dep_uas", "dep_las")}


def _examples(pipeline: Any, path: Path) -> Iterator[Any]:
    """Yield one example for each sentence of a file."""
    from spacy.tokens import Doc
    from spacy.training import Example

    with gzip.open(path, "rt", encoding="utf-8") as rows:
        for row in rows:
            document = json.loads(row)
            for sentence in document["sentences"]:
                first, after = sentence["tokens"]
                tokens = document["tokens"][first:after]
                if len(tokens) < 2:
                    continue
                words = [document["text"][one[_START] : one[_END]] for one in tokens]
                heads = [
                    at if one[_HEAD] < first or one[_HEAD] >= after else one[_HEAD] - first
                    for at, one in enumerate(tokens)
                ]
                relations = ["ROOT" if h == at else tokens[at][_RELATION].partition(":")[0]
                             for at, h in enumerate(heads)]  # fmt: skip
                gold = Doc(
                    pipeline.vocab, words=words, tags=[one[_TAG] for one in tokens], heads=heads,
                    deps=relations,
                )  # fmt: skip
                yield Example(Doc(pipeline.vocab, words=words), gold)
