"""Party: a signatory, an actor that signed nothing, or a monitor, and whom it answers for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from truceline.timespan import Timespan


class Role(StrEnum):
    """What somebody is to the agreement."""

    SIGNATORY = "signatory"
    NON_SIGNATORY = "non-signatory"
    MONITOR = "monitor"
    GUARANTOR = "guarantor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Affiliation:
    """A dated tie of one actor to another: member of, backed by, acts for."""

    tie: str
    to: str
    during: Timespan | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Somebody who is bound, acts or supervises.

    ``called`` are the names under which reports speak of it, in lower case; ``side`` is the side
    that its forces come from, as reports name it ("alpha"); ``adversaries`` are the ids of those
    whose claims about it, and it about them, count as self-serving.
    """

    id: str
    title: str
    role: Role
    called: tuple[str, ...] = ()
    side: str | None = None
    adversaries: tuple[str, ...] = ()
    affiliations: tuple[Affiliation, ...] = ()
