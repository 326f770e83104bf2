"""Wording of duties: what is owed and by when, in plain words; lists and lengths of time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from truceline.agreement.log_rules import Drill, OnRequest, PriorNotice, Upkeep
from truceline.agreement.provision import Deadline, LogRule, Rhythm
from truceline.sentence import say, say_many


def duty_words(rule: LogRule, actors: str) -> str:
    """Return what is owed by whom and by when, without a full stop.

    >>> every = Rhythm(duty="inspection", every=timedelta(days=15))
    >>> duty_words(every, "the mission")
    'inspection by the mission at least once in 15 days'
    """
    match rule:
        case Rhythm():
            return f"{rule.duty} by {actors} at least once in {days(rule.every)}"
        case Deadline():
            return f"{rule.duty} by {actors}, {_until(rule)}"
        case OnRequest():
            return f"{rule.duty} by {actors} within {days(rule.within)} of each {rule.trigger}"
        case PriorNotice():
            acts = joined(rule.acts, last="or")
            if rule.classes:
                acts += f" with {joined(rule.classes, last='or')}"
            return f"{rule.duty} by {actors} at least {days(rule.ahead)} before each {acts}"
        case Drill():
            steps = ", then ".join(rule.steps)
            acts = joined(rule.acts, last="or")
            return f"{steps}, in this order, by {actors} in the {days(rule.within)} before {acts}"
        case Upkeep():
            least = f" (at least {rule.at_least:,} {rule.unit})" if rule.at_least else ""
            checked = f"one check speaks for {days(rule.stands)}"
            return f"{rule.duty}{least} kept up by {actors} all the time; {checked}"


def _until(rule: Deadline) -> str:
    if rule.pending is not None:
        return f"with no day yet: {rule.pending}"
    if rule.after:
        first = joined(rule.after)
        if rule.delay is None:
            return f"done by noon of the day after {first} is done"
        return f"done within {days(rule.delay)} after {first} is done"
    if rule.by.end is None:
        return "with no last day"
    # The span is half-open: its last moment lies just before its end.
    last = rule.by.end - timedelta(minutes=1)
    return f"done by {last.day} {last:%B %Y}"


def days(span: timedelta) -> str:
    """Return a time in days, or in hours or minutes where it is no whole number of days.

    >>> days(timedelta(days=15)), days(timedelta(hours=36)), days(timedelta(minutes=30))
    ('15 days', '36 hours', '30 minutes')
    """
    whole, rest = divmod(span, timedelta(days=1))
    if whole and not rest:
        return say_many("{n} day", "{n} days", n=whole)
    whole, rest = divmod(span, timedelta(hours=1))
    if whole and not rest:
        return say_many("{n} hour", "{n} hours", n=whole)
    return say("{n} minutes", n=span // timedelta(minutes=1))


def joined(words: Iterable[str], *, last: str = "and") -> str:
    """Return words in a row.

    >>> joined(["a", "b", "c"], last="or")
    'a, b or c'
    """
    *most, end = [*words] or [""]
    return f"{', '.join(most)} {last} {end}" if most else end
