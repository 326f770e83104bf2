"""Sight: how sharply and how freshly one reader may be told where things happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from fastapi import Request

# Whoever was somewhere a fortnight ago has moved on or is known to stand there: it is the rhythm in
# which the observers of the best documented agreement inspect.
PUBLIC_DELAY = timedelta(days=14)
# The roles whose work needs the place as it was recorded.
_EXACT = frozenset({"analyst", "reviewer", "protection"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """``exact`` tells places as recorded, else at town level; None in ``until`` is no delay."""

    exact: bool
    until: datetime | None


def sight_of(request: Request) -> Sight:
    """Return what the asker may see. Who is not known sees no place sharper than a town."""
    settings = request.app.state.settings
    person = getattr(request.state, "person", None)
    role = "anonymous" if person is None else str(person.role)
    until = settings.clock() - PUBLIC_DELAY if settings.public and role == "anonymous" else None
    return Sight(exact=role in _EXACT and not settings.public, until=until)
