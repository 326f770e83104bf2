"""Regrouping: a person's decision that reports are of one happening, or documents one source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from truceline.observation.observation import Observation


class How(StrEnum):
    """Whether reports are put together or taken apart, or documents are one source."""

    MERGE = "merge"
    PART = "part"
    ONE_SOURCE = "one source"


@dataclass(frozen=True, slots=True, kw_only=True)
class Regrouping:
    """One decision, by the ids of observations, so that it outlasts every new grouping.

    MERGE: ``observations`` are of one happening. PART: ``observations`` are of another happening
    than ``apart_from``. ONE_SOURCE: ``documents`` are versions of one paper, or one retells
    another. It holds until it is withdrawn.
    """

    how: How
    observations: tuple[str, ...]
    apart_from: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    reason: str
    by: str
    at: datetime


def regrouped(
    groups: Sequence[Sequence[Observation]], decisions: Iterable[Regrouping]
) -> list[tuple[list[Observation], tuple[str, ...]]]:
    """Return the groups as people decided, each with a note for every decision that shaped it.

    Decisions are taken in the order in which they were made: a later one has the last word.
    """
    held: list[tuple[list[Observation], tuple[str, ...]]] = [(list(one), ()) for one in groups]
    of_reports = (one for one in decisions if one.how is not How.ONE_SOURCE)
    for decision in sorted(of_reports, key=lambda one: (one.at, one.by, one.observations)):
        note = f"{_DONE[decision.how]} by {decision.by}: {decision.reason}"
        wanted = set(decision.observations)
        held = (_merged if decision.how is How.MERGE else _parted)(
            held, wanted, set(decision.apart_from), note
        )
    return held


_DONE = {How.MERGE: "merged", How.PART: "parted"}
_Groups = list[tuple[list[Observation], tuple[str, ...]]]


def _merged(held: _Groups, wanted: set[str], _apart_from: set[str], note: str) -> _Groups:
    touched = [one for one in held if any(o.id in wanted for o in one[0])]
    if len(touched) < 2:
        return held
    together = [o for group, _ in touched for o in group]
    notes = tuple(dict.fromkeys([*(told for _, own in touched for told in own), note]))
    return [*(one for one in held if one not in touched), (together, notes)]


def _parted(held: _Groups, wanted: set[str], apart_from: set[str], note: str) -> _Groups:
    after: _Groups = []
    for group, notes in held:
        out = [o for o in group if o.id in wanted]
        rest = [o for o in group if o.id not in wanted]
        if not out or not any(o.id in apart_from for o in rest):
            after.append((group, notes))
            continue
        after += [(rest, (*notes, note)), (out, (*notes, note))]
    return after
