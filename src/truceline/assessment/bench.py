"""Bench: what every rule needs before it, and one incident held against one provision."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from functools import cached_property

from truceline.agreement.agreement import Agreement
from truceline.agreement.provision import Permission, Provision, StandingDuty
from truceline.agreement.taxonomy import Taxonomy, load_taxonomy
from truceline.assessment.coins import Chance
from truceline.assessment.finding import Factor, Weighed
from truceline.assessment.link.ground import Ground
from truceline.assessment.link.measured import Measured
from truceline.assessment.link.who import Parties, bound_party
from truceline.assessment.voices import Real, real
from truceline.assessment.weights import Weights
from truceline.geo.extent import Extent
from truceline.observation.incident import Incident
from truceline.observation.observation import Count, Observation, Tally
from truceline.timespan import Timespan

INTEREST = "the word of an interested party"
# Shares of times in periods that are kept: a week's reports, asked again for every provision.
_SHARES_KEPT = 1 << 16


@dataclass(frozen=True)
class Bench:
    """One agreement laid out for judging."""

    agreement: Agreement
    ground: Ground
    parties: Parties
    taxonomy: Taxonomy

    @cached_property
    def lifts(self) -> dict[str, tuple[Provision, ...]]:
        """Return, by the id of what they lift, the provisions that permit."""
        found: dict[str, tuple[Provision, ...]] = {}
        for provision in self.agreement.provisions:
            if isinstance(provision.rule, Permission):
                for lifted in provision.rule.lifts:
                    found[lifted] = (*found.get(lifted, ()), provision)
        return found

    def parts_of(self, provision: Provision) -> tuple[Provision, ...]:
        """Return the limits that hold together in a provision; it must itself be a mere duty."""
        if not isinstance(provision.rule, StandingDuty):
            return ()
        return tuple(one for one in self.agreement.provisions if one.parent == provision.id)


def laid_out(agreement: Agreement, *, extents: tuple[Extent, ...] = ()) -> Bench:
    """Return an agreement laid out for judging, with the extents that reports may name."""
    ground = Ground(agreement, extents=extents)
    return Bench(agreement, ground, Parties(agreement), load_taxonomy())


@dataclass(frozen=True)
class Question:
    """One provision and one bound party, under one reading of the policy.

    ``duties`` is the log of acts, for exceptions that hold only with notice.
    """

    bench: Bench
    provision: Provision
    party: str
    weights: Weights
    duties: tuple[Observation, ...] = ()

    @cached_property
    def accused(self) -> frozenset[str]:
        """Return the bound party and the known actors whose acts count for it."""
        known = {party.id for party in self.bench.agreement.parties}
        return frozenset({self.party, *self.provision.actors_for(self.party)} & known)

    @property
    def zone(self) -> str | None:
        """Return the id of the zone in which the duty holds for this party."""
        return self.provision.zone_for(self.party)


@dataclass(frozen=True, kw_only=True)
class Held:
    """One incident against one question, before any period is chosen."""

    incident: Incident
    real: Real
    zone: Measured
    actor: Measured
    kind: Measured
    excepted: Measured

    @cached_property
    def coins(self) -> tuple[tuple[str, float], ...]:
        """Return the guesses that the incident rests on, each with its chance."""
        factors = (self.zone, self.actor, self.kind, self.excepted)
        coins = {name: p for factor in factors for name, p in factor.coins}
        if self.real.interested:
            coins[INTEREST] = self.real.p
        if self.real.feed is not None:
            coins[f"the positions of {self.real.feed}"] = self.real.p
        return tuple(sorted(coins.items()))

    @cached_property
    def _coins_of_whoever(self) -> tuple[tuple[str, float], ...]:
        own = {name for name, _ in self.actor.coins}
        return tuple(coin for coin in self.coins if coin[0] not in own)

    @cached_property
    def _why(self) -> str:
        return _why_real(self.real)

    @property
    def p_before_period(self) -> float:
        """Return the product of all factors but the one for the period."""
        return self.real.p * self.zone.p * self.actor.p * self.kind.p * self.excepted.p

    def within(self, period: Timespan) -> Weighed:
        """Return the incident weighed for one period."""
        share, why = in_period(self.incident, period)
        whoever = self.real.p * self.zone.p * share * self.kind.p * self.excepted.p
        return Weighed(
            incident=self.incident,
            weights=self.real.weights,
            factors=(
                Factor("real", self.real.p, self._why),
                Factor("in zone", self.zone.p, self.zone.why),
                Factor("in period", share, why),
                Factor("bound party", self.actor.p, self.actor.why),
                Factor("class", self.kind.p, self.kind.why),
                Factor("no exception", self.excepted.p, self.excepted.why),
            ),
            p_happened=whoever,
            p_breach=whoever * self.actor.p,
            margin_m=self.zone.margin_m,
        )

    def chance(self, weighed: Weighed, *, whoever: bool = False) -> Chance:
        """Return what the incident adds to the finding, with the assumptions that it rests on."""
        if whoever:
            return Chance(weighed.p_happened, self._coins_of_whoever)
        return Chance(weighed.p_breach, self.coins)


def hold(question: Question, incident: Incident, *, kind: Measured, zone: Measured) -> Held | None:
    """Return an incident held against a question, or None where it cannot matter to it."""
    if kind.p == 0.0 or zone.p == 0.0:
        return None
    bench, weights = question.bench, question.weights
    actor = bound_party(bench.parties, question.provision, question.party, incident.lead, weights)
    # Whoever a report points at is accused by it, also where the duty binds anybody.
    accused = question.accused | bench.parties.candidates(incident.lead)
    told = real(incident, parties=bench.parties, accused=accused, weights=weights)
    if told.p == 0.0:
        return None
    excepted = _no_exception(question, incident)
    return Held(
        incident=incident,
        real=told,
        zone=zone,
        actor=actor,
        kind=kind,
        excepted=excepted,
    )


def in_period(incident: Incident, period: Timespan) -> tuple[float, str]:
    """Return the probability that a happening fell in a period, and why.

    What stands throughout its time needs only to meet the period; a single happening fell at one
    moment of its time, drawn evenly; a total over a time has at least one of its items in the
    period, each drawn evenly.

    >>> from truceline.timespan import Timespan
    >>> Timespan.parse("2017-04").share_within(Timespan.parse("2017-Q2"))
    1.0
    """
    return _share_in(incident.lead.when, incident.lead.tally, incident.lead.count, period)


@functools.lru_cache(maxsize=_SHARES_KEPT)
def _share_in(
    when: Timespan, tally: Tally, count: Count | None, period: Timespan
) -> tuple[float, str]:
    if not when.meets(period):
        return 0.0, "at another time"
    if tally is Tally.THROUGHOUT:
        return 1.0, f"all through {when}"
    share = when.share_within(period)
    if math.isnan(share):
        return 0.0, f"{when} has no end, so that its moment cannot be placed"
    if tally is Tally.PERIOD_TOTAL:
        items = max(1, (count.minimum or 1) if count else 1)
        return 1.0 - (1.0 - share) ** items, f"one of {items} or more within {when}"
    return share, f"at some moment of {when}" if share < 1 else f"within {when}"


def _no_exception(question: Question, incident: Incident) -> Measured:
    from truceline.assessment.rules.permission import covers

    lifting = question.bench.lifts.get(question.provision.id, ())
    left = 1.0
    why = "no exception is written" if not lifting else "no exception covers it"
    coins: tuple[tuple[str, float], ...] = ()
    for permission in lifting:
        covered = covers(question, permission, incident)
        if covered.p > 0:
            left *= 1.0 - covered.p
            why = f"{permission.id} may allow it: {covered.why}"
            if covered.coins:
                coins = (*coins, (f"not what {permission.id} allows", 1.0 - covered.p))
    return Measured(left, why, coins)


def _why_real(told: Real) -> str:
    voices = sum(1 for weight in told.weights if weight.log_lr > 0)
    against = sum(1 for weight in told.weights if weight.log_lr < 0)
    words = f"{voices} {'voice' if voices == 1 else 'voices'} for it"
    if against:
        words += f", {against} against"
    if told.feed is not None:
        words += f", positions of {told.feed} alone"
    return words + (", resting on interested parties" if told.interested else "")
