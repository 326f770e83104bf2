"""UndrawnLine: a line that an agreement names and nobody can put on a map here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class UndrawnLine:
    """A line without geometry; ``why`` says what is missing. Zones on it are not drawable here."""

    id: str
    title: str
    why: str
    called: tuple[str, ...] = ()
