"""Instrument: one paper of an agreement's bundle, and its rank."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from truceline.timespan import Timespan


class Rank(StrEnum):
    """What kind of paper it is."""

    AGREEMENT = "signed agreement"
    PROTOCOL = "protocol"
    MAP = "map"
    SIDE_LETTER = "side letter"
    RESOLUTION = "resolution"
    PRACTICE = "monitor's practice"
    REPORTED = "reported only"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One document of the bundle. ``read`` tells how its text is known here.

    ``read`` is "in a copy" (the document itself was read), "in a description" or "recalled".
    """

    id: str
    title: str
    rank: Rank
    dated: Timespan | None = None
    symbol: str | None = None
    bound: tuple[str, ...] = ()
    url: str | None = None
    language: str = "en"
    read: str = "in a copy"
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusStatement:
    """Who said, and when, what the agreement's standing is: in force, void, upheld."""

    at: Timespan
    by: str
    says: str
    source: str
