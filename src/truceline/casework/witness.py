"""Witness: have partners look at how the ledger of a casefile grew, and keep what they say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from truceline.errors import NoteInvalid, NotFound

if TYPE_CHECKING:
    from truceline.evidence.checkpoint import Seal
    from truceline.evidence.layout import Casefile
    from truceline.evidence.note import VerifierKey


def last_seal(case: Casefile) -> Seal:
    """Return the last checkpoint.

    Raises:
        NotFound: nothing was sealed yet.
    """
    seal = case.seals.last()
    if seal is None:
        raise NotFound("checkpoint", "of this ledger (type `truceline ledger checkpoint`)")
    return seal


def request_to_witness(case: Casefile, *, old: int) -> bytes:
    """Return what a witness is sent who saw ``old`` entries last (0: none yet).

    Raises:
        NotFound: nothing was sealed, or never so many.
    """
    from truceline.evidence.audit import prove_consistent
    from truceline.evidence.witness import request_of

    seal = last_seal(case)
    if not 0 <= old <= seal.checkpoint.size:
        raise NotFound("sealed state of size", str(old))
    with case.ledger(with_keys=False) as ledger:
        proof = prove_consistent(ledger, old=old, new=seal.checkpoint)
    return request_of(seal, old=old, proof=proof)


def take_cosigned(case: Casefile, file: Path, *, key: VerifierKey) -> Seal:
    """Keep what a witness signed; its key, which came by another way, is trusted from now on.

    Raises:
        NoteInvalid: the witness's key did not sign it.
        SealRefused: it is not a state that this ledger was sealed in.
    """
    from truceline.evidence.checkpoint import seal_of
    from truceline.evidence.note import Note

    data = file.read_bytes()
    found = seal_of(data, keys=(*case.seals.keys(), key), origin=case.seals.origin)
    if key.name not in found.witnesses:
        raise NoteInvalid(f"{key.name} did not sign {file.name}")
    case.seals.at(found.checkpoint.size)
    case.seals.trust([key])
    return case.seals.keep(Note.parse(data))
