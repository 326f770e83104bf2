"""Times seen from a day: weekdays, yesterday, last month, three days ago, an hour of the day."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

from truceline.reading.times.days import Days, months_from, one_day, shifted, unit_around, week_of
from truceline.reading.times.forms import Seen, TimeRule, counted, rule, weekdays

_AHEAD = ("next", "coming", "following")
_ORDINAL_OF = re.compile(
    r" (?:century|anniversary|time|round|session|meeting|day|parallel|floor|minute|hour|most|"
    r"of the|division|brigade|battalion|corps|army|regiment|congress|summit|district|"
    r"largest|street)"
)


def weekday_near(name: str, seen: Seen) -> Days | None:
    """Return the last such weekday up to and including today, or the next one if ahead."""
    if seen.today is None:
        return None
    back = (seen.today.weekday() - weekdays().index(name.lower())) % 7
    if seen.ahead:
        return one_day(seen.today + timedelta(days=(7 - back) % 7))
    return one_day(seen.today - timedelta(days=back))


def _weekday(match: re.Match[str], seen: Seen) -> Days | None:
    which = (match["which"] or "").lower()
    if which in _AHEAD:
        seen = Seen(seen.today, seen.anchor, True)
    elif which in ("last", "past", "previous", "this past"):
        # "Last Friday", written on a Friday, is a week ago.
        before = seen.today - timedelta(days=1) if seen.today else None
        seen = Seen(before, seen.anchor, False)
    return weekday_near(match["wd"], seen)


def _near_day(match: re.Match[str], seen: Seen) -> Days | None:
    if seen.today is None:
        return None
    words = " ".join(match[0].lower().split())
    if words == "overnight":
        return Days(seen.today - timedelta(days=1), seen.today)
    if words.startswith(("yesterday", "last ")):
        return one_day(seen.today - timedelta(days=1))
    if words.startswith("tomorrow"):
        return one_day(seen.today + timedelta(days=1))
    return one_day(seen.today)


def _which_unit(match: re.Match[str], seen: Seen) -> Days | None:
    if seen.today is None:
        return None
    which = match["which"].lower()
    step = -1 if which in ("last", "previous", "this past") else 1 if which in _AHEAD else 0
    unit = match["u"].lower()
    return unit_around(shifted(seen.today, step, unit), unit)


def _unit_before(match: re.Match[str], seen: Seen) -> Days | None:
    if seen.today is None:
        return None
    unit = match["u"].lower()
    return unit_around(shifted(seen.today, -1, unit), unit)


def _weekend(match: re.Match[str], seen: Seen) -> Days | None:
    if seen.today is None:
        return None
    which = match["which"].lower()
    monday = week_of(seen.today).first or seen.today
    saturday = monday + timedelta(days=5)
    if which == "next":
        saturday += timedelta(weeks=1)
    elif which == "last" or (not seen.ahead and saturday > seen.today):
        saturday -= timedelta(weeks=1)
    return Days(saturday, saturday + timedelta(days=1))


def _moved(day: date, count: tuple[int, int], unit: str, sign: int) -> Days | None:
    try:
        ends = sorted(shifted(day, sign * n, unit) for n in count)
    except (ValueError, OverflowError):
        return None
    # "Four years ago" is said of a year, "two months ago" of a month, never of one day of it.
    around = "year" if unit == "decade" else unit
    if around not in ("year", "month", "quarter"):
        around = "day"
    first, last = unit_around(ends[0], around), unit_around(ends[1], around)
    return first if first == last else Days(first.first, last.last)


def _ago(match: re.Match[str], seen: Seen) -> Days | None:
    count = counted(match["n"])
    if count is None or seen.today is None:
        return None
    return _moved(seen.today, count, match["u"].lower(), -1)


def _offset(match: re.Match[str], seen: Seen) -> Days | None:
    count, base = counted(match["n"]), seen.anchor or seen.today
    if count is None or base is None:
        return None
    return _moved(base, count, match["u"].lower(), 1 if match["dir"].lower() == "later" else -1)


def _from_now_on(_match: re.Match[str], seen: Seen) -> Days | None:
    return None if seen.today is None else Days(seen.today, None)


_LONG_UNITS = ("month", "quarter", "year", "decade")


def _stretch(match: re.Match[str], seen: Seen) -> Days | None:
    if seen.today is None:
        return None
    ahead, unit = match["which"].lower() in _AHEAD, match["u"].lower()
    if match["n"] is None and match["many"]:
        # "The past months": how many is not told.
        return Days(seen.today, None) if ahead else Days(None, seen.today)
    count = counted(match["n"])
    if count is None:
        return None
    if count[0] != count[1]:
        # "The past few days": how many is not told either.
        return Days(seen.today, None) if ahead else Days(None, seen.today)
    try:
        far = shifted(seen.today, count[1] if ahead else -count[1], unit)
    except (ValueError, OverflowError):
        return None
    if ahead:
        return Days(seen.today, far)
    # Five years that end today began a day after this day five years ago.
    return Days(far + timedelta(days=1) if unit in _LONG_UNITS else far, seen.today)


def _within(match: re.Match[str], seen: Seen) -> Days | None:
    count, base = counted(match["n"]), (None if seen.ahead else seen.anchor) or seen.today
    if count is None or base is None:
        return None
    try:
        return Days(base, shifted(base, count[1], match["u"].lower()))
    except (ValueError, OverflowError):
        return None


def _ordinal(match: re.Match[str], seen: Seen) -> Days | None:
    if seen.today is None:
        return None
    for step in range(3):
        month = months_from(seen.today.replace(day=1), step if seen.ahead else -step)
        try:
            found = month.replace(day=int(match["d"]))
        except ValueError:
            continue
        if (found >= seen.today) if seen.ahead else (found <= seen.today):
            return one_day(found)
    return None


def _beside(match: re.Match[str], seen: Seen) -> Days | None:
    base = seen.anchor or seen.today
    if base is None:
        return None
    which = match["which"].lower()
    if which in ("previous", "preceding"):
        return one_day(base - timedelta(days=1))
    if which in ("next", "following"):
        return one_day(base + timedelta(days=1))
    if which == "same" and match["u"].lower() == "night":
        return Days(base, base + timedelta(days=1))
    return one_day(base)


def _counted_rules() -> tuple[TimeRule, ...]:
    """Return the rules of times told by a count of units: "two days ago", "the past month"."""
    return (
        rule(
            "ago",
            r"\[?<N>\]? <U>s? (?:ago|back)\b(?! (?:to|in|from|into|at)\b)",
            _ago,
            any_case=True,
        ),
        rule(
            "offset", r"<N> <U>s? (?P<dir>earlier|later|before)\b(?! the)", _offset, any_case=True
        ),
        rule(
            "stretch",
            r"(?:the|these) (?P<which>past|last|next|coming|previous|following) "
            r"(?:<N> )?<U>(?P<many>s?)\b",
            _stretch,
            any_case=True,
        ),
        rule(
            "units ahead",
            r"the (?:days|weeks|months|years) ahead\b",
            _from_now_on,
            any_case=True,
        ),
        rule(
            "within",
            r"within(?: the next)? <N> <U>s?\b(?! (?:of|after|from|before)\b)",
            _within,
            any_case=True,
        ),
    )


@cache
def relative_rules() -> tuple[TimeRule, ...]:
    """Return the rules of times seen from a day."""
    which = r"(?P<which>last|next|this past|this|coming|past|following|previous)"
    return (
        *_counted_rules(),
        rule(
            "weekday",
            rf"(?:{which} )?(?P<wd><W>)\b(?:['’]s)?(?: <PARTS>\b)?",
            _weekday,
            guard=_happens_once,
        ),
        rule(
            "near day",
            r"(?:yesterday|today|tomorrow|tonight|overnight|last (?:night|evening)|"
            r"this (?:morning|afternoon|evening))\b(?: (?:morning|afternoon|evening|night))?",
            _near_day,
            any_case=True,
        ),
        rule(
            "unit before",
            r"the (?P<u>week|month|year) before(?=[.,;:)\n\"”]| that\b|\Z)",
            _unit_before,
            any_case=True,
        ),
        rule("weekend", r"(?P<which>last|this|next|the)[ ]weekend\b", _weekend, any_case=True),
        rule(
            "which unit",
            r"(?P<which>last|this past|this|next|coming) (?P<u>week|month|year|quarter)"
            r"(?:\b|(?<=this year)s\b)",
            _which_unit,
            any_case=True,
        ),
        rule(
            "ordinal",
            r"(?<=\bthe )(?P<d>3[01]|[12]?\d)(?:st|nd|rd|th)\b(?![-–]| [A-Z])",
            _ordinal,
            guard=_is_a_day,
        ),
        rule(
            "beside",
            r"(?:the|that) (?P<which>same|previous|preceding|next|following) "
            r"(?P<u>day|night|evening|morning|afternoon)\b",
            _beside,
            any_case=True,
        ),
        rule("this day", r"(?<=\b[Oo]n )this day\b|the time of writing\b", _today),
        rule(
            "then",
            r"(?:(?<=\b[Ss]ince )|(?<=\b[Bb]y )|(?<=\b[Uu]ntil ))then\b|"
            r"(?<=\b[Aa]t )(?:the|that) time\b(?! of writing)|"
            r"(?<=\b[Aa]fter )that(?=[.,;\n\"”]|\Z)",
            _then,
        ),
        rule(
            "that day",
            r"that (?P<which>)(?P<u>day|night|evening|morning|afternoon)\b",
            _beside,
            any_case=True,
        ),
    )


def _happens_once(match: re.Match[str]) -> bool:
    return (
        re.search(r"\b(?:every|each) \Z", match.string[max(0, match.start() - 7) : match.start()])
        is None
    )


def _is_a_day(match: re.Match[str]) -> bool:
    """Tell "on the 19th" from "the 19th brigade"."""
    before = match.string[max(0, match.start() - 12) : match.start()]
    after = match.string[match.end() : match.end() + 16]
    return re.search(
        r"\b(?:on|by|since|until|till|from|of|to|and) the \Z", before
    ) is not None and (_ORDINAL_OF.match(after) is None)


def _today(_match: re.Match[str], seen: Seen) -> Days | None:
    return None if seen.today is None else one_day(seen.today)


def _then(_match: re.Match[str], seen: Seen) -> Days | None:
    return None if seen.anchor is None else one_day(seen.anchor)
