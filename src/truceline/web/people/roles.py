"""Roles: what a person is here for, and the state that an object is in for that person."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What somebody who asks is here for.

    ADMINISTRATOR keeps accounts and sees no content. AUDITOR sees hashes and proofs only.
    PROTECTION, the source-protection officer, sees everything and alone lowers a mark. SERVICE is
    a machine with a token. READER is the public: with an account, or anybody in public mode.
    """

    ANONYMOUS = "anonymous"
    READER = "reader"
    CONTRIBUTOR = "contributor"
    ANALYST = "analyst"
    REVIEWER = "reviewer"
    PROTECTION = "protection"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    SERVICE = "service"


ACCOUNT_ROLES = tuple(role for role in Role if role not in (Role.ANONYMOUS, Role.SERVICE))
"""The roles that an account can have; the other two come from having none, or a token."""


class State(StrEnum):
    """How an object stands to the person who asks for it.

    OWN: that person brought it in. SAME: open, of an agreement in the person's care. OTHER: of an
    agreement that is not. RESTRICTED and EMBARGOED are marks; ERASED is gone for good.
    """

    OWN = "own"
    SAME = "same case"
    OTHER = "other case"
    RESTRICTED = "restricted"
    EMBARGOED = "embargoed"
    ERASED = "erased"


class Scope(StrEnum):
    """What a token may be used for; each holds the ones before it, administration apart."""

    READ = "read"
    CONTRIBUTE = "contribute"
    REVIEW = "review"
    ADMIN = "admin"
