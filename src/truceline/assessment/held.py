"""Held: one incident held against one provision, and what it weighs in a period."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass, fields
from functools import cached_property

from truceline.assessment.coins import Chance
from truceline.assessment.finding import Factor, Weighed
from truceline.assessment.link.measured import Measured
from truceline.assessment.voices import Real
from truceline.observation.incident import Incident
from truceline.observation.observation import Count, Tally
from truceline.sentence import in_turn, say, say_many, term
from truceline.timespan import Timespan

INTEREST = "the word of an interested party"
LOOKS_WRONG = "positions that look wrong"
# Shares of times in periods that are kept: a week's reports, asked again for every provision.
_SHARES_KEPT = 1 << 16


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
        # What looks wrong is a doubt of its own, shared with whatever else looks wrong.
        told = self.real.p / self.real.p_right
        if self.real.interested:
            coins[INTEREST] = told
        if self.real.feed is not None:
            coins[f"the positions of {self.real.feed}"] = told
        if self.real.looks_wrong:
            coins[LOOKS_WRONG] = self.real.p_right
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


class HeldOnce(Held):
    """An incident held, which keeps what it weighs in the period that it was asked about last.

    For the many trials of one finding, each with one incident changed; kept no longer than those.
    """

    @classmethod
    def of(cls, held: Held) -> HeldOnce:
        """Return an incident held that keeps what it weighs."""
        return cls(**{field.name: getattr(held, field.name) for field in fields(held)})

    def within(self, period: Timespan) -> Weighed:
        """Return the incident weighed for one period."""
        known: tuple[Timespan, Weighed] | None = self.__dict__.get("weighed")
        if known is None or known[0] != period:
            known = self.__dict__["weighed"] = period, super().within(period)
        return known[1]

    def chance(self, weighed: Weighed, *, whoever: bool = False) -> Chance:
        """Return what the incident adds to the finding, with the assumptions that it rests on."""
        name = "whoever" if whoever else "party"
        known: tuple[Weighed, Chance] | None = self.__dict__.get(name)
        if known is None or known[0] is not weighed:
            known = self.__dict__[name] = weighed, super().chance(weighed, whoever=whoever)
        return known[1]


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
        return 0.0, say("at another time")
    if tally is Tally.THROUGHOUT:
        return 1.0, say("all through {when}", when=when)
    share = when.share_within(period)
    if math.isnan(share):
        return 0.0, say("{when} has no end, so that its moment cannot be placed", when=when)
    if tally is Tally.PERIOD_TOTAL:
        items = max(1, (count.minimum or 1) if count else 1)
        return 1.0 - (1.0 - share) ** items, say(
            "one of {items} or more within {when}", items=items, when=when
        )
    return share, say("at some moment of {when}", when=when) if share < 1 else say(
        "within {when}", when=when
    )


def _why_real(told: Real) -> str:
    voices = sum(1 for weight in told.weights if weight.log_lr > 0)
    against = sum(1 for weight in told.weights if weight.log_lr < 0)
    words: str = say_many("{n} voice for it", "{n} voices for it", n=voices)
    if against:
        words = say("{words}, {n} against", words=words, n=against)
    if told.feed is not None:
        words = say("{words}, positions of {feed} alone", words=words, feed=told.feed)
    if told.looks_wrong:
        words = say(
            "{words}; all it rests on are positions that look wrong ({marks}), right with {p:g}",
            words=words, marks=in_turn(map(term, told.looks_wrong), between=", "), p=told.p_right,
        )  # fmt: skip
    return say("{words}, resting on interested parties", words=words) if told.interested else words
