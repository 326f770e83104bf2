"""Who: the actors of a report held against the parties of an agreement."""

from __future__ import annotations

from dataclasses import dataclass, field

from truceline.agreement.agreement import Agreement
from truceline.agreement.party import Party
from truceline.agreement.provision import ANYBODY, Provision
from truceline.assessment.link.measured import Measured, guessed
from truceline.assessment.weights import Weights
from truceline.observation.observation import ActorShare, Observation
from truceline.sentence import in_turn, say
from truceline.timespan import Timespan


@dataclass(frozen=True)
class Parties:
    """An agreement's parties, found by the names that reports use."""

    agreement: Agreement
    _by_name: dict[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        names: dict[str, str] = {}
        # Ids and titles last: a name that an author lists for one party stands before the
        # accident that it is also another's title.
        for party in self.agreement.parties:
            for name in party.called:
                names.setdefault(name.lower(), party.id)
        for party in self.agreement.parties:
            names.setdefault(party.title.lower(), party.id)
            names.setdefault(party.id.lower(), party.id)
        object.__setattr__(self, "_by_name", names)

    def named(self, name: str | None) -> str | None:
        """Return the id of the party that a name stands for, or None."""
        if name is None:
            return None
        plain = name.lower().removeprefix("the ")
        return self._by_name.get(plain)

    def party(self, id_: str) -> Party | None:
        """Return the party of an id, or None for one that the agreement does not list."""
        return next((party for party in self.agreement.parties if party.id == id_), None)

    def of_share(self, share: ActorShare) -> str | None:
        """Return the party that a candidate is, or else the one it belongs to, or None."""
        return self.named(share.actor) or self.named(share.of)

    def tie(
        self, actor: str, wanted: frozenset[str], when: Timespan, ties: dict[str, float]
    ) -> float:
        """Return how far an actor's acts are those of one of the wanted parties, 0.0 to 1.0.

        Ties are followed as far as they lead; along a chain they multiply, and the best chain
        counts. A tie holds where its dates meet ``when``.
        """
        reached = {actor: 1.0}
        waiting = [actor]
        while waiting:
            current = waiting.pop()
            party = self.party(current)
            for tie in party.affiliations if party is not None else ():
                if tie.during is not None and tie.during.overlap(when) is None:
                    continue
                strength = reached[current] * ties.get(tie.tie, 0.0)
                if strength > reached.get(tie.to, 0.0):
                    reached[tie.to] = strength
                    waiting.append(tie.to)
        return max((strength for to, strength in reached.items() if to in wanted), default=0.0)

    def candidates(self, seen: Observation) -> frozenset[str]:
        """Return the parties that a report points at: those it names, else those of the side."""
        if seen.actors:
            named = (self.of_share(share) for share in seen.actors)
            return frozenset(id_ for id_ in named if id_ is not None)
        if seen.side is None:
            return frozenset()
        side = seen.side.lower()
        return frozenset(
            party.id
            for party in self.agreement.parties
            if party.side is not None and party.side.lower() == side
        )

    def adversaries_of(self, ids: frozenset[str]) -> frozenset[str]:
        """Return the ids of those whose claims about any of these count as self-serving."""
        found = {
            adversary
            for id_ in ids
            if (party := self.party(id_)) is not None
            for adversary in party.adversaries
        }
        found |= {
            party.id for party in self.agreement.parties if not ids.isdisjoint(party.adversaries)
        }
        return frozenset(found)


def bound_party(
    parties: Parties, provision: Provision, party: str, seen: Observation, weights: Weights
) -> Measured:
    """Return the probability that whoever acted is one of those whose acts count.

    Candidates that the source names carry the source's shares. What the source leaves open is
    given the policy's share for somebody unknown, by the side that the act came from.
    """
    wanted = frozenset(provision.actors_for(party))
    open_share = max(0.0, 1.0 - sum(share.share for share in seen.actors))
    ties = dict(weights.ties)
    if ANYBODY in wanted:
        spared = frozenset(provision.but)
        let_off = sum(
            share.share * parties.tie(id_, spared, seen.when, ties)
            for share in seen.actors
            if (id_ := parties.of_share(share)) is not None
        )
        return Measured(1.0 - let_off, _anybody(provision))
    named = 0.0
    told = []
    for share in seen.actors:
        id_ = parties.of_share(share)
        strength = 0.0 if id_ is None else parties.tie(id_, wanted, seen.when, ties)
        named += share.share * strength
        told.append(f"{share.actor} {share.share:.2f}")
    guess, side = _unknown_share(parties, wanted, seen, weights)
    if not seen.actors:
        return guessed(guess, say("nobody is named; {side}", side=side), f"actor unknown, {side}")
    p = min(1.0, named + open_share * guess)
    why = say("told: {shares}", shares=in_turn(told, between=", "))
    if not 0.0 < p < 1.0:
        return Measured(p, why)
    # Who keeps being named as one of the same few candidates is one open question, not several.
    return guessed(p, why, "actor " + " or ".join(sorted(share.actor for share in seen.actors)))


def _anybody(provision: Provision) -> str:
    if not provision.but:
        return say("anybody counts")
    return say("anybody counts but {but}", but=in_turn(provision.but, between=", "))


def _unknown_share(
    parties: Parties, wanted: frozenset[str], seen: Observation, weights: Weights
) -> tuple[float, str]:
    sides = {party.side for id_ in wanted if (party := parties.party(id_)) and party.side}
    if seen.side is None or not sides:
        return weights.unknown_no_side, say("no side is told")
    if seen.side.lower() in {side.lower() for side in sides}:
        return weights.unknown_own_side, say("it came from the party's own side")
    return weights.unknown_other_side, say("it came from another side")
