"""Claim: what a span of a document asserts, by whom, through which chain, how firmly.

The fields and their closed lists are those of ``docs/explain/reading.md``. A claim is a suggestion
by a reader; it never knows what any agreement forbids.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from truceline.evidence.document import Span
from truceline.geo.place import Place
from truceline.timespan import Timespan


class ClaimKind(StrEnum):
    """What sort of thing is asserted."""

    EVENT = "event"
    PRESENCE = "presence"
    CONTACT = "contact"
    RELAY = "relay"
    STATEMENT = "statement"
    COMMITMENT = "commitment"
    TERM = "term"
    CONTROL = "control"


class Stance(StrEnum):
    """How the first teller stands to the content."""

    ASSERTS = "asserts"
    DENIES = "denies"
    CANNOT_CONFIRM = "cannot confirm"


class Modality(StrEnum):
    """How firmly the content is put. Only HAPPENED and ONGOING may become an observation."""

    HAPPENED = "happened"
    ONGOING = "ongoing"
    PLANNED = "planned"
    OFFERED = "offered"
    CONDITIONAL = "conditional"
    DEMANDED = "demanded"
    PLEDGED = "pledged"
    THREATENED = "threatened"
    WARNED = "warned"
    PERMITTED = "permitted"
    PREDICTED = "predicted"
    POSSIBLE = "possible"
    HYPOTHETICAL = "hypothetical"

    @property
    def is_fact(self) -> bool:
        """Return whether the content is told as having come about.

        >>> [modality.value for modality in Modality if modality.is_fact]
        ['happened', 'ongoing']
        """
        return self in (Modality.HAPPENED, Modality.ONGOING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """One voice of a source chain. ``span`` is None for the outlet itself.

    ``named`` is True for a proper name, an office or an institution, False for a role without
    identity ("a senior officer"). ``how`` is the manner: wrote, said, told, quoted, confirmed,
    relayed, translated, reported, denied, warned, observed, heard, informed, assessed.
    ``actor`` is the canonical actor that speaks or is spoken for, where the lexicon knows one.
    """

    span: Span | None
    name: str
    named: bool
    how: str
    actor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorMention:
    """An actor where it stands in the text, and the canonical actor if the lexicon knows one."""

    span: Span
    actor: str | None
    role: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMention:
    """A place where it stands in the text. ``place`` is None where nobody could put it on a map.

    ``area`` names an area, zone or line spoken of ("buffer zone", "ceasefire line"), in lower case,
    for the judgement to link to an agreement; the reader itself knows no agreement.
    """

    span: Span
    name: str
    place: Place | None
    area: str | None = None
    rivals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeMention:
    """A time where it stands in the text, resolved against the publication date if it can be."""

    span: Span
    when: Timespan | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number with its unit and its comparison, as a range; None is open.

    Units: ``m`` for lengths, otherwise the thing counted (``person``, ``round``, ``day``).
    """

    span: Span
    minimum: float | None
    maximum: float | None
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetMention:
    """Arms, forces or works where they stand in the text, with class and count as a range."""

    span: Span
    asset: str
    minimum: int | None = None
    maximum: int | None = None


@dataclass(frozen=True, slots=True)
class Cue:
    """Why a field reads as it does: the field, the rule, and the words that fired it."""

    field: str
    rule: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What one span asserts. ``document`` is the document's id; ``span`` is the main clause.

    ``chain`` runs from the outlet to the first teller. ``event`` is a PLOVER class and ``act`` one
    of the acts of ``docs/vocabulary.md`` (``firing``, ``crossing``, ``overflight`` ...), with
    ``relation`` for from, into, across, within, over. ``confidence`` is that of the reading;
    ``paragraph`` the number that the text itself gives the paragraph, where it numbers them.
    """

    id: str
    document: str
    span: Span
    kind: ClaimKind
    stance: Stance
    modality: Modality
    chain: tuple[Teller, ...]
    who: tuple[ActorMention, ...] = ()
    to_whom: tuple[ActorMention, ...] = ()
    event: str | None = None
    acled: str | None = None
    act: str | None = None
    relation: str | None = None
    assets: tuple[AssetMention, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    time: TimeMention | None = None
    quantities: tuple[Quantity, ...] = ()
    confidence: float
    reader: str
    cues: tuple[Cue, ...] = ()
    paragraph: int | None = None

    @property
    def is_total(self) -> bool:
        """Return whether it sums up a period, and so may hold items told one by one elsewhere."""
        return any(cue.field == "total" for cue in self.cues)

    @property
    def first_teller(self) -> Teller:
        """Return the teller farthest from the outlet: who is said to know."""
        return self.chain[-1]
