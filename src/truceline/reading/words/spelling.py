"""Spelling: one name in the many ways in which it is put into Latin letters."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache

_DROPPED = str.maketrans(dict.fromkeys("'’‘`ʿʾʻ.\"") | dict.fromkeys("-–_/", " "))
_ARTICLE = re.compile(r"\b(?:al|el|as|ash|ad|an|ar|at|az|the)\s+")
_DOUBLED = re.compile(r"([a-z])\1+")
_RIVALS = (
    ("kh", "k"),
    ("gh", "g"),
    ("q", "k"),
    ("dh", "d"),
    ("th", "t"),
    ("dj", "j"),
    ("ch", "sh"),
    ("ts", "z"),
    ("c", "k"),
)
# Of two names with one skeleton: judged on pairs of transliterations and of chance likenesses.
ALIKE = 0.75


@lru_cache(maxsize=50_000)
def plain(name: str) -> str:
    """Return a name in plain letters: no accents, apostrophes, hyphens or capitals.

    >>> plain("Dar'a"), plain("Al-Ḥamīdīyah"), plain("Mrkonjić  Grad")
    ('dara', 'al hamidiyah', 'mrkonjic grad')
    """
    if not name.isascii():
        decomposed = unicodedata.normalize("NFKD", name)
        name = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(plain_ascii(name).split())


def plain_ascii(name: str) -> str:
    """Return a name of ASCII letters alone in plain letters; quicker, for long lists."""
    return name.translate(_DROPPED).lower()


def without_article(name: str) -> str:
    """Return a plain name without the articles in it.

    >>> without_article("jabbata al khashab")
    'jabbata khashab'
    """
    return _ARTICLE.sub("", name + " ").strip()


@lru_cache(maxsize=50_000)
def skeleton(name: str) -> str:
    """Return what stays of a name however it was put into Latin letters.

    Articles, doubled letters, vowels inside words and the rival spellings of one consonant go.

    >>> skeleton("Jubbata al-Khashab") == skeleton("Jbata el Khashab")
    True
    >>> skeleton("Quneitra") == skeleton("Kuneitra") == skeleton("Qunaitirah")
    True
    """
    words = without_article(plain(name))
    words = _DOUBLED.sub(r"\1", words)
    for old, new in _RIVALS:
        words = words.replace(old, new)
    words = re.sub(r"h\b", "", words)
    return " ".join(word[0] + re.sub(r"[aeiouyw]", "", word[1:]) for word in words.split())


def alike(one: str, other: str) -> bool:
    """Return whether two names of one skeleton are also spelt alike: "Mishra" is no Masharah."""
    first, second = (without_article(plain(name)) for name in (one, other))
    return SequenceMatcher(None, first, second).ratio() >= ALIKE


def singular(noun: str) -> str:
    """Return the singular of a noun by the common endings.

    >>> [singular(n) for n in ("batteries", "bridges", "branches", "cases", "pass", "men")]
    ['battery', 'bridge', 'branch', 'case', 'pass', 'men']
    """
    if noun.endswith("ies") and len(noun) > 4:
        return noun[:-3] + "y"
    if re.search(r"(?:ss|[xz]|ch|sh)es$", noun):
        return noun[:-2]
    if noun.endswith("s") and not noun.endswith(("ss", "us", "is")):
        return noun[:-1]
    return noun
