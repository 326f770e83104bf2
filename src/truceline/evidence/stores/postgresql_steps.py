"""PostgreSQL steps: the numbered files of SQL that a ledger's form on a server is made of."""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the form. Step 0 makes the server's roles and is safe to run again."""

    number: int
    name: str
    sql: str

    @property
    def digest(self) -> str:
        """Return the SHA-256 of its text, in hexadecimal."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


@functools.cache
def steps() -> tuple[Step, ...]:
    """Return the steps of the form, in order.

    >>> [step.number for step in steps()][:2]
    [0, 1]
    """
    folder = files("truceline.evidence.stores") / "postgresql_form"
    found = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".sql")),
        key=lambda file: file.name,
    )
    return tuple(
        Step(
            number=int(file.name.partition("_")[0]),
            name=file.name,
            sql=file.read_text(encoding="utf-8"),
        )
        for file in found
    )
