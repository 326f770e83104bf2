"""Doubts: what loads, and yet looks wrong: contradictions, idle exceptions, odd ground, odd axes.

A problem keeps an agreement from being used; a doubt is for its author to look at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from truceline.agreement.agreement import Agreement
from truceline.agreement.load import file_of, load_agreement
from truceline.agreement.party import Role
from truceline.agreement.provision import (
    Graded,
    Limit,
    NoAct,
    NoPresence,
    Permission,
    Provision,
    Standing,
    StandingDuty,
)
from truceline.agreement.swapped_axes import swapped_axes
from truceline.agreement.taxonomy import Taxonomy, load_taxonomy
from truceline.agreement.yaml_nodes import Mapping, Mark, read_nodes
from truceline.errors import Problem
from truceline.geo.zone import Zone

_NOWHERE = Mark(0, 0)
# Zones count as one where so much of the smaller lies in the larger: edges are never drawn alike.
_SAME_GROUND = 0.99
# The ends of two lines that bound a zone lie near each other; farther apart than this part of the
# shorter line, it is closed by a straight line that nobody drew.
_OPEN_END = 0.5


@dataclass(frozen=True)
class _Marks:
    """Where things stand in the file."""

    top: Mapping | None

    def of(self, section: str, name: str) -> Mark:
        """Return where an entry of a section stands."""
        node = self.top.get(section) if self.top is not None else None
        if not isinstance(node, Mapping):
            return _NOWHERE
        return next((key.mark for key, _ in node.entries if key.text == name), _NOWHERE)


def doubts_about(path_or_id: Path | str) -> tuple[Problem, ...]:
    """Return what looks wrong with an agreement that loads, in the order of the file.

    Raises:
        AgreementInvalid: the agreement does not load.
        NotFound: there is no such path, and no shipped agreement of this id.
    """
    file = file_of(path_or_id)
    agreement = load_agreement(path_or_id)
    top, _ = read_nodes(file.read_bytes(), file=file.name)
    marks = _Marks(top)
    found = [
        Problem(file.name, mark.line, mark.column, what, mend)
        for section, name, what, mend in _all(agreement)
        for mark in (marks.of(section, name),)
    ]
    return tuple(sorted([*found, *swapped_axes(file)]))


def _all(agreement: Agreement) -> Iterator[tuple[str, str, str, str]]:
    taxonomy = load_taxonomy()
    for provision in agreement.provisions:
        for what, mend in _idle_exception(provision, agreement, taxonomy):
            yield "provisions", provision.id, what, mend
        for what, mend in _contradictions(provision, agreement, taxonomy):
            yield "provisions", provision.id, what, mend
        if not provision.verified_by and not isinstance(provision.rule, Permission | StandingDuty):
            yield (
                "provisions", provision.id, f"{provision.id} names nobody who verifies it",
                "Add 'verified by: ...', or leave it so where the paper names nobody",
            )  # fmt: skip
    busy = {name for one in agreement.provisions for name in (*one.verified_by, *one.bound)}
    for party in agreement.parties:
        if party.role is Role.MONITOR and party.id not in busy:
            what = f"{party.id} is a monitor, and no provision names it"
            yield "parties", party.id, what, "Name it in 'verified by', or take it out"
    for zone in agreement.zones:
        for what, mend in _odd_zone(zone):
            yield "zones", zone.id, what, mend
    for first, second in combinations(agreement.lines, 2):
        if not any(_between(zone, first.title, second.title) for zone in agreement.zones):
            continue
        gap = _open_end(first.points, second.points)
        if gap is not None:
            what = f"{first.id} and {second.id} bound a zone, and do not meet: {gap}"
            yield "lines", first.id, what, "Draw them to where they end, or add 'closing' lines"


def _between(zone: Zone, first: str, second: str) -> bool:
    return any(
        zone.construction.startswith(f"the ground between {a} and {b}, its ends closed straight")
        for a, b in ((first, second), (second, first))
    )


def _open_end(a: tuple[tuple[float, float], ...], b: tuple[tuple[float, float], ...]) -> str | None:
    """Return words on ends that lie far apart, for the way of closing that joins them best."""
    from shapely import LineString, Point

    shorter = min(LineString(a).length, LineString(b).length)
    ways = (((a[0], b[0]), (a[-1], b[-1])), ((a[0], b[-1]), (a[-1], b[0])))
    best = min(ways, key=lambda way: sum(Point(p).distance(Point(q)) for p, q in way))
    for p, q in best:
        if Point(p).distance(Point(q)) > _OPEN_END * shorter:
            return f"{p[0]:.4f}, {p[1]:.4f} is far from {q[0]:.4f}, {q[1]:.4f}"
    return None


def _odd_zone(zone: Zone) -> Iterator[tuple[str, str]]:
    import math

    from truceline.geo.areal import ground_area_m2

    if zone.polygon is None:
        return
    area_m2 = ground_area_m2(zone.polygon)
    if area_m2 < math.pi * zone.error_m**2:
        size = f"{area_m2 / 1e6:.3f} km2, less than the doubt about its edge"
        what = f"zone {zone.id!r} has {size} ({zone.error_m:,.0f} m)"
        yield what, "Draw its lines more finely, or say that it is not drawable"


def _idle_exception(
    provision: Provision, agreement: Agreement, taxonomy: Taxonomy
) -> Iterator[tuple[str, str]]:
    rule = provision.rule
    if not isinstance(rule, Permission):
        return
    if not rule.lifts:
        yield f"{provision.id} permits, and lifts nothing", "Add 'lifts: ...', or take it out"
    for name in rule.lifts:
        lifted = agreement.provision(name)
        if lifted.in_force.overlap(provision.in_force) is None:
            yield (
                f"{provision.id} lifts {name}, which is not in force at the same time",
                "Mend one of the two times",
            )
        words = (*rule.classes, *rule.acts)
        banned = _banned(lifted)
        if banned and all(taxonomy.share_within(word, banned) == 0.0 for word in words):
            other = ", ".join(words)
            what = f"{provision.id} lifts nothing of {name}: {other} is not what it forbids"
            yield what, "Keep it where the paper says so for clearness, or take it out"
        apart = [p for p in provision.bound if _apart(provision, lifted, p, agreement)]
        if apart:
            parties = ", ".join(apart)
            what = f"{provision.id} lifts {name} on other ground than {name} speaks of ({parties})"
            yield what, "Mend 'in' of one of the two"


def _banned(provision: Provision) -> tuple[str, ...]:
    match provision.rule:
        case NoPresence() | Limit():
            return provision.rule.classes
        case NoAct() if provision.rule.acts:
            return provision.rule.acts
        case Graded():
            return provision.rule.acts or tuple(w for r in provision.rule.rows for w in r.classes)
        case _:
            return ()


def _apart(first: Provision, second: Provision, party: str, agreement: Agreement) -> bool:
    one, other = first.zone_for(party), second.zone_for(party)
    if one is None or other is None:
        return False
    a, b = agreement.zone(one).polygon, agreement.zone(other).polygon
    return a is not None and b is not None and not a.intersects(b)


def _contradictions(
    provision: Provision, agreement: Agreement, taxonomy: Taxonomy
) -> Iterator[tuple[str, str]]:
    """Yield what a binding ban on presence makes pointless or gainsays."""
    rule = provision.rule
    if not isinstance(rule, NoPresence) or rule.attribute is not None:
        return
    for other in agreement.provisions:
        allowed = _allowed(other)
        if provision.id in getattr(other.rule, "lifts", ()) or not allowed:
            continue
        if Standing.BINDING not in (other.standing,) or provision.standing is not Standing.BINDING:
            continue
        if other.in_force.overlap(provision.in_force) is None:
            continue
        if any(taxonomy.share_within(word, rule.classes) != 1.0 for word in allowed):
            continue
        for party in sorted(set(provision.bound) & set(other.bound)):
            if party in provision.actors_for(party) and _within(other, provision, party, agreement):
                things = f"{', '.join(allowed)} of {party}"
                what = f"{other.id} allows {things} where {provision.id} forbids it"
                yield what, f"Let an exception lift {provision.id}, or mend one of the two"


def _allowed(provision: Provision) -> tuple[str, ...]:
    rule = provision.rule
    if isinstance(rule, Permission):
        return rule.classes
    return rule.classes if isinstance(rule, Limit) and rule.at_most > 0 else ()


def _within(inner: Provision, outer: Provision, party: str, agreement: Agreement) -> bool:
    one, other = inner.zone_for(party), outer.zone_for(party)
    if one is None or other is None:
        return False
    if one == other:
        return True
    a, b = agreement.zone(one).polygon, agreement.zone(other).polygon
    return a is not None and b is not None and a.intersection(b).area >= _SAME_GROUND * a.area
