"""Voices: how likely it is that an incident is real, from who tells and who denies.

    logit P(real) = logit(prior) + sum over voices of log LR(grade of the voice's best report)

A voice that serves its own cause is shrunk, and of several such voices that pull one way only the
strongest counts: what they have in common is their interest, so that they are one voice.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from truceline.assessment.finding import Weight
from truceline.assessment.link.who import Parties
from truceline.assessment.weights import Weights, expit, logit
from truceline.observation.incident import Incident, Voice
from truceline.observation.observation import Method, Observation, ObservationKind
from truceline.reading.claim import Claim, Stance
from truceline.sentence import in_turn, say, term
from truceline.threshold import reaches

# How a teller of positions knows, as the importer of tracks writes it into the chain.
LOGGED = "logged"
_NO_SECOND = say("beside positions of one feed no second source, so that the stronger counts")


@dataclass(frozen=True, slots=True, kw_only=True)
class Real:
    """P(real), and what it rests on.

    ``interested`` tells that no disinterested voice carries the incident; ``feed`` names the one
    feed of positions that it rests on, where it does.
    ``looks_wrong`` says what is wrong with the positions that are all it rests on: ``p`` is then
    what it would be, times ``p_right``, the chance that they are right all the same.
    """

    p: float
    weights: tuple[Weight, ...]
    interested: bool
    feed: str | None = None
    looks_wrong: tuple[str, ...] = ()
    p_right: float = 1.0

    def shifted(self, log_odds: float) -> Real:
        """Return it as it would be with so much more for it, in log-odds.

        What nobody asserts stays so.
        """
        if self.p == 0.0:
            return self
        p = self.p_right * expit(logit(self.p / self.p_right) + log_odds)
        return replace(self, p=p)


def real(
    incident: Incident, *, parties: Parties, accused: frozenset[str], weights: Weights
) -> Real:
    """Return the probability that an incident is real, seen from those who stand accused.

    Without any voice that asserts it as having come about there is nothing to be real: 0.0.
    """
    told = [
        _voice(voice, parties=parties, accused=accused, weights=weights)
        for voice in _sorted(incident)
    ]
    telling = [
        voice
        for voice, one in zip(_sorted(incident), told, strict=True)
        if one.supports and not one.interested
    ]
    feed = _only_feed(telling)
    if feed is not None:
        told = [
            _alone(one, weights) if one.supports and not one.interested else one for one in told
        ]
    counted = _interest_once(told)
    if feed is not None:
        counted = _strongest_alone(counted)
    wrong = _all_look_wrong(telling)
    p_right = weights.looks_wrong if wrong else 1.0
    supports = [one.weight.log_lr for one in counted if one.supports]
    denials = [one.weight.log_lr for one in counted if one.denies]
    shown = tuple(one.weight for one in counted)
    if not supports:
        return Real(p=0.0, weights=shown, interested=False)
    presence = incident.lead.kind is ObservationKind.PRESENCE
    prior = logit(weights.prior_presence if presence else weights.prior_event)
    own = [one.weight.log_lr for one in counted if one.supports and not one.interested]
    carried = reaches(sum(own), math.log(weights.independent_support))
    return Real(
        p=p_right * expit(prior + sum(supports) + sum(denials)),
        weights=shown,
        interested=not carried and feed is None,
        feed=feed,
        looks_wrong=wrong,
        p_right=p_right,
    )


def _only_feed(telling: Sequence[Voice]) -> str | None:
    """Return the feed of positions that alone tells of an incident, or None where others do too.

    The word of an interested party is no second source: it may be the one who deceives the feed.
    """
    if len(telling) != 1 or not all(_is_positions(report) for report in telling[0].reports):
        return None
    return telling[0].origin


def _all_look_wrong(telling: Sequence[Voice]) -> tuple[str, ...]:
    """Return what looks wrong in the reports, where something does in every one of them."""
    reports = [report for voice in telling for report in voice.reports]
    if not reports or not all(report.looks_wrong for report in reports):
        return ()
    return tuple(sorted({mark for report in reports for mark in report.looks_wrong}))


def _strongest_alone(told: list[_Told]) -> list[_Told]:
    """Return the voices with one support left, the strongest: none of them carries another."""
    supports = [one for one in told if one.supports]
    best = max(supports, key=lambda one: one.weight.log_lr, default=None)
    return [
        replace(
            one,
            weight=replace(
                one.weight, log_lr=0.0, why=in_turn([one.weight.why, _NO_SECOND], between="; ")
            ),
        )
        if one.supports and one is not best
        else one
        for one in told
    ]


def _is_positions(report: Observation) -> bool:
    """Return whether a report was made of positions that a receiver logged."""
    return report.method is Method.SENSOR and any(link.how == LOGGED for link in report.chain)


@dataclass(frozen=True, slots=True)
class _Told:
    weight: Weight
    supports: bool
    denies: bool
    interested: bool


def _sorted(incident: Incident) -> list[Voice]:
    return sorted(
        incident.voices, key=lambda v: (v.stance.value, v.origin, str(v.best.grade), v.best.id)
    )


def _voice(voice: Voice, *, parties: Parties, accused: frozenset[str], weights: Weights) -> _Told:
    grade = str(voice.best.grade)
    basis = voice.best.basis
    if isinstance(basis, Claim) and not basis.modality.is_fact:
        why = say(
            "speaks of what is {modality}, not of what was; adds nothing",
            modality=term(basis.modality.value),
        )
        return _Told(Weight(voice.origin, grade, 0.0, why), False, False, False)
    if voice.stance is Stance.CANNOT_CONFIRM:
        why = say("says that it cannot confirm; adds nothing")
        return _Told(Weight(voice.origin, grade, 0.0, why), False, False, False)
    ratio = weights.log_lr(voice.best.grade)
    speaker = parties.named(voice.origin_actor) or parties.named(voice.origin)
    denies = voice.stance is Stance.DENIES
    interested = _serves_itself(speaker, voice, parties, accused, weights)
    if interested:
        ratio *= weights.self_serving
    says = say("denies it") if denies else say("tells it")
    told = in_turn([says, voice.best.grade.in_words], between="; ")
    if interested:
        told = say(
            "{why}; speaks in its own cause, so {share:g} of its weight is left",
            why=told, share=weights.self_serving,
        )  # fmt: skip
    return _Told(
        Weight(voice.origin, grade, -ratio if denies else ratio, told),
        not denies,
        denies,
        interested,
    )


def _serves_itself(
    speaker: str | None, voice: Voice, parties: Parties, accused: frozenset[str], weights: Weights
) -> bool:
    if speaker is None:
        return False
    ties, when = dict(weights.ties), voice.best.when
    if voice.stance is Stance.DENIES:
        return parties.tie(speaker, accused, when, ties) > 0
    against = parties.adversaries_of(accused)
    return parties.tie(speaker, against, when, ties) > 0


def _alone(one: _Told, weights: Weights) -> _Told:
    why = say(
        "{why}; positions of one feed alone, so {share:g} of it is left",
        why=one.weight.why, share=weights.one_feed,
    )  # fmt: skip
    weight = Weight(one.weight.origin, one.weight.grade, one.weight.log_lr * weights.one_feed, why)
    return _Told(weight, one.supports, one.denies, one.interested)


def _interest_once(told: list[_Told]) -> list[_Told]:
    """Return the voices, those of one interest counted once, by the strongest of them."""
    counted: list[_Told] = []
    best: dict[bool, int] = {}
    for one in told:
        if not one.interested:
            counted.append(one)
            continue
        first = best.get(one.denies)
        if first is None:
            best[one.denies] = len(counted)
            counted.append(one)
        elif abs(one.weight.log_lr) > abs(counted[first].weight.log_lr):
            counted.append(_silenced(counted[first]))
            counted[first] = one
        else:
            counted.append(_silenced(one))
    return counted


def _silenced(one: _Told) -> _Told:
    why = say("{why}; another with the same interest counts for both", why=one.weight.why)
    return _Told(
        Weight(one.weight.origin, one.weight.grade, 0.0, why), one.supports, one.denies, True
    )
