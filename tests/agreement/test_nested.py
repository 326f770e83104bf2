"""A part is nowhere likelier than its whole, and a union nowhere less likely than its parts."""

from __future__ import annotations

import numpy as np
import pytest

from tests.agreement.shipped import shipped
from truceline.agreement.places import places_in
from truceline.assessment.link.ground import Ground
from truceline.geo.doubt import p_in_zone
from truceline.geo.place import Place

# The part's error is larger than the whole's, which its author states by hand.
PART, WHOLE = "hermon", "separation"


@pytest.mark.slow
def test_a_part_is_nowhere_likelier_than_its_whole() -> None:
    agreement = shipped("undof-1974")
    ground = Ground(agreement)
    part, whole = agreement.zone(PART), agreement.zone(WHOLE)
    assert part.polygon is not None
    assert part.inside == (WHOLE,)
    rng = np.random.default_rng(3)
    west, south, east, north = part.polygon.bounds
    places = [
        Place(rng.uniform(west - 0.03, east + 0.03), rng.uniform(south - 0.03, north + 0.03), 100)
        for _ in range(300)
    ]

    for place in places:
        p = ground.p_in_zone(PART, place)
        assert p is not None
        assert p <= (ground.p_in_zone(WHOLE, place) or 0.0)
    # Measured by its own error alone it would be, at the edge that the two share.
    assert any(p_in_zone(part, place) > p_in_zone(whole, place) + 0.01 for place in places)


@pytest.mark.slow
def test_places_are_told_with_the_same_chances() -> None:
    agreement = shipped("undof-1974")
    ground = Ground(agreement)
    named = [("Summit", Place(35.857, 33.416, 300)), ("Foot", Place(35.86, 33.33, 300))]

    for one in places_in(agreement, named):
        place = next(at for name, at in named if name == one.place)
        assert one.p == pytest.approx(ground.p_in_zone(one.zone, place), abs=1e-12)
