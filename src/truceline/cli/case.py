"""The casefile that a command works on, the clock, and who does it: a door's three inputs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from truceline.cli.listing import tell

if TYPE_CHECKING:
    from truceline.evidence.layout import Casefile
    from truceline.evidence.ledger import Appended
    from truceline.timespan import Timespan


# Clocks of two machines may differ by seconds without anybody being wrong.
_TOLD_BEHIND = timedelta(minutes=1)


def open_case(path: Path | None) -> Casefile:
    """Return the casefile named, or the one that the current folder lies in."""
    from truceline.evidence.layout import Casefile

    found = Casefile.open(path) if path is not None else Casefile.find(Path.cwd())
    return replace(found, heed=_Behind())


class _Behind:
    """Says once that this machine's clock lies behind what is recorded already."""

    def __init__(self) -> None:
        self._is_said = False

    def __call__(self, done: Appended) -> None:
        if self._is_said or done.behind < _TOLD_BEHIND:
            return
        self._is_said = True
        tell(
            f"The clock of this machine lies {done.behind} behind the ledger's latest entry or "
            "checkpoint: what is added now is recorded at that latest time, and the clock's own "
            "word is kept beside it. Set the clock right."
        )


def now() -> datetime:
    """Return the time of day in UTC; the only clock of the command line."""
    return datetime.now(UTC)


def author_of(case: Casefile, given: str | None) -> str:
    """Return who acts: as given, or as the casefile's settings say."""
    return given or case.settings.author


def told_as_of(case: Casefile, text: str | None, *, sealed: bool = False) -> datetime | None:
    """Return the last moment of the day that ``--as-of`` names; tell by which time it is answered.

    That is the time at which entries were recorded, by the clocks of those who recorded them; or,
    where ``sealed``, the time of a checkpoint, by the signer's.
    """
    from truceline.casework.seal import known_on

    moment = moment_from(text)
    if moment is None:
        return None
    known = known_on(case, moment)
    if sealed:
        if known.seal is not None:  # where there is none, that is an error of its own
            tell(f"As of {text}, by the checkpoint of {known.seal.sealed_at:%Y-%m-%d %H:%M} UTC.")
        return moment
    tell(
        f"As of {text}, by recorded time: {known.recorded} entries, {known.unsealed} of them not "
        "sealed by then."
    )
    if known.contradicted:
        tell(
            f"Careful: {known.contradicted} entries that are left out were made by then, by their "
            "own clocks. A clock was set back or ran ahead; what a checkpoint of that day holds is "
            "safe (truceline assess --sealed)."
        )
    return moment


def span_from(text: str | None) -> Timespan | None:
    """Return the period that an option names, or None where it was not given."""
    from truceline.timespan import Timespan

    return None if text is None else Timespan.parse(text)


def moment_from(text: str | None) -> datetime | None:
    """Return the last moment of the day that ``--as-of`` names, or None."""
    span = span_from(text)
    return None if span is None else span.end
