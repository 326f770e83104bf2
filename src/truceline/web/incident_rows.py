"""Incident rows: incidents as a list shows and filters them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from truceline.report.evidence import where

if TYPE_CHECKING:
    from truceline.agreement.agreement import Agreement
    from truceline.observation.incident import Incident
    from truceline.timespan import Timespan

NOBODY = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One incident with what it is found by. ``actors`` holds forces and those they belong to.

    ``text`` is what words are sought in: folded once, as a search goes through every row.
    """

    incident: Incident
    where: str
    actors: frozenset[str]
    areas: frozenset[str]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a list is narrowed to; empty is anything. ``zone`` is "agreement/zone"."""

    period: Timespan | None = None
    kind: str = ""
    what: str = ""
    actor: str = ""
    area: str = ""
    zone: str = ""
    words: str = ""

    @property
    def is_anything(self) -> bool:
        """Return whether nothing is asked for."""
        return self == Wanted()


def rows_of(incidents: Iterable[Incident], *, known: Iterable[Row] = ()) -> tuple[Row, ...]:
    """Return incidents as rows, the latest first; ``known`` rows are taken, not made again."""
    had = {id(row.incident): row for row in known}
    rows = [had.get(id(one)) or _row(one) for one in incidents]
    return tuple(reversed(rows))


def _row(one: Incident) -> Row:
    lead, at = one.lead, where(one.lead)
    told = frozenset(name for share in lead.actors for name in (share.actor, share.of) if name)
    actors, areas = told or frozenset({NOBODY}), frozenset(lead.areas)
    text = " ".join((one.id, lead.what, at, *sorted(actors), *sorted(areas))).casefold()
    return Row(incident=one, where=at, actors=actors, areas=areas, text=text)


def chosen(rows: Sequence[Row], wanted: Wanted, *, in_zone: frozenset[str]) -> list[Row]:
    """Return the rows that fit; ``in_zone`` are the ids of the incidents in the zone asked for."""
    words = wanted.words.casefold().split()
    return [
        row
        for row in rows
        if (wanted.period is None or row.incident.lead.when.meets(wanted.period))
        and (not wanted.kind or row.incident.lead.kind.value == wanted.kind)
        and (not wanted.what or row.incident.lead.what == wanted.what)
        and (not wanted.actor or wanted.actor in row.actors)
        and (not wanted.area or wanted.area in row.areas)
        and (not wanted.zone or row.incident.id in in_zone)
        and all(word in row.text for word in words)
    ]


def ids_in_zone(
    incidents: Iterable[Incident], agreements: Iterable[Agreement], zone: str
) -> frozenset[str]:
    """Return the incidents that more likely than not lie in a zone, named "agreement/zone"."""
    from truceline.agreement.places import likely_in

    placed = [(one.id, one.lead.place) for one in incidents if one.lead.place is not None]
    name, _, wanted = zone.partition("/")
    for agreement in agreements:
        if agreement.id == name:
            found = likely_in(agreement, placed)
            return frozenset(
                id_ for (id_, _), zones in zip(placed, found, strict=True) if wanted in zones
            )
    return frozenset()
