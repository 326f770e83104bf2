"""Difference: what parts two agreements, or two versions of one: provisions, ground, places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from truceline.agreement.agreement import Agreement
from truceline.agreement.places import likely_in
from truceline.agreement.provision import Provision
from truceline.agreement.wording import in_words
from truceline.agreement.wording_duties import joined
from truceline.geo.place import Place
from truceline.geo.zone import Zone

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_M2_IN_KM2 = 1e6
# One hectare: a part smaller than this comes from the cutting, as where zones are made.
_LEAST_KM2 = 0.01


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing about a provision that differs: what, and its words in either agreement."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One zone in either agreement: its ground in km2, what was gained and what was lost.

    ``before_km2`` is None where the first agreement draws no such zone, ``after_km2`` likewise.
    """

    zone: str
    title: str
    before_km2: float | None
    after_km2: float | None
    gained_km2: float
    lost_km2: float


@dataclass(frozen=True, slots=True)
class Moved:
    """A named place and the zones that it most likely lies in, in either agreement."""

    place: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """All that parts two agreements. Empty throughout where nothing does."""

    first: Agreement
    second: Agreement
    added: tuple[Provision, ...]
    dropped: tuple[Provision, ...]
    changed: tuple[tuple[str, tuple[Changed, ...]], ...]
    ground: tuple[Ground, ...]
    moved: tuple[Moved, ...]

    @property
    def is_empty(self) -> bool:
        """Return whether nothing parts the two."""
        return not (self.added or self.dropped or self.changed or self.ground or self.moved)


def difference(
    first: Agreement, second: Agreement, *, places: Sequence[tuple[str, Place]] = ()
) -> Difference:
    """Return what parts two agreements; provisions and zones are matched by their ids.

    Args:
        first: The one before, or on the left.
        second: The one after, or on the right.
        places: Named places; those whose zones differ are told.

    >>> from truceline.agreement.load import load_agreement
    >>> agreement = load_agreement("undof-1974")
    >>> difference(agreement, agreement).is_empty
    True
    """
    old = {one.id: one for one in first.provisions}
    new = {one.id: one for one in second.provisions}
    changed = (
        (name, tuple(_changed(old[name], first, new[name], second))) for name in old if name in new
    )
    return Difference(
        first=first,
        second=second,
        added=tuple(one for name, one in new.items() if name not in old),
        dropped=tuple(one for name, one in old.items() if name not in new),
        changed=tuple((name, parts) for name, parts in changed if parts),
        ground=tuple(_ground(first.zones, second.zones)),
        moved=tuple(_moved(first, second, places)),
    )


def _changed(
    old: Provision, first: Agreement, new: Provision, second: Agreement
) -> Iterator[Changed]:
    sentences = in_words(old, first), in_words(new, second)
    if old.rule != new.rule or sentences[0] != sentences[1]:
        yield Changed("what is asked", *sentences)
    for what, before, after in (
        ("bound", joined(old.bound), joined(new.bound)),
        ("whose acts count", _pairs(old.of), _pairs(new.of)),
        ("but", joined(old.but), joined(new.but)),
        ("where", _pairs(old.where), _pairs(new.where)),
        ("in force", str(old.in_force), str(new.in_force)),
        ("standing", old.standing.value, new.standing.value),
        ("cited", f"{old.paper} {old.paragraph}", f"{new.paper} {new.paragraph}"),
        ("verified by", joined(old.verified_by), joined(new.verified_by)),
        ("readings", _readings(old), _readings(new)),
        ("changes agreed", _dated(old), _dated(new)),
        ("text", old.text, new.text),
    ):
        if before != after:
            yield Changed(what, before, after)


def _pairs(pairs: tuple[tuple[str, str | tuple[str, ...]], ...]) -> str:
    return "; ".join(
        f"{party}: {value if isinstance(value, str) else joined(value)}" for party, value in pairs
    )


def _readings(provision: Provision) -> str:
    return "; ".join(f"{one.says} ({one.by})" for one in provision.readings)


def _dated(provision: Provision) -> str:
    return "; ".join(
        f"{one.during}: {one.suspended or one.at_most or _pairs(one.where)}"
        for one in provision.changes
    )


def _ground(first: tuple[Zone, ...], second: tuple[Zone, ...]) -> Iterator[Ground]:
    old, new = {zone.id: zone for zone in first}, {zone.id: zone for zone in second}
    for name in dict.fromkeys((*old, *new)):
        before = old[name].polygon if name in old else None
        after = new[name].polygon if name in new else None
        if before is not None and after is not None and before.equals(after):
            continue
        if before is None and after is None and (name in old) is (name in new):
            continue
        gained, lost = _km2(_without(after, before)), _km2(_without(before, after))
        # Combining lays vertices elsewhere along the same edge; that is no other ground.
        if before is not None and after is not None and max(gained, lost) < _LEAST_KM2:
            continue
        yield Ground(
            zone=name,
            title=(new.get(name) or old[name]).title,
            before_km2=_km2(before) if before is not None else None,
            after_km2=_km2(after) if after is not None else None,
            gained_km2=gained,
            lost_km2=lost,
        )


def _without(shape: BaseGeometry | None, other: BaseGeometry | None) -> BaseGeometry | None:
    return shape if shape is None or other is None else shape.difference(other)


def _km2(shape: BaseGeometry | None) -> float:
    from truceline.geo.areal import ground_area_m2

    return 0.0 if shape is None or shape.is_empty else ground_area_m2(shape) / _M2_IN_KM2


def _moved(
    first: Agreement, second: Agreement, places: Sequence[tuple[str, Place]]
) -> Iterator[Moved]:
    before, after = likely_in(first, places), likely_in(second, places)
    for number, (name, _) in enumerate(places):
        if before[number] != after[number]:
            yield Moved(name, before[number], after[number])
