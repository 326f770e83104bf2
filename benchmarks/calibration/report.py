"""Reports of an invented thing, in the nouns that the judgement takes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from benchmarks.calibration.truce import SIDES, TANKS, name_of
from truceline.geo.place import Place
from truceline.observation.coverage import Coverage
from truceline.observation.grade import Grade
from truceline.observation.observation import (
    ActorShare,
    LogRow,
    Method,
    Observation,
    ObservationKind,
    Relation,
)
from truceline.reading.claim import Stance, Teller
from truceline.timespan import Precision, Timespan


@dataclass(slots=True, kw_only=True)
class Thing:
    """Something that is told of: ``fits`` says that it is of the kind and place forbidden."""

    provision: str
    quarter: str
    day: int
    what: str
    party: str
    named: bool
    true_party: str | None
    place: Place | None
    real: bool
    fits: bool

    @property
    def is_breach(self) -> bool:
        """Return whether it happened, and was what the provision forbids."""
        return self.real and self.fits

    @property
    def when(self) -> Timespan:
        """Return its day."""
        start = Timespan.parse(self.quarter).start
        assert start is not None
        day = start + timedelta(days=self.day)
        return Timespan(day, day + timedelta(days=1), Precision.DAY)

    @classmethod
    def seen_by_the_monitor(cls, provision: str, party: str, quarter: str, day: int) -> Thing:
        """Return a breach as the monitor tells of it."""
        what = "battle tank" if provision == TANKS else "artillery fire"
        return cls(
            provision=provision, quarter=quarter, day=day, what=what, party=party, named=True,
            true_party=party, place=None, real=True, fits=True,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """A report, and what it is of; those who judge see the report alone."""

    thing: Thing
    observation: Observation


def observation(thing: Thing, origin: str, stance: str, grade: str, echo: int) -> Observation:
    """Return a report of a thing; ``echo`` 0 is the origin's own, others are outlets'."""
    tanks = thing.provision == TANKS
    areas = ("buffer zone",) if tanks else ("ceasefire line",)
    who = (ActorShare(name_of(thing.party), None, 1.0),) if thing.named else ()
    outlet = (Teller(span=None, name=f"Outlet {echo}", named=True, how="wrote"),) if echo else ()
    known = origin if origin in ("Alpha", "Beta") else None
    name = f"{thing.provision}/{thing.quarter}/{thing.day}/{origin}/{stance}/{echo}"
    return Observation(
        id=name,
        kind=ObservationKind.PRESENCE if tanks else ObservationKind.EVENT,
        what=thing.what,
        relation=None if tanks else Relation.ACROSS,
        actors=who,
        side=SIDES[thing.party],
        place=thing.place,
        areas=() if thing.place is not None else areas,
        when=thing.when,
        stance=Stance(stance),
        method=Method.REPORTED,
        grade=Grade.parse(grade),
        chain=(*outlet, Teller(span=None, name=origin, named=True, how="said", actor=known)),
        origin=origin,
        origin_actor=known,
        basis=LogRow(document=f"d{echo}-{origin}", row=1, quote=name, cites=f"{origin}-{echo}"),
    )


def coverage_record(quarter: str, detection: float) -> Coverage:
    """Return the record of a quarter's patrols over the whole buffer zone."""
    return Coverage(
        id=f"c-{quarter}",
        areas=("buffer zone", "ceasefire line"),
        side=None,
        place=None,
        when=Timespan.parse(quarter),
        method="patrol",
        detection=detection,
        share=1.0,
        sees=(),
        denied=False,
        by="Mission",
        basis=LogRow(document="c", row=1, quote=quarter, cites="log"),
    )
