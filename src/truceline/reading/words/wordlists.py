"""Word lists: the lexicons beside the code, read once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def word_list(name: str) -> Mapping[str, object]:
    """Return the lexicon ``lexicon/<name>.yaml`` as it was written.

    >>> "months" in word_list("times")
    True
    """
    from ruamel.yaml import YAML

    text = files("truceline.reading").joinpath("lexicon", f"{name}.yaml").read_text("utf-8")
    loaded = YAML(typ="safe", pure=True).load(text)
    if not isinstance(loaded, dict):
        raise TypeError(f"lexicon {name} is not a mapping")
    return loaded


def words_under(name: str, key: str) -> tuple[str, ...]:
    """Return the entries of a list, or the comma-separated entries of a text, under a key.

    >>> "monday" in words_under("times", "weekdays")
    True
    """
    return split_words(word_list(name)[key])


def split_words(entry: object) -> tuple[str, ...]:
    """Return the entries of a YAML list, or of a text that parts them with commas.

    >>> split_words("a, b c,  d")
    ('a', 'b c', 'd')
    """
    if isinstance(entry, str):
        return tuple(word for part in entry.split(",") if (word := " ".join(part.split())))
    if isinstance(entry, list):
        return tuple(str(word) for word in entry)
    raise TypeError(f"not a list of words: {entry!r}")


def any_of(words: tuple[str, ...]) -> str:
    """Return a pattern for any of these words, longest first; a space stands for any blanks.

    >>> any_of(("in", "in front of"))
    '(?:in[ \\\\t]+front[ \\\\t]+of|in)'
    """
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(r"[ \t]+".join(map(re.escape, w.split())) for w in ordered) + ")"
