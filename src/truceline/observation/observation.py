"""Observation: one structured statement of presence, of an event or of an act of the monitor."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from truceline.geo.place import Place
from truceline.observation.grade import Grade
from truceline.reading.claim import Claim, Stance, Teller
from truceline.timespan import Timespan


class ObservationKind(StrEnum):
    """Something was somewhere; something was done; the monitor or a party performed a duty."""

    PRESENCE = "presence"
    EVENT = "event"
    DUTY = "duty"


class Relation(StrEnum):
    """How an event lies to the area or line it names."""

    FROM = "from"
    INTO = "into"
    ACROSS = "across"
    WITHIN = "within"
    OVER = "over"
    TOWARDS = "towards"


class Tally(StrEnum):
    """How an observation fills its time.

    ONE: a single happening at some moment of it. THROUGHOUT: standing, all of it.
    PERIOD_TOTAL: a sum over it, that may hold items dated elsewhere and is never added to them.
    """

    ONE = "one"
    THROUGHOUT = "throughout"
    PERIOD_TOTAL = "period total"


class Method(StrEnum):
    """How the first teller knows: the level of knowledge behind the words."""

    SEEN = "seen"
    HEARD = "heard"
    SENSOR = "sensor"
    TOLD_BY_PARTY = "told by a party"
    REPORTED = "reported"
    ASSESSED = "assessed"


@dataclass(frozen=True, slots=True)
class ActorShare:
    """One candidate for who acted, and how likely it is that one.

    ``of`` is whom it belongs to where the lexicon knows it ("Israel Defense Forces" of "Israel").
    Shares of one observation sum to at most 1; the rest is unknown. No candidates: actor unknown.
    """

    actor: str
    of: str | None
    share: float


@dataclass(frozen=True, slots=True)
class Count:
    """How many, as a range; None is open. "At least three" is ``Count(3, None)``."""

    minimum: int | None
    maximum: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRow:
    """A row of a coded record: the document it lies in, its row number from 1, and its words."""

    document: str
    row: int
    quote: str
    cites: str
    paragraph: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """Who did or had what, where and when, as one document or one log row tells it.

    ``what`` is an asset class for presence, an act for events, a duty for duties: words of
    ``docs/vocabulary.md``. ``assets`` are the classes involved in an event. ``areas`` are the area
    and line names seen, in lower case ("area of separation"); to link them to an agreement is the
    judgement's business. ``side`` is the side the act came from, as the source names it.
    ``origin`` is the first nameable link of the chain: who counts as one voice. ``looks_wrong``
    says what is wrong with the positions it was made of, where anything is.
    """

    id: str
    kind: ObservationKind
    what: str
    assets: tuple[str, ...] = ()
    relation: Relation | None = None
    actors: tuple[ActorShare, ...] = ()
    side: str | None = None
    place: Place | None = None
    place_text: str = ""
    areas: tuple[str, ...] = ()
    when: Timespan
    tally: Tally = Tally.ONE
    count: Count | None = None
    stance: Stance = Stance.ASSERTS
    method: Method
    grade: Grade
    chain: tuple[Teller, ...]
    origin: str
    origin_actor: str | None = None
    looks_wrong: tuple[str, ...] = ()
    basis: Claim | LogRow
