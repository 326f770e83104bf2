"""Bench: one agreement laid out for judging, and the question that every rule answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

from truceline.agreement.agreement import Agreement
from truceline.agreement.log_rules import OnRequest, Upkeep
from truceline.agreement.provision import Deadline, Permission, Provision, Rhythm, StandingDuty
from truceline.agreement.taxonomy import Taxonomy, load_taxonomy
from truceline.assessment.link.acted import Placed, acted_on
from truceline.assessment.link.ground import Ground
from truceline.assessment.link.who import Parties
from truceline.assessment.memo import Memo
from truceline.assessment.weights import Weights
from truceline.geo.extent import Extent
from truceline.observation.observation import Observation


@dataclass(frozen=True)
class Bench:
    """One agreement laid out for judging."""

    agreement: Agreement
    ground: Ground
    parties: Parties
    taxonomy: Taxonomy
    memo: Memo = field(default_factory=Memo, compare=False, repr=False)

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

    def areas_of(self, provision: Provision, party: str) -> tuple[Provision, ...]:
        """Return a duty of the log once for each area, where its ground is one area for each side.

        What was done on one side is not done on the other. Whoever asks names the place, so that a
        duty on request is asked as a whole.
        """
        zone = provision.zone_for(party)
        if zone is None or not isinstance(provision.rule, Rhythm | Deadline | Upkeep):
            return ()
        areas = self.ground.areas_of_sides(zone)
        return tuple(replace(provision, where=((party, area),)) for area in areas)


def laid_out(agreement: Agreement, *, extents: tuple[Extent, ...] = ()) -> Bench:
    """Return an agreement laid out for judging, with the extents that reports may name."""
    ground = Ground(agreement, extents=extents)
    return Bench(agreement, ground, Parties(agreement), load_taxonomy())


@dataclass(frozen=True)
class Question:
    """One provision and one bound party, under one reading of the policy.

    ``duties`` is the log of acts. ``there`` gives, by the id of an act, how surely it counts as
    done on the ground of the provision; an act that it leaves out counts wherever it was.
    """

    bench: Bench
    provision: Provision
    party: str
    weights: Weights
    duties: tuple[Observation, ...] = ()
    there: Mapping[str, float] = field(default_factory=dict)

    @cached_property
    def placed(self) -> Mapping[str, Placed]:
        """Return, by id, how surely each act of the duty was done on the ground where it is owed.

        Empty where the duty has no ground. Notices, requests and the steps of a drill have none:
        they are told from anywhere.
        """
        rule, zone = self.provision.rule, self.zone
        if zone is None or not isinstance(rule, Rhythm | Deadline | OnRequest | Upkeep):
            return {}
        ground, weights, memo = self.bench.ground, self.weights, self.bench.memo
        return {
            seen.id: memo.of(
                "acted", (seen, weights), zone, partial(acted_on, ground, zone, seen, weights)
            )
            for seen in self.duties
            if self.bench.taxonomy.is_kind_of(seen.what, rule.duty)
        }

    @cached_property
    def accused(self) -> frozenset[str]:
        """Return the bound party and the known actors whose acts count for it."""
        known = {party.id for party in self.bench.agreement.parties}
        return frozenset({self.party, *self.provision.actors_for(self.party)} & known)

    @property
    def zone(self) -> str | None:
        """Return the id of the zone in which the duty holds for this party."""
        return self.provision.zone_for(self.party)
