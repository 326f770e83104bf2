"""Quantities: numbers with their unit and their comparison, as ranges.

Lengths come in metres and areas in square metres; what is counted comes under one name for many
nouns ("soldiers", "gunmen": ``personnel``), and under its own noun where the lexicon has none.
"""

from __future__ import annotations

import re
from functools import cache

from truceline.evidence.document import Span
from truceline.reading.amounts.bounds import COMPARISON_WINDOW, bounds_of, comparison
from truceline.reading.amounts.numbers import Number, numbers_in
from truceline.reading.amounts.units import (
    Unit,
    counted_after,
    how_often,
    measure_after,
    money_before,
)
from truceline.reading.amounts.unsaid import UNKNOWN, Last, counted_again, counts_unknown
from truceline.reading.claim import Quantity
from truceline.reading.words.wordlists import any_of, words_under

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
_GROUP_OF = re.compile(r"\b(?:crew|squad|group|team|patrol|party|unit|force)[ ]of[ ]\Z")
_PEOPLE = frozenset({"personnel", "person"})
# What is not counted, and no noun for the numbers behind it.
_MEASURED = frozenset(
    {"m", "m2", "hour", "day", "week", "month", "year", "minute", "second", "percent", "time",
     "dollar", "euro", "pound", "yen", UNKNOWN}
)  # fmt: skip


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
    last: Last | None = None
    for number in numbers_in(text, start, stop):
        quantity = _quantity(text, number, start, stop, last)
        if quantity is None:
            continue
        if found and quantity.span.start < found[-1].span.end and quantity.unit != "m":
            continue
        found.append(quantity)
        if quantity.unit not in _MEASURED:
            last = Last(number.end, quantity.unit)
    return tuple(found)


@cache
def _no_count_after() -> re.Pattern[str]:
    words = any_of(words_under("quantities", "not_a_count_after"))
    return re.compile(rf"\b{words}[ ]\Z|[A-Z]\Z|[§#$€£№]\Z", re.IGNORECASE)


def _quantity(
    text: str, number: Number, start: int, end: int, last: Last | None
) -> Quantity | None:
    if _NOT_COUNTED.match(text, number.end):
        return None
    before = text[max(start, number.start - COMPARISON_WINDOW) : number.start]
    money = money_before(before, text, number.end)
    lead = before if money is None else before[: -len(money.sign)]
    pattern, senses = comparison()
    compared = pattern.search(lead)
    word = "" if compared is None else " ".join((compared["cmp"] or "about").lower().split())
    sense = senses.get(word, "")
    lead = lead if compared is None else lead[: compared.start()]
    unit = money.unit if money else _unit(text, number, end, last)
    if unit is None and number.sort in ("a", "vague"):
        unit = _unit_unsaid(text, number, end, last, word=word)
    if unit is None or _counts_nothing(lead, number, unit, compared=compared is not None):
        return None
    unit = how_often(text, unit, once=number.is_one)
    # "Within five days" limits a deed to five days, and says nothing of fewer.
    # "Hand over a few thousand": a vague number takes no "over".
    idle = word == "within" and unit.name != "m"
    idle = idle or (word == "over" and number.sort == "vague")
    bounds = bounds_of(number.low, number.high, "" if idle else sense, counted=unit.counted)
    name, finish = _harmed(text, before, unit, number.sort == "none")
    scaled = tuple(None if b is None else round(b * unit.factor, 6) for b in bounds)
    begins = number.start - len(before) + len(lead)
    return Quantity(
        span=Span.of(text, begins, finish), minimum=scaled[0], maximum=scaled[1], unit=name
    )


# Before a bare number these are said of a place more often than of a count.
_OF_PLACE = frozenset(("within", "over", "under", "above", "below", "beyond"))


def _unit(text: str, number: Number, end: int, last: Last | None) -> Unit | None:
    """Return what a number measures or counts by the words round it."""
    match number.sort:
        case "times":
            return Unit("time", 1.0, number.end, counted=True)
        case "part":
            return Unit("percent", 1.0, number.end, counted=False)
        case "lone":
            return _measured_alone(text, number, end)
        case "none" if number.words.lower() != "no":
            return _harmed_person(text, number, end)
    found = None if number.sort == "none" else measure_after(text, number.end, end)
    return found or _counted(text, number, end, last)


def _counted(text: str, number: Number, end: int, last: Last | None) -> Unit | None:
    """Return what a number counts."""
    at = number.end
    by = text[at : at + 3] in (" x ", " × ")
    after = at + 2 if by else at
    if text[after : after + 1] in ('"', "”"):
        after += 1
    listed = number.sort == "gun"
    found = counted_after(text, after, end, one=number.is_one, listed=listed)
    if found is not None or listed:
        return found
    if by:
        return Unit(UNKNOWN, 1.0, after, counted=True)
    harmed = _harmed_person(text, number, end)
    if harmed is not None:
        return harmed
    if _GROUP_OF.search(text, max(0, number.start - 12), number.start):
        return Unit("personnel", 1.0, at, counted=True)
    no_one = number.is_one and _NO_ONE.search(text, max(0, number.start - 9), number.start)
    named = _OF_A_NAME.search(text, max(0, number.start - COMPARISON_WINDOW), number.start)
    if no_one or number.sort == "none" or (named and number.words.isdigit()):
        return None
    return counted_again(text, at, end, last)


# "No one is", "the one who": these count nothing.
_NO_ONE = re.compile(
    r"\b(?:no|any|every|each|some|this|that|which|the|another|only|either)[ ]\Z", re.IGNORECASE
)


# "The FTSE 100 fell": a number behind a name is a part of it.
_OF_A_NAME = re.compile(r"(?<=[a-z,] )[A-Z][\w.&-]*[ ]\Z")


def _harmed_person(text: str, number: Number, end: int) -> Unit | None:
    harmed = _HARMED_AFTER.match(text, number.end, end)
    return None if harmed is None else Unit("person", 1.0, number.end, counted=True)


# A span of time without a number is one where something lasts or is limited: "for a week".
_LASTS = re.compile(
    r"\b(?:for|in|within|than|over|under|about|nearly|almost|lasted|lasting|lasts|took|takes|"
    r"after)[ ]\Z",
    re.IGNORECASE,
)
_NO_LENGTH = re.compile(r"[ ](?:ago|earlier|later|before)\b")


def _measured_alone(text: str, number: Number, end: int) -> Unit | None:
    """Return the measure of "for a week" and "a kilometre", which are one."""
    found = measure_after(text, number.end, end)
    if found is None or found.name == "m":
        return found
    lasts = _LASTS.search(text, max(0, number.start - COMPARISON_WINDOW), number.start)
    return found if lasts and not _NO_LENGTH.match(text, found.end) else None


def _unit_unsaid(
    text: str, number: Number, end: int, last: Last | None, *, word: str
) -> Unit | None:
    """Return the unit of a number that no noun follows: the last one, or an unknown one."""
    if word and last is not None and last.is_near(number.start):
        return Unit(last.unit, 1.0, number.end, counted=True)
    if _A_CLOCK.fullmatch(number.words) is not None:
        return None
    firm = comparison()[1].get(word, "about") != "about" and word not in _OF_PLACE
    return counts_unknown(text, number.words, at=number.end, end=end, compared=firm)


def _counts_nothing(lead: str, number: Number, unit: Unit, *, compared: bool) -> bool:
    """Tell "article 4", "in 1974 rebels" and the hour "1420" of a log from counts."""
    if number.sort == "times":
        return False
    is_clock = _A_CLOCK.fullmatch(number.words) is not None
    if not unit.counted:
        return is_clock and unit.name == "hour"
    if _no_count_after().search(lead) is not None:
        return True
    if compared or not is_clock:
        return False
    return (
        re.search(r"\b(?:in|since|of|by|at)[ ]\Z|\A\Z|[.\n] ?\Z", lead, re.IGNORECASE) is not None
    )


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
