"""Looks: where somebody looked or was kept out, as the ground that a record of coverage names."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from truceline.report.layers.shape import Shape, circle, feature, ground
from truceline.report.public_place import public_place

if TYPE_CHECKING:
    from truceline.agreement.agreement import Agreement
    from truceline.assessment.link.ground import Ground
    from truceline.observation.coverage import Coverage

_Joined = Callable[[tuple[str, ...], str | None], Shape | None]


def look_features(
    records: Iterable[Coverage], agreement: Agreement, *, public: bool = True
) -> list[Shape]:
    """Return each record on the zones it names, or within its place; null where neither is known.

    ``public`` moves a place to town level, so that no map tells where a monitor stands.
    """
    from truceline.assessment.link.ground import Ground

    known = Ground(agreement)
    # Ten years of patrols name a dozen areas: each is joined together once.
    joined = functools.cache(functools.partial(_joined, known))
    ordered = sorted(records, key=lambda one: (str(one.when), one.id))
    return [feature(one.id, _shape(one, joined, public=public), _about(one)) for one in ordered]


def _shape(record: Coverage, joined: _Joined, *, public: bool) -> Shape | None:
    shape = joined(record.areas, record.side)
    if shape is not None:
        return shape
    if record.place is not None:
        return circle(public_place(record.place) if public else record.place)
    return None


def _joined(known: Ground, areas: tuple[str, ...], side: str | None) -> Shape | None:
    import shapely

    grounds = []
    for meant in known.zones_named(areas, side=side):
        # A name that may mean several zones is drawn on all of them: less would hide a doubt.
        zones = [known.zone(id_) for id_ in meant]
        grounds += [zone.polygon for zone in zones if zone is not None and zone.polygon is not None]
    return ground(shapely.union_all(grounds)) if grounds else None


def _about(record: Coverage) -> Shape:
    return {
        "kind": "denial" if record.denied else "look",
        "title": f"{record.method} by {record.by}" if not record.denied else "access denied",
        "areas": list(record.areas),
        "side": record.side,
        "when": str(record.when),
        "method": record.method,
        "by": record.by,
        "detection": record.detection,
        "share": record.share,
        "denied": record.denied,
    }
