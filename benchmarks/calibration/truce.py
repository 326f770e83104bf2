"""The truce that the invented worlds are about: two parties, a buffer zone, a line in it."""

from __future__ import annotations

from shapely import box

from truceline.agreement.agreement import Agreement
from truceline.agreement.instrument import Paper, Rank
from truceline.agreement.party import Party, Role
from truceline.agreement.provision import NoAct, NoPresence, Provision, Rule
from truceline.digest import digest_of
from truceline.geo.line import Line
from truceline.geo.zone import Zone
from truceline.timespan import Timespan

PARTIES = ("alpha", "beta")
SIDES = {"alpha": "west", "beta": "east"}
TANKS, FIRE = "no-tanks", "no-fire"
WEST_DEG, EAST_DEG, SOUTH_DEG, NORTH_DEG = 35.98, 36.02, 33.0, 33.2
_NAMES = {"alpha": "Alpha", "beta": "Beta"}


def name_of(party: str) -> str:
    """Return the name under which reports speak of a party."""
    return _NAMES[party]


def other(party: str) -> str:
    """Return the other party."""
    return PARTIES[1 - PARTIES.index(party)]


def truce() -> Agreement:
    """Return the truce: no tanks in the buffer zone, no fire across the line in its middle."""
    return Agreement(
        id="invented",
        title="An invented truce",
        summary="No tanks in the buffer zone and no fire across the line.",
        papers=(Paper(id="P", title="Truce", rank=Rank.AGREEMENT),),
        parties=tuple(
            Party(
                id=party,
                title=name_of(party),
                role=Role.SIGNATORY,
                side=SIDES[party],
                adversaries=(other(party),),
            )
            for party in PARTIES
        ),
        lines=(
            Line(
                id="line",
                title="Middle line",
                points=((36.0, SOUTH_DEG), (36.0, NORTH_DEG)),
                error_m=0,
                source="drawn",
                called=("ceasefire line",),
            ),
        ),
        zones=(
            Zone(
                id="buffer",
                title="Buffer zone",
                polygon=box(WEST_DEG, SOUTH_DEG, EAST_DEG, NORTH_DEG),
                error_m=0,
                construction="a box",
                called=("buffer zone",),
            ),
        ),
        provisions=(
            _provision(FIRE, NoAct(acts=("attack",), relations=("across",), line="line")),
            _provision(TANKS, NoPresence(classes=("battle tank",)), in_buffer=True),
        ),
        disclaimer="",
        digest=digest_of("invented"),
    )


def _provision(id_: str, rule: Rule, *, in_buffer: bool = False) -> Provision:
    return Provision(
        id=id_,
        title=id_,
        text=id_,
        paper="P",
        paragraph=id_,
        rule=rule,
        bound=PARTIES,
        of=(),
        where=tuple((party, "buffer") for party in PARTIES) if in_buffer else (),
        in_force=Timespan.parse("2019-01-01/.."),
    )
