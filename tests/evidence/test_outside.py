"""What others say of a ledger, and what is brought back, is checked before it is believed."""

from __future__ import annotations

import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.evidence.test_seals import grow, seal
from truceline.casework.add import add_files
from truceline.casework.seal import audited
from truceline.casework.witness import last_seal, request_to_witness, take_cosigned
from truceline.errors import CasefileExists, CasefileMissing, NoteInvalid, SealRefused
from truceline.evidence.backup import back_up, back_up_keys, restore
from truceline.evidence.doctor import looked_over
from truceline.evidence.layout import Casefile
from truceline.evidence.ledger import EntryKind, Reason
from truceline.evidence.signer import Signer
from truceline.evidence.stamp import keep_stamp, query_for, stamped_at
from truceline.evidence.witness import Witness

MONDAY = datetime(2031, 6, 2, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def case(tmp_path: Path) -> Casefile:
    return Casefile.create(tmp_path / "case", name="Rill", author="ann")


@pytest.fixture
def signer(tmp_path: Path) -> Signer:
    return Signer.create(tmp_path / "signer", origin="example.org/log")


@pytest.fixture
def witness(tmp_path: Path) -> Witness:
    return Witness.create(tmp_path / "witness", name="partner.example/w")


def test_a_witness_signs_growth_and_nothing_else(
    case: Casefile, signer: Signer, witness: Witness, tmp_path: Path
) -> None:
    grow(case, "c-1", "c-2")
    seal(case, signer)
    keys = signer.verifiers
    first = witness.cosign(request_to_witness(case, old=0), keys=keys, now=MONDAY)
    (tmp_path / "first").write_bytes(bytes(first))
    assert take_cosigned(case, tmp_path / "first", key=witness.verifier).witnesses == (
        "partner.example/w",
    )
    shutil.copytree(case.path, tmp_path / "other")
    shutil.copytree(signer.folder, tmp_path / "stolen")
    grow(case, *(f"c-{number}" for number in range(3, 9)))
    seal(case, signer, at=MONDAY + DAY)
    assert last_seal(case).witnesses == ()
    with pytest.raises(SealRefused, match="2 entries were seen last"):
        witness.cosign(request_to_witness(case, old=1), keys=keys, now=MONDAY)
    request = request_to_witness(case, old=2)
    broken = request.replace(request.split(b"\n")[1], request.split(b"\n")[2], 1)
    with pytest.raises(SealRefused, match="did not grow"):
        witness.cosign(broken, keys=keys, now=MONDAY)
    again = witness.cosign(request, keys=keys, now=MONDAY + DAY)
    assert bytes(again).count(b"partner.example/w") == 1

    # A thief of the ledger's key signs another history of the same size: the witness says no.
    other, stolen = Casefile.open(tmp_path / "other"), Signer.open(tmp_path / "stolen")
    grow(other, *(f"forged-{number}" for number in range(6)))
    seal(other, stolen)
    with pytest.raises(SealRefused, match="two roots for 8 entries"):
        witness.cosign(request_to_witness(other, old=2), keys=keys, now=MONDAY)
    assert (witness.folder / "rival-8.checkpoint").exists()


@pytest.mark.parametrize("data", [b"", b"old 0", b"old 00\n\nx", b"old 0\nAAAA\n\nx", b"new 0\n\n"])
def test_a_witness_refuses_what_is_no_request(witness: Witness, data: bytes) -> None:
    with pytest.raises(NoteInvalid):
        witness.cosign(data, keys=[], now=MONDAY)


def authority(folder: Path) -> Path:
    """Make a time authority with OpenSSL; return its folder."""
    folder.mkdir()
    (folder / "tsa.cnf").write_text(
        "[tsa]\ndefault_tsa=one\n[one]\nserial=serial\ncrypto_device=builtin\n"
        "signer_cert=tsa.pem\nsigner_key=tsa.key\nsigner_digest=sha256\n"
        "default_policy=1.2.3.4.1\ndigests=sha256,sha512\naccuracy=secs:1\ness_cert_id_alg=sha256\n"
        "[req]\ndistinguished_name=dn\n[dn]\n[ca]\nbasicConstraints=critical,CA:TRUE\n"
        "keyUsage=critical,keyCertSign\n"
        "[stamps]\nextendedKeyUsage=critical,timeStamping\nkeyUsage=critical,digitalSignature\n",
        encoding="utf-8",
    )
    (folder / "serial").write_text("01\n", encoding="utf-8")
    new = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    commands = [
        ["req", "-x509", *new, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=authority",
         "-days", "30", "-config", "tsa.cnf", "-extensions", "ca"],
        ["req", *new, "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=stamps",
         "-config", "tsa.cnf"],
        ["x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-set_serial", "2",
         "-days", "30", "-extfile", "tsa.cnf", "-extensions", "stamps", "-out", "tsa.pem"],
    ]  # fmt: skip
    for command in commands:
        subprocess.run(["openssl", *command], cwd=folder, check=True, capture_output=True)
    return folder


def test_a_stamp_is_checked_and_kept_and_openssl_agrees(
    case: Casefile, signer: Signer, tmp_path: Path
) -> None:
    grow(case, "c-1")
    seal(case, signer)
    checkpoint = last_seal(case).checkpoint
    place, rogue = authority(tmp_path / "one"), authority(tmp_path / "two")
    (place / "q.tsq").write_bytes(query_for(checkpoint))
    reply = ["ts", "-reply", "-config", "tsa.cnf", "-queryfile", "q.tsq", "-out", "a.tsr"]
    subprocess.run(["openssl", *reply], cwd=place, check=True, capture_output=True)
    answer, pem = (place / "a.tsr").read_bytes(), (place / "ca.pem").read_bytes()

    moment = keep_stamp(case.seals, checkpoint, answer, name="one", authority=pem)

    assert abs(datetime.now(UTC) - moment) < timedelta(minutes=10)
    assert case.seals.stamps(checkpoint) == {"one": answer}
    assert len(case.seals.all()) == 1
    (place / "text").write_text(str(checkpoint), encoding="utf-8")
    check = ["ts", "-verify", "-data", "text", "-in", "a.tsr", "-CAfile", "ca.pem"]
    subprocess.run(["openssl", *check], cwd=place, check=True, capture_output=True)
    grow(case, "c-2")
    seal(case, signer)
    with pytest.raises(NoteInvalid):
        stamped_at(last_seal(case).checkpoint, answer, authority=pem)
    with pytest.raises(NoteInvalid):
        stamped_at(checkpoint, answer, authority=(rogue / "ca.pem").read_bytes())
    with pytest.raises(NoteInvalid):
        stamped_at(checkpoint, b"no stamp", authority=pem)


def test_a_backup_is_verified_and_brought_back_and_an_erasure_reaches_it(
    case: Casefile, signer: Signer, tmp_path: Path
) -> None:
    note = tmp_path / "note.txt"
    note.write_text("The truce held.", encoding="utf-8")
    add_files(case, [note], author="ann", recorded_at=MONDAY)
    grow(case, "c-1", "c-2")
    seal(case, signer)
    grow(case, "c-3")
    done = back_up(case, tmp_path / "backup")
    back_up_keys(case, tmp_path / "keys-old")
    assert (done.audit.size, done.audit.unsealed, done.originals) == (4, 1, 1)
    assert not list((tmp_path / "backup").glob("*.keys"))
    with case.ledger() as ledger:
        ledger.erase(
            [(EntryKind.CLAIM, "c-1")],
            reason=Reason.PRIVACY,
            approved_by=["bob"],
            author="ann",
            recorded_at=MONDAY,
        )
    seal(case, signer)
    back_up_keys(case, tmp_path / "keys-new")

    restore(tmp_path / "backup", tmp_path / "again", keys=tmp_path / "keys-new")

    again = Casefile.open(tmp_path / "again")
    with again.ledger() as ledger:
        assert [entry.key for entry in ledger.standing(kind=EntryKind.CLAIM)] == ["c-2", "c-3"]
        (document,) = ledger.entries(kind=EntryKind.DOCUMENT)
    assert again.archive.fetch(document.record["digest"]) == b"The truce held."  # type: ignore[arg-type]
    assert audited(again).size == 4
    # What was sealed since is known to the signer, so the older state is not sealed as the newest.
    with pytest.raises(SealRefused, match="set back"):
        seal(again, signer)
    with pytest.raises(CasefileExists):
        back_up(case, tmp_path / "backup")
    with pytest.raises(CasefileMissing):
        restore(tmp_path, tmp_path / "x", keys=tmp_path / "keys-new")
    with pytest.raises(CasefileMissing):
        restore(tmp_path / "backup", tmp_path / "x", keys=tmp_path)


def test_the_doctor_names_what_is_wrong_and_how_to_mend_it(
    case: Casefile, signer: Signer, tmp_path: Path
) -> None:
    note = tmp_path / "note.txt"
    note.write_text("The truce held.", encoding="utf-8")
    add_files(case, [note], author="ann", recorded_at=MONDAY)
    grow(case, "c-1")
    seal(case, signer)
    assert all(sign.sound for sign in looked_over(case)), list(looked_over(case))

    (original,) = [path for path in (case.path / "archive").rglob("*") if path.is_file()]
    original.unlink()
    with case.ledger() as ledger:
        ledger.keys.destroy([1])
    (case.path / "ledger.keys").chmod(0o644)
    wrong = {sign.part: sign.what for sign in looked_over(case) if not sign.sound}
    assert wrong.keys() == {"keys", "originals"}
    assert "chmod 600" in wrong["keys"]
    (case.path / "ledger.keys").chmod(0o600)
    wrong = {sign.part: sign.what for sign in looked_over(case) if not sign.sound}
    assert "1 entries (first: 1) cannot be opened" in wrong["keys"]
    assert "add the files again" in wrong["originals"]
