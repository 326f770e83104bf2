"""Units: what a number counts or measures, from the words behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from truceline.reading.words.spelling import singular
from truceline.reading.words.wordlists import any_of, split_words, word_list, words_under

# What is counted stands at most this many words behind its number.
WORDS_TO_NOUN = 5
# An unknown noun is taken only right behind the number or one word later, and in the plural.
WORDS_TO_UNKNOWN_NOUN = 2

# "Nine of its positions", "two of eleven lorries": what is counted stands behind.
_OF = re.compile(
    r"[ ]of (?:(?:the|its|their|these|those|our|his|her)\b(?: \w+(?= \w+s\b))?|\w+(?= \w+s\b))",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"[ ](\(?[^\s,;:.!?()\"“”]+(?:\.\d+)?)")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit, the factor to it, and where its words end in the text."""

    name: str
    factor: float
    end: int
    counted: bool


@cache
def _measures() -> tuple[re.Pattern[str], dict[str, tuple[str, float]]]:
    names: dict[str, tuple[str, float]] = {}
    lexicon = word_list("quantities")
    lengths, areas, others = (lexicon[key] for key in ("measures", "areas", "other_measures"))
    if not (isinstance(lengths, dict) and isinstance(areas, dict) and isinstance(others, dict)):
        raise TypeError("quantities.yaml: measures are not mappings")
    for factor, words in lengths.values():
        names.update({word: ("m", float(factor)) for word in split_words(words)})
    names.update({str(word): ("m2", float(factor)) for word, factor in areas.items()})
    for name, words in others.items():
        names.update({word: (str(name), 1.0) for word in split_words(words)})
    forms = any_of(tuple(names))
    return re.compile(rf"[ -]?(?P<unit>{forms})(?![\w²])", re.IGNORECASE), names


@cache
def _nouns() -> dict[str, str]:
    listed = word_list("quantities")["counted"]
    if not isinstance(listed, dict):
        raise TypeError("quantities.yaml: counted is not a mapping")
    return {noun: str(unit) for unit, nouns in listed.items() for noun in split_words(nouns)}


@cache
def _stops() -> frozenset[str]:
    return frozenset(words_under("quantities", "not_between"))


def measure_after(text: str, at: int, end: int) -> Unit | None:
    """Return the measure that stands right behind a number: "km", "-hour", "per cent".

    >>> measure_after("12 miles off", 2, 12)
    Unit(name='m', factor=1609.344, end=8, counted=False)
    """
    pattern, names = _measures()
    match = pattern.match(text, at, end)
    if match is None:
        return None
    words = " ".join(match["unit"].lower().split())
    name, factor = names[words]
    return Unit(name, factor, match.end(), counted=False)


def counted_after(
    text: str, at: int, end: int, *, one: bool = False, listed: bool = False
) -> Unit | None:
    """Return what is counted, from the nearest known noun behind the number, or a plural.

    With ``one`` no plural can be counted, and with ``listed`` only nouns of the list are.

    >>> counted_after("40 Royal Army trucks", 2, 20)
    Unit(name='vehicle', factor=1.0, end=20, counted=True)
    >>> counted_after("40 of them", 2, 10) is None
    True
    """
    words: list[tuple[str, int]] = []
    of = _OF.match(text, at, end)
    position = at if of is None else of.end()
    for _ in range(WORDS_TO_NOUN):
        match = _TOKEN.match(text, position, end)
        if match is None or match[1].lower() in _stops():
            break
        if match[1][0].isdigit() and not _measured(match, text, end):
            break
        words.append((match[1].lower().strip("'’"), match.end()))
        position = match.end()
    found = _known(words)
    return found if found is not None or (one and of is None) or listed else _unknown(words)


_CALIBRE = re.compile(r"\d+(?:\.\d+)?-?(?:mm|cm|millimet(?:re|er))")


def _measured(match: re.Match[str], text: str, end: int) -> bool:
    """Return whether a number between a count and its noun is a measure: "two 120mm shells"."""
    glued = _CALIBRE.fullmatch(match[1]) is not None
    return glued or measure_after(text, match.end(), end) is not None


# Plurals that do not end in s.
_PLURALS = frozenset(
    ("men", "women", "people", "children", "police", "gunmen", "militiamen", "policemen",
     "servicemen", "personnel", "aircraft", "cattle", "sheep")
)  # fmt: skip


def known_plural(word: str) -> str | None:
    """Return the unit of a plural that the list knows, or None.

    >>> known_plural("gunmen"), known_plural("caches"), known_plural("tank")
    ('personnel', 'cache', None)
    """
    if not word.endswith("s") and word not in _PLURALS:
        return None
    return _unit_of(word)


@cache
def measures_in_plural() -> dict[str, str]:
    """Return the measures of time by their plural."""
    units = ("minute", "hour", "day", "night", "week", "month", "year")
    return {f"{unit}s": unit for unit in units}


def _unit_of(phrase: str) -> str | None:
    nouns = _nouns()
    return nouns.get(phrase) or nouns.get(singular(phrase)) or nouns.get(phrase.removesuffix("s"))


@dataclass(frozen=True, slots=True)
class Money:
    """A sum of money: the sign before the number, and its unit."""

    sign: str
    unit: Unit


_SIGN = re.compile(r"(?:(?:US|AU|A|C|NZ|HK)?\$|[€£¥])[ ]?\Z")
_SIGNS = {"$": "dollar", "€": "euro", "£": "pound", "¥": "yen"}
_SHORT_SCALE = re.compile(r"[ ]?(?P<scale>bn|mn|tn|m|k|b)\b", re.IGNORECASE)
_SCALES = {"k": 1e3, "m": 1e6, "mn": 1e6, "b": 1e9, "bn": 1e9, "tn": 1e12}


def money_before(before: str, text: str, at: int) -> Money | None:
    """Return the money that a sign before a number makes it; None without one.

    >>> money_before("some US$", "some US$3bn", 9)
    Money(sign='US$', unit=Unit(name='dollar', factor=1000000000.0, end=11, counted=False))
    """
    sign = _SIGN.search(before)
    if sign is None:
        return None
    scale = _SHORT_SCALE.match(text, at)
    factor = 1.0 if scale is None else _SCALES[scale["scale"].lower()]
    name = _SIGNS[sign[0].strip()[-1]]
    return Money(sign[0], Unit(name, factor, at if scale is None else scale.end(), counted=False))


_PER = re.compile(r"[ ](?:a|per|each|every)[ ](day|week|month|year)\b")
_AS_MUCH = re.compile(
    r"[ ](?:as|more|less|fewer|larger|higher|bigger|greater|longer|deeper|faster|the size)\b"
)


def how_often(text: str, unit: Unit, *, once: bool) -> Unit:
    """Return a count of times as a rate ("once a week") or a ratio ("four times as deep").

    ``once`` is no ratio ("once more").

    >>> how_often("once a week", Unit("time", 1.0, 4, counted=True), once=True).name
    'time per week'
    """
    if unit.name != "time":
        return unit
    per = _PER.match(text, unit.end)
    if per is not None:
        return Unit(f"time per {per[1]}", 1.0, per.end(), counted=True)
    is_ratio = not once and _AS_MUCH.match(text, unit.end) is not None
    return Unit("ratio", 1.0, unit.end, counted=False) if is_ratio else unit


def _known(words: list[tuple[str, int]]) -> Unit | None:
    """Return the last known noun of the first run of known nouns ("patrol boat", "tank shell")."""
    for first in range(len(words)):
        best = None
        for last in range(first, min(first + 4, len(words))):
            phrase = " ".join(word for word, _ in words[first : last + 1])
            unit = _unit_of(phrase)
            if unit is not None:
                best = Unit(unit, 1.0, words[last][1], counted=True)
        if best is not None:
            return best
    return None


def _unknown(words: list[tuple[str, int]]) -> Unit | None:
    for word, finish in words[:WORDS_TO_UNKNOWN_NOUN]:
        if re.fullmatch(r"[a-z][a-z-]*s", word) and len(word) > 3 and singular(word) != word:
            return Unit(singular(word), 1.0, finish, counted=True)
        if not word.isascii() or not word.replace("-", "").isalpha():
            break
    return None
