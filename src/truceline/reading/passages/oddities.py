"""Passages, oddities: signs in a text that the eye does not see, or takes for others.

They change nothing in the reading, whose spans count every character; they are told, because a
text that shows one thing and holds another wants a second look.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200d\u2060-\u2064\ufeff\U000e0000-\U000e007f]")
_REORDERING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_WORD = re.compile(r"[^\W\d_]+")
# Scripts with letters that look like Latin ones.
_LOOK_ALIKES = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")


def oddities(text: str) -> tuple[str, ...]:
    """Return a sentence for each sort of odd sign in a text; none for a plain text.

    >>> oddities("a plain text")
    ()
    >>> for oddity in oddities("shells hit \u0410leppo\u200b"):
    ...     print(ascii(oddity))
    '1 invisible character, the first at 17'
    "1 word of mixed scripts, the first at 11: '\\u0410leppo'"
    """
    found = []
    for pattern, name in (
        (_INVISIBLE, "invisible character"),
        (_REORDERING, "character that reorders the text round it"),
        (_CONTROL, "control character"),
    ):
        places = [match.start() for match in pattern.finditer(text)]
        if places:
            found.append(f"{_counted(len(places), name)}, the first at {places[0]}")
    mixed = [] if text.isascii() else [m for m in _WORD.finditer(text) if _is_mixed(m[0])]
    if mixed:
        found.append(
            f"{_counted(len(mixed), 'word')} of mixed scripts, the first at {mixed[0].start()}: "
            f"{mixed[0][0]!r}"
        )
    return tuple(found)


def _counted(count: int, name: str) -> str:
    if count > 1:
        first, blank, rest = name.partition(" that ")
        name = f"{first}s{blank}{rest.replace('reorders', 'reorder', 1)}"
    return f"{count} {name}"


def _is_mixed(word: str) -> bool:
    if word.isascii():
        return False
    scripts = Counter(unicodedata.name(letter, "").partition(" ")[0] for letter in word)
    return sum(script in scripts for script in _LOOK_ALIKES) > 1
