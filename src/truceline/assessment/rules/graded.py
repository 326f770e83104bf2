"""Graded: a distance that follows from what somebody has or flies, by a table of rows.

Each report is held against the row that fits it best. Rows of one table are read as apart: what
falls under two of them counts once, under the row that says more.
"""

from __future__ import annotations

from collections.abc import Sequence

from truceline.agreement.provision import Graded, NoAct, Row
from truceline.agreement.taxonomy import Taxonomy
from truceline.assessment.bench import Question
from truceline.assessment.held import Held
from truceline.assessment.hold import hold
from truceline.assessment.link.measured import Measured, guessed, joined
from truceline.assessment.link.what import done, present
from truceline.assessment.link.where import in_zone, which_way
from truceline.assessment.rules.judged import Judged
from truceline.assessment.rules.several import together
from truceline.assessment.weights import Weights
from truceline.observation.incident import Incident
from truceline.observation.observation import Observation
from truceline.sentence import in_turn, say
from truceline.timespan import Timespan


def held(question: Question, rule: Graded, incident: Incident) -> Held | None:
    """Return an incident held against the row that fits it best, or None where none does."""
    bench, weights, seen = question.bench, question.weights, incident.lead
    way = which_way(seen, NoAct(acts=rule.acts, relations=rule.relations), weights)
    best: tuple[float, Measured, Measured] | None = None
    for row in rule.rows:
        kind = _kind(bench.taxonomy, seen, rule, row, weights)
        if kind.p == 0.0:
            continue
        place = in_zone(bench.ground, dict(row.where).get(question.party), seen, weights)
        zone = joined(place, way) if rule.relations else place
        if best is None or kind.p * zone.p > best[0]:
            best = (kind.p * zone.p, kind, zone)
    return hold(question, incident, kind=best[1], zone=best[2]) if best is not None else None


def judge(
    question: Question,
    rule: Graded,  # noqa: ARG001
    held: Sequence[Held],
    duties: Sequence[Observation],  # noqa: ARG001
    period: Timespan,
) -> Judged:
    """Return the probability that one or more of the incidents broke the table."""
    return together(held, period, mention=question.weights.mention)


def _kind(
    taxonomy: Taxonomy, seen: Observation, rule: Graded, row: Row, weights: Weights
) -> Measured:
    classes = row.classes or _classes_of(taxonomy, row.models)
    if rule.acts:
        kind = done(taxonomy, seen, NoAct(acts=rule.acts, classes=classes), weights)
    else:
        kind = present(taxonomy, seen, classes, row.attribute, weights)
    if kind.p == 0.0 or not row.models:
        return kind
    return joined(kind, _model(taxonomy, (seen.what, *seen.assets), row.models, weights))


def _classes_of(taxonomy: Taxonomy, models: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.is_ for one in taxonomy.models if one.name in models))


def _model(
    taxonomy: Taxonomy, told: tuple[str, ...], wanted: tuple[str, ...], weights: Weights
) -> Measured:
    """Return the probability that what was told of is one of the wanted models."""
    known = [model.name for word in told if (model := taxonomy.model_for(word)) is not None]
    named = ", ".join(wanted)
    if any(name in wanted for name in known):
        return Measured(1.0, say("told as {known}", known=in_turn(known, between=", ")))
    if known:
        return Measured(
            0.0,
            say(
                "{known} is another model than {named}",
                known=in_turn(known, between=", "),
                named=named,
            ),
        )
    return guessed(
        weights.broader_class, say("its model is not told ({named})", named=named), "model not told"
    )
