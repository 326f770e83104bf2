"""What stands beside a provision's text: rival readings, and changes that were agreed later."""

from __future__ import annotations

from collections.abc import Iterable

from truceline.agreement.checker import Checker
from truceline.agreement.provision import Change, Limit, NoAct, Reading, Rule
from truceline.agreement.scope import Scope, zones_for
from truceline.agreement.taxonomy import load_taxonomy
from truceline.agreement.yaml_nodes import Listing, Mapping, Node

READING_KEYS = ("says", "by", "source", "zone", "through", "excuses")
CHANGE_KEYS = ("during", "by", "source", "at most", "in", "suspended")


def read_readings(
    node: Node | None, rule: Rule | None, *, scope: Scope, checker: Checker
) -> tuple[Reading, ...]:
    """Return the rival readings of a provision, with who says so."""
    if node is None:
        return ()
    if not isinstance(node, Listing):
        checker.wrong(node, "expected a list of readings", "Write '- {says: ..., by: ...}'")
        return ()
    readings = []
    for item in node.items:
        row = checker.keys(item, known=READING_KEYS, needed=("says", "by"), of="a reading")
        if row is None:
            continue
        excuses = row.get("excuses")
        if excuses is not None and not isinstance(rule, NoAct):
            checker.wrong(excuses, "only a ban on acts can excuse some", "Take 'excuses' out")
        readings.append(
            Reading(
                says=checker.text(row.get("says")) or "",
                by=checker.text(row.get("by")) or "",
                source=checker.text(row.get("source")) or "",
                zone=checker.choice(row.get("zone"), known=scope.zones, kind="zone"),
                through=checker.texts(row.get("through")),
                excuses=checker.choices(excuses, known=load_taxonomy().acts, kind="act"),
            )
        )
    return tuple(readings)


def readings_of_depth(where: Iterable[tuple[str, str]], *, scope: Scope) -> tuple[Reading, ...]:
    """Return the reading that a zone of open depth brings along: its least ground."""
    zones = dict.fromkeys(zone for _, zone in where)
    return tuple(
        Reading(
            says=f"no deeper than {depth}", by="the text, which leaves the depth open", zone=least
        )
        for zone in zones
        if zone in scope.open_depths
        for least, depth in (scope.open_depths[zone],)
    )


def read_changes(
    node: Node | None,
    bound: tuple[str, ...],
    rule: Rule | None,
    *,
    scope: Scope,
    checker: Checker,
) -> tuple[Change, ...]:
    """Return the dated changes of a provision: another number or zone, or a suspension."""
    if node is None:
        return ()
    if not isinstance(node, Listing):
        mend = "Write '- {during: 2005-09/.., by: [egypt, israel], at most: 750}'"
        checker.wrong(node, "expected a list of changes", mend)
        return ()
    changes = (_change(item, bound, rule, scope=scope, checker=checker) for item in node.items)
    return tuple(change for change in changes if change is not None)


def _change(
    item: Node, bound: tuple[str, ...], rule: Rule | None, *, scope: Scope, checker: Checker
) -> Change | None:
    row = checker.keys(item, known=CHANGE_KEYS, needed=("during", "by"), of="a change")
    during = checker.timespan(row.get("during")) if row is not None else None
    if row is None or during is None:
        return None
    _one_change(item, row, rule, checker=checker)
    most = row.get("at most")
    return Change(
        during=during,
        by=checker.choices(row.get("by"), known=scope.declared_parties, kind="party"),
        source=checker.text(row.get("source")) or "",
        at_most=checker.whole_number(most) if most is not None else None,
        where=zones_for(row.get("in"), bound, scope=scope, checker=checker, all_needed=False),
        suspended=checker.text(row.get("suspended")),
    )


def _one_change(item: Node, row: Mapping, rule: Rule | None, *, checker: Checker) -> None:
    given = [key for key in ("at most", "in", "suspended") if row.get(key) is not None]
    if not given or ("suspended" in given and len(given) > 1):
        mend = "Give it 'at most: ...' or 'in: ...', or 'suspended: why'"
        checker.wrong(item, "the change changes nothing, or too much at once", mend)
    if "at most" in given and rule is not None and not isinstance(rule, Limit):
        checker.wrong(item, "'at most' changes a limit, and this is none", "Take 'at most' out")
