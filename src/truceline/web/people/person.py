"""Person: who asks, as far as they proved it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from truceline.web.people.roles import Role, Scope


class Via(StrEnum):
    """How somebody proved who they are."""

    ANONYMOUS = "anonymous"
    SESSION = "session"
    TOKEN = "token"  # noqa: S105


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who asks. ``id`` is empty for somebody without an account.

    ``scopes`` bound what a token may be used for; a session has them all. ``agreements`` are the
    ids in this person's care; None is every agreement of the casefile. ``trusted`` contributors'
    submissions go in without a second person. ``behind`` is the role of the person whose token it
    is: a token sees no more than its owner.
    """

    id: str
    name: str
    role: Role
    via: Via
    scopes: frozenset[Scope] = frozenset()
    agreements: frozenset[str] | None = None
    behind: Role | None = None
    trusted: bool = False

    @property
    def known(self) -> bool:
        """Return whether this is somebody with an account or a token."""
        return self.via is not Via.ANONYMOUS

    def cares_for(self, agreement: str) -> bool:
        """Return whether an agreement is in this person's care.

        >>> ANONYMOUS.cares_for("undof-1974")
        False
        >>> VISITOR.cares_for("undof-1974")
        True
        """
        if self.role is Role.ANONYMOUS:
            return False
        return self.agreements is None or agreement in self.agreements


ANONYMOUS = Person(id="", name="", role=Role.ANONYMOUS, via=Via.ANONYMOUS)
"""Somebody who has not signed in."""

VISITOR = Person(
    id="",
    name="",
    role=Role.READER,
    via=Via.ANONYMOUS,
    scopes=frozenset({Scope.READ}),
)
"""Anybody, where the server runs in public mode: a public reader without an account."""

SESSION_SCOPES = {
    Role.ANONYMOUS: frozenset[Scope](),
    Role.READER: frozenset({Scope.READ}),
    Role.CONTRIBUTOR: frozenset({Scope.READ, Scope.CONTRIBUTE}),
    Role.ANALYST: frozenset({Scope.READ, Scope.CONTRIBUTE}),
    Role.REVIEWER: frozenset({Scope.READ, Scope.CONTRIBUTE, Scope.REVIEW}),
    Role.PROTECTION: frozenset({Scope.READ, Scope.CONTRIBUTE, Scope.REVIEW}),
    Role.ADMINISTRATOR: frozenset({Scope.ADMIN}),
    Role.AUDITOR: frozenset({Scope.READ}),
    Role.SERVICE: frozenset({Scope.READ}),
}
"""What the sessions of each role may be used for; a token's scopes are the fewer of the two."""
