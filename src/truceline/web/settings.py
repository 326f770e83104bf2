"""Settings: how one desk is served."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from truceline.web.people.oidc import Provider

LANGUAGES = ("en", "fr", "ar")


def clock() -> datetime:
    """Return the time of day in UTC: the clock of the desk, unless a test hands in another."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a casefile is served.

    ``public`` shows it read-only to people who are not signed in: positions coarse and late,
    nothing under a mark. ``origin`` is the address that people type, with scheme and port; cookies
    are marked secure unless it is plain http on this machine. ``language`` is spoken to those who
    ask for none that is there. ``oidc`` is a provider by whose word people may sign in as well;
    where it is None, nothing is asked of any other machine.
    """

    casefile: Path
    origin: str = "http://127.0.0.1:8974"
    public: bool = False
    language: str = "en"
    clock: Callable[[], datetime] = clock
    oidc: Provider | None = None

    @property
    def is_local(self) -> bool:
        """Return whether the desk is reached on this machine alone, without encryption.

        >>> Settings(casefile=Path("case")).is_local
        True
        >>> Settings(casefile=Path("case"), origin="https://desk.example").is_local
        False
        """
        host = self.origin.removeprefix("http://")
        return host != self.origin and host.split(":", 1)[0] in ("127.0.0.1", "localhost", "[")
