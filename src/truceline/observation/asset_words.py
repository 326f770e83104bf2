"""What the asset column of a record adds: classes, counts, and how the row fills its time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from truceline.observation.kinds import CodedKind
from truceline.observation.lineage import is_kind_of
from truceline.observation.observation import Count, ObservationKind, Tally
from truceline.observation.tables import table
from truceline.timespan import Precision, Timespan


def classes_in(words: str) -> tuple[str, ...]:
    """Return the asset classes that words name, longest words first, in the order they stand.

    >>> classes_in("12 main battle tank rounds"), classes_in("Iron Dome battery")
    (('battle tank',), ('iron dome launcher',))
    """
    known: dict[str, str] = table("asset_words")["classes"]
    ordered = sorted(known, key=lambda word: (-len(word), word))
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, ordered))})(?=s?\b)", re.IGNORECASE)
    return tuple(dict.fromkeys(known[match[0].lower()] for match in pattern.finditer(words)))


def refined(kind: CodedKind, words: str) -> CodedKind:
    """Return the kind narrowed by what the asset words name; classes it does not take stay out.

    >>> from truceline.observation.kinds import coded_kind
    >>> refined(coded_kind("vehicles_in_area_of_separation"), "bulldozers").what
    'engineering vehicle'
    >>> fired = refined(coded_kind("firing_across_ceasefire_line"), "mortar round")
    >>> fired.what, fired.assets
    ('artillery fire', ('mortar',))
    """
    named = tuple(c for c in classes_in(words) if any(is_kind_of(c, root) for root in kind.takes))
    if not named:
        return kind
    if kind.kind is ObservationKind.PRESENCE:
        return replace(kind, what=named[0])
    assets = _finest((*kind.assets, *named))
    return replace(kind, what=_act(kind.what, assets), assets=assets)


def counted(words: str, minimum: int | None, maximum: int | None) -> Count | None:
    """Return the count of a row, widened or opened as its words say; None where it gives none.

    >>> counted("missiles (about)", 20, 20)
    Count(minimum=18, maximum=22)
    >>> counted("soldiers (dozens)", None, None)
    Count(minimum=24, maximum=None)
    """
    rules = table("asset_words")
    if re.search(rules["remained"], words):
        return None
    if minimum is None and maximum is None:
        loose = [n for word, n in rules["loose"].items() if re.search(rf"\({word}\)", words)]
        return Count(loose[0], None) if loose else None
    if re.search(rules["at_least"], words):
        return Count(minimum if minimum is not None else maximum, None)
    if re.search(rules["up_to"], words):
        return Count(None, maximum if maximum is not None else minimum)
    if re.search(rules["about"]["words"], words):
        share = rules["about"]["share"]
        low = None if minimum is None else minimum - round(share * minimum)
        high = None if maximum is None else maximum + round(share * maximum)
        return Count(low, high)
    return Count(minimum, maximum)


def tally(kind: CodedKind, words: str, when: Timespan, *, is_span: bool) -> Tally:
    """Return how a row fills its time. ``is_span`` says that its two dates differ.

    A period total is one whatever its kind. A stretch of time is filled as the kind says, unless
    the words say that the item is undated within it.
    """
    rules = table("asset_words")
    if kind.span is Tally.PERIOD_TOTAL:
        return Tally.PERIOD_TOTAL
    if re.search(rules["period_total"], words) and when.seconds > timedelta(days=1).total_seconds():
        return Tally.PERIOD_TOTAL
    if not is_span or re.search(rules["undated"], words):
        return Tally.ONE
    return kind.span


def dated_by_words(words: str, when: Timespan) -> Timespan:
    """Return the time narrowed or widened as the words say: part of a month, date of a briefing.

    >>> str(dated_by_words("soldiers, end of month", Timespan.parse("2013-01")))
    '2013-01-21/2013-01-31'
    """
    rules = table("asset_words")
    if when.precision is not Precision.MONTH or when.start is None or when.end is None:
        return when
    if re.search(rules["briefing"]["words"], words):
        back = timedelta(days=rules["briefing"]["reaches_back_days"])
        return Timespan(when.start - back, when.end, Precision.INTERVAL)
    for pattern, (first, last) in rules["parts_of_month"].items():
        if re.search(pattern, words):
            return _days(when.start, when.end, first, last)
    return when


def _days(start: datetime, end: datetime, first: int, last: int) -> Timespan:
    upto = min(end, start + timedelta(days=last))
    return Timespan(start + timedelta(days=first - 1), upto, Precision.INTERVAL)


def _finest(assets: Sequence[str]) -> tuple[str, ...]:
    """Drop a class where one of its kinds is named too."""
    kept = [a for a in assets if not any(b != a and is_kind_of(b, a) for b in assets)]
    return tuple(dict.fromkeys(kept))


def _act(act: str, assets: Sequence[str]) -> str:
    if act != "firing":
        return act
    for rule in table("asset_words")["firing"]:
        if any(is_kind_of(asset, rule["root"]) for asset in assets):
            return str(rule["act"])
    return act
