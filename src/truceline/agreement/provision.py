"""Provision: one testable duty, cited by paper and paragraph."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from truceline.agreement.log_rules import Drill, OnRequest, PriorNotice, Upkeep
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
    ``line`` is the line that an act must lie across, where the duty is about a line; ``lines``
    gives each bound party one of its own. ``excused`` are acts that a rival reading lets pass.
    """

    acts: tuple[str, ...]
    relations: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    line: str | None = None
    lines: tuple[tuple[str, str], ...] = ()
    excused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """At most so many of these at one moment.

    ``caps`` gives each bound party a number of its own, as the ``inventory`` counted it.
    """

    classes: tuple[str, ...]
    at_most: int
    unit: str
    attribute: Attribute | None = None
    caps: tuple[tuple[str, int], ...] = ()
    inventory: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a table of distances: what it speaks of, and the zone for each bound party."""

    classes: tuple[str, ...]
    models: tuple[str, ...] = ()
    attribute: Attribute | None = None
    where: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """None of these within a distance that follows from what they are, by a table.

    Empty ``acts``: none may be there. Else none of these acts with them ("overflight").
    """

    rows: tuple[Row, ...]
    acts: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """This duty at least once in every so many days."""

    duty: str
    every: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """This duty done by then.

    ``after`` are provisions that must be done first: the time then runs from the moment at which
    the log shows the last of them done, for ``delay`` or up to noon of the next day by the clock
    of ``morning`` (a time zone). ``pending`` says why there is no day yet.
    """

    duty: str
    by: Timespan
    after: tuple[str, ...] = ()
    delay: timedelta | None = None
    morning: str | None = None
    pending: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingDuty:
    """A duty that is assessed from the log of acts alone, or cannot be tested; ``why`` tells."""

    duty: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """What is allowed; wins over the prohibitions that it lifts.

    ``using`` are the asset classes that the acts may be done with ("civil aircraft"). With
    ``notice`` it holds only for what the log shows as notified at least so long before.
    """

    classes: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    lifts: tuple[str, ...] = ()
    using: tuple[str, ...] = ()
    notice: timedelta | None = None


# Judged from the log of acts alone.
LogRule = Rhythm | Deadline | OnRequest | PriorNotice | Drill | Upkeep
Rule = NoPresence | NoAct | Limit | Graded | LogRule | StandingDuty | Permission


def duties_of(rule: Rule) -> tuple[str, ...]:
    """Return the duties in the log that bear on a rule; none for what no log decides.

    >>> duties_of(OnRequest(duty="inspection", trigger="request", within=timedelta(hours=48)))
    ('inspection', 'request')
    """
    match rule:
        case Drill():
            return tuple(dict.fromkeys(rule.steps))
        case OnRequest():
            return (rule.duty, rule.trigger)
        case Rhythm() | Deadline() | PriorNotice() | Upkeep():
            return (rule.duty,)
        case _:
            return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A dated change that the parties agreed: another number, another zone, or a suspension."""

    during: Timespan
    by: tuple[str, ...]
    source: str = ""
    at_most: int | None = None
    where: tuple[tuple[str, str], ...] = ()
    suspended: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A rival reading of a provision: what it says, and who says so.

    ``through`` is the chain of tellers by which it is known, the last one first. ``excuses`` are
    acts that are no breach under this reading ("self-defence").
    """

    says: str
    by: str
    source: str = ""
    zone: str | None = None
    through: tuple[str, ...] = ()
    excuses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """One duty. ``bound`` are the parties that answer for it, each with findings of its own.

    ``of`` are the actors whose presence or acts count, per bound party: usually the party itself;
    for an actor exclusion those to be kept out; ``anybody`` for everybody but ``but``.
    ``where`` is the zone, per bound party ("own 10 km"); None where the duty has no place.
    ``text`` is worded anew, never quoted. ``parent`` joins limits that hold together.
    ``verified_by`` are the parties that verify it; ``verified_during`` dates them where known.
    ``changes`` are what the parties agreed later; where two overlap, the later in the file holds.
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
    changes: tuple[Change, ...] = ()

    def zone_for(self, party: str) -> str | None:
        """Return the id of the zone in which this duty holds for a bound party."""
        return dict(self.where).get(party)

    def actors_for(self, party: str) -> tuple[str, ...]:
        """Return the ids of the actors whose acts count for a bound party."""
        return dict(self.of).get(party, (party,))

    def for_party(self, party: str) -> Provision:
        """Return the provision as it binds one party: its own line, its own number."""
        rule = self.rule
        if isinstance(rule, NoAct) and rule.lines:
            return replace(self, rule=replace(rule, line=dict(rule.lines).get(party, rule.line)))
        if isinstance(rule, Limit) and rule.caps:
            own = dict(rule.caps).get(party, rule.at_most)
            return replace(self, rule=replace(rule, at_most=own))
        return self

    def phases(self) -> tuple[Provision, ...]:
        """Return the provision as it stood in each stretch of time, suspended stretches left out.

        Without changes that is the provision itself.
        """
        if not self.changes:
            return (self,)
        found = []
        for piece in _pieces(self.in_force, [change.during for change in self.changes]):
            now = [change for change in self.changes if change.during.overlap(piece) is not None]
            if not now:
                found.append(replace(self, in_force=piece, changes=()))
            elif now[-1].suspended is None:
                found.append(_changed(self, now[-1], piece))
        return tuple(found)


def _changed(provision: Provision, change: Change, during: Timespan) -> Provision:
    rule = provision.rule
    if isinstance(rule, Limit) and change.at_most is not None:
        rule = replace(rule, at_most=change.at_most, caps=())
    where = tuple((dict(provision.where) | dict(change.where)).items())
    return replace(provision, rule=rule, where=where, in_force=during, changes=())


def _pieces(whole: Timespan, spans: list[Timespan]) -> list[Timespan]:
    """Return a span cut at every bound of other spans."""
    bounds = {moment for span in spans for moment in (span.start, span.end) if moment is not None}
    inside = [
        moment
        for moment in sorted(bounds)
        if (whole.start is None or moment > whole.start)
        and (whole.end is None or moment < whole.end)
    ]
    edges = [whole.start, *inside, whole.end]
    return [Timespan(start, end) for start, end in itertools.pairwise(edges)]
