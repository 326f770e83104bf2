"""The casefile that a command works on, the clock, and who does it: a door's three inputs."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from truceline.evidence.layout import Casefile
    from truceline.timespan import Timespan


def open_case(path: Path | None) -> Casefile:
    """Return the casefile named, or the one that the current folder lies in."""
    from truceline.evidence.layout import Casefile

    return Casefile.open(path) if path is not None else Casefile.find(Path.cwd())


def now() -> datetime:
    """Return the time of day in UTC; the only clock of the command line."""
    return datetime.now(UTC)


def author_of(case: Casefile, given: str | None) -> str:
    """Return who acts: as given, or as the casefile's settings say."""
    return given or case.settings.author


def span_from(text: str | None) -> Timespan | None:
    """Return the period that an option names, or None where it was not given."""
    from truceline.timespan import Timespan

    return None if text is None else Timespan.parse(text)


def moment_from(text: str | None) -> datetime | None:
    """Return the last moment of the day that ``--as-of`` names, or None."""
    span = span_from(text)
    return None if span is None else span.end
