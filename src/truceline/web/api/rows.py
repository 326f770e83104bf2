"""Rows: the things of a casefile as a program gets them, as sharply as the asker may know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi import Request

from truceline.errors import NotFound
from truceline.geo.place import Place
from truceline.report.public_place import public_place
from truceline.timespan import Timespan
from truceline.web.api.paged import PART, Row
from truceline.web.asked import Asked
from truceline.web.sharpness import Sharpness, sharpness_of

if TYPE_CHECKING:
    from truceline.observation.regrouping import Regrouping
    from truceline.reading.decision import Decision
    from truceline.web.view import View

# What tells where somebody was; the public gets it late.
_FRESH = frozenset({"observations", "incidents", "coverage"})


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a thing, sorted by ``key_of``, and each by its id where it has one."""

    rows: list[Row]
    by_id: dict[object, Row]


def rows(request: Request, thing: str, state: Asked) -> list[Row]:
    """Return the rows of a thing as known on the day asked for, sorted by ``key_of``."""
    return table(request, thing, state).rows


def table(request: Request, thing: str, state: Asked) -> Table:
    """Return the rows of a thing as known on the day asked for."""
    view: View = request.state.view
    sharpness = sharpness_of(request)

    def made(now: View, _before: object) -> Table:
        found = _made(now, thing, state)
        told = (_seen(row, sharpness) for row in found if _is_told(row, thing, sharpness))
        ordered = sorted(told, key=key_of)
        return Table(ordered, {row["id"]: row for row in ordered if "id" in row})

    return view.keep("rows", state, made, thing, sharpness)


def _made(view: View, thing: str, state: Asked) -> list[Row]:
    from truceline.casework.listing import rows_from

    match thing:
        case "decisions":
            return [_decided(key, one) for key, one in view.decisions(state)]
        case "regroupings":
            return [_regrouped(key, one) for key, one in view.regroupings(state)]
        case "incidents":
            return [*rows_from(view.evidence(state), thing, incidents=view.incidents(state))]
        case "claims":
            on = {one.claim: (key, one.choice.value) for key, one in view.decisions(state)}
            return [
                {**row, "decision": key, "choice": choice}
                for row in rows_from(view.evidence(state), thing)
                for key, choice in (on.get(str(row["id"]), (None, None)),)
            ]
        case _:
            return [*rows_from(view.evidence(state), thing)]


def _decided(key: str, one: Decision) -> Row:
    return {
        "id": key, "document": one.document, "claim": one.claim, "choice": one.choice.value,
        "reason": one.reason, "by": one.by, "at": f"{one.at:%Y-%m-%dT%H:%MZ}",
    }  # fmt: skip


def _regrouped(key: str, one: Regrouping) -> Row:
    return {
        "id": key, "document": "", "how": one.how.value, "observations": list(one.observations),
        "apart_from": list(one.apart_from), "documents": list(one.documents),
        "reason": one.reason, "by": one.by, "at": f"{one.at:%Y-%m-%dT%H:%MZ}",
    }  # fmt: skip


def one_row(request: Request, thing: str, id_: str, state: Asked) -> Row:
    """Return one row by its id; a hidden one is missing.

    Raises:
        NotFound: there is none of this id that the asker may see.
    """
    found = table(request, thing, state).by_id.get(id_)
    if found is None:
        raise NotFound(thing.rstrip("s"), id_)
    return found


def key_of(row: Mapping[str, object]) -> str:
    """Return what rows are sorted by: when, then id, which no two share.

    >>> key_of({"id": "i-1", "when": "2031-02"}) < key_of({"id": "i-0", "when": "2031-03"})
    True
    """
    who = row.get("id") or f"{row.get('finding')}{PART}{row.get('reviewer')}"
    return f"{row.get('when') or row.get('at') or ''}{PART}{who}"


def _seen(row: Row, sharpness: Sharpness) -> Row:
    lon, lat, accuracy = (row.get(name) for name in ("lon_deg", "lat_deg", "accuracy_m"))
    if sharpness.exact or not isinstance(lon, float) or not isinstance(lat, float):
        return row
    place = public_place(Place(lon, lat, float(str(accuracy))))
    return {
        **row,
        "lon_deg": place.lon_deg,
        "lat_deg": place.lat_deg,
        "accuracy_m": place.accuracy_m,
    }


def _is_told(row: Row, thing: str, sharpness: Sharpness) -> bool:
    if sharpness.until is None or thing not in _FRESH:
        return True
    end = Timespan.parse(str(row["when"])).end
    return end is not None and end <= sharpness.until
