"""Clearance: how much of the evidence somebody may see, as the matrix says."""

from __future__ import annotations

from truceline.casework.sight import Clearance
from truceline.web.people.permissions import permissions
from truceline.web.people.person import Person, Via
from truceline.web.people.roles import Role, State

# The need that says who sees findings and what they rest on.
_CONTENT = "content"


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
