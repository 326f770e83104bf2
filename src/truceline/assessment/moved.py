"""Moved: what came, went or changed since findings were made, and which of them it leaves stale."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from truceline.assessment.bench import Bench
from truceline.assessment.policy import Policy
from truceline.assessment.reassess import touched
from truceline.observation.incident import Incident
from truceline.reading.claim import Claim
from truceline.timespan import Timespan

Row = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What something bears on: provisions with their parties (None: all), in what meets a time."""

    rows: frozenset[Row] | None
    when: Timespan


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The claims that came, and the ids of those that went; what changed is in both."""

    came: tuple[Claim, ...]
    gone: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What findings were made from, held against what is there now.

    ``new`` are incidents that came or changed, as they are; ``gone`` is what those that went or
    changed bore on. ``looks`` are the times of looks that came or went, ``reviewed`` the findings
    on which a review did. ``said`` is None where nobody knows which claims moved.
    """

    new: tuple[Incident, ...] = ()
    gone: tuple[Reach, ...] = ()
    looks: tuple[Timespan, ...] = ()
    reviewed: frozenset[str] = frozenset()
    said: Said | None = None


@dataclass(frozen=True, slots=True)
class Stale:
    """What is to be judged anew: findings by id, and rows in what meets a time."""

    ids: frozenset[str]
    reaches: tuple[Reach, ...]
    _known: dict[Timespan, frozenset[Row] | None] = field(default_factory=dict, repr=False)

    def is_stale(self, id_: str, row: Row, period: Timespan) -> bool:
        """Return whether one finding is to be judged anew."""
        if id_ in self.ids:
            return True
        if period not in self._known:
            self._known[period] = self._rows_in(period)
        rows = self._known[period]
        return rows is None or row in rows

    def _rows_in(self, period: Timespan) -> frozenset[Row] | None:
        found: set[Row] = set()
        for one in self.reaches:
            if one.when.meets(period):
                if one.rows is None:
                    return None
                found |= one.rows
        return frozenset(found)


def rows_of(
    incidents: Iterable[Incident], bench: Bench, policy: Policy
) -> Mapping[str, frozenset[Row]]:
    """Return, by the id of each incident, the provisions and parties that it bears on."""
    return {one.id: touched(bench, [one], policy) for one in incidents}


def stale_by(moved: Moved, rows: Mapping[str, frozenset[Row]]) -> Stale:
    """Return what is stale by what moved; ``rows`` are those of the new incidents."""
    return Stale(
        moved.reviewed,
        (
            *(Reach(rows=rows[one.id], when=one.lead.when) for one in moved.new),
            *moved.gone,
            *(Reach(rows=None, when=when) for when in moved.looks),
        ),
    )
