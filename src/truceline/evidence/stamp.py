"""Stamp: an RFC 3161 answer for a checkpoint: an authority's word that it existed by a time.

What is stamped is the text of the checkpoint without its signatures, so that a witness who signs
later spoils no stamp. Single entries are never stamped: that would tell when something came in.

Source: RFC 3161, through the library rfc3161-client.
"""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from truceline.errors import NoteInvalid, TrucelineError
from truceline.evidence.archive import write_durably
from truceline.evidence.checkpoint import Checkpoint
from truceline.evidence.seals import Seals

_NAME = re.compile(r"[A-Za-z0-9_-]+")


def query_for(checkpoint: Checkpoint) -> bytes:
    """Return the question that an authority is asked about a checkpoint (a .tsq file).

    Raises:
        TrucelineError: the library for stamps is not installed.
    """
    try:
        from rfc3161_client import HashAlgorithm, TimestampRequestBuilder
    except ImportError:
        raise _missing() from None
    builder = TimestampRequestBuilder().data(str(checkpoint).encode())
    return builder.hash_algorithm(HashAlgorithm.SHA256).build().as_bytes()


def stamped_at(checkpoint: Checkpoint, answer: bytes, *, authority: bytes) -> datetime:
    """Return when an authority says that it saw a checkpoint.

    Args:
        answer: The authority's answer (a .tsr file).
        authority: The root certificate (PEM) that is trusted for stamps.

    Raises:
        NoteInvalid: it is no stamp, of another checkpoint, or of another authority.
    """
    try:
        from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response
    except ImportError:
        raise _missing() from None
    from cryptography import x509

    try:
        response = decode_timestamp_response(answer)
        verifier = VerifierBuilder()
        for certificate in x509.load_pem_x509_certificates(authority):
            verifier = verifier.add_root_certificate(certificate)
        verifier.build().verify_message(response, str(checkpoint).encode())
    except (VerificationError, ValueError) as error:
        raise NoteInvalid(
            f"it is no stamp of this checkpoint by this authority ({error})"
        ) from None
    moment: datetime = response.tst_info.gen_time
    return moment


def keep_stamp(
    seals: Seals, checkpoint: Checkpoint, answer: bytes, *, name: str, authority: bytes
) -> datetime:
    """Keep a stamp beside its checkpoint, after checking it; return its time.

    Raises:
        NoteInvalid: it is no stamp of it.
    """
    if _NAME.fullmatch(name) is None:
        raise NoteInvalid(f"{name!r} cannot name an authority; write letters, digits, - and _")
    moment = stamped_at(checkpoint, answer, authority=authority)
    path: Path = seals.path_of(checkpoint)
    write_durably(path.with_name(f"{path.stem}.{name}.tsr"), answer)
    return moment


def _missing() -> TrucelineError:
    return TrucelineError(
        "stamps need a library that is not installed; install Truceline with its extra 'stamp'"
    )
