"""Tense: whether a sentence turns a time to what lies ahead of the day of writing."""

from __future__ import annotations

import re
from functools import cache

from truceline.reading.words.wordlists import any_of, words_under

# How far a cue is looked for; a sentence seldom is longer.
CUE_WINDOW = 220
# Behind a time that opens its sentence the verb follows soon.
BEHIND_WINDOW = 70

_SENTENCE_START = re.compile(r"[.!?][\"”’']?\s|\n|;\s")


@cache
def _cues() -> dict[str, re.Pattern[str]]:
    keys = ("ahead", "supposed", "ahead_behind", "told")
    forms = {key: any_of(words_under("times", key)) for key in keys}
    return {
        # May with a capital is the month.
        "ahead": re.compile(rf"\b(?!(?-i:May))(?:{forms['ahead']})\b|['’]ll\b", re.IGNORECASE),
        "supposed": re.compile(rf"\b{forms['supposed']}\b", re.IGNORECASE),
        "behind": re.compile(rf"\b{forms['ahead_behind']}\b|['’]ll\b", re.IGNORECASE),
        "told": re.compile(
            rf"(?<!\bto )\b{forms['told']}\b(?! (?:to|until)\b)|(?<!\bbe )(?-i:\b[a-z]{{3,}}ed\b)",
            re.IGNORECASE,
        ),
    }


def looks_ahead(text: str, start: int, end: int, begins: int, ends: int) -> bool:
    """Return whether the sentence turns the time at ``begins`` to ``ends`` to what lies ahead.

    The nearest cue before it in its sentence decides: a verb of what was, or of what is to be.
    A supposition decides alone; a time that opens its sentence is judged by what follows it.

    >>> text = "The envoy said that talks would resume on Monday. On Friday shots were heard."
    >>> looks_ahead(text, 0, len(text), 42, 48), looks_ahead(text, 0, len(text), 53, 59)
    (True, False)
    """
    cues = _cues()
    before = text[max(start, begins - CUE_WINDOW) : begins]
    before = before[max((edge.end() for edge in _SENTENCE_START.finditer(before)), default=0) :]
    if cues["supposed"].search(before):
        return True
    # A participle such as "expected" or "scheduled" is both: what it announces wins.
    ahead = max((m.end() for m in cues["ahead"].finditer(before)), default=-1)
    told = max((m.end() for m in cues["told"].finditer(before)), default=-1)
    if ahead >= 0 or told >= 0:
        return ahead >= told
    after = _SENTENCE_START.split(text[ends : min(end, ends + BEHIND_WINDOW)], maxsplit=1)[0]
    coming, past = cues["behind"].search(after), cues["told"].search(after)
    return coming is not None and (past is None or coming.start() < past.start())
