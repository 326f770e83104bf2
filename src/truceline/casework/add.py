"""Add: keep documents in a casefile, each on its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from truceline.errors import TrucelineError
from truceline.evidence.document import Document
from truceline.evidence.ledger import Draft, EntryKind
from truceline.evidence.traced import standing_entry

if TYPE_CHECKING:
    from truceline.evidence.layout import Casefile
    from truceline.timespan import Timespan


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """A document that is kept; ``new`` is False where the same bytes were kept before."""

    document: Document
    new: bool


def add_files(
    case: Casefile,
    paths: Sequence[Path],
    *,
    publisher: str | None = None,
    title: str | None = None,
    url: str | None = None,
    published: Timespan | None = None,
    author: str,
    recorded_at: datetime,
    request: str | None = None,
) -> tuple[tuple[Added, ...], tuple[str, ...]]:
    """Keep each file, or say why not; one bad file never stops the others.

    Args:
        request: The name of the append, for a single file.

    Returns:
        What was kept, and one sentence for each file that was refused.
    """
    from truceline.evidence.add import document_from

    added: list[Added] = []
    refused: list[str] = []
    for path in paths:
        try:
            document = document_from(
                path, publisher=publisher, title=title, url=url, published=published
            )
            added.append(
                keep(case, document, path, author=author, recorded_at=recorded_at, request=request)
            )
        except (TrucelineError, OSError) as error:
            refused.append(_sentence(path, error))
    return tuple(added), tuple(refused)


def keep(
    case: Casefile,
    document: Document,
    path: Path,
    *,
    author: str,
    recorded_at: datetime,
    request: str | None = None,
) -> Added:
    """Keep a document's bytes, then its entry: an entry never stands without its bytes.

    A document that was withdrawn stands again: whoever adds it means it. ``request`` names the
    append.
    """
    from truceline.evidence.record import to_record

    case.archive.keep(path.read_bytes())
    draft = Draft(kind=EntryKind.DOCUMENT, key=document.id, record=to_record(document))
    with case.ledger() as ledger:
        done = ledger.append([draft], author=author, recorded_at=recorded_at, request=request)
        # What is new stands; only what was there before may have been withdrawn meanwhile.
        if done.new == 0 and standing_entry(ledger, draft.kind, draft.key) is None:
            again = replace(draft, supersedes=draft.key)
            done = ledger.append([again], author=author, recorded_at=recorded_at, request=request)
    return Added(document=document, new=done.new == 1)


def _sentence(path: Path, error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{path}: {error.strerror.lower()}"
    told = str(error)
    return told if str(path) in told else f"{path}: {told}"
