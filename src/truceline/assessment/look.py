"""Look: how well the ground of a provision was looked at in a period.

At every moment of the period the records that hold then make up one chance of seeing a breach:

    d(t) = 1 - product over records of (1 - detection x share x part of the ground covered)

and the period's detection is its mean over time. Where access was denied, what the same observer
claims to have seen of that ground at that time is taken out.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from truceline.agreement.provision import (
    Graded,
    Limit,
    NoAct,
    NoPresence,
    Permission,
    StandingDuty,
    duties_of,
)
from truceline.assessment.bench import Question
from truceline.assessment.finding import Look
from truceline.observation.coverage import Coverage
from truceline.timespan import Timespan


@dataclass(frozen=True, slots=True)
class Covered:
    """One coverage record held against a question: the part of its ground that it speaks of."""

    record: Coverage
    part: float


def coverage_of(question: Question, coverage: Sequence[Coverage]) -> tuple[Covered, ...]:
    """Return the records that bear on a provision's ground and see what its rule is about."""
    found = []
    for record in coverage:
        if not record.denied and not _sees(question, record):
            continue
        part = _part(question, record)
        if part > 0:
            found.append(Covered(record, part))
    return tuple(sorted(found, key=lambda covered: covered.record.id))


def look(covered: Sequence[Covered], period: Timespan) -> Look:
    """Return the period's detection, and the records that made it up."""
    near = [one for one in covered if one.record.when.overlap(period) is not None]
    return Look(
        detection=_detection(near, period) if any(not one.record.denied for one in near) else 0.0,
        records=tuple(one.record for one in near if not one.record.denied),
        denials=tuple(one.record for one in near if one.record.denied),
    )


def _detection(near: Sequence[Covered], period: Timespan) -> float:
    if period.start is None or period.end is None:
        return 0.0
    cuts = sorted({period.start, period.end, *_bounds(near, period)})
    total = 0.0
    for start, end in itertools.pairwise(cuts):
        total += (end - start).total_seconds() * _detection_at(near, start)
    return min(1.0, total / period.seconds)


def _bounds(near: Sequence[Covered], period: Timespan) -> set[datetime]:
    bounds = set()
    for one in near:
        common = one.record.when.overlap(period)
        if common is not None:
            bounds |= {moment for moment in (common.start, common.end) if moment is not None}
    return bounds


def _detection_at(near: Sequence[Covered], moment: datetime) -> float:
    denied: dict[str, float] = {}
    for one in near:
        if one.record.denied and _holds(one.record.when, moment):
            denied[one.record.by] = max(denied.get(one.record.by, 0.0), one.part)
    missed = 1.0
    for one in near:
        record = one.record
        if not record.denied and _holds(record.when, moment):
            left = 1.0 - denied.get(record.by, 0.0)
            missed *= 1.0 - record.detection * record.share * one.part * left
    return 1.0 - missed


def _holds(when: Timespan, moment: datetime) -> bool:
    return (when.start is None or when.start <= moment) and (when.end is None or moment < when.end)


def _part(question: Question, record: Coverage) -> float:
    """Return the part of the provision's ground that a record speaks of."""
    rule = question.provision.rule
    if duties_of(rule):
        return _part_of_log(question, record)
    if isinstance(rule, Graded):
        # The poorest look at any row's ground: the table is kept only where every row is.
        return min(
            (_part_of(question, record, dict(r.where).get(question.party)) for r in rule.rows),
            default=0.0,
        )
    return _part_of(question, record, question.zone)


def _part_of_log(question: Question, record: Coverage) -> float:
    """Return the part of a duty's ground for which a record speaks of the log.

    One that names no ground speaks of the whole log; one that does, of the acts done there.
    """
    ground, zone = question.bench.ground, question.zone
    placed = record.place is not None or bool(ground.extents_named(record))
    named = ground.zones_named(record.areas, side=record.side)
    if zone is None or not (named or placed):
        return 1.0
    return _part_of(question, record, zone)


def _part_of(question: Question, record: Coverage, zone: str | None) -> float:
    ground, weights, rule = question.bench.ground, question.weights, question.provision.rule
    named = ground.zones_named(record.areas, side=record.side)
    lines = ground.lines_named(record.areas)
    if isinstance(rule, NoAct) and rule.line is not None and zone is None:
        at_line = rule.line in lines or any(
            ground.on_line(one, rule.line) for zones in named for one in zones
        )
        return weights.word_line if at_line else 0.0
    if zone is None:
        return weights.placeless_coverage if named or lines or record.place else 0.0
    parts = [
        sum(shares) / len(shares)
        for zones in named
        if (shares := [part for one in zones if (part := ground.share_of(zone, one)) is not None])
    ]
    parts += [
        part
        for one in ground.extents_named(record)
        if (part := ground.covered_by(zone, one)) is not None
    ]
    if record.place is not None and not parts:
        parts.append(_by_place(question, zone, record))
    # Areas of one record that overlap are not added: the largest holds at least as much as is sure.
    return max(parts, default=0.0) * weights.word_area


def _by_place(question: Question, zone: str, record: Coverage) -> float:
    import math

    ground = question.bench.ground
    area_m2 = ground.area_m2(zone)
    if record.place is None or not area_m2:
        return 0.0
    inside = ground.p_in_zone(zone, record.place) or 0.0
    return min(1.0, inside * math.pi * record.place.accuracy_m**2 / area_m2)


def _sees(question: Question, record: Coverage) -> bool:
    """Return whether a record's method can see what the rule is about."""
    rule, taxonomy = question.provision.rule, question.bench.taxonomy
    if not record.sees:
        # A log of acts is only complete where somebody says so; looking at ground says nothing.
        return not duties_of(rule)
    match rule:
        case NoPresence() | Limit():
            wanted = rule.classes
        case NoAct():
            wanted = rule.acts
        case StandingDuty():
            wanted = question.weights.breaks_duty.get(rule.duty, ())
        case Graded():
            wanted = rule.acts or tuple(word for row in rule.rows for word in row.classes)
        case Permission():
            wanted = ()
        case _:
            wanted = duties_of(rule)
    return any(taxonomy.is_kind_of(word, seen) for word in wanted for seen in record.sees)
