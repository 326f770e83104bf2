"""A world: what was so, what was told of it, by whom, and who looked.

Each thing that is told of is real with the policy's prior. Who speaks of it does not depend on
whether it is real; what a speaker says does, as firmly as the speaker's true grade. An interested
party speaks for its cause, a little more often where it is right. Outlets repeat what origins say,
loud stories and false ones more than quiet ones. A breach may also go unseen, less often where
there is talk: the better the coverage, the more often the monitor tells of it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from benchmarks.calibration.report import Thing, Told, coverage_record, observation
from benchmarks.calibration.truce import (
    EAST_DEG,
    FIRE,
    PARTIES,
    SIDES,
    TANKS,
    WEST_DEG,
    name_of,
    other,
)
from truceline.assessment.weights import Weights
from truceline.geo.place import Place
from truceline.observation.coverage import Coverage
from truceline.observation.grade import Grade
from truceline.observation.observation import Observation

QUARTERS = ("2020-Q1", "2020-Q2", "2020-Q3", "2020-Q4")
# Origins without a stake, and the grade that their reports truly earn.
ORIGINS = {
    "Mission": "B2", "Agency one": "B3", "Agency two": "C3", "Radio": "C2", "Blog": "D3",
}  # fmt: skip
PARTY_GRADE = "C2"
# How often an interested party speaks of a thing at all, when it is of no help to its cause.
_SPEAKS = 0.4
# How well a quarter was looked at, in shares of breaches that would have been seen.
_DETECTION = (0.0, 0.0, 0.5, 0.9, 0.98)
# Talk tells of some of what would else have gone unseen: half of it, by default. The judgement
# takes the larger of the two chances, which lies between the two extremes.
BESIDE_TALK = 0.5
_METRES_PER_DEG = 93_400.0
_Cell = tuple[str, str, str]


@dataclass(slots=True)
class World:
    """The truth by provision, party and quarter; what was told, and what was looked at."""

    breaches: dict[_Cell, bool]
    told: list[Told] = field(default_factory=list)
    coverage: list[Coverage] = field(default_factory=list)

    @property
    def observations(self) -> list[Observation]:
        """Return every report, echoes too."""
        return [one.observation for one in self.told]


def world(
    seed: int, weights: Weights, *, misgraded: bool = False, beside_talk: float = BESIDE_TALK
) -> World:
    """Return the world of a seed; with ``misgraded`` every grade is one step off its true one.

    ``beside_talk`` is how much of the prior of an unseen breach is left where something is told of
    the same party and quarter: 0 where talk tells of all there is, 1 where it is no guide at all.
    """
    draw = random.Random(seed)  # noqa: S311
    made = World({(p, who, q): False for p in (TANKS, FIRE) for who in PARTIES for q in QUARTERS})
    for quarter in QUARTERS:
        detection = draw.choice(_DETECTION)
        if detection:
            made.coverage.append(coverage_record(quarter, detection))
        for provision in (TANKS, FIRE):
            _fill(made, draw, weights, provision, quarter, detection, misgraded, beside_talk)
    return made


def _fill(  # noqa: PLR0917
    made: World,
    draw: random.Random,
    weights: Weights,
    provision: str,
    quarter: str,
    detection: float,
    misgraded: bool,
    beside_talk: float,
) -> None:
    days = draw.sample(range(0, 84, 6), 3)
    talked_of: set[str] = set()
    coins = {"armour": draw.random() < weights.broader_class}
    coins |= {side: draw.random() < weights.unknown_own_side for side in SIDES.values()}
    for day in days[: draw.choice((0, 1, 1, 2, 3))]:
        thing = _thing(draw, weights, provision, quarter, day, coins)
        talked_of.add(thing.party)
        for one in _voices(draw, weights, thing):
            made.told += _articles(draw, weights, thing, one, misgraded)
        if thing.is_breach and thing.true_party is not None:
            made.breaches[provision, thing.true_party, quarter] = True
    for party in PARTIES:
        unseen = weights.prior_breach * (beside_talk if party in talked_of else 1.0)
        if draw.random() < unseen:
            made.breaches[provision, party, quarter] = True
            if draw.random() < detection * weights.word_area:
                seen = Thing.seen_by_the_monitor(provision, party, quarter, days[-1])
                made.told.append(Told(seen, observation(seen, "Mission", "asserts", "A1", 0)))


def _thing(  # noqa: PLR0917
    draw: random.Random,
    weights: Weights,
    provision: str,
    quarter: str,
    day: int,
    coins: dict[str, bool],
) -> Thing:
    party = draw.choice(PARTIES)
    actor = draw.choice(("named", "named", "named", "side"))
    true_party: str | None = party
    if actor == "side" and not coins[SIDES[party]]:
        true_party = None
    place, inside = None, draw.random() < weights.word_area
    if provision == TANKS and draw.random() < 0.5:
        place, inside = _point(draw)
    what = "artillery fire"
    if provision == TANKS:
        what = draw.choice(("battle tank", "battle tank", "armour"))
        inside = inside and (what != "armour" or coins["armour"])
    return Thing(
        provision=provision,
        quarter=quarter,
        day=day,
        what=what,
        party=party,
        named=actor == "named",
        true_party=true_party,
        place=place,
        real=draw.random() < weights.prior_event,
        fits=inside,
    )


def _point(draw: random.Random) -> tuple[Place, bool]:
    """Return a point as told, and whether what it tells of truly lay in the buffer zone."""
    place = Place(draw.uniform(WEST_DEG - 0.02, EAST_DEG + 0.02), 33.1, draw.choice((300, 2000)))
    true_deg = place.lon_deg + draw.gauss(0, place.sigma_m) / _METRES_PER_DEG
    return place, WEST_DEG <= true_deg <= EAST_DEG


@dataclass(frozen=True, slots=True)
class _Voice:
    origin: str
    stance: str
    grade: str


def _voices(draw: random.Random, weights: Weights, thing: Thing) -> list[_Voice]:
    """Return who says what; drawn again until somebody asserts it, as else nobody hears of it."""
    while True:
        voices = [*_disinterested(draw, weights, thing), *_interested(draw, weights, thing)]
        if any(voice.stance == "asserts" for voice in voices):
            return voices
        thing.real = draw.random() < weights.prior_event


def _disinterested(draw: random.Random, weights: Weights, thing: Thing) -> Iterator[_Voice]:
    for origin in draw.sample(sorted(ORIGINS), draw.choice((1, 1, 2, 3))):
        ratio = weights.grades[ORIGINS[origin]]
        right = draw.random() < ratio / (1.0 + ratio)
        stance = "asserts" if right == thing.real else "denies"
        if origin == "Mission" and draw.random() < 0.2:
            stance = "cannot confirm"
        yield _Voice(origin, stance, ORIGINS[origin])


def _interested(draw: random.Random, weights: Weights, thing: Thing) -> Iterator[_Voice]:
    if not thing.named:
        return
    ratio = weights.grades[PARTY_GRADE] ** weights.self_serving
    for party, stance, helped in (
        (other(thing.party), "asserts", thing.real),
        (thing.party, "denies", not thing.real),
    ):
        if draw.random() < _SPEAKS * (ratio if helped else 1.0):
            yield _Voice(name_of(party), stance, PARTY_GRADE)


def _articles(
    draw: random.Random, weights: Weights, thing: Thing, voice: _Voice, misgraded: bool
) -> Iterator[Told]:
    """Yield a voice's own report and its echoes: what is false or loud is repeated more."""
    grade = _one_step_off(draw, voice.grade, weights) if misgraded else voice.grade
    loud = 2 if voice.stance == "asserts" else 1
    echoes = draw.choice((0, 0, 1, 2, 5)) * (1 if thing.real else 2) * loud // 2
    for number in range(1 + echoes):
        yield Told(thing, observation(thing, voice.origin, voice.stance, grade, number))


def _one_step_off(draw: random.Random, grade: str, weights: Weights) -> str:
    letter, digit = "ABCDE".index(grade[0]), "12345".index(grade[1])
    steps = [
        "ABCDE"[letter + a] + "12345"[digit + b]
        for a, b in ((-1, 0), (1, 0), (0, -1), (0, 1))
        if 0 <= letter + a < 5 and 0 <= digit + b < 5
    ]
    chosen = draw.choice(sorted(step for step in steps if weights.grades[step] > 1))
    return str(Grade.parse(chosen))
