"""Unlisted verbs: the form that a word of no list may be, by its ending and its neighbours."""

from __future__ import annotations

from collections.abc import Sequence

from truceline.reading.words.sentences import word_set
from truceline.reading.words.verbs import Form

_ADJECTIVES = word_set(
    "armed unarmed hundred united red concerned so-called limited indeed need alleged manned "
    "unmanned towed self-propelled uniformed masked wounded injured used embed bed shed seed feed "
    "speed deed breed weed unprecedented renewed related detailed"
)
_SUBJECT_TAGS = frozenset(("NN", "NNS", "NNP", "PRP", "WDT", "WP"))
_NOT_AFTER_VERB = frozenset(("VB", "VBD", "VBG", "VBP", "VBZ", "MD", "CC", "POS"))


def unlisted(word: str, index: int, tags: Sequence[str]) -> tuple[Form, ...]:
    """Return the form that a verb of no list may be, by its ending, its tag and its neighbours'."""
    tag = tags[index]
    if _looks_past(word) and tag != "JJ":
        return (Form(stem_of(word.removesuffix("ed")), "ed"),)
    before = tags[index - 1] if index else "PU"
    behind = tags[index + 1] if index + 1 < len(tags) else "PU"
    if before not in _SUBJECT_TAGS or behind in _NOT_AFTER_VERB:
        return ()
    if tag == "VBZ" and len(word) > 3 and word.endswith("s") and word.isalpha():
        stem = word.removesuffix("s")
        if word.endswith(("shes", "ches", "sses", "xes", "zes")):
            stem = word.removesuffix("es")
        return (Form(stem[:-2] + "y" if stem.endswith("ie") else stem, "s"),)
    if tag == "VBP" and len(word) > 2 and word.isalpha():
        return (Form(word, "base"),)
    return ()


def stem_of(word: str) -> str:
    """Return the likeliest base form of a verb that the lexicon does not know."""
    if word.endswith(("at", "iz", "is", "v", "u", "c", "rg", "ng")):
        return word + "e"
    if word.endswith("i"):
        return word[:-1] + "y"
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "sl" else word


def _looks_past(word: str) -> bool:
    return word.endswith("ed") and len(word) > 4 and word.isalpha() and word not in _ADJECTIVES
