"""What was erased is nowhere: in no file, no journal, no backup; and every proof still holds."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.faults.table import Tell
from truceline.casework.add import add_files
from truceline.casework.erase import erase_entry
from truceline.casework.gather import gather
from truceline.casework.observe import observe_claims
from truceline.casework.read import read_documents
from truceline.casework.seal import audited, proof_of, sealed_by
from truceline.casework.withdraw import withdraw_entry
from truceline.errors import LedgerDamaged, NotFound
from truceline.evidence import leaf as leaf_module
from truceline.evidence.keys import Keys
from truceline.evidence.layout import Casefile
from truceline.evidence.leaf import columns_of, opened
from truceline.evidence.ledger import Draft, EntryKind, Reason, withdrawal
from truceline.evidence.signer import Signer
from truceline.evidence.stores.sqlite import keys_path
from truceline.timespan import Timespan

MONDAY = datetime(2031, 6, 2, tzinfo=UTC)
NOTE = (
    "Patrol log {0}\n\nOn 12 June the monitors saw three battle tanks of Northmark in the buffer "
    "zone near Oxmere, said {0}.\n"
)
CANARIES = 1_000


def canary(number: int) -> str:
    """Return a word that stands nowhere else."""
    return f"canary{number:04}voice"


@pytest.fixture
def case(tmp_path: Path) -> Casefile:
    return Casefile.create(tmp_path / "case", name="Rill", agreements=("undof-1974",), author="ann")


def erase(case: Casefile, key: str) -> dict[str, int]:
    """Erase an entry with all that was made of it; return how many of each kind went."""
    done = erase_entry(
        case,
        key,
        reason=Reason.SOURCE_IN_DANGER,
        approved_by=["bob"],
        author="ann",
        recorded_at=MONDAY + timedelta(days=2),
    )
    return dict(done.counts)


def hits(folder: Path, wanted: list[bytes]) -> list[str]:
    """Return the files under a folder that hold one of some words, in any plain form."""
    found = []
    for path in folder.rglob("*"):
        if not path.is_file():
            continue
        data = path.read_bytes()
        forms = (data, data.lower(), data.replace(b"\0", b""))
        found += [str(path) for word in wanted if any(word in form for form in forms)]
    return found


def release(case: Casefile, count: int) -> list[Draft]:
    """Record canaries, withdraw some, and record one entry that stays; return their drafts."""
    words = [canary(number) for number in range(count)]
    drafts = [
        Draft(kind=EntryKind.CLAIM, key=f"c-{word}", record={"quote": f"{word} said so"})
        for word in words
    ]
    gone = [
        withdrawal(kind=EntryKind.CLAIM, key=f"c-{word}", reason=f"{word} asked for it")
        for word in words[: count // 20]
    ]
    kept = Draft(kind=EntryKind.CLAIM, key="c-kept", record={"quote": "kept"})
    with case.ledger() as ledger:
        ledger.append([*drafts, *gone, kept], author="ann", recorded_at=MONDAY)
    return drafts


def erase_all(case: Casefile, drafts: list[Draft]) -> int:
    """Erase every canary; return how many entries went."""
    with case.ledger() as ledger:
        return ledger.erase(
            [(EntryKind.CLAIM, draft.key) for draft in drafts],
            reason=Reason.PRIVACY,
            approved_by=["bob"],
            author="ann",
            recorded_at=MONDAY,
        )


def opened_in(backup: Path, keys: Path) -> list[str]:
    """Return what opens in a backup of the ledger with the keys that are left."""
    shutil.copy(keys, keys_path(backup / "ledger.sqlite"))
    with Casefile.open(backup).ledger(with_keys=False) as old:
        rows = old.store.rows(size=9_999, limit=9_999)
    found, left = [], Keys(keys)
    for row in rows:
        columns, secret = columns_of(row.leaf), left.secret(row.entry_index)
        assert columns is not None
        assert row.body is not None
        if secret is not None:
            found.append(str(opened(row.leaf, row.body, rec=columns.rec, secret=secret)))
    left.close()
    return found


def without_keys(case: Casefile, folder: Path) -> Path:
    """Return a backup of a casefile's files, made while nobody writes."""
    shutil.copytree(case.path, folder, ignore=shutil.ignore_patterns("*.keys"))
    return folder


def test_a_thousand_erased_canaries_are_nowhere(case: Casefile, tmp_path: Path, tell: Tell) -> None:
    drafts = release(case, CANARIES)
    backup = without_keys(case, tmp_path / "backup")
    assert not hits(case.path, [canary(number).encode() for number in range(3)])

    erased = erase_all(case, drafts)
    assert erased == CANARIES + CANARIES // 20

    assert audited(case).size == len(drafts) + CANARIES // 20 + 1 + 3
    with case.ledger() as ledger:
        left = {entry.key for entry in ledger.entries() if not entry.erased}
        (stands,) = ledger.standing(kind=EntryKind.CLAIM)
        assert stands.record == {"quote": "kept"}
        assert ledger.append(drafts, author="ann", recorded_at=MONDAY).new == 0
    assert not any("canary" in key for key in left)
    found = hits(tmp_path, [b"canary"])
    plain = opened_in(backup, keys_path(case.ledger_path))
    tell(
        "erased canaries, file and backup",
        tried=f"{CANARIES} erased",
        came_out=f"{len(found)} hits in any file, {len(plain)} of {erased + 1} bodies open",
        lost=len(found) + sum("canary" in one for one in plain),
    )
    assert found == []
    assert [one for one in plain if "canary" in one] == []
    assert len(plain) == 1


@pytest.mark.parametrize("build", ["does not encrypt", "keeps the secrets"])
def test_the_harness_finds_an_erasure_that_is_broken_on_purpose(
    case: Casefile, tmp_path: Path, build: str, monkeypatch: pytest.MonkeyPatch, tell: Tell
) -> None:
    if build == "does not encrypt":
        monkeypatch.setattr(leaf_module, "_cipher", lambda *_: Plain())
    else:
        monkeypatch.setattr(Keys, "destroy", lambda *_: 0)
    drafts = release(case, 40)
    backup = without_keys(case, tmp_path / "backup")
    erase_all(case, drafts)
    found = hits(tmp_path, [b"canary"])
    plain = [one for one in opened_in(backup, keys_path(case.ledger_path)) if "canary" in one]

    tell(
        "erased canaries, file and backup",
        build=build,
        tried="40 erased",
        came_out=f"{len(found)} hits, {len(plain)} bodies open",
        lost=len(found) + len(plain),
    )
    assert found if build == "does not encrypt" else plain


class Plain:
    """A cipher that hides nothing."""

    def encrypt(self, _: bytes, plain: bytes, __: bytes) -> bytes:
        return plain

    def decrypt(self, _: bytes, plain: bytes, __: bytes) -> bytes:
        return plain


def test_a_document_takes_all_that_was_made_of_it_and_its_bytes(
    case: Casefile, tmp_path: Path
) -> None:
    for word in ("canaryone", "voicetwo"):
        note = tmp_path / f"{word}.txt"
        note.write_text(NOTE.format(word), encoding="utf-8")
        add_files(
            case, [note], published=Timespan.parse("2031-06-20"), author="ann", recorded_at=MONDAY
        )
        note.unlink()
    list(read_documents(case, author="ann", recorded_at=MONDAY))
    observe_claims(case, author="ann", recorded_at=MONDAY)
    before = gather(case)
    one, two = before.documents
    withdraw_entry(case, before.claims[0].id, reason="canaryone", author="a", recorded_at=MONDAY)
    signer = Signer.create(tmp_path / "signer", origin="example.org/log")
    with case.ledger(with_keys=False) as ledger:
        sealed_by(case, signer.sign(ledger, now=MONDAY), signer.verifiers)
    proof, leaf = proof_of(case, one.id)
    backup = tmp_path / "backup"
    shutil.copytree(case.path / "archive", backup)

    counts = erase(case, one.id[:8])

    assert counts["document"] == 1
    assert counts["page"] == 1
    assert counts["claim"] >= 1
    after = gather(case)
    assert [document.id for document in after.documents] == [two.id]
    assert {claim.document for claim in after.claims} == {two.id}
    assert case.archive.fetch(two.digest)
    with pytest.raises(NotFound):
        case.archive.fetch(one.digest)
    assert hits(tmp_path, [b"canaryone"]) == []
    assert audited(case).sealed > 0
    assert proof.check(leaf, keys=case.seals.keys()).checkpoint.size > proof.index
    with case.ledger(with_keys=False) as ledger:
        assert signer.sign(ledger, now=MONDAY).text.startswith("example.org/log\n")
    # What is read again stays away; who adds the document again means it.
    list(read_documents(case, again=True, author="ann", recorded_at=MONDAY))
    assert len(gather(case).documents) == 1


def test_an_erasure_takes_two_people_and_says_who_and_why(case: Casefile) -> None:
    with case.ledger() as ledger:
        draft = Draft(kind=EntryKind.CLAIM, key="c-1", record={"quote": "x"})
        ledger.append([draft], author="ann", recorded_at=MONDAY)
        target = [(EntryKind.CLAIM, "c-1")]
        with pytest.raises(ValueError, match="two people"):
            ledger.erase(
                target, reason=Reason.LAW, approved_by=["ann"], author="ann", recorded_at=MONDAY
            )
        for expected in (1, 0):
            assert expected == ledger.erase(
                target, reason=Reason.LAW, approved_by=["bob"], author="ann", recorded_at=MONDAY
            )
        erased, tombstone = ledger.entries()
        assert (erased.erased, erased.key, erased.author, dict(erased.record)) == (True, "", "", {})
        assert dict(tombstone.record) == {"approved_by": ["bob"], "reason": "law"}
        assert tombstone.author == "ann"


def test_an_erasure_that_a_crash_cut_off_is_finished_at_the_next_opening(case: Casefile) -> None:
    with case.ledger() as ledger:
        draft = Draft(kind=EntryKind.CLAIM, key="c-1", record={"quote": "x"})
        ledger.append([draft], author="ann", recorded_at=MONDAY)
        secret = ledger.keys.secret(0)
        ledger.erase(
            [(EntryKind.CLAIM, "c-1")],
            reason=Reason.LAW,
            approved_by=["bob"],
            author="ann",
            recorded_at=MONDAY,
        )
    assert secret is not None
    path = keys_path(case.ledger_path)
    path.write_bytes(path.read_bytes()[:64] + secret + path.read_bytes()[96:])

    case.ledger().close()
    assert path.read_bytes()[64:96] == bytes(32)


def test_a_body_that_nobody_erased_is_missed(case: Casefile) -> None:
    from tests.evidence.test_tamper import tampered

    with case.ledger() as ledger:
        draft = Draft(kind=EntryKind.CLAIM, key="c-1", record={"quote": "x"})
        ledger.append([draft], author="ann", recorded_at=MONDAY)
    tampered(case.ledger_path, "DELETE FROM body")
    with pytest.raises(LedgerDamaged, match="entry 0 is not what was recorded"):
        audited(case)
