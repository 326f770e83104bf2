"""A signer puts its name to growth alone, and a sealed ledger cannot be rewritten unseen."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.evidence.test_tamper import tampered
from truceline.casework.seal import audited, known_on, proof_of, sealed_by
from truceline.errors import LedgerDamaged, SealRefused
from truceline.evidence.layout import Casefile
from truceline.evidence.leaf import leaf_and_body
from truceline.evidence.ledger import Draft, EntryKind
from truceline.evidence.signer import Signer
from truceline.evidence.stores.sqlite import keys_path

MONDAY = datetime(2031, 6, 2, tzinfo=UTC)
DAY = timedelta(days=1)
ORIGIN = "example.org/log"


@pytest.fixture
def case(tmp_path: Path) -> Casefile:
    return Casefile.create(tmp_path / "case", name="Rill", author="ann")


@pytest.fixture
def signer(tmp_path: Path) -> Signer:
    return Signer.create(tmp_path / "signer", origin=ORIGIN)


def grow(case: Casefile, *keys: str, at: datetime = MONDAY) -> None:
    """Append a claim for each key."""
    drafts = [Draft(kind=EntryKind.CLAIM, key=key, record={"words": key}) for key in keys]
    with case.ledger() as ledger:
        ledger.append(drafts, author="ann", recorded_at=at)


def seal(case: Casefile, signer: Signer, *, at: datetime = MONDAY) -> int:
    """Seal a casefile; return the size that was sealed."""
    with case.ledger(with_keys=False) as ledger:
        note = signer.sign(ledger, now=at)
    return sealed_by(case, note, signer.verifiers).checkpoint.size


def test_what_grows_is_sealed_and_what_is_sealed_is_proved(case: Casefile, signer: Signer) -> None:
    grow(case, "c-1", "c-2", "c-3")
    assert (seal(case, signer), seal(case, signer, at=MONDAY + DAY)) == (3, 3)
    grow(case, "c-4", at=MONDAY + DAY)

    found = audited(case)
    assert (found.size, found.sealed, found.unsealed, found.checkpoints) == (4, 3, 1, 1)
    proof, leaf = proof_of(case, "c-2")
    assert proof.check(leaf, keys=case.seals.keys()).checkpoint.size == 3
    assert seal(case, signer, at=MONDAY + 2 * DAY) == 4
    assert audited(case).unsealed == 0


def test_the_signer_refuses_a_ledger_that_was_set_back(
    case: Casefile, signer: Signer, tmp_path: Path
) -> None:
    grow(case, "c-1")
    shutil.copytree(case.path, tmp_path / "old")
    grow(case, "c-2")
    seal(case, signer)
    old = Casefile.open(tmp_path / "old")

    with pytest.raises(SealRefused, match="set back"):
        seal(old, signer)
    grow(old, "c-other")
    with pytest.raises(SealRefused, match="does not begin with what was sealed"):
        seal(old, signer)
    grow(old, "c-more")
    with pytest.raises(SealRefused, match="does not begin with what was sealed"):
        seal(old, signer)


def test_one_who_rewrites_every_hash_is_found_by_the_checkpoint(
    case: Casefile, signer: Signer
) -> None:
    grow(case, "c-1", "c-2", "c-3")
    seal(case, signer)
    rewrite(case, 1, "forged")

    with case.ledger() as ledger:
        assert ledger.verify() == 3
        assert [entry.record["words"] for entry in ledger.entries()] == ["c-1", "forged", "c-3"]
    with pytest.raises(LedgerDamaged, match="not those that were sealed"):
        audited(case)
    with pytest.raises(SealRefused):
        seal(case, signer)


def rewrite(case: Casefile, index: int, words: str) -> None:
    """Change an entry as the best attacker would: with the keys, and every hash made anew."""
    from truceline.evidence.leaf import clock_of, columns_of, values_of
    from truceline.evidence.tree import grown, leaf_hash, root_of_peaks

    with case.ledger() as ledger:
        rows = ledger.store.rows(size=99)
        entry = list(ledger.entries())[index]
        secret = ledger.keys.secret(index)
    columns = columns_of(rows[index].leaf)
    assert columns is not None
    assert secret is not None
    leaf, body = leaf_and_body(
        values_of({"words": words}, author=entry.author, key=entry.key, supersedes=None),
        columns=columns,
        clock=clock_of(rows[index].leaf),
        secret=secret,
        usual=("acled",),
    )
    hashes = [row.leaf_hash for row in rows]
    hashes[index] = leaf_hash(leaf)
    peaks = grown([], 0, hashes)
    tampered(
        case.ledger_path,
        f"UPDATE entry SET leaf = x'{leaf.hex()}', leaf_hash = x'{hashes[index].hex()}' "  # noqa: S608
        f"WHERE entry_index = {index}",
        f"UPDATE body SET body = x'{body.hex()}' WHERE entry_index = {index}",  # noqa: S608
        f"UPDATE head SET peaks = x'{b''.join(peaks).hex()}', "  # noqa: S608
        f"root = x'{root_of_peaks(peaks).hex()}'",
    )


def test_two_roots_for_one_size_are_both_kept_as_proof(
    case: Casefile, signer: Signer, tmp_path: Path
) -> None:
    grow(case, "c-1")
    shutil.copytree(case.path, tmp_path / "other")
    shutil.copytree(signer.folder, tmp_path / "stolen")
    other, stolen = Casefile.open(tmp_path / "other"), Signer.open(tmp_path / "stolen")
    grow(case, "c-2")
    seal(case, signer)
    grow(other, "c-3")
    with other.ledger(with_keys=False) as ledger:
        rival = stolen.sign(ledger, now=MONDAY)

    with pytest.raises(SealRefused, match="two roots were sealed for 2 entries"):
        case.seals.keep(rival)
    names = sorted(path.name for path in case.seals.folder.iterdir())
    assert names == ["000000000002.checkpoint", "000000000002.rival", "keys.txt"]


def test_another_signer_is_not_taken_for_the_first(
    case: Casefile, signer: Signer, tmp_path: Path
) -> None:
    grow(case, "c-1")
    seal(case, signer)
    with pytest.raises(SealRefused, match="not the one that sealed"):
        seal(case, Signer.create(tmp_path / "second", origin=ORIGIN))


def test_what_was_known_on_a_day_follows_from_the_checkpoint_of_that_day(
    case: Casefile, signer: Signer
) -> None:
    grow(case, "c-1", "c-2")
    seal(case, signer, at=MONDAY + DAY)
    grow(case, "c-3", at=MONDAY)  # by a clock that was set back
    grow(case, "c-4", at=MONDAY + 3 * DAY)

    then = known_on(case, MONDAY + DAY)
    assert then.seal is not None
    assert (then.seal.checkpoint.size, then.recorded, then.unsealed) == (2, 3, 1)
    assert (known_on(case, MONDAY).seal, known_on(case, MONDAY).contradicted) == (None, 1)
    assert then.contradicted == known_on(case, MONDAY + 3 * DAY).contradicted == 0
    with case.ledger() as ledger:
        late = list(ledger.entries())[2]
        assert (late.recorded_at, late.clock) == (MONDAY + DAY, MONDAY)
        assert len(list(ledger.entries(size=then.seal.checkpoint.size))) == 2


def test_a_ledger_without_its_keys_is_verified_and_not_read(case: Casefile, signer: Signer) -> None:
    grow(case, "c-1")
    seal(case, signer)
    keys_path(case.ledger_path).unlink()

    assert audited(case).sealed == 1
    with case.ledger(with_keys=False) as ledger, pytest.raises(LedgerDamaged, match="without"):
        list(ledger.entries())
