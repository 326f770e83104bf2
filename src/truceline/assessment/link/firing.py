"""Firing: what was fired shows that a weapon stood where it was fired from."""

from __future__ import annotations

from truceline.agreement.taxonomy import Taxonomy
from truceline.assessment.link.ground import Ground
from truceline.assessment.link.measured import Measured, guessed, joined
from truceline.assessment.link.where import AT_TARGET, in_zone
from truceline.assessment.weights import Weights
from truceline.observation.observation import LogRow, Observation, ObservationKind, Relation
from truceline.sentence import say, term

# Fire at what flies: the place named with it is where it was fired, as nothing on the ground is
# its target.
_AT_THE_SKY = ("surface-to-air fire", "anti-aircraft fire")
# Fire of any kind, where the act itself does not tell with what.
_FIRE = "firing"


def weapons_shown(taxonomy: Taxonomy, seen: Observation, weights: Weights) -> tuple[str, ...]:
    """Return the classes of weapon that an act shows to have stood somewhere; empty for none.

    A class that the source names counts where it is a kind of what such an act is done with;
    anything else that it names may have been the target.
    """
    if seen.kind is not ObservationKind.EVENT:
        return ()
    for act, weapon in weights.shows_weapon.items():
        if taxonomy.is_kind_of(seen.what, act):
            named = tuple(one for one in seen.assets if taxonomy.is_kind_of(one, weapon))
            return named or (weapon,)
    # A coder's arms of an act are those that fired; a sentence may name what was fired at.
    if isinstance(seen.basis, LogRow) and taxonomy.is_kind_of(seen.what, _FIRE):
        return seen.assets
    return ()


def fired_from(ground: Ground, zone: str | None, seen: Observation, weights: Weights) -> Measured:
    """Return the probability that what was fired was fired from a zone.

    Where the words tell of the target the side it came from is all that is known: the share of
    that side's ground which lies in the zone. Where neither is told it is not in any one zone: a
    weapon is somewhere, but nothing puts it here.
    """
    if zone is None:
        return Measured(1.0, say("the duty holds everywhere"))
    if seen.relation not in AT_TARGET and (seen.areas or seen.place is not None):
        here = in_zone(ground, zone, seen, weights)
        if seen.relation in (Relation.FROM, Relation.WITHIN) or seen.what in _AT_THE_SKY:
            return here
        why = say("not told whether it was fired from there or landed there")
        return joined(here, guessed(weights.relation_not_told, why, "fired from there"))
    home = ground.home_of(seen.side)
    share = ground.share_of(home, zone) if home is not None else None
    if share is None:
        return Measured(0.0, say("where it was fired from is not told"))
    why = say(
        "fired from the {side} side, of which {share:.0%} lies in the zone",
        side=term(seen.side or ""),
        share=share,
    )
    return Measured(share * weights.word_area, why)
