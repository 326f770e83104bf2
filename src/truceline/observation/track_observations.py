"""Passages told together: "3 aircraft crossed Line A eastward between 10:02 and 10:09"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import groupby

from truceline.digest import Digest, digest_of, short_id
from truceline.geo.ellipsoid import wgs84
from truceline.geo.place import Place
from truceline.observation.grade import Grade
from truceline.observation.observation import (
    ActorShare,
    Count,
    LogRow,
    Method,
    Observation,
    ObservationKind,
    Relation,
    Tally,
)
from truceline.observation.track import Passage, TrackRules
from truceline.reading.claim import Teller
from truceline.timespan import Timespan

# Classes that pass over a line rather than across it.
_FLYING = frozenset({"aircraft", "combat aircraft", "helicopter", "drone", "transport aircraft"})
_UNTOLD_CLASS = "vehicle"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def observations_of(
    passages: Iterable[Passage], *, file: str, digest: Digest, source: str, grade: Grade,
    rules: TrackRules,
) -> tuple[Observation, ...]:  # fmt: skip
    """Return what passages of one file amount to, told together where they belong together.

    ``source`` is who recorded the positions, and counts as one voice. Each observation names the
    file, its digest, the row group and the rows that show it.

    >>> observations_of([], file="f.csv", digest="sha256:0", source="radar",
    ...                 grade=Grade.parse("B2"), rules=TrackRules())
    ()
    """
    made = []
    for group in _together(passages, rules):
        made.append(_observation(group, file=file, digest=digest, source=source, grade=grade))
    return tuple(made)


def _together(passages: Iterable[Passage], rules: TrackRules) -> Iterator[list[Passage]]:
    """Yield passages of one kind that follow or overlap each other closely."""

    def kind(one: Passage) -> tuple[str, ...]:
        # A stop is told by itself: together with others it would have no place.
        alone = "" if one.line or one.zone else f"{one.object} {one.start_us}"
        # What looks wrong is told by itself: a mark falls on nothing that it does not bear on.
        wrong = "; ".join(one.marks)
        return (
            one.line or "",
            one.heading or "",
            one.zone or "",
            one.party,
            one.asset,
            wrong,
            alone,
        )

    for _, alike in groupby(sorted(passages, key=lambda p: (*kind(p), p.start_us)), key=kind):
        group: list[Passage] = []
        until = 0
        for one in alike:
            if group and one.start_us - until > rules.together_s * 1_000_000:
                yield group
                group = []
            until = max(until, one.end_us) if group else one.end_us
            group.append(one)
        yield group


def _observation(
    group: Sequence[Passage], *, file: str, digest: Digest, source: str, grade: Grade
) -> Observation:
    first = group[0]
    asset = first.asset.lower() or _UNTOLD_CLASS
    objects = len({one.object for one in group})
    start, end = min(one.start_us for one in group), max(one.end_us for one in group)
    crossing = first.line is not None
    flying = asset in _FLYING
    wrong = f"; looks wrong: {', '.join(first.marks)}" if first.marks else ""
    basis = LogRow(
        document=short_id("d", digest),
        row=min(one.first_row for one in group),
        quote=f"{_told(group, asset, objects, start, end)}{wrong}; "
        f"{_shown(group)} of {file}, {digest}",
        cites=file,
    )
    what = asset if not crossing else "overflight" if flying else "crossing"
    return Observation(
        id=short_id("o", digest_of([basis.document, basis.quote])),
        kind=ObservationKind.EVENT if crossing else ObservationKind.PRESENCE,
        what=what,
        assets=(asset,) if crossing else (),
        relation=_relation(first, flying=flying),
        actors=(ActorShare(first.party, None, 1.0),) if first.party else (),
        place=_place(group),
        areas=tuple(name.lower() for name in (first.line or first.zone,) if name),
        when=Timespan(_moment(start), _moment(end) + timedelta(seconds=1)),
        tally=Tally.ONE if crossing else Tally.THROUGHOUT,
        count=Count(objects if crossing else _at_once(group), objects),
        method=Method.SENSOR,
        grade=grade,
        chain=(Teller(span=None, name=source, named=True, how="logged"),),
        origin=source,
        looks_wrong=first.marks,
        basis=basis,
    )


def _at_once(group: Sequence[Passage]) -> int:
    """Return how many were there in one moment at least."""
    turns = sorted([(one.start_us, 1) for one in group] + [(one.end_us + 1, -1) for one in group])
    here = most = 0
    for _, step in turns:
        here += step
        most = max(most, here)
    return most


def _told(group: Sequence[Passage], asset: str, objects: int, start: int, end: int) -> str:
    many = f"{objects} {asset if objects == 1 or asset.endswith(('s', 'craft')) else asset + 's'}"
    span = f"between {_moment(start):%Y-%m-%d %H:%M} and {_moment(end):%Y-%m-%d %H:%M} UTC"
    if group[0].line is None and group[0].zone is None:
        return f"{many} stopped {span}"
    did = f"crossed {group[0].line} {group[0].heading}" if group[0].line else "stayed in"
    where = "" if group[0].line else f" {group[0].zone}"
    sure = min(one.probability for one in group)
    return f"{many} {did}{where} {span}, each with a probability of {sure:.2f} or more"


def _relation(first: Passage, *, flying: bool) -> Relation | None:
    if first.line is not None:
        return Relation.OVER if flying else Relation.ACROSS
    return Relation.WITHIN if first.zone is not None else None


def _shown(group: Sequence[Passage]) -> str:
    shown = [
        f"rows {one.first_row}-{one.last_row}"
        + (f" from row group {one.row_group}" if one.row_group >= 0 else "")
        for one in group[:5]
    ]
    more = len(group) - len(shown)
    return ", ".join(shown) + (f" and {more} more stretches" if more else "")


def _place(group: Sequence[Passage]) -> Place:
    """Return the first passage's middle, with an error that reaches all others."""
    first = group[0]
    reach = first.accuracy_m
    for one in group[1:]:
        *_, apart = wgs84().inv(first.lon_deg, first.lat_deg, one.lon_deg, one.lat_deg)
        reach = max(reach, float(apart) + one.accuracy_m)
    return Place(first.lon_deg, first.lat_deg, round(reach, 1))


def _moment(us: int) -> datetime:
    return _EPOCH + timedelta(microseconds=us)
