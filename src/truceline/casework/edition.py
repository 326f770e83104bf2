"""Edition: a report that left the house, on record: which one, for whom, by whom, when.

The bytes themselves are not kept: what is erased or protected later must not live on in them. Their
digest tells whether a report that somebody shows is the one that was given out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from truceline.casework.audience import Audience
from truceline.digest import Digest, digest_of, short_id
from truceline.errors import Problem, RecordInvalid
from truceline.evidence.ledger import Draft, EntryKind
from truceline.sentence import say, term

if TYPE_CHECKING:
    from truceline.evidence.layout import Casefile


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One report that was given out. ``to`` says to whom, in the words of who gave it.

    ``form`` is the ending of its file, ``as_of``, ``period`` and ``agreements`` what was asked for,
    ``digest`` and ``size_bytes`` those of the file.
    """

    title: str
    form: str
    audience: Audience
    to: str
    as_of: str
    period: str
    agreements: tuple[str, ...]
    digest: Digest
    size_bytes: int
    by: str
    at: datetime


def record_edition(case: Casefile, edition: Edition) -> str:
    """Record that a report was given out, and return the id of the entry.

    Raises:
        RecordInvalid: nobody signs, or nobody is named to whom it went.
    """
    from truceline.evidence.record import to_record

    missing = [name for name, text in (("name", edition.by), ("recipient", edition.to))
               if not text.strip()]  # fmt: skip
    if missing:
        raise RecordInvalid(
            Problem(
                "edition",
                0,
                0,
                say("the {name} is empty", name=term(name)),
                say("Say who gives it out, and to whom"),
            )
            for name in missing
        )
    record = to_record(edition)
    key = short_id("e", digest_of(record))
    with case.ledger() as ledger:
        draft = Draft(kind=EntryKind.EDITION, key=key, record=record)
        ledger.append([draft], author=edition.by, recorded_at=edition.at)
    return key


def editions_of(case: Casefile, *, as_of: datetime | None = None) -> tuple[Edition, ...]:
    """Return every report that was given out, in the order of the ledger."""
    from truceline.evidence.view import standing

    with case.ledger() as ledger:
        return tuple(standing(ledger, EntryKind.EDITION, Edition, as_of=as_of))
