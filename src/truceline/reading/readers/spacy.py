"""The spaCy reader: the rules of the grammar reader on the parts of speech of a pipeline.

The pipeline is one that the user has, or one that ``truceline train-parser`` made; none comes with
the package, and nothing is fetched. What it sees otherwise than our own tagger shows where two
readers part, which is a reason for a person to look.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from truceline.digest import Digest, digest_of_bytes
from truceline.errors import PartMissing
from truceline.evidence.document import Document
from truceline.reading.claim import Claim
from truceline.reading.gazetteer import Gazetteer
from truceline.reading.page import Page
from truceline.reading.readers.grammar import claims_by_rules
from truceline.reading.words.sentences import Token
from truceline.reading.words.tagger import TAGS

_VERSION = "1"
# Tags of the Penn treebank that our rules do not tell apart.
MERGED = {
    "NNPS": "NNP", "JJR": "JJ", "JJS": "JJ", "RBR": "RB", "RBS": "RB", "WP$": "WP", "PDT": "DT",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SpacyReader:
    """Reads by our rules on the tags of a spaCy pipeline."""

    pipeline: Any = field(repr=False)
    digest: Digest
    name: str = "spacy"

    @property
    def version(self) -> str:
        """Return ``spacy/``, version, the pipeline's name and the digest of its files."""
        meta = self.pipeline.meta
        made = f"{meta.get('lang', '')}_{meta.get('name', '')}-{meta.get('version', '')}"
        return f"{self.name}/{_VERSION} {made} {self.digest[:19]}"

    def read(self, document: Document, *, page: Page, gazetteer: Gazetteer) -> tuple[Claim, ...]:
        """Return the claims of the page's article lines, sorted by start."""
        return claims_by_rules(
            document, page=page, gazetteer=gazetteer, version=self.version, tagger=self._tags
        )

    def _tags(self, rows: Sequence[Sequence[Token]]) -> Sequence[tuple[str, ...]]:
        from spacy.tokens import Doc

        made = [Doc(self.pipeline.vocab, words=[t.text for t in row] or ["."]) for row in rows]
        read = self.pipeline.pipe(made)
        return [
            tuple(tag_named(one.tag_) for one in document) if row else ()
            for row, document in zip(rows, read, strict=True)
        ]


def tag_named(tag: str) -> str:
    """Return our name of a Penn tag; marks, and what we do not know, are ``PU``.

    >>> tag_named("NNPS"), tag_named("VBD"), tag_named("-LRB-")
    ('NNP', 'VBD', 'PU')
    """
    plain = MERGED.get(tag, tag)
    return plain if plain in TAGS else "PU"


def load_spacy(folder: Path) -> SpacyReader:
    """Return a reader on the pipeline in a folder.

    Raises:
        PartMissing: spaCy is not installed, or the folder holds no pipeline that tags.
    """
    if not (folder / "meta.json").is_file():
        raise PartMissing(
            f"{folder} holds no spaCy pipeline (no meta.json); make one with: "
            "truceline train-parser TREEBANK FOLDER"
        )
    try:
        import spacy
    except ImportError:
        raise PartMissing("the spacy reader needs spaCy: pip install 'truceline[spacy]'") from None
    pipeline = spacy.load(folder)
    if "tagger" not in pipeline.pipe_names:
        raise PartMissing(f"the pipeline in {folder} has no tagger; the spacy reader needs one")
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return SpacyReader(pipeline, digest_of_bytes(b"\0".join(p.read_bytes() for p in files)))
