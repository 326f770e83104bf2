"""Readers by name, those among them that the user has to turn on."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from truceline.errors import NotFound, PartMissing

if TYPE_CHECKING:
    from truceline.reading.read import Reader

# Readers that need more than the package.
_TO_TURN_ON = ("llm", "spacy")
# Names the folder of a pipeline, made by ``truceline train-parser`` or brought along.
_MODEL = "TRUCELINE_SPACY_MODEL"


def readers_named(names: str) -> tuple[Reader, ...]:
    """Return one reader, or the two that a comma parts.

    Raises:
        NotFound: no reader has such a name, or more than two are named.
        PartMissing: a reader is named that is not turned on; the message says how to.
    """
    wanted = [name.strip() for name in names.split(",") if name.strip()]
    if not 1 <= len(wanted) <= 2:
        raise NotFound("reader", names, known=("grammar", "grammar,llm"))
    return tuple(reader_named(name) for name in wanted)


def reader_named(name: str) -> Reader:
    """Return a reader by its name; see ``readers_named`` for what is refused."""
    from truceline.reading.read import READERS

    if name in READERS:
        return READERS[name]()
    if name == "llm":
        from truceline.cli.llm_endpoint import endpoint_from_environment
        from truceline.reading.readers.llm import LlmReader

        endpoint = endpoint_from_environment()
        return LlmReader(ask=endpoint, model=endpoint.model)
    if name == "spacy":
        return _spacy()
    raise NotFound("reader", name, known=(*READERS, *_TO_TURN_ON))


def _spacy() -> Reader:
    from truceline.reading.readers.spacy import load_spacy

    folder = os.environ.get(_MODEL, "")
    if not folder:
        raise PartMissing(
            f"the spacy reader is off: name the folder of a pipeline in {_MODEL}; "
            "make one with: truceline train-parser TREEBANK FOLDER"
        )
    return load_spacy(Path(folder))
