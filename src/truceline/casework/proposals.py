"""Proposals: what a model proposes for a document, kept apart from claims until a person accepts.

Nothing above reads proposals: no observation, finding or report rests on one. An accepted proposal
becomes a claim under the name of the person who accepted it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from truceline.casework.found_again import drafts_for
from truceline.casework.places import gazetteer_of
from truceline.casework.read import chosen_documents, page_of
from truceline.digest import digest_of, short_id
from truceline.errors import NotFound
from truceline.evidence.ledger import Draft, EntryKind
from truceline.reading.claim import Claim
from truceline.reading.readers.llm import LlmReader, Proposals, answer_digest

if TYPE_CHECKING:
    from truceline.evidence.layout import Casefile


def propose_for(
    case: Casefile,
    reader: LlmReader,
    *,
    only: tuple[str, ...] = (),
    author: str,
    recorded_at: datetime,
) -> Iterator[Proposals]:
    """Ask a model about documents of a casefile, one by one, and keep what it proposes.

    Kept are the model's name, the digests of prompt and request, every raw answer, the claims
    proposed and what was refused. A second answer that differs is kept beside the first.

    Raises:
        NotFound: no document, or no single one, has such an id.
    """
    from truceline.evidence.record import to_record

    for document in chosen_documents(case, only):
        found = reader.propose(document, page=page_of(document), gazetteer=gazetteer_of(case))
        named = {
            "document": document.id,
            "request": found.request,
            "answers": [answer_digest(answer) for answer in found.answers],
        }
        draft = Draft(
            kind=EntryKind.PROPOSAL,
            key=short_id("p", digest_of(named)),
            record=to_record(_writable(found)),
        )
        with case.ledger() as ledger:
            ledger.append([draft], author=author, recorded_at=recorded_at)
        yield found


def accept_proposals(
    case: Casefile, ids: tuple[str, ...], *, author: str, recorded_at: datetime
) -> tuple[Claim, ...]:
    """Keep proposed claims as claims, in the name of the author, and return them.

    Raises:
        NotFound: no claim, or no single one, was proposed by such an id; then none is kept.
    """
    from truceline.evidence.view import standing

    with case.ledger() as ledger:
        proposed = {
            claim.id: claim
            for one in standing(ledger, EntryKind.PROPOSAL, Proposals)
            for claim in one.claims
        }
        chosen = tuple(_one_of(proposed, id_) for id_ in ids)
        ledger.append(
            drafts_for(ledger, EntryKind.CLAIM, chosen), author=author, recorded_at=recorded_at
        )
    return chosen


def _one_of(proposed: dict[str, Claim], id_: str) -> Claim:
    matching = [claim for name, claim in proposed.items() if name.startswith(id_)]
    if len(matching) != 1:
        raise NotFound("single proposed claim", id_, known=proposed)
    return matching[0]


def _writable(found: Proposals) -> Proposals:
    """Return proposals whose raw answers hold whole characters only, as a record must."""
    from dataclasses import replace

    answers = tuple(
        answer.encode("utf-8", "backslashreplace").decode("utf-8") for answer in found.answers
    )
    refused = tuple(
        reason.encode("utf-8", "backslashreplace").decode("utf-8") for reason in found.refused
    )
    return replace(found, answers=answers, refused=refused)
