"""Duties: the log of acts that somebody owes, as dated acts with a probability each."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from truceline.agreement.party import Role
from truceline.assessment.bench import Question
from truceline.assessment.link.who import bound_party
from truceline.assessment.weights import expit, logit
from truceline.observation.observation import Observation, ObservationKind
from truceline.reading.claim import Claim, Stance
from truceline.timespan import Timespan


@dataclass(frozen=True, slots=True)
class Act:
    """One act of a duty, or one stretch of its refusal, and how likely it is real."""

    at: datetime
    when: Timespan
    p: float
    seen: Observation


def acts_of(
    question: Question, duty: str, duties: Sequence[Observation], *, whoever: bool = False
) -> tuple[tuple[Act, ...], tuple[Act, ...]]:
    """Return the acts of one duty that a party did, and those that a source says it did not do.

    With ``whoever`` anybody's acts count (a request is made by others). An act is dated by the
    middle of its time. Reports of one act from one origin at one time are one.
    """
    known = question.bench.memo.of(
        "acts",
        (duties, question.weights),
        _asked(question, duty, whoever=whoever),
        lambda: _every_act(question, duty, duties, whoever=whoever),
    )
    done: dict[tuple[str, datetime], Act] = {}
    refused: dict[tuple[str, datetime], Act] = {}
    for act in known:
        there = question.there.get(act.seen.id, 1.0)
        if there == 0.0:
            continue
        into = refused if act.seen.stance is Stance.DENIES else done
        key = (act.seen.origin, act.at)
        if key not in into or act.p * there > into[key].p:
            into[key] = act if there == 1.0 else replace(act, p=act.p * there)
    return _in_order(done), _in_order(refused)


def broken_off(refusals: Sequence[Act], period: Timespan, *, longest: timedelta) -> float:
    """Return the probability that the duty stood still longer than allowed, as sources say.

    Only the part of a standstill that lies in the period counts, and only where that part alone is
    longer than the rhythm.
    """
    kept = 1.0
    for act in refusals:
        common = act.when.overlap(period)
        if common is not None and common.seconds > longest.total_seconds():
            kept *= 1.0 - act.p
    return 1.0 - kept


def _asked(question: Question, duty: str, *, whoever: bool) -> tuple[Hashable, ...]:
    """Return what an act is weighed by, beside the reading of the policy."""
    provision, party = question.provision, question.party
    return party, provision.actors_for(party), provision.but, duty, whoever


def _every_act(
    question: Question, duty: str, duties: Sequence[Observation], *, whoever: bool
) -> tuple[Act, ...]:
    """Return every act and refusal of a duty, wherever it was, in the order of their ids."""
    memo, weights = question.bench.memo, question.weights
    asked = _asked(question, duty, whoever=whoever)
    acts = (
        memo.of("act", (seen, weights), asked, partial(_act, question, duty, seen, whoever=whoever))
        for seen in sorted(duties, key=lambda one: one.id)
    )
    return tuple(act for act in acts if act is not None)


def _act(question: Question, duty: str, seen: Observation, *, whoever: bool = False) -> Act | None:
    if seen.kind is not ObservationKind.DUTY or seen.stance is Stance.CANNOT_CONFIRM:
        return None
    if isinstance(seen.basis, Claim) and not seen.basis.modality.is_fact:
        return None
    if not question.bench.taxonomy.is_kind_of(seen.what, duty):
        return None
    at = _middle(seen.when)
    if at is None:
        return None
    weights = question.weights
    actor = bound_party(question.bench.parties, question.provision, question.party, seen, weights)
    ratio = weights.log_lr(seen.grade)
    if _serves_itself(question, seen):
        ratio *= weights.self_serving
    p = expit(logit(weights.prior_duty) + ratio)
    p *= actor.p if seen.actors and not whoever else 1.0
    return Act(at, seen.when, p, seen)


def _serves_itself(question: Question, seen: Observation) -> bool:
    """Return whether a party speaks well of itself, or ill of its adversary.

    A monitor's log of its own rounds is the record itself, and is taken at its grade.
    """
    parties, accused = question.bench.parties, question.accused
    speaker = parties.named(seen.origin_actor) or parties.named(seen.origin)
    if speaker is None:
        return False
    ties = dict(question.weights.ties)
    if seen.stance is Stance.DENIES:
        return parties.tie(speaker, parties.adversaries_of(accused), seen.when, ties) > 0
    party = parties.party(speaker)
    if party is not None and party.role is Role.MONITOR:
        return False
    return parties.tie(speaker, accused, seen.when, ties) > 0


def _middle(when: Timespan) -> datetime | None:
    if when.start is None or when.end is None:
        return when.start or when.end
    return when.start + (when.end - when.start) / 2


def _in_order(acts: dict[tuple[str, datetime], Act]) -> tuple[Act, ...]:
    return tuple(sorted(acts.values(), key=lambda act: (act.at, act.seen.id)))
