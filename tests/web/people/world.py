"""A small world of people: a store on a clock that stands still until it is moved."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from truceline.web.people.accounts import Account, add_account
from truceline.web.people.roles import Role
from truceline.web.people.store import PeopleStore


@dataclass
class Clock:
    """A clock that a test moves."""

    moment: datetime = field(default_factory=lambda: datetime(2031, 6, 2, 9, tzinfo=UTC))

    def __call__(self) -> datetime:
        """Return what it shows."""
        return self.moment

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.moment += timedelta(seconds=seconds)

    def seconds(self) -> float:
        """Return what it shows as seconds."""
        return self.moment.timestamp()


def people_in(folder: Path, clock: Clock) -> PeopleStore:
    """Return a new, empty store of accounts."""
    return PeopleStore(folder / "people.sqlite", clock=clock)


def somebody(store: PeopleStore, role: Role = Role.ANALYST, *, name: str = "ann") -> Account:
    """Return a new account without a password."""
    return add_account(store, name=name, role=role, by="test")
