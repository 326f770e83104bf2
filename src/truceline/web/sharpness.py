"""Sharpness: how sharply and how freshly one reader may be told where things happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from fastapi import Request

from truceline.casework.coarse import DELAY
from truceline.casework.sight import PUBLIC, Clearance

if TYPE_CHECKING:
    from truceline.web.people.person import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharpness:
    """``exact`` tells places as recorded, else at town level; None in ``until`` is no delay.

    What was worked out for one may be shown to another of the same sharpness, and to no other.
    """

    exact: bool
    until: datetime | None
    clearance: Clearance


def sharpness_of(request: Request) -> Sharpness:
    """Return what the asker may see. Who is not known sees what the public sees."""
    from truceline.web.people.clearance import clearance_of

    person: Person | None = getattr(request.state, "person", None)
    clearance = PUBLIC if person is None else clearance_of(person)
    exact = clearance.anything and not clearance.coarse
    settings = request.app.state.settings
    until = None
    if settings.public and not exact:
        # By whole days, so that what is worked out for one reader serves the next.
        today = settings.clock().replace(hour=0, minute=0, second=0, microsecond=0)
        until = today - DELAY
    return Sharpness(exact=exact and not settings.public, until=until, clearance=clearance)
