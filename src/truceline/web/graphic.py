"""Graphic: whether words tell of people killed, hurt or abused, so that a page says so first."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from importlib import resources

# Shorter ones begin too many other words, and must stand whole.
_SHORTEST_STEM = 4


def is_graphic(words: str) -> bool:
    """Return whether words tell of harm to people.

    >>> is_graphic("Two soldiers were killed."), is_graphic("The deadline passed.")
    (True, False)
    """
    return _pattern().search(words.casefold()) is not None


def any_graphic(passages: Iterable[str]) -> bool:
    """Return whether any passage tells of harm to people."""
    return any(is_graphic(one) for one in passages)


@functools.cache
def _pattern() -> re.Pattern[str]:
    from ruamel.yaml import YAML

    text = resources.files("truceline.web").joinpath("graphic.yaml").read_text("utf-8")
    lists: dict[str, list[str]] = YAML(typ="safe", pure=True).load(text)
    # "dead" begins "deadline", and "died" nothing that harms nobody; a whole word is surer there.
    whole = {"dead", "death", "died", "mort", "viol", "rape"}
    parts = [
        re.escape(word.casefold())
        + (r"\b" if word in whole or len(word) < _SHORTEST_STEM else r"\w*")
        for words in lists.values()
        for word in words
    ]
    return re.compile(rf"\b(?:{'|'.join(parts)})")
