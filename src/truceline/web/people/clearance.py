"""Clearance: how much of the evidence somebody may see, as the matrix says."""

from __future__ import annotations

from datetime import UTC, datetime

from truceline.casework.sight import ALL, Clearance, Sight
from truceline.web.people.permissions import permissions
from truceline.web.people.person import Person, Via
from truceline.web.people.roles import Role, State

# The need that says who sees findings and what they rest on.
_CONTENT = "content"
# Who sees everything sees it at any moment.
_ALWAYS = datetime.min.replace(tzinfo=UTC)


def clearance_of(person: Person) -> Clearance:
    """Return what of the evidence a person may see; nothing where the matrix grants nothing.

    >>> from truceline.web.people.person import ANONYMOUS, VISITOR
    >>> clearance_of(ANONYMOUS).anything, clearance_of(VISITOR).coarse
    (False, True)
    """
    states = permissions().needs[_CONTENT][person.role]
    by_token = person.via is Via.TOKEN
    return Clearance(
        anything=bool(states),
        embargoed=State.EMBARGOED in states and not by_token,
        restricted=State.RESTRICTED in states and not by_token,
        coarse=Role.READER in (person.role, person.behind),
    )


def care_of(person: Person) -> frozenset[str] | None:
    """Return the agreements that a person sees; None is all, for whose role care does not bound.

    >>> from truceline.web.people.person import VISITOR
    >>> care_of(VISITOR) is None
    True
    """
    if State.OTHER in permissions().needs[_CONTENT][person.role]:
        return None
    return person.agreements


def sight_for(person: Person, *, at: datetime) -> Sight:
    """Return what of the evidence a person may see at a moment.

    The moment is that of the last full hour: an embargo ends with the hour and never before it, and
    what was worked out for one is good for all who ask within it.
    """
    clearance = clearance_of(person)
    hour = at.replace(minute=0, second=0, microsecond=0)
    return Sight(clearance=clearance, at=_ALWAYS if clearance == ALL else hour)
