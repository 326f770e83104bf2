"""Lexicons: the word lists that lie beside the code, read once, and their digest."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from io import StringIO
from typing import Any

from truceline.digest import Digest, digest_of_bytes

_FOLDER = "lexicon"
# What the grammar reader stands on; its version carries their digest.
GRAMMAR_LEXICONS = (
    "actors.yaml",
    "states.csv",
    "assets.yaml",
    "tellers.yaml",
    "verbs.yaml",
    "hedges.yaml",
    "kinds.yaml",
    "nominal.yaml",
)


def lexicon_bytes(name: str) -> bytes:
    """Return the bytes of a word list, by its file name."""
    return (files("truceline.reading") / _FOLDER / name).read_bytes()


@cache
def load_yaml(name: str) -> Any:
    """Return a YAML word list as plain lists and mappings. Do not change what comes back."""
    from ruamel.yaml import YAML

    return YAML(typ="safe").load(lexicon_bytes(name).decode("utf-8"))


@cache
def load_csv(name: str) -> tuple[dict[str, str], ...]:
    """Return a CSV word list as rows by column."""
    return tuple(csv.DictReader(StringIO(lexicon_bytes(name).decode("utf-8"))))


@cache
def lexicon_digest() -> Digest:
    """Return one digest over every word list that the grammar reader uses."""
    return digest_of_bytes(b"\0".join(lexicon_bytes(name) for name in GRAMMAR_LEXICONS))
