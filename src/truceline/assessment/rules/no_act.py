"""No act: none of these acts may be done, into, across or over a zone or a line."""

from __future__ import annotations

from collections.abc import Sequence

from truceline.agreement.provision import NoAct
from truceline.assessment.bench import Question
from truceline.assessment.held import Held
from truceline.assessment.hold import hold, place_of
from truceline.assessment.link.measured import Measured, joined
from truceline.assessment.link.what import done
from truceline.assessment.link.where import across_line, over_the_line, which_way
from truceline.assessment.rules.judged import Judged
from truceline.assessment.rules.several import together
from truceline.observation.incident import Incident
from truceline.observation.observation import Observation
from truceline.timespan import Timespan


def held(question: Question, rule: NoAct, incident: Incident) -> Held | None:
    """Return an incident held against a ban on acts, or None where it cannot matter."""
    bench, weights, seen = question.bench, question.weights, incident.lead
    kind = bench.memo.of(
        "done",
        (weights, rule),
        (seen.kind, seen.what, seen.assets),
        lambda: done(bench.taxonomy, seen, rule, weights),
    )
    if kind.p == 0.0 or any(bench.taxonomy.is_kind_of(seen.what, act) for act in rule.excused):
        return None
    return hold(question, incident, kind=kind, zone=_where(question, rule, incident))


def judge(
    question: Question,
    rule: NoAct,  # noqa: ARG001
    held: Sequence[Held],
    duties: Sequence[Observation],  # noqa: ARG001
    period: Timespan,
) -> Judged:
    """Return the probability that one or more of the incidents was a banned act."""
    return together(held, period, mention=question.weights.mention)


def _where(question: Question, rule: NoAct, incident: Incident) -> Measured:
    """Return where the act lay: at the line, or in the zone; with both, whichever says more."""
    ground, weights, seen = question.bench.ground, question.weights, incident.lead
    way = which_way(seen, rule, weights)
    at = []
    if rule.line is not None:
        settled = over_the_line(ground, rule.line, seen, weights)
        at.append(settled or joined(across_line(ground, rule.line, seen, weights), way))
    if question.zone is not None or not at:
        at.append(joined(place_of(question, seen), way))
    return max(at, key=lambda measured: measured.p)
