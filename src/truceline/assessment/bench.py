"""Bench: one agreement laid out for judging, and the question that every rule answers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from truceline.agreement.agreement import Agreement
from truceline.agreement.provision import Permission, Provision, StandingDuty
from truceline.agreement.taxonomy import Taxonomy, load_taxonomy
from truceline.assessment.link.ground import Ground
from truceline.assessment.link.who import Parties
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
