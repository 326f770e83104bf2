"""Ten years of invented reports by the papers of 1974: who says what, where and when.

Each happening is told by one to three origins, some of them echoed by an outlet. Half are put at a
point with an error, half in an area by its name; one in twenty stands for weeks.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from truceline.geo.place import Place
from truceline.observation.coverage import Coverage
from truceline.observation.grade import Grade
from truceline.observation.observation import (
    ActorShare,
    Count,
    LogRow,
    Method,
    Observation,
    ObservationKind,
    Relation,
    Tally,
)
from truceline.reading.claim import Stance, Teller
from truceline.timespan import Precision, Timespan

START = datetime(2012, 1, 2, tzinfo=UTC)
DAY = timedelta(days=1)
_ORIGINS = (("UNDOF", "A2"), ("Haaretz", "C3"), ("SANA", "D3"), ("Israel", "C3"), ("Syria", "C3"))
_EVENTS = ("artillery fire", "firing", "crossing", "overflight", "mortar fire", "air strike")
_THINGS = ("battle tank", "armour", "troops", "surface-to-air missile", "artillery", "weapons")
_AREAS = ("area of separation", "ceasefire line", "area of limitation", "line b")
_WEST_DEG, _EAST_DEG, _SOUTH_DEG, _NORTH_DEG = 35.72, 36.02, 32.70, 33.40


def reports(number: int, *, weeks: int, seed: int = 1974) -> Iterator[Observation]:
    """Yield so many reports over so many weeks; the same for the same seed."""
    draw = random.Random(seed)  # noqa: S311
    made = 0
    happening = 0
    while made < number:
        happening += 1
        thing = _happening(draw, weeks)
        tellers = draw.sample(_ORIGINS, draw.choice((1, 1, 1, 2, 3)))
        for origin, grade in tellers:
            for outlet in range(draw.choice((1, 1, 1, 2))):
                if made == number:
                    return
                made += 1
                yield _report(draw, thing, f"o-{seed}-{made:06d}", origin, grade, outlet)


def one_more(weeks: int) -> Observation:
    """Return a report that bears on something: tanks where none may be, half way through."""
    start = START + DAY * (7 * (weeks // 2) + 2)
    thing = {
        "kind": ObservationKind.PRESENCE,
        "what": "battle tank",
        "actors": (ActorShare("Syria", None, 1.0),),
        "side": "bravo",
        "areas": ("area of separation",),
        "when": Timespan(start, start + DAY, Precision.DAY),
        "count": Count(2, 5),
    }
    return _report(random.Random(1), thing, "o-one-more", "UNDOF", "A2", 0)  # noqa: S311


def looks(weeks: int) -> tuple[Coverage, ...]:
    """Return a patrol of the area of separation in every other week."""
    return tuple(
        Coverage(
            id=f"c-{week:04d}",
            areas=("area of separation",),
            side=None,
            place=None,
            when=week_of(week),
            method="patrol",
            detection=0.7,
            share=1.0,
            sees=(),
            denied=False,
            by="UNDOF",
            basis=LogRow(document="patrols", row=week + 1, quote="patrol", cites="log"),
        )
        for week in range(0, weeks, 2)
    )


def week_of(number: int) -> Timespan:
    """Return one of the weeks, counted from 0."""
    start = START + 7 * DAY * number
    return Timespan(start, start + 7 * DAY, Precision.WEEK)


def _happening(draw: random.Random, weeks: int) -> dict[str, object]:
    event = draw.random() < 0.6
    start = START + DAY * draw.randrange(7 * weeks)
    stands = not event and draw.random() < 0.1
    point = draw.random() < 0.5
    count = draw.choice((None, (1, 1), (2, 5), (6, None)))
    return {
        "kind": ObservationKind.EVENT if event else ObservationKind.PRESENCE,
        "what": draw.choice(_EVENTS if event else _THINGS),
        "relation": draw.choice((Relation.ACROSS, Relation.INTO, Relation.WITHIN, None))
        if event
        else None,
        "actors": (ActorShare(draw.choice(("Israel", "Syria")), None, 1.0),)
        if draw.random() < 0.7
        else (),
        "side": draw.choice(("alpha", "bravo")),
        "place": Place(
            draw.uniform(_WEST_DEG, _EAST_DEG),
            draw.uniform(_SOUTH_DEG, _NORTH_DEG),
            draw.choice((200.0, 1000.0, 2000.0)),
        )
        if point
        else None,
        "areas": () if point else (draw.choice(_AREAS),),
        "when": Timespan(start, start + DAY * (21 if stands else 1), Precision.DAY),
        "tally": Tally.THROUGHOUT if stands else Tally.ONE,
        "count": Count(*count) if count else None,
    }


def _report(  # noqa: PLR0917
    draw: random.Random, thing: dict[str, object], id_: str, origin: str, grade: str, outlet: int
) -> Observation:
    chain: tuple[Teller, ...] = (Teller(span=None, name=origin, named=True, how="said"),)
    if outlet:
        paper = f"Outlet {draw.randrange(20)}"
        chain = (Teller(span=None, name=paper, named=True, how="wrote"), *chain)
    party = origin in ("Israel", "Syria")
    return Observation(
        id=id_,
        stance=Stance.DENIES if draw.random() < 0.05 else Stance.ASSERTS,
        method=Method.REPORTED,
        grade=Grade.parse(grade),
        chain=chain,
        origin=origin,
        origin_actor=origin if party or origin == "UNDOF" else None,
        basis=LogRow(document=f"d-{id_}", row=1, quote=id_, cites=f"{origin} {id_}"),
        **thing,  # type: ignore[arg-type]
    )
