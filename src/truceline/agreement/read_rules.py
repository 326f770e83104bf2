"""The four verbs of a provision: prohibits, limits, requires, permits."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime

from truceline.agreement.checker import Checker
from truceline.agreement.provision import (
    Attribute,
    Deadline,
    Limit,
    NoAct,
    NoPresence,
    Permission,
    Rhythm,
    Rule,
    StandingDuty,
)
from truceline.agreement.taxonomy import load_taxonomy
from truceline.agreement.yaml_nodes import Mapping, Node, Words
from truceline.errors import TimespanInvalid
from truceline.timespan import Timespan

VERBS = ("prohibits", "limits", "requires", "permits")
RELATIONS = ("from", "into", "across", "within", "over", "towards")

_ATTRIBUTE_KEYS = ("range", "calibre")
_BOUND = re.compile(r"(?:(?P<how>over|from|up to)\s+)?(?P<value>.+)")


def read_rule(
    verb: str,
    node: Node,
    *,
    lines: Collection[str],
    provisions: Collection[str],
    checker: Checker,
) -> Rule | None:
    """Return the rule that a verb and its keys make, or None with a problem."""
    match verb:
        case "prohibits":
            return _prohibition(node, lines=lines, checker=checker)
        case "limits":
            return _limit(node, checker=checker)
        case "requires":
            return _duty(node, checker=checker)
        case _:
            return _permission(node, provisions=provisions, checker=checker)


def _prohibition(node: Node, *, lines: Collection[str], checker: Checker) -> Rule | None:
    known = ("presence", "act", "relation", "with", "line", *_ATTRIBUTE_KEYS)
    row = checker.keys(node, known=known, of="'prohibits'")
    if row is None:
        return None
    presence, act = row.get("presence"), row.get("act")
    if (presence is None) is (act is None):
        mend = "Give it 'presence: ...' or 'act: ...'"
        checker.wrong(node, "'prohibits' takes one of presence and act", mend)
        return None
    if presence is not None:
        _refuse(row, ("relation", "with", "line"), beside="presence", checker=checker)
        classes = _classes(presence, checker=checker)
        return NoPresence(classes=classes, attribute=_attribute(row, checker)) if classes else None
    _refuse(row, _ATTRIBUTE_KEYS, beside="act", checker=checker)
    acts = checker.choices(act, known=load_taxonomy().acts, kind="act")
    rule = NoAct(
        acts=acts,
        relations=checker.choices(row.get("relation"), known=RELATIONS, kind="relation"),
        classes=_classes(row.get("with"), checker=checker),
        line=checker.choice(row.get("line"), known=lines, kind="line"),
    )
    return rule if acts else None


def _limit(node: Node, *, checker: Checker) -> Limit | None:
    needed = ("asset", "at most")
    row = checker.keys(
        node, known=(*needed, "unit", *_ATTRIBUTE_KEYS), needed=needed, of="'limits'"
    )
    if row is None:
        return None
    classes = _classes(row.get("asset"), checker=checker)
    at_most = checker.whole_number(row.get("at most"))
    if not classes or at_most is None:
        return None
    unit = checker.text(row.get("unit")) or classes[0]
    return Limit(classes=classes, at_most=at_most, unit=unit, attribute=_attribute(row, checker))


def _duty(node: Node, *, checker: Checker) -> Rule | None:
    known = ("duty", "every", "by", "within", "of", "why")
    row = checker.keys(node, known=known, needed=("duty",), of="'requires'")
    if row is None:
        return None
    duty = checker.choice(row.get("duty"), known=load_taxonomy().duties, kind="duty")
    ways = [key for key in ("every", "by", "within", "why") if row.get(key) is not None]
    if len(ways) != 1:
        mend = "Give 'every: 15 days', 'by: 1974-06-10', 'within: 10 days' with 'of:', or 'why:'"
        checker.wrong(node, "'requires' needs one way to tell when it is met", mend)
        return None
    if duty is None:
        return None
    match ways[0]:
        case "every":
            every = checker.duration(row.get("every"))
            return Rhythm(duty=duty, every=every) if every is not None else None
        case "why":
            return StandingDuty(duty=duty, why=checker.text(row.get("why")) or "")
        case "by":
            by = checker.timespan(row.get("by"))
        case _:
            by = _within(row, checker=checker)
    return Deadline(duty=duty, by=by) if by is not None else None


def _within(row: Mapping, *, checker: Checker) -> Timespan | None:
    """Return the time from the anchor up to the end of the delay."""
    node = row.get("of")
    if node is None:
        checker.wrong(row, "'within' needs the day that it counts from", "Add 'of: 1974-05-31'")
        return None
    delay, anchor = checker.duration(row.get("within")), checker.timespan(node)
    if delay is None or anchor is None:
        return None
    if anchor.is_open or anchor.start is None or anchor.end is None:
        checker.wrong(node, f"{anchor} is open and cannot be counted from", "Name a day")
        return None
    try:
        end: datetime = anchor.end + delay
        return Timespan(anchor.start, end)
    except (OverflowError, TimespanInvalid):
        checker.wrong(node, "the time ends after the year 9999", "Name a nearer day")
        return None


def _permission(node: Node, *, provisions: Collection[str], checker: Checker) -> Permission | None:
    row = checker.keys(node, known=("presence", "act", "lifts"), of="'permits'")
    if row is None:
        return None
    classes = _classes(row.get("presence"), checker=checker)
    acts = checker.choices(row.get("act"), known=load_taxonomy().acts, kind="act")
    lifts = checker.choices(row.get("lifts"), known=provisions, kind="provision")
    if not classes and not acts:
        checker.wrong(node, "'permits' permits nothing", "Give it 'presence: ...' or 'act: ...'")
        return None
    return Permission(classes=classes, acts=acts, lifts=lifts)


def _classes(node: Node | None, *, checker: Checker) -> tuple[str, ...]:
    return checker.choices(node, known=load_taxonomy().classes, kind="asset class")


def _refuse(row: Mapping, keys: Collection[str], *, beside: str, checker: Checker) -> None:
    for key, _ in row.entries:
        if key.text in keys:
            checker.wrong(key, f"'{key.text}' does not go with '{beside}'", "Take it out")


def _attribute(row: Mapping, checker: Checker) -> Attribute | None:
    """Return the test on range or calibre: over, from, up to or exactly."""
    given = [name for name in _ATTRIBUTE_KEYS if row.get(name) is not None]
    if not given:
        return None
    name = given[0]
    node = row.get(name)
    text = checker.text(node)
    if len(given) > 1 or text is None or node is None:
        mend = "Make two provisions with one parent"
        checker.wrong(row, "one test on range or calibre at a time", mend)
        return None
    match = _BOUND.fullmatch(text)
    how, value = (match["how"], match["value"]) if match else (None, text)
    number = _measured(name, value, node, checker)
    if number is None:
        return None
    if how in ("over", "from"):
        return Attribute(name=name, minimum=number, minimum_excluded=how == "over")
    if how == "up to":
        return Attribute(name=name, maximum=number)
    return Attribute(name=name, minimum=number, maximum=number)


def _measured(name: str, value: str, node: Node, checker: Checker) -> float | None:
    words = Words(value, node.mark)
    return checker.length_m(words) if name == "range" else checker.calibre_mm(words)
