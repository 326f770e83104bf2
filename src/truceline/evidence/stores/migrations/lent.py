"""Lent: a connection of ours as alembic wants to see one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Connection


class Lent:
    """A connection whose transaction is somebody else's: it is neither committed nor closed."""

    def __init__(self, owned: Any) -> None:
        self.owned = owned

    def __getattr__(self, name: str) -> Any:
        return getattr(self.owned, name)

    def commit(self) -> None:
        """Leave the transaction to its owner."""

    def rollback(self) -> None:
        """Leave the transaction to its owner."""

    def close(self) -> None:
        """Leave the connection to its owner."""


@contextmanager
def lent(owned: object, *, dialect: str, **options: object) -> Iterator[Connection]:
    """Yield a connection of SQLAlchemy over one of ours, inside the transaction under way."""
    from sqlalchemy import create_engine
    from sqlalchemy.pool import StaticPool

    engine = create_engine(
        f"{dialect}://", creator=lambda: Lent(owned), poolclass=StaticPool, **options
    )
    with engine.connect() as session, session.begin():
        yield session
