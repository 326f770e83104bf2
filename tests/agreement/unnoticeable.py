"""Why no worked case could tell two versions of an agreement apart, derived from the two alone."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
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
from truceline.digest import Digest
from truceline.geo.zone import Zone


def why_unnoticeable(text: str, line: int, *, whole: Agreement, changed: Agreement) -> str | None:
    """Return why no case can tell two versions of an agreement apart; None where one may.

    Everything that is judged by is compared: only words on how a zone was made may differ, and
    numbers of calibre and range that part no two models of the vocabulary.
    """
    standing = {one.id for one in whole.provisions if isinstance(one.rule, StandingDuty)}
    if _judged_by(whole) == _judged_by(changed):
        zone = _zone_at(text, line)
        drawn = {one.id: one.polygon is not None for one in whole.zones}
        return "nothing changes" if drawn.get(zone, True) else "zone not drawable"
    if _judged_by(whole, without=standing) == _judged_by(changed, without=standing):
        return "duty not judged"
    if _judged_by(_by_models(whole)) == _judged_by(_by_models(changed)):
        return "no known model between the two"
    return None


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


def _judged_by(agreement: Agreement, *, without: Collection[str] = ()) -> Agreement:
    return replace(
        agreement,
        digest=Digest("sha256:" + "0" * 64),
        zones=tuple(_ground_alone(zone) for zone in agreement.zones),
        provisions=tuple(
            _without_words(one) for one in agreement.provisions if one.id not in without
        ),
    )


def _without_words(provision: Provision) -> Provision:
    """Return a provision without what its readings say: a zone of open depth words its own."""
    readings = tuple(replace(reading, says="") for reading in provision.readings)
    return replace(provision, readings=readings)


def _ground_alone(zone: Zone) -> Zone:
    """Return a zone without the words on its making; one without ground has no numbers left."""
    if zone.polygon is not None:
        return replace(zone, construction="")
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
