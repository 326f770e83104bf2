"""Provision: one testable duty, cited by paper and paragraph."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from truceline.timespan import Timespan

ANYBODY = "anybody"


class Standing(StrEnum):
    """Whether a provision's text stands undisputed. All are assessed alike, and labelled."""

    BINDING = "binding"
    DISPUTED = "disputed"
    REPORTED = "reported"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """A test on an asset's attribute, such as a range above 20 km or a calibre of 122 mm.

    ``name`` is "range" or "calibre"; bounds are in metres and millimetres; None is open;
    ``minimum_excluded`` makes the lower bound a strict one ("exceeding 20 km").
    """

    name: str
    minimum: float | None = None
    maximum: float | None = None
    minimum_excluded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NoPresence:
    """None of these asset classes may be there."""

    classes: tuple[str, ...]
    attribute: Attribute | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoAct:
    """None of these acts may be done.

    ``relations`` are those that count towards the zone or line ("into", "across"); empty: any.
    ``line`` is the line that an act must lie across, where the duty is about a line.
    """

    acts: tuple[str, ...]
    relations: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    line: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """At most so many of these at one moment."""

    classes: tuple[str, ...]
    at_most: int
    unit: str
    attribute: Attribute | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """This duty at least once in every so many days."""

    duty: str
    every: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """This duty done by then."""

    duty: str
    by: Timespan


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingDuty:
    """A duty that is assessed from the log of acts alone, or cannot be tested; ``why`` tells."""

    duty: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """What is allowed; wins over the prohibitions that it lifts."""

    classes: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    lifts: tuple[str, ...] = ()


Rule = NoPresence | NoAct | Limit | Rhythm | Deadline | StandingDuty | Permission


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A rival reading of a provision: what it says, and who says so."""

    says: str
    by: str
    source: str = ""
    zone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """One duty. ``bound`` are the parties that answer for it, each with findings of its own.

    ``of`` are the actors whose presence or acts count, per bound party: usually the party itself;
    for an actor exclusion those to be kept out; ``anybody`` for everybody but ``but``.
    ``where`` is the zone, per bound party ("own 10 km"); None where the duty has no place.
    ``text`` is worded anew, never quoted. ``parent`` joins limits that hold together.
    ``verified_by`` are the parties that verify it; ``verified_during`` dates them where known.
    """

    id: str
    title: str
    text: str
    paper: str
    paragraph: str
    rule: Rule
    bound: tuple[str, ...]
    of: tuple[tuple[str, tuple[str, ...]], ...]
    where: tuple[tuple[str, str], ...] = ()
    but: tuple[str, ...] = ()
    standing: Standing = Standing.BINDING
    in_force: Timespan
    verified_by: tuple[str, ...] = ()
    verified_during: tuple[tuple[str, Timespan], ...] = ()
    readings: tuple[Reading, ...] = ()
    parent: str | None = None
    mark: str = "S"
    review: str = "draft"
    note: str | None = None

    def zone_for(self, party: str) -> str | None:
        """Return the id of the zone in which this duty holds for a bound party."""
        return dict(self.where).get(party)

    def actors_for(self, party: str) -> tuple[str, ...]:
        """Return the ids of the actors whose acts count for a bound party."""
        return dict(self.of).get(party, (party,))
