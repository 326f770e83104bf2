"""What this package asks of the reading's lexicons: actors by name."""

from __future__ import annotations

from typing import Protocol


class KnownActor(Protocol):
    """A canonical actor: its name, its kind ("media", "force" ...), and whom it belongs to."""

    @property
    def name(self) -> str: ...

    @property
    def kind(self) -> str: ...

    @property
    def of(self) -> str | None: ...


class ActorBook(Protocol):
    """Canonical actors, found by the words that sources use."""

    def find(self, words: str) -> KnownActor | None:
        """Return the actor that goes by these words, or None."""
        ...
