"""Why no worked case could tell two versions of an agreement apart, derived from the two alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from truceline.agreement.agreement import Agreement
from truceline.agreement.provision import (
    Attribute,
    Graded,
    Limit,
    NoPresence,
    Provision,
    Rule,
    StandingDuty,
)
from truceline.agreement.taxonomy import load_taxonomy
from truceline.assessment.link.ground import Ground
from truceline.assessment.policy_file import load_policy
from truceline.digest import Digest
from truceline.geo.place import Place
from truceline.geo.zone import Zone

# A case states a probability to two digits; smaller differences tell nothing.
_TELLS = 0.02
# So many places about an edge, each in another direction: the golden part of a turn never repeats.
_PLACES, _TURN = 60, 0.618


def why_unnoticeable(text: str, line: int, *, whole: Agreement, changed: Agreement) -> str | None:
    """Return why no case can tell two versions of an agreement apart; None where one may.

    Everything that is judged by is compared. What may differ is told: dates of papers and of what
    was said, who verifies since when, ties that weigh nothing, words on how a zone was made, the
    error of a zone that no provision speaks of, and numbers of calibre and range that part no two
    models of the vocabulary.
    """
    if _judged_by(whole) == _judged_by(changed):
        zone = _zone_at(text, line)
        drawn = {one.id: one.polygon is not None for one in whole.zones}
        return "nothing changes that is judged" if drawn.get(zone, True) else "zone not drawable"
    if _judged_by(_only_in_force(whole)) == _judged_by(_only_in_force(changed)):
        return "duty not judged"
    if _judged_by(_by_models(whole)) == _judged_by(_by_models(changed)):
        return "no known model between the two"
    return None


def why_no_place_tells(whole: Agreement, changed: Agreement) -> str | None:
    """Return why a changed error cannot be noticed, where no place about any edge tells it.

    A part whose error shrinks stays within its whole, and a union is no less likely than its parts:
    the larger error decides. Places are tried at every edge that a provision speaks of.
    """
    if _judged_by(_without_errors(whole)) != _judged_by(_without_errors(changed)):
        return None
    before, after = Ground(whole), Ground(changed)
    asked = {zone for one in whole.provisions for zone in _zones_of(one)}
    for zone in (one for one in whole.zones if one.id in asked and one.polygon is not None):
        for place in _about_the_edge(zone):
            old, new = before.p_in_zone(zone.id, place), after.p_in_zone(zone.id, place)
            if abs((old or 0.0) - (new or 0.0)) > _TELLS:
                return None
    return "no place tells the two errors apart"


def _about_the_edge(zone: Zone) -> Iterator[Place]:
    """Yield places at both sides of a zone's edge, as far off as half of its error."""
    from pyproj import Geod

    geod = Geod(ellps="WGS84")
    for at in range(_PLACES):
        point = zone.polygon.boundary.interpolate(at / _PLACES, normalized=True)  # type: ignore[union-attr]
        lon, lat, _ = geod.fwd(point.x, point.y, 360 * _TURN * at, zone.error_m / 2)
        yield Place(float(lon), float(lat), 100)


def _without_errors(agreement: Agreement) -> Agreement:
    return replace(agreement, zones=tuple(replace(one, error_m=0.0) for one in agreement.zones))


def _only_in_force(agreement: Agreement) -> Agreement:
    """Return an agreement of whose standing duties nothing is left but when they hold."""
    provisions = tuple(
        replace(one, rule=StandingDuty(duty="", why=""), where=(), readings=(), of=())
        if isinstance(one.rule, StandingDuty)
        else one
        for one in agreement.provisions
    )
    return replace(agreement, provisions=provisions)


def _by_models(agreement: Agreement) -> Agreement:
    """Return an agreement whose tests on calibre and range name the models that pass them.

    What is told by a class alone has neither, so a number between two models decides nothing.
    """
    provisions = tuple(replace(one, rule=_rule_by_models(one.rule)) for one in agreement.provisions)
    return replace(agreement, provisions=provisions)


def _rule_by_models(rule: Rule) -> Rule:
    match rule:
        case NoPresence() | Limit():
            return replace(rule, attribute=_passing(rule.attribute, rule.classes))
        case Graded():
            rows = tuple(
                replace(row, attribute=_passing(row.attribute, row.classes)) for row in rule.rows
            )
            return replace(rule, rows=rows)
        case _:
            return rule


def _passing(attribute: Attribute | None, classes: tuple[str, ...]) -> Attribute | None:
    if attribute is None:
        return None
    taxonomy = load_taxonomy()
    names = [
        model.name
        for model in taxonomy.models
        if (value := model.range_m if attribute.name == "range" else model.calibre_mm) is not None
        and (not classes or taxonomy.share_within(model.name, classes) != 0.0)
        and _fits(attribute, value)
    ]
    return Attribute(name=f"{attribute.name}: {', '.join(names)}")


def _fits(attribute: Attribute, value: float) -> bool:
    low, high = attribute.minimum, attribute.maximum
    above = low is None or (value > low if attribute.minimum_excluded else value >= low)
    return above and (high is None or value <= high)


def _judged_by(agreement: Agreement) -> Agreement:
    weighed = {tie for tie, weight in load_policy(None).central.ties.items() if weight > 0}
    asked = {zone for one in agreement.provisions for zone in _zones_of(one)}
    asked |= {least for zone, least in agreement.open_depths if zone in asked}
    for _ in agreement.zones:
        asked |= {one for z in agreement.zones if z.id in asked for one in (*z.inside, *z.holds)}
    return replace(
        agreement,
        digest=Digest("sha256:" + "0" * 64),
        papers=(),
        statements=(),
        moments=(),
        inventories=(),
        parties=tuple(
            replace(one, affiliations=tuple(t for t in one.affiliations if t.tie in weighed))
            for one in agreement.parties
        ),
        lines=tuple(replace(one, error_m=0.0, source="", note="") for one in agreement.lines),
        zones=tuple(_ground_alone(zone, asked=zone.id in asked) for zone in agreement.zones),
        provisions=tuple(_without_words(one) for one in agreement.provisions),
    )


def _without_words(provision: Provision) -> Provision:
    """Return a provision without words, and without who verifies it.

    What was agreed for a time when the provision does not hold decides nothing.

    What its readings say is left out too: a zone of open depth words its own.
    """
    readings = tuple(replace(one, says="", by="", source="") for one in provision.readings)
    changes = tuple(
        replace(one, during=one.during.overlap(provision.in_force) or one.during, source="")
        for one in provision.changes
    )
    return replace(
        provision, readings=readings, changes=changes, verified_by=(), verified_during=()
    )


def _ground_alone(zone: Zone, *, asked: bool) -> Zone:
    """Return a zone without the words on its making; one without ground has no numbers left.

    A name stands for ground whatever its error; only a place is held against a zone with its error,
    and only against one that a provision speaks of.
    """
    if zone.polygon is not None:
        return replace(zone, construction="", error_m=zone.error_m if asked else 0.0)
    return replace(zone, construction="", title="", error_m=0.0, not_drawable="")


def touched_provisions(whole: Agreement, changed: Agreement) -> tuple[str, ...]:
    """Return the ids of the provisions that read otherwise, or in a zone with other ground."""
    zones = {zone.id: zone.polygon for zone in changed.zones}
    other = {zone.id for zone in whole.zones if zone.polygon != zones.get(zone.id)}
    after = {one.id: one for one in changed.provisions}
    return tuple(
        one.id
        for one in whole.provisions
        if one != after.get(one.id) or not other.isdisjoint(_zones_of(one))
    )


def _zones_of(provision: Provision) -> Iterator[str]:
    yield from dict(provision.where).values()
    yield from (reading.zone for reading in provision.readings if reading.zone is not None)
    for change in provision.changes:
        yield from dict(change.where).values()
    if isinstance(provision.rule, Graded):
        for row in provision.rule.rows:
            yield from dict(row.where).values()


def _zone_at(text: str, line: int) -> str:
    """Return the id that the nearest line above with two spaces of indent begins."""
    above = "\n".join(text.split("\n")[:line])
    found = re.findall(r"^  ([\w.-]+):", above, re.MULTILINE)
    return found[-1] if found else ""
