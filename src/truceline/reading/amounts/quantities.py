"""Quantities: numbers with their unit and their comparison, as ranges.

Lengths come in metres and areas in square metres; what is counted comes under one name for many
nouns ("soldiers", "gunmen": ``personnel``), and under its own noun where the lexicon has none.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import cache

from truceline.evidence.document import Span
from truceline.reading.amounts.units import Unit, counted_after, measure_after
from truceline.reading.claim import Quantity
from truceline.reading.words.numerals import number_pattern, number_value
from truceline.reading.words.screen import Screens
from truceline.reading.words.wordlists import any_of, split_words, word_list, words_under

# "About n": a tenth to either side, the convention of the annotation guidelines.
ABOUT = 0.1
# How far before a number its comparison is looked for: longer than the longest of them.
COMPARISON_WINDOW = 26

_Range = tuple[float | None, float | None]

_NOT_COUNTED = re.compile(
    r"[ -]?(?:st|nd|rd|th)\b|[ ]?(?:o['’]clock|[ap]\.?m\b|GMT)|:\d|-(?:year|month|week|day)-old|"
    r"[ ](?:minute|hour|day|week|month|year)s?[ ](?:ago|earlier|later)\b|"
    r"[ ](?:of )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b"
)
_A_CLOCK = re.compile(r"[0-2]\d[0-5]\d|1[5-9]\d\d|20\d\d")
_HARMED_AFTER = re.compile(
    r"[ ](?:more )?(?:(?:were|was|had been|have been|reported|reportedly) ){0,2}"
    r"(?P<harm>killed|dead|wounded|injured|hurt)\b"
)
_HARMED_BEFORE = re.compile(
    r"\b(?P<harm>kill(?:ed|ing|s)?|wound(?:ed|ing|s)?|injur(?:ed|ing|es))[ ]"
    r"(?:at least |about |some |up to |the )?\Z"
)
_SAME_AGAIN = re.compile(
    r"[ ](?:of (?:them|these|those|which)|in|were|was|had|on|from|to|heard|reported|departs?)\b"
)
_BETWEEN = re.compile(r"\b(?:between|from)[ ]\Z", re.IGNORECASE)
_GROUP_OF = re.compile(r"\b(?:crew|squad|group|team|patrol|party|unit|force)[ ]of[ ]\Z")
_PEOPLE = frozenset({"personnel", "person"})


def find_quantities(text: str, *, start: int = 0, end: int | None = None) -> tuple[Quantity, ...]:
    """Return the quantities told in ``text[start:end]``, in the order of the text.

    Dates, hours of the day, ages, numbers of articles and positions, and model names are left out.
    A number without a noun ("seven of them", "three in Hama") takes the noun counted last.

    >>> for found in find_quantities("At least 30 rockets fell within 2.5 km of some 40 trucks."):
    ...     print(found.span.quote, "|", found.minimum, found.maximum, found.unit)
    At least 30 rockets | 30.0 None ammunition
    within 2.5 km | None 2500.0 m
    some 40 trucks | 36.0 44.0 vehicle
    """
    stop = len(text) if end is None else end
    found: list[Quantity] = []
    last_counted: tuple[int, str] | None = None
    for match in _numbers_in(text, start, stop):
        quantity = _quantity(text, match, start, stop, last_counted)
        if quantity is None:
            continue
        if found and quantity.span.start < found[-1].span.end and quantity.unit != "m":
            continue
        found.append(quantity)
        if quantity.unit not in _MEASURED:
            last_counted = (match.end(), quantity.unit)
    return tuple(found)


def _numbers_in(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Yield the numbers of a text, asked for only in the stretches that can hold one."""
    screens = _number_screens()
    for first, after, marks in screens.over(text, start, end):
        if screens.lets(marks, 0):
            yield from _numbers().finditer(text, first, after)


@cache
def _number_screens() -> Screens:
    return Screens([_numbers()])


_MEASURED = frozenset(
    {"m", "m2", "hour", "day", "week", "month", "year", "minute", "second", "percent", "time"}
)
# "Nine in Aleppo, seven in Latakia": the noun may stand a sentence earlier, not farther.
SAME_NOUN_WINDOW = 150


@cache
def _numbers() -> re.Pattern[str]:
    number = number_pattern()
    return re.compile(
        rf"(?<![\w.,/:°])(?<!\w-)(?:"
        rf"(?P<vague>{any_of(tuple(_pairs('vague')))})(?![\w-])"
        rf"|(?P<a>{number})(?:(?:[ ]?[-–][ ]?|[ ](?:to|or)[ ]|[ ]and[ ](?:at most )?)"
        rf"(?P<b>{number}))?"
        rf"|(?P<times>once|twice|thrice)\b|(?P<none>no|nobody|none)\b)",
        re.IGNORECASE,
    )


@cache
def _pairs(key: str) -> dict[str, tuple[float, float]]:
    listed = word_list("quantities")[key]
    if not isinstance(listed, dict):
        raise TypeError(f"quantities.yaml: {key} is not a mapping")
    return {str(word): (float(pair[0]), float(pair[1])) for word, pair in listed.items()}


@cache
def _comparison() -> tuple[re.Pattern[str], dict[str, str]]:
    listed = word_list("quantities")["comparisons"]
    if not isinstance(listed, dict):
        raise TypeError("quantities.yaml: comparisons is not a mapping")
    sense = {word: str(name) for name, words in listed.items() for word in split_words(words)}
    pattern = rf"(?:(?<!\w)(?P<cmp>{any_of(tuple(w for w in sense if w != '~'))})[ ]|(?P<tilde>~))"
    return re.compile(rf"{pattern}(?:the |an? )?[\"“]?\Z", re.IGNORECASE), sense


@cache
def _no_count_after() -> re.Pattern[str]:
    words = any_of(words_under("quantities", "not_a_count_after"))
    return re.compile(rf"\b{words}[ ]\Z|[A-Z]\Z|[§#$€£№]\Z", re.IGNORECASE)


def _quantity(
    text: str, match: re.Match[str], start: int, end: int, last: tuple[int, str] | None
) -> Quantity | None:
    low, high, finish = _values(text, match)
    if low is None or _NOT_COUNTED.match(text, finish):
        return None
    before = text[max(start, match.start() - COMPARISON_WINDOW) : match.start()]
    pattern, sense = _comparison()
    compared = pattern.search(before)
    begins = match.start() if compared is None else match.start() - len(before) + compared.start()
    unit = _unit(text, match, finish, end, last)
    if unit is None and compared is not None and last is not None and _near(last, match):
        unit = Unit(last[1], 1.0, finish, counted=True)
    if unit is None or _counts_nothing(before, compared, match, unit):
        return None
    word = "" if compared is None else " ".join((compared["cmp"] or "about").lower().split())
    # "Within five days" limits a deed to five days, and says nothing of fewer.
    # "Hand over a few thousand": a vague number takes no "over".
    idle = (word == "within" and unit.name != "m") or (word == "over" and match["vague"])
    meant = "" if idle else sense.get(word, "")
    bounds = _compared(low, high, meant, counted=unit.counted)
    name, finish = _harmed(text, before, unit, match["none"] is not None)
    scaled = tuple(None if b is None else round(b * unit.factor, 6) for b in bounds)
    return Quantity(
        span=Span.of(text, begins, finish), minimum=scaled[0], maximum=scaled[1], unit=name
    )


def _values(text: str, match: re.Match[str]) -> tuple[float | None, float | None, int]:
    if match["vague"]:
        pair = _pairs("vague")[" ".join(match["vague"].lower().split())]
        return pair[0], pair[1], match.end()
    if match["times"]:
        value = {"once": 1.0, "twice": 2.0, "thrice": 3.0}[match["times"].lower()]
        return value, value, match.end()
    if re.match(r"0\d", match[0]):
        # A leading zero is an hour of the day or a code.
        return None, None, match.end()
    if match["none"]:
        return 0.0, 0.0, match.end()
    low = number_value(match["a"])
    high = number_value(match["b"]) if match["b"] else low
    joined = " and " in text[match.end("a") : match.end()]
    spanned = not joined or _BETWEEN.search(text, max(0, match.start() - 8), match.start())
    if low is None or high is None or high < low or not spanned:
        return low, low, match.end("a")
    return low, high, match.end()


def _unit(
    text: str, match: re.Match[str], finish: int, end: int, last: tuple[int, str] | None
) -> Unit | None:
    if match["times"]:
        return Unit("time", 1.0, finish, counted=True)
    if match["none"] and match["none"].lower() != "no":
        harmed = _HARMED_AFTER.match(text, finish, end)
        return None if harmed is None else Unit("person", 1.0, finish, counted=True)
    found = measure_after(text, finish, end)
    if found is not None and not match["none"]:
        return found
    after = finish + 2 if text[finish : finish + 3] in (" x ", " × ") else finish
    if text[after : after + 1] in ('"', "”"):
        after += 1
    found = counted_after(text, after, end)
    if found is not None:
        return found
    if _HARMED_AFTER.match(text, finish, end):
        return Unit("person", 1.0, finish, counted=True)
    if _GROUP_OF.search(text, max(0, match.start() - 12), match.start()):
        return Unit("personnel", 1.0, finish, counted=True)
    if last is not None and _near(last, match) and not match["none"]:
        again = _SAME_AGAIN.match(text, finish, end)
        if again is not None:
            closes = again.end() if "of" in again[0] else finish
            return Unit(last[1], 1.0, closes, counted=True)
    return None


def _near(last: tuple[int, str], match: re.Match[str]) -> bool:
    return match.start() - last[0] < SAME_NOUN_WINDOW


def _counts_nothing(
    before: str, compared: re.Match[str] | None, match: re.Match[str], unit: Unit
) -> bool:
    """Tell "article 4", "in 1974 rebels" and the hour "1420" of a log from counts."""
    if match["times"]:
        return False
    if not unit.counted:
        return _A_CLOCK.fullmatch(match[0]) is not None and unit.name == "hour"
    lead = before if compared is None else before[: compared.start()]
    if _no_count_after().search(lead) is not None:
        return True
    if compared is not None or _A_CLOCK.fullmatch(match[0]) is None:
        return False
    return (
        re.search(r"\b(?:in|since|of|by|at)[ ]\Z|\A\Z|[.\n] ?\Z", lead, re.IGNORECASE) is not None
    )


def _compared(low: float, high: float | None, sense: str, *, counted: bool) -> _Range:
    most = low if high is None else high
    step = 1.0 if counted else 0.0
    match sense:
        case "about":
            least, top = low * (1 - ABOUT), most * (1 + ABOUT)
            return _outward(least, top) if counted else (least, top)
        case "at least":
            return low, None if high == low else high
        case "at most":
            return None, most
        case "more than":
            return low + step, None
        case "less than":
            return None, most - step
        case "just over":
            top = most * (1 + ABOUT)
            return low + step, _outward(low, top)[1] if counted else top
        case "just under":
            least = low * (1 - ABOUT)
            return _outward(least, most)[0] if counted else least, most - step
        case _:
            return low, most


def _outward(least: float, top: float) -> tuple[float, float]:
    """Return whole numbers round a range; a millionth makes good what binary fractions lose."""
    return float(math.floor(least + 1e-6)), float(math.ceil(top - 1e-6))


def _harmed(text: str, before: str, unit: Unit, nobody: bool) -> tuple[str, int]:
    """Return the unit of people killed or wounded, and where its words end."""
    if unit.name not in _PEOPLE:
        return unit.name, unit.end
    after = _HARMED_AFTER.match(text, unit.end)
    earlier = _HARMED_BEFORE.search(before)
    harm = after or earlier
    if harm is None:
        return unit.name, unit.end
    killed = harm["harm"].lower().startswith(("kill", "dead"))
    finish = after.end() if after is not None and not nobody else unit.end
    return ("person_killed" if killed else "person_wounded"), finish
