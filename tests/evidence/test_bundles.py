"""Three programs that share no code agree on which bundles are good.

TRUCELINE_BUNDLES sets how many good and how many changed ones (1,000 in the long run).
"""

from __future__ import annotations

import io
import os
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.faults.table import Tell
from truceline.casework.add import add_files
from truceline.casework.seal import sealed_by
from truceline.errors import NoteInvalid
from truceline.evidence.handover.bundle import bundle_of, zipped
from truceline.evidence.handover.check import check_bundle
from truceline.evidence.layout import Casefile
from truceline.evidence.ledger import Draft, EntryKind
from truceline.evidence.note import VerifierKey
from truceline.evidence.signer import Signer

pytestmark = pytest.mark.slow

MONDAY = datetime(2031, 6, 2, tzinfo=UTC)
COUNT = int(os.environ.get("TRUCELINE_BUNDLES", "7"))
# In the fast suite each kind of change comes once, and one good bundle is enough.
GOOD = COUNT if "TRUCELINE_BUNDLES" in os.environ else 1
SEED = int(os.environ.get("TRUCELINE_SEED", "20310602"))

PROGRAMS = Path(sys.modules[bundle_of.__module__].__file__ or "").parent

FEW = ["span", "@author", "digest"]

Files = dict[str, bytes]


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Casefile:
    folder = tmp_path_factory.mktemp("bundles")
    case = Casefile.create(folder / "case", name="Rill", author="ann")
    note = folder / "note.txt"
    note.write_text("The truce held, the monitors said.\n", encoding="utf-8")
    add_files(case, [note], author="ann", recorded_at=MONDAY)
    drafts = [
        Draft(kind=EntryKind.CLAIM, key=f"c-{n}", record={"span": f"words {n}", "time": None})
        for n in range(70)
    ]
    with case.ledger() as ledger:
        ledger.append(drafts, author="ann", recorded_at=MONDAY)
    signer = Signer.create(folder / "signer", origin="example.org/log")
    with case.ledger(with_keys=False) as ledger:
        sealed_by(case, signer.sign(ledger, now=MONDAY), signer.verifiers)
    return case


def bundle(case: Casefile, indexes: list[int], fields: list[str] | None = None) -> bytes:
    """Return a bundle of entries."""
    last = case.seals.last()
    assert last is not None
    with case.ledger() as ledger:
        return bundle_of(
            ledger,
            indexes,
            seal=last,
            keys=case.seals.keys(),
            fields=fields,
            fetch=case.archive.fetch,
        )


def verdicts(
    files: Files, folder: Path, key: VerifierKey, *, in_shell: str | None = None
) -> tuple[bool, bool, bool]:
    """Return what the shell, Python alone, and Truceline say of a bundle's files."""
    unpacked = folder / "unpacked"
    for name, data in files.items():
        place = unpacked / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    said = []
    # The programs are taken from the project, as a careful reader would.
    asked = ["sh", "-c", in_shell, "verify.sh"] if in_shell else ["sh", str(PROGRAMS / "verify.sh")]
    for command in (asked, [sys.executable, "-I", str(PROGRAMS / "verify.py")]):
        words = [*command, str(key)]
        done = subprocess.run(words, cwd=unpacked, capture_output=True, text=True, check=False)
        assert done.returncode in (0, 1), (done.stdout, done.stderr)
        assert done.stdout.endswith("good\n") == (done.returncode == 0)
        assert done.stderr == ""
        said.append(done.returncode == 0)
    packed = folder / "bundle.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    try:
        check_bundle(packed, keys=[key])
        ours = True
    except NoteInvalid:
        ours = False
    return said[0], said[1], ours


def unzipped(data: bytes) -> Files:
    """Return the files of a ZIP."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def summed(files: Files) -> Files:
    """Return files with sums that fit them, as somebody would who forges them."""
    return unzipped(zipped({name: data for name, data in files.items() if name != "SHA256SUMS"}))


def test_equal_content_gives_equal_bytes_and_what_was_not_disclosed_is_not_in_it(
    case: Casefile,
) -> None:
    whole = bundle(case, [0, 5], ["span"])

    assert whole == bundle(case, [5, 0, 5], ["span"])
    assert b"words 4" in whole
    assert b"monitors" not in whole
    assert b"note.txt" not in whole
    assert b"ann" not in b"".join(
        data for name, data in unzipped(whole).items() if name[:3] in ("ent", "dis")
    )


def test_what_a_bundle_discloses_comes_out(case: Casefile, tmp_path: Path) -> None:
    path = tmp_path / "bundle.zip"
    path.write_bytes(bundle(case, [0, 5]))
    found = check_bundle(path, keys=case.seals.keys())

    assert found.entries == (0, 5)
    assert found.values[5, "span"] == b'"words 4"'
    assert found.values[0, "filename"] == b'"note.txt"'
    assert len(found.documents) == 1


def test_three_programs_agree_that_good_bundles_are_good(
    case: Casefile, tmp_path: Path, tell: Tell
) -> None:
    chance, key = random.Random(SEED), case.seals.keys()[0]  # noqa: S311
    for number in range(GOOD):
        indexes = chance.sample(range(71), chance.randint(1, 3))
        fields = chance.choice([None, *[["span"], FEW] * 4])
        folder = tmp_path / str(number)
        files = unzipped(bundle(case, indexes, fields))
        assert verdicts(files, folder, key) == (True, True, True), (SEED, number)
    tell("good bundles, three verifiers", tried=f"{GOOD} bundles", came_out="all called good")


def flip(files: Files, chance: random.Random) -> None:
    """Change one bit of one file."""
    name = chance.choice([name for name in sorted(files) if not name.startswith(("V", "v"))])
    data = files[name]
    at = chance.randrange(len(data))
    files[name] = data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]


def drop(files: Files, chance: random.Random) -> None:
    """Take a file out."""
    del files[chance.choice(sorted(files))]


def put(files: Files, chance: random.Random) -> None:
    """Put a file in."""
    name = chance.choice(["extra.txt", "entries/7.json", "documents/ab", "entries/07.json", "x"])
    files[name] = b"more"


def swap(files: Files, chance: random.Random) -> None:
    """Exchange the content of two files."""
    one, two = chance.sample([name for name in sorted(files) if "/" in name], 2)
    files[one], files[two] = files[two], files[one]


def insert(files: Files, chance: random.Random) -> None:
    """Put odd bytes into a text."""
    name = chance.choice([n for n in sorted(files) if n.startswith(("checkp", "proofs", "SHA"))])
    at = chance.randrange(len(files[name]) + 1)
    odd = chance.choice([b"\n", b"\0", b"\r", b" ", b"=", b"\xff", b"0", b"A", b"\n\n"])
    files[name] = files[name][:at] + odd + files[name][at:]


def cut(files: Files, chance: random.Random) -> None:
    """Cut a file short."""
    name = chance.choice([name for name in sorted(files) if "/" in name or name == "checkpoint"])
    files[name] = files[name][: chance.randrange(len(files[name]))]


def move(files: Files, chance: random.Random) -> None:
    """Disclose a value under another field or entry."""
    name = chance.choice([name for name in sorted(files) if name.startswith("disclosed/")])
    index, _, field = name.removeprefix("disclosed/").partition(".")
    other = chance.choice([f"disclosed/{index}.time.bin", f"disclosed/9.{field}"])
    files[other] = files.pop(name)


CHANGES: list[Callable[[Files, random.Random], None]] = [flip, drop, put, swap, insert, cut, move]


def disagreements(
    case: Casefile, folder: Path, count: int, *, in_shell: str | None = None
) -> tuple[int, list[tuple[int, str, tuple[bool, bool, bool]]]]:
    """Change bundles, and ask the three programs; return how many all refuse, and the others.

    ``in_shell`` is another text of the verifier in shell.
    """
    chance, key, bad, apart = random.Random(SEED), case.seals.keys()[0], 0, []  # noqa: S311
    for number in range(count):
        # Each value takes the shell some twenty processes, so few bundles disclose all.
        fields = None if number < len(CHANGES) else chance.choice([None, *[FEW] * 7])
        whole = unzipped(bundle(case, [0, chance.randrange(1, 70)], fields))
        files = dict(whole)
        change = CHANGES[number % len(CHANGES)]
        change(files, chance)
        if chance.random() < 0.7 and "SHA256SUMS" in files and change is not insert:
            files = summed(files)
        said = verdicts(files, folder / str(number), key, in_shell=in_shell)
        bad += not any(said)
        if len(set(said)) > 1:
            apart.append((number, change.__name__, said))
    return bad, apart


def test_three_programs_agree_on_changed_bundles(
    case: Casefile, tmp_path: Path, tell: Tell
) -> None:
    bad, apart = disagreements(case, tmp_path, COUNT)
    tell(
        "changed bundles, three verifiers",
        tried=f"{COUNT} bundles",
        came_out=f"{bad} refused by all, {COUNT - bad - len(apart)} called good by all",
        lost=len(apart),
    )
    assert apart == [], SEED
    # What is left are changes to what proves nothing: the list of keys, or a clock's signature.
    assert bad >= COUNT * 0.8


def test_the_harness_finds_a_verifier_that_leaves_a_check_out(
    case: Casefile, tmp_path: Path, tell: Tell
) -> None:
    whole = (PROGRAMS / "verify.sh").read_text(encoding="utf-8")
    checked, _, _ = whole.partition("# 3. Each entry stands in the tree")
    count = len(CHANGES)
    _, apart = disagreements(case, tmp_path, count, in_shell=f"{checked}echo good\n")

    tell(
        "changed bundles, three verifiers",
        build="one looks at no entry",
        tried=f"{count} bundles",
        came_out=f"{len(apart)} called good by it alone",
        lost=len(apart),
    )
    assert apart


def test_a_key_that_did_not_sign_finds_every_bundle_bad(case: Casefile, tmp_path: Path) -> None:
    stranger = Signer.create(tmp_path / "other", origin="example.org/log").verifiers[0]

    assert verdicts(unzipped(bundle(case, [1])), tmp_path, stranger) == (False, False, False)
