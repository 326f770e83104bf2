"""Echoes: what one origin says again, in another paper or less closely, is told once.

Without this an origin whose report of two like things is passed on by a newspaper would seem to
tell of four: each echo goes with both of them, and so with neither.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from truceline.observation.alike import alike
from truceline.observation.neutral import neutral_order
from truceline.observation.observation import LogRow, Observation
from truceline.observation.wells import well_of


def told_again(observations: Sequence[Observation]) -> list[list[Observation]]:
    """Return observations gathered where one origin says the very same thing again.

    Rows that one paper lists apart stay apart: the first of them goes with the first of another
    paper of that origin, the second with the second.
    """
    same: dict[object, list[Observation]] = defaultdict(list)
    for o in observations:
        same[content_of(o)].append(o)
    units: list[list[Observation]] = []
    for said in same.values():
        by_paper: dict[object, dict[str, list[Observation]]] = defaultdict(dict)
        for o in sorted(said, key=lambda one: one.id):
            by_paper[_paper(o)].setdefault(_words(o), []).append(o)
        listed = [list(items.values()) for items in by_paper.values()]
        for rank in range(max(len(items) for items in listed)):
            units.append([o for items in listed if rank < len(items) for o in items[rank]])
    return sorted(units, key=lambda unit: min(o.id for o in unit))


def joined(rounds: Sequence[Sequence[list[Observation]]]) -> list[list[Observation]]:
    """Return the groups of all rounds, a later one joined to an earlier that its origin tells of.

    A group that was left over goes with several which exclude each other. Where its one origin
    speaks in them already and they name the same actors, it is an echo of one of them and no
    happening of its own; which one makes no difference to who is said to have done what.
    """
    groups = [list(group) for group in (rounds[0] if rounds else ())]
    for later in rounds[1:]:
        alone: list[list[Observation]] = []
        for group in later:
            home = _home(group, groups)
            if home is None:
                alone.append(list(group))
            else:
                home.extend(group)
        groups.extend(alone)
    return groups


def _home(
    group: Sequence[Observation], groups: list[list[Observation]]
) -> list[Observation] | None:
    wells = {well_of(o) for o in group}
    if len(wells) != 1:
        return None
    fits = [
        other
        for other in groups
        if wells & {well_of(o) for o in other}
        and all(alike(a, b) is not None for a in group for b in other)
    ]
    if not fits or len({_who(other) for other in fits}) != 1:
        return None
    return min(
        fits, key=lambda other: (min(neutral_order(o) for o in other), min(o.id for o in other))
    )


def _who(group: Sequence[Observation]) -> frozenset[str]:
    return frozenset(share.actor for o in group for share in o.actors)


def content_of(o: Observation) -> object:
    """Return what an observation says, and whose word it is: equal where one says it again."""
    return (
        well_of(o), o.kind, o.what, o.assets, o.relation, o.actors, o.side, o.place, o.place_text,
        o.areas, o.when, o.tally, o.count, o.stance,
    )  # fmt: skip


def _paper(o: Observation) -> object:
    if isinstance(o.basis, LogRow):
        return o.basis.document, o.basis.cites, o.basis.url
    return o.basis.document


def _words(o: Observation) -> str:
    """Return what tells two items of one paper apart; a text may say one thing twice."""
    return o.basis.quote if isinstance(o.basis, LogRow) else ""
