"""The verbs of a provision: prohibits, limits, permits; 'requires' has a file of its own."""

from __future__ import annotations

import re
from collections.abc import Collection

from truceline.agreement.checker import Checker
from truceline.agreement.provision import (
    Attribute,
    Graded,
    Limit,
    NoAct,
    NoPresence,
    Permission,
    Row,
    Rule,
)
from truceline.agreement.read_duties import RELATIONS, read_duty
from truceline.agreement.scope import Scope, per_party, zones_for
from truceline.agreement.taxonomy import load_taxonomy
from truceline.agreement.yaml_nodes import Listing, Mapping, Node, Words

VERBS = ("prohibits", "limits", "requires", "permits")
# From small to large; "size: from regiment" means that size and every larger one.
SIZES = ("company", "battalion", "regiment", "brigade", "division", "corps")

_ATTRIBUTE_KEYS = ("range", "calibre")
_ACT_KEYS = ("relation", "with", "line", "size")
PROHIBIT_KEYS = ("presence", "act", "table", *_ACT_KEYS, *_ATTRIBUTE_KEYS)
LIMIT_KEYS = ("asset", "at most", "inventory", "unit", *_ATTRIBUTE_KEYS)
ROW_KEYS = ("with", "model", "in", *_ATTRIBUTE_KEYS)
PERMIT_KEYS = ("presence", "act", "with", "lifts", "notice")
_BOUND = re.compile(r"(?:(?P<how>over|from|up to)\s+)?(?P<value>.+)")


def read_rule(
    verb: str, node: Node, *, bound: tuple[str, ...], scope: Scope, checker: Checker
) -> Rule | None:
    """Return the rule that a verb and its keys make, or None with a problem."""
    match verb:
        case "prohibits":
            return _prohibition(node, bound, scope=scope, checker=checker)
        case "limits":
            return _limit(node, scope=scope, checker=checker)
        case "requires":
            return read_duty(node, scope=scope, checker=checker)
        case _:
            return _permission(node, provisions=scope.provisions, checker=checker)


def _prohibition(
    node: Node, bound: tuple[str, ...], *, scope: Scope, checker: Checker
) -> Rule | None:
    row = checker.keys(node, known=PROHIBIT_KEYS, of="'prohibits'")
    if row is None:
        return None
    presence, act, table = row.get("presence"), row.get("act"), row.get("table")
    if (presence is None) is (act is None):
        mend = "Give it 'presence: ...' or 'act: ...'"
        checker.wrong(node, "'prohibits' takes one of presence and act", mend)
        return None
    if presence is not None:
        _refuse(row, _ACT_KEYS, beside="presence", checker=checker)
    else:
        _refuse(row, _ATTRIBUTE_KEYS, beside="act", checker=checker)
    if table is not None:
        return _graded(row, table, bound, scope=scope, checker=checker)
    if presence is not None:
        classes = _classes(presence, checker=checker)
        return NoPresence(classes=classes, attribute=_attribute(row, checker)) if classes else None
    acts = checker.choices(act, known=load_taxonomy().acts, kind="act")
    line, lines = _line(row.get("line"), bound, scope=scope, checker=checker)
    rule = NoAct(
        acts=acts,
        relations=checker.choices(row.get("relation"), known=RELATIONS, kind="relation"),
        classes=_classes(row.get("with"), checker=checker) + _sizes(row, checker=checker),
        line=line,
        lines=lines,
    )
    return rule if acts else None


def _line(
    node: Node | None, bound: tuple[str, ...], *, scope: Scope, checker: Checker
) -> tuple[str | None, tuple[tuple[str, str], ...]]:
    """Return one line for all, or a line for each bound party."""
    if not isinstance(node, Mapping):
        return checker.choice(node, known=scope.lines, kind="line"), ()
    pairs = (
        (party, checker.choice(value, known=scope.lines, kind="line"))
        for party, value in per_party(node, bound, kind="line", checker=checker)
    )
    lines = tuple((party, name) for party, name in pairs if name is not None)
    return (lines[0][1] if lines else None), lines


def _sizes(row: Mapping, *, checker: Checker) -> tuple[str, ...]:
    node = row.get("size")
    text = checker.text(node)
    if text is None or node is None:
        return ()
    smallest = text.removeprefix("from ")
    if checker.choice(Words(smallest, node.mark), known=SIZES, kind="size") is None:
        return ()
    return SIZES[SIZES.index(smallest) :] if text.startswith("from ") else (smallest,)


def _graded(
    row: Mapping, table: Node, bound: tuple[str, ...], *, scope: Scope, checker: Checker
) -> Graded | None:
    _refuse(row, ("with", "line", "size", *_ATTRIBUTE_KEYS), beside="table", checker=checker)
    if not isinstance(table, Listing):
        mend = "Write '- {calibre: from 100 mm, in: own 25}'"
        checker.wrong(table, "expected a list of rows, each with its zone", mend)
        return None
    common = _classes(row.get("presence"), checker=checker)
    acts = checker.choices(row.get("act"), known=load_taxonomy().acts, kind="act")
    models = sorted(model.name for model in load_taxonomy().models)
    rows = []
    for item in table.items:
        one = checker.keys(item, known=ROW_KEYS, needed=("in",), of="a row")
        if one is None:
            continue
        rows.append(
            Row(
                classes=_classes(one.get("with"), checker=checker) or common,
                models=checker.choices(one.get("model"), known=models, kind="model"),
                attribute=_attribute(one, checker),
                where=zones_for(one.get("in"), bound, scope=scope, checker=checker),
            )
        )
        if not rows[-1].classes and not rows[-1].models:
            checker.wrong(item, "the row speaks of nothing", "Add 'with: rocket launcher'")
    relations = checker.choices(row.get("relation"), known=RELATIONS, kind="relation")
    return Graded(rows=tuple(rows), acts=acts, relations=relations) if rows else None


def _limit(node: Node, *, scope: Scope, checker: Checker) -> Limit | None:
    row = checker.keys(node, known=LIMIT_KEYS, needed=("asset",), of="'limits'")
    if row is None:
        return None
    most, stock = row.get("at most"), row.get("inventory")
    if (most is None) is (stock is None):
        if most is None:
            checker.wrong(node, "'limits' lacks 'at most'", "Add 'at most: ...'")
        else:
            checker.wrong(node, "'at most' does not go with 'inventory'", "Keep one of the two")
        return None
    classes = _classes(row.get("asset"), checker=checker)
    inventory = checker.choice(stock, known=scope.inventories, kind="inventory")
    at_most = checker.whole_number(most) if most is not None else 0
    if not classes or at_most is None or (stock is not None and inventory is None):
        return None
    return Limit(
        classes=classes,
        at_most=at_most,
        unit=checker.text(row.get("unit")) or classes[0],
        attribute=_attribute(row, checker),
        inventory=inventory,
    )


def _permission(node: Node, *, provisions: Collection[str], checker: Checker) -> Permission | None:
    row = checker.keys(node, known=PERMIT_KEYS, of="'permits'")
    if row is None:
        return None
    classes = _classes(row.get("presence"), checker=checker)
    acts = checker.choices(row.get("act"), known=load_taxonomy().acts, kind="act")
    lifts = checker.choices(row.get("lifts"), known=provisions, kind="provision")
    if not classes and not acts:
        checker.wrong(node, "'permits' permits nothing", "Give it 'presence: ...' or 'act: ...'")
        return None
    return Permission(
        classes=classes,
        acts=acts,
        lifts=lifts,
        using=_classes(row.get("with"), checker=checker),
        notice=checker.duration(row.get("notice")),
    )


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
