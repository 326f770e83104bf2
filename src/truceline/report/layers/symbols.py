"""Symbols: the identification code by which a kept library draws what an observation speaks of.

The codes are those of NATO's APP-6(D) and of MIL-STD-2525D, twenty digits. Every symbol is drawn
with the frame of a neutral: no party is anybody's friend or foe here, and swapping the parties
changes no picture.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any

from truceline.agreement.taxonomy import load_taxonomy

if TYPE_CHECKING:
    from truceline.observation.observation import Observation

_FILE = Path(__file__).with_name("symbols.yaml")
_VERSION, _REALITY, _NEUTRAL = "10", "0", "4"


def symbol_for(seen: Observation) -> str | None:
    """Return the code for what was seen, or for the first asset of an event; None where none fits.

    An act has no symbol of its own here: it is drawn by the mark of its status.
    """
    for word in (seen.what, *seen.assets):
        code = symbol_of(word)
        if code is not None:
            return code
    return None


@functools.cache
def symbol_of(word: str) -> str | None:
    """Return the code of an asset class, or of the nearest class above it that has one.

    >>> symbol_of("Merkava"), symbol_of("teapot")
    ('10041500001202000000', None)
    """
    table = _table()
    for name in load_taxonomy().ancestors(word):
        if name in table:
            return table[name]
    return None


@functools.cache
def _table() -> dict[str, str]:
    from ruamel.yaml import YAML

    rows: dict[str, dict[str, Any]] = YAML(typ="safe", pure=True).load(_FILE)["classes"]
    return {name: _code(**row) for name, row in rows.items()}


def _code(*, set: str, entity: str, echelon: str = "00") -> str:  # noqa: A002
    return f"{_VERSION}{_REALITY}{_NEUTRAL}{set}00{echelon}{entity}0000"
