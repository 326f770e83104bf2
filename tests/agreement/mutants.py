"""Mutants: an agreement's files with one number, day or side changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

# Keys whose values are numbers that decide something, wherever they stand.
NUMBERS = (
    "at most", "at least", "from", "to", "within", "by", "total", "every", "ahead", "calibre",
    "range", "count", "checked every", "notice", "steps", "bands", "reach", "error", "base width",
    "up to", "above", "below",
)  # fmt: skip
# Keys whose values are days and hours.
TIMES = ("in force", "during", "at", "of", "by", "dated")
SIDES = {"north": "south", "south": "north", "east": "west", "west": "east",
         "left": "right", "right": "left"}  # fmt: skip
_NUMBER = re.compile(rf"(?<![\w-])(?P<key>{'|'.join(NUMBERS)}): *(?P<value>\[[^\]]*\]|[^,}}\n]+)")
_TIME = re.compile(rf"(?<![\w-])(?P<key>{'|'.join(TIMES)}): *(?P<value>[^,}}\n]+)")
_DAY = re.compile(r"(?<![\d-])\d{4}(?:-\d{2}(?:-\d{2}(?:T\d{2}:\d{2})?)?)?(?![\d-])")
_SIDE = re.compile(rf"(?<![\w-])(?:side|keep): *(?P<value>{'|'.join(SIDES)})\b")
_ZONES = re.compile(r"^zones:\n(?:(?:[ #].*)?\n)*", re.MULTILINE)
_ERROR_M = re.compile(r'"error_m": *(?P<value>\d+(?:\.\d+)?)')
# What a value must look like to be a number with or without a unit; dates and ids are left alone.
_AMOUNT = re.compile(
    r"(?<![\w./-])(\d+(?:\.\d+)?)"
    r"(?= *(?:km|m|mm|hours?|days?|weeks?|months?|minutes?)?\b(?![-.:\d]))"
)
# Half as much again and somewhat more than half: within the errors of lines, and yet another rule.
UP, DOWN = 1.5, 0.6
# As finely as a text gives a time: ten days, a month, a year, and six hours where it gives hours.
_DAYS, _HOURS = timedelta(days=10), timedelta(hours=6)
AGREEMENT, DRAWING = "agreement.yaml", "lines.geojson"


@dataclass(frozen=True, slots=True)
class Mutant:
    """One changed place of a file."""

    line: int
    before: str
    after: str
    text: str
    file: str = AGREEMENT


def mutants(text: str) -> Iterator[Mutant]:
    """Yield every way to change one number, day or side of an agreement file.

    >>> [(m.before, m.after) for m in mutants("  z: {beside: A, side: west, to: 10 km}")]
    [('10', '15'), ('10', '6'), ('west', 'east')]
    >>> [(m.before, m.after) for m in mutants("in force: 1974-05-31/..")]
    [('1974-05-31', '1974-06-10'), ('1974-05-31', '1974-05-21')]
    """
    yield from _numbers(text)
    yield from _times(text)
    yield from _sides(text)


def mutants_of_drawing(text: str) -> Iterator[Mutant]:
    """Yield every way to change the stated error of one line or area of a GeoJSON file."""
    for match in _ERROR_M.finditer(text):
        for after in _changed(match["value"]):
            yield _mutant(text, match.start("value"), match["value"], after, file=DRAWING)


def _numbers(text: str) -> Iterator[Mutant]:
    for match in _NUMBER.finditer(text):
        if _in_comment(text, match.start()) or _names_somebody(match):
            continue
        for number in _AMOUNT.finditer(match["value"]):
            start = match.start("value") + number.start(1)
            for after in _changed(number[1]):
                yield _mutant(text, start, number[1], after)


def _times(text: str) -> Iterator[Mutant]:
    for match in _TIME.finditer(text):
        if _in_comment(text, match.start()) or _names_somebody(match):
            continue
        for day in _DAY.finditer(match["value"]):
            start = match.start("value") + day.start()
            for after in _moved(day[0]):
                yield _mutant(text, start, day[0], after)


def _sides(text: str) -> Iterator[Mutant]:
    zones = _ZONES.search(text)
    for match in _SIDE.finditer(text):
        # A party's side is a word of reports; only a zone's is ground.
        inside = zones is None or zones.start() <= match.start() < zones.end()
        if inside and not _in_comment(text, match.start()):
            yield _mutant(text, match.start("value"), match["value"], SIDES[match["value"]])


def _changed(number: str) -> list[str]:
    value = float(number)
    changed = [value * UP, value * DOWN] if value else [1.0]
    if "." not in number:
        changed = [float(round(one)) for one in changed]
        changed = [value + 1 if one == value else one for one in changed]
    return list(dict.fromkeys(f"{one:g}" for one in changed if one != value))


def _moved(day: str) -> list[str]:
    """Return a time somewhat later and somewhat earlier, written as finely."""
    if len(day) == 4:
        return [str(int(day) + 1), str(int(day) - 1)]
    if len(day) == 7:
        month = 12 * int(day[:4]) + int(day[5:]) - 1
        return [f"{one // 12}-{one % 12 + 1:02}" for one in (month + 1, month - 1)]
    moment = datetime.fromisoformat(day)
    steps = (_DAYS, -_DAYS, _HOURS, -_HOURS) if "T" in day else (_DAYS, -_DAYS)
    form = "%Y-%m-%dT%H:%M" if "T" in day else "%Y-%m-%d"
    return [(moment + step).strftime(form) for step in steps]


def _mutant(text: str, start: int, before: str, after: str, *, file: str = AGREEMENT) -> Mutant:
    changed = text[:start] + after + text[start + len(before) :]
    return Mutant(text.count("\n", 0, start) + 1, before, after, changed, file)


def _names_somebody(match: re.Match[str]) -> bool:
    """Return whether a ``by`` gives no distance or day: "by: press accounts of July 2018"."""
    return match["key"] in ("by", "of") and not match["value"].strip("'\"")[:1].isdigit()


def _in_comment(text: str, at: int) -> bool:
    return "#" in text[text.rfind("\n", 0, at) + 1 : at].replace(".geojson#", "")
