"""Gathering: reports as they are linked, kept so that a new one touches only what it may be of.

Links part reports into clusters that nothing joins. What is decided in one cluster bears on no
other, so that each is worked out by itself, and again only where a report of it came or went: the
same incidents as from the whole, whatever the order in which reports came.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from truceline.observation.alike import alike
from truceline.observation.blocks import Blocks
from truceline.observation.echoes import content_of, joined, told_again
from truceline.observation.gather import gather
from truceline.observation.observation import Observation, ObservationKind
from truceline.observation.regrouping import Regrouping, regrouped

Unit = tuple[Observation, ...]
Group = tuple[tuple[Observation, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Units that links, or a person's decision, hold together; and the groups that came of them."""

    units: tuple[str, ...]
    groups: tuple[Group, ...]


class Gathering:
    """All reports of happenings, gathered; kept by whoever adds to them."""

    def __init__(self, *, regroupings: Iterable[Regrouping] = ()) -> None:
        self._decisions = tuple(regroupings)
        self._named = _named(self._decisions)
        self._same: dict[object, dict[str, Observation]] = {}
        self._units: dict[str, Unit] = {}
        self._unit_of: dict[str, str] = {}
        self._links: dict[str, set[str]] = {}
        self._blocks = Blocks()
        self._clusters: dict[str, Cluster] = {}
        self._cluster_of: dict[str, str] = {}

    @property
    def groups(self) -> Iterator[Group]:
        """Yield every group of reports of one happening, with a note for each decision."""
        for cluster in self._clusters.values():
            yield from cluster.groups

    def change(
        self, *, came: Iterable[Observation] = (), went: Iterable[str] = ()
    ) -> tuple[tuple[Group, ...], tuple[Group, ...]]:
        """Take reports in and out; return the groups that are no more, and those that are new.

        Acts of duties are passed over; a report that is known already counts once.
        """
        return self._settled_anew(self._refiled(came, set(went)))

    def decide(
        self, regroupings: Iterable[Regrouping]
    ) -> tuple[tuple[Group, ...], tuple[Group, ...]]:
        """Go by these decisions and no others; return the groups that go, and those that come."""
        before, self._decisions = self._decisions, tuple(regroupings)
        self._named = _named(self._decisions)
        moved = [
            *(one for one in before if one not in self._decisions),
            *(one for one in self._decisions if one not in before),
        ]
        return self._settled_anew(
            sorted({self._unit_of[id_] for id_ in _named(moved) if id_ in self._unit_of})
        )

    def _settled_anew(self, stale: Sequence[str]) -> tuple[tuple[Group, ...], tuple[Group, ...]]:
        """Settle the clusters of some units, and of what is near them, anew."""
        fresh = [key for key in stale if key in self._units]
        dirty = {self._cluster_of[key] for key in stale if key in self._cluster_of}
        for key in fresh:
            dirty.update(
                self._cluster_of[other] for other in self._near(key) if other in self._cluster_of
            )
        before = [self._clusters.pop(name) for name in sorted(dirty)]
        for old in before:
            for key in old.units:
                del self._cluster_of[key]
        keys = {key for old in before for key in old.units if key in self._units} | set(fresh)
        after = [self._settled(cluster) for cluster in self._parted(keys)]
        return _difference(
            [group for old in before for group in old.groups],
            [group for new in after for group in new.groups],
        )

    def _refiled(self, came: Iterable[Observation], went: set[str]) -> list[str]:
        """File what came and went; return the keys of units that are no more or are new."""
        touched: dict[object, None] = {}
        for one in came:
            if one.kind is not ObservationKind.DUTY and one.id not in self._unit_of:
                content = content_of(one)
                self._same.setdefault(content, {})[one.id] = one
                touched[content] = None
        for id_ in sorted(went & self._unit_of.keys()):
            content = content_of(self._units[self._unit_of[id_]][0])
            del self._same[content][id_]
            touched[content] = None
        old: dict[str, Unit] = {}
        new: dict[str, Unit] = {}
        for content in touched:
            held = self._same[content]
            if not held:
                del self._same[content]
            # Units of one content are all made anew: their echoes are dealt out by rank.
            new |= {_key(unit): tuple(unit) for unit in told_again(tuple(held.values()))}
            known = {self._unit_of[id_] for id_ in held if id_ in self._unit_of}
            old |= {key: self._units[key] for key in known}
        gone = {self._unit_of[id_] for id_ in went if id_ in self._unit_of}
        old |= {key: self._units[key] for key in gone}
        kept = {key for key, unit in new.items() if old.get(key) == unit}
        for key in sorted(old.keys() - kept):
            self._take_out(key)
        for key in sorted(new.keys() - kept):
            self._put_in(key, new[key])
        return sorted((old.keys() | new.keys()) - kept)

    def _take_out(self, key: str) -> None:
        unit = self._units.pop(key)
        self._blocks.discard(key, unit[0])
        for one in unit:
            del self._unit_of[one.id]
        for other in self._links.pop(key):
            self._links[other].discard(key)

    def _put_in(self, key: str, unit: Unit) -> None:
        self._units[key] = unit
        for one in unit:
            self._unit_of[one.id] = key
        links = {
            other for other in self._blocks.near(unit[0]) if _all_alike(self._units[other], unit)
        }
        self._links[key] = links
        for other in links:
            self._links[other].add(key)
        self._blocks.add(key, unit[0])

    def _near(self, key: str) -> set[str]:
        """Return the units that one cannot be settled without: linked, like it, decided with it."""
        near = set(self._links[key])
        for one in self._units[key]:
            if one.id in self._named:
                near |= self._decided_with(one.id)
        return near

    def _decided_with(self, id_: str) -> set[str]:
        return {
            self._unit_of[other]
            for one in self._decisions
            if id_ in one.observations or id_ in one.apart_from
            for other in (*one.observations, *one.apart_from)
            if other in self._unit_of
        }

    def _parted(self, keys: Collection[str]) -> Iterator[tuple[str, ...]]:
        """Yield units in clusters that nothing joins."""
        left = set(keys)
        for first in sorted(keys):
            if first not in left:
                continue
            found, edge = {first}, [first]
            while edge:
                more = self._near(edge.pop()) - found
                found |= more
                edge += more
            left -= found
            yield tuple(sorted(found, key=lambda key: _first_start(self._units[key])))

    def _settled(self, units: tuple[str, ...]) -> Cluster:
        number = {key: index for index, key in enumerate(units)}
        links = {number[key]: {number[other] for other in self._links[key]} for key in units}
        rounds = [
            [[o for index in group for o in self._units[units[index]]] for group in groups]
            for groups in gather(links)
        ]
        told = {one.id for key in units for one in self._units[key]} & self._named
        decisions = [
            d for d in self._decisions if told.intersection((*d.observations, *d.apart_from))
        ]
        groups = tuple(
            (tuple(sorted(group, key=by_start)), notes)
            for group, notes in regrouped(joined(rounds), decisions)
        )
        cluster = Cluster(units=units, groups=groups)
        self._clusters[units[0]] = cluster
        self._cluster_of.update(dict.fromkeys(units, units[0]))
        return cluster


def _named(decisions: Iterable[Regrouping]) -> frozenset[str]:
    return frozenset(id_ for one in decisions for id_ in (*one.observations, *one.apart_from))


def _difference(
    before: Sequence[Group], after: Sequence[Group]
) -> tuple[tuple[Group, ...], tuple[Group, ...]]:
    were = {_name(group): group for group in before}
    are = {_name(group): group for group in after}
    gone = tuple(group for name, group in were.items() if are.get(name) != group)
    new = tuple(group for name, group in are.items() if were.get(name) != group)
    return gone, new


def _name(group: Group) -> tuple[str, ...]:
    return tuple(one.id for one in group[0])


def by_start(o: Observation) -> tuple[datetime, str]:
    """Return a key that sorts reports by when their time begins, an open beginning first."""
    return o.when.start or datetime.min.replace(tzinfo=UTC), o.id


def _first_start(unit: Sequence[Observation]) -> tuple[datetime, str]:
    return min(by_start(o) for o in unit)


def _key(unit: Sequence[Observation]) -> str:
    return min(o.id for o in unit)


def _all_alike(unit: Unit, other: Unit) -> bool:
    return all(alike(a, b) is not None for a in unit for b in other)
