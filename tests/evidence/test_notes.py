"""Notes, checkpoints and proofs are read strictly, and a false one never passes."""

from __future__ import annotations

import base64
import random
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.errors import NoteInvalid
from truceline.evidence.checkpoint import Checkpoint, clock_name, seal_of
from truceline.evidence.note import COSIGNATURE, ED25519, Note, SigningKey, VerifierKey
from truceline.evidence.proof import Proof
from truceline.evidence.tree import inclusion_proof, leaf_hash, root_of

# Source: the example of the Go package golang.org/x/mod/sumdb/note.
PUBLISHED_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PUBLISHED_SEED = "gQoUAtUUbI2E8kQzMPVAgOv5juF9nHT2JS/F1ccoMXM="
PUBLISHED = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdng"
    "otpRZb6KE6RyyBwJnAM=\n"
)
ORIGIN = "example.org/log"
LOG = SigningKey(ORIGIN, ED25519, b"1" * 32)
CLOCK = SigningKey(clock_name(ORIGIN), COSIGNATURE, b"2" * 32)
PARTNER = SigningKey("partner.example/w", COSIGNATURE, b"3" * 32)
STRANGER = SigningKey(ORIGIN, ED25519, b"4" * 32)
KEYS = (LOG.verifier, CLOCK.verifier, PARTNER.verifier)
TEXT = str(Checkpoint(3, b"r" * 32, ORIGIN))


def signed(text: str = TEXT, *keys: SigningKey) -> bytes:
    """Return a checkpoint with signatures."""
    return bytes(Note(text, tuple(key.sign(text, time_s=1_900_000_000) for key in keys)))


def test_a_note_that_another_program_published_is_verified() -> None:
    key = VerifierKey.parse(PUBLISHED_KEY)
    note = Note.parse(PUBLISHED.encode())

    assert [one.key for one in note.verified_by([key])] == [key]
    assert bytes(note) == PUBLISHED.encode()
    own = SigningKey(key.name, key.kind, base64.b64decode(PUBLISHED_SEED))
    assert own.sign(note.text) == note.signatures[0]
    assert str(own.verifier) == PUBLISHED_KEY


def test_a_seal_tells_its_time_and_its_witnesses() -> None:
    seal = seal_of(signed(TEXT, LOG, CLOCK, PARTNER), keys=KEYS)

    assert seal.checkpoint == Checkpoint(3, b"r" * 32, ORIGIN)
    assert seal.sealed_at == datetime(2030, 3, 17, 17, 46, 40, tzinfo=UTC)
    assert seal.witnesses == ("partner.example/w",)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (signed(TEXT, CLOCK, PARTNER), "no trusted key"),
        (signed(TEXT, STRANGER), "no trusted key"),
        (signed(TEXT, LOG).replace(b"\n3\n", b"\n4\n"), "is false"),
        (signed(TEXT, LOG).replace(b"\n", b"\r\n"), "control character"),
        (signed(TEXT, LOG).replace(b"log", b"l\0g"), "control character"),
        (signed(TEXT, LOG)[:-1], "no signed note"),
        (TEXT.encode(), "no signed note"),
        (b"", "no signed note"),
        (b"\xff" + signed(TEXT, LOG), "not UTF-8"),
        (signed(TEXT, LOG) * 2, "no checkpoint|is false"),
        (signed(TEXT, LOG) + signed(TEXT, LOG).split(b"\n\n")[1] * 70, "at most 64"),
        (signed(f"{ORIGIN}\n03\n{TEXT.splitlines()[2]}\n", LOG), "size or its root"),
        (signed(f"{ORIGIN}\n-3\n{TEXT.splitlines()[2]}\n", LOG), "size or its root"),
        (signed(f"{ORIGIN}\n3\nAAAA\n", LOG), "size or its root"),
        (signed(f"{TEXT}extension\n", LOG), "no checkpoint"),
        (signed(f"my log\n{TEXT.partition(chr(10))[2]}", LOG), "no checkpoint"),
        (signed(TEXT, LOG).replace(b"= ", b" ").replace(b"=\n\n", b"\n\n"), "is false|root"),
        (b"x" * 70_000, "at most 65,536"),
    ],
)
def test_a_malformed_or_unsigned_checkpoint_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(NoteInvalid, match=words):
        seal_of(data, keys=KEYS)


def test_no_changed_byte_of_a_checkpoint_passes_as_the_same_seal() -> None:
    whole, chance = signed(TEXT, LOG, CLOCK, PARTNER), random.Random(1)  # noqa: S311
    true = seal_of(whole, keys=KEYS)
    for _ in range(400):
        at, bit = chance.randrange(len(whole)), 1 << chance.randrange(8)
        changed = whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :]
        try:
            found = seal_of(changed, keys=KEYS)
        except NoteInvalid:
            continue
        # A line that no longer names a known key is passed over; what was sealed is the same.
        assert found.checkpoint == true.checkpoint


@given(data=st.binary(max_size=300))
def test_bytes_of_any_kind_are_refused_without_a_crash(data: bytes) -> None:
    for read in (Note.parse, Proof.parse):
        try:
            read(data)
        except NoteInvalid:
            continue


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a+b",
        PUBLISHED_KEY.replace("c74f20a3", "c74f20a4"),
        PUBLISHED_KEY[:-4],
        "a b+00000000+AQ==",
    ],
)
def test_a_mistyped_key_is_refused(text: str) -> None:
    with pytest.raises(NoteInvalid):
        VerifierKey.parse(text)


def test_a_proof_is_checked_offline_and_holds_for_its_entry_alone() -> None:
    leaves = [b"%d" % number for number in range(5)]
    hashes = [leaf_hash(leaf) for leaf in leaves]
    text = str(Checkpoint(5, root_of(hashes), ORIGIN))
    proof = Proof(3, tuple(inclusion_proof(hashes, 3)), signed(text, LOG, PARTNER))
    again = Proof.parse(bytes(proof))

    assert again == proof
    assert again.check(leaves[3], keys=KEYS).witnesses == ("partner.example/w",)
    for leaf in (leaves[2], b""):
        with pytest.raises(NoteInvalid, match="does not stand"):
            again.check(leaf, keys=KEYS)
    extra = bytes(proof).replace(b"index", b"extra AAAA\nindex", 1)
    assert Proof.parse(extra) == proof
    with pytest.raises(NoteInvalid):
        Proof.parse(bytes(proof).replace(b"index 3", b"index 03"))
