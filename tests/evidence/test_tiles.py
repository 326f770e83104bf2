"""A ledger published as tiles is checked, and every proof made, from the tiles alone."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.line import truceline
from truceline.casework.hand_on import published
from truceline.casework.seal import sealed_by
from truceline.errors import LedgerDamaged, NoteInvalid, NotFound
from truceline.evidence.audit import prove, prove_consistent
from truceline.evidence.handover.tile_path import levels_of, tile_path, widths
from truceline.evidence.handover.tile_reader import TileReader
from truceline.evidence.layout import Casefile
from truceline.evidence.ledger import Draft, EntryKind
from truceline.evidence.signer import Signer

pytestmark = pytest.mark.slow

MONDAY = datetime(2031, 6, 2, tzinfo=UTC)
# Around each border that a tile has: one, a full one, two full ones and more.
SIZES = (1, 2, 255, 256, 257, 511, 512, 513, 700)


class Published:
    """A casefile that is sealed and published as it grows."""

    def __init__(self, folder: Path) -> None:
        self.case = Casefile.create(folder / "case", name="Rill", author="ann")
        self.signer = Signer.create(folder / "signer", origin="example.org/log")
        self.folder = folder / "tiles"
        self.size = 0

    def grow(self, size: int) -> None:
        """Append up to a size, seal, and publish."""
        with self.case.ledger() as ledger:
            drafts = [
                Draft(kind=EntryKind.CLAIM, key=f"c-{number}", record={"n": number})
                for number in range(self.size, size)
            ]
            ledger.append(drafts, author="ann", recorded_at=MONDAY)
            note = self.signer.sign(ledger, now=MONDAY)
        sealed_by(self.case, note, list(self.signer.verifiers))
        self.size = size

    def reader(self) -> TileReader:
        """Read what was published, with the key alone."""
        return TileReader.open(self.folder, keys=self.signer.verifiers)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """Return a log of three tiles, the last of them partial."""
    log = Published(tmp_path_factory.mktemp("whole"))
    log.grow(700)
    published(log.case, log.folder)
    return log


def test_every_proof_made_from_tiles_is_the_one_that_the_ledger_makes(whole: Published) -> None:
    reader, seal = whole.reader(), whole.case.seals.last()
    assert seal is not None
    with whole.case.ledger(with_keys=False) as ledger:
        rows = ledger.store.rows(size=700, limit=700)
        for index in (*range(0, 700, 37), 255, 256, 511, 512, 699):
            made = reader.proof(index)
            assert made == prove(ledger, index, seal=seal)
            assert reader.entry(index) == rows[index].leaf
            assert made.check(rows[index].leaf, keys=whole.signer.verifiers) == seal
        for old in (0, 1, 2, 37, 255, 256, 257, 512, 513, 699, 700):
            wanted = prove_consistent(ledger, old=old, new=seal.checkpoint)
            assert reader.consistency(old) == wanted
        assert list(reader.entries()) == [row.leaf for row in rows]
        assert reader.root(700) == ledger.root()
    assert reader.verify() == 700


def test_a_log_that_grows_is_brought_up_and_sound_at_every_size(tmp_path: Path) -> None:
    log, roots = Published(tmp_path), {}
    for size in SIZES:
        log.grow(size)
        done = published(log.case, log.folder)
        reader = log.reader()
        assert reader.verify() == done.size == size
        roots[size] = reader.seal.checkpoint.root
        assert all(reader.root(old) == root for old, root in roots.items())
        files = {
            path.relative_to(log.folder).as_posix()
            for path in log.folder.rglob("*")
            if path.is_file()
        }
        wanted = {"checkpoint"}
        for level in range(levels_of(size)):
            full, partial = widths(level, size)
            places = [
                *((index, 256) for index in range(full)),
                *([(full, partial)] * bool(partial)),
            ]
            wanted |= {tile_path(level, index, width=width) for index, width in places}
            if level == 0:
                wanted |= {tile_path("entries", index, width=width) for index, width in places}
        assert wanted <= files
        # Partial tiles of earlier checkpoints stay until the full one stands.
        assert not [name for name in files - wanted if ".p/" not in name]
    again = published(log.case, log.folder)
    assert (again.written, again.kept) == (0, len(wanted) - 1)


def test_an_old_checkpoint_is_checked_with_full_tiles_where_the_partial_ones_went(
    tmp_path: Path,
) -> None:
    log = Published(tmp_path)
    log.grow(200)
    published(log.case, log.folder)
    old = (log.folder / "checkpoint").read_bytes()
    log.grow(300)
    published(log.case, log.folder)
    assert not (log.folder / "tile/0/000.p").exists()
    (log.folder / "checkpoint").write_bytes(old)

    assert log.reader().verify() == 200


def test_tiles_tell_no_value_and_need_no_keys_and_hashes_may_go_alone(tmp_path: Path) -> None:
    log = Published(tmp_path)
    with log.case.ledger() as ledger:
        draft = Draft(kind=EntryKind.CLAIM, key="c-oxmere", record={"words": "Oxmere was shelled"})
        ledger.append([draft], author="ann-of-oxmere", recorded_at=MONDAY)
        note = log.signer.sign(ledger, now=MONDAY)
    sealed_by(log.case, note, list(log.signer.verifiers))
    (log.case.path / "ledger.keys").unlink()
    published(log.case, log.folder)
    assert not [p for p in log.folder.rglob("*") if p.is_file() and b"xmere" in p.read_bytes()]
    published(log.case, tmp_path / "hashes", entries=False)
    reader = TileReader.open(tmp_path / "hashes", keys=log.signer.verifiers)
    assert (reader.verify(), reader.has_entries()) == (1, False)


@pytest.mark.parametrize("seed", range(6))
def test_whatever_byte_of_a_tile_or_a_bundle_changes_it_is_found(
    whole: Published, tmp_path: Path, seed: int
) -> None:
    shutil.copytree(whole.folder, tmp_path / "tiles")
    files = sorted(p for p in (tmp_path / "tiles" / "tile").rglob("*") if p.is_file())
    chance = random.Random(seed)  # noqa: S311
    for path in files:
        content = path.read_bytes()
        at = chance.randrange(len(content))
        changed = bytes([content[at] ^ chance.randrange(1, 256)])
        path.write_bytes(content[:at] + changed + content[at + 1 :])
        with pytest.raises(NoteInvalid):
            TileReader.open(tmp_path / "tiles", keys=whole.signer.verifiers).verify()
        path.write_bytes(content)
    assert TileReader.open(tmp_path / "tiles", keys=whole.signer.verifiers).verify() == 700


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def _grown(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\0\0")


@pytest.mark.parametrize("harm", [_cut, _grown, Path.unlink])
def test_a_file_that_is_cut_grown_or_gone_is_found(
    whole: Published, tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    shutil.copytree(whole.folder, tmp_path / "tiles")
    for path in sorted(p for p in (tmp_path / "tiles" / "tile").rglob("*") if p.is_file()):
        if path.name == "000" and "entries" in path.parts and harm is Path.unlink:
            continue  # without the first bundle a log is one that was published without entries
        content = path.read_bytes()
        harm(path)
        with pytest.raises(NoteInvalid):
            TileReader.open(tmp_path / "tiles", keys=whole.signer.verifiers).verify()
        path.write_bytes(content)


def test_a_folder_of_another_ledger_and_a_rewritten_ledger_are_refused(
    whole: Published, tmp_path: Path
) -> None:
    other = Published(tmp_path)
    with pytest.raises(NotFound, match="checkpoint"):
        published(other.case, other.folder)
    other.grow(300)
    shutil.copytree(whole.folder, other.folder)
    with pytest.raises(LedgerDamaged, match="another ledger"):
        published(other.case, other.folder)


def test_the_commands_write_and_check_tiles(whole: Published, tmp_path: Path) -> None:
    case = ["--case", str(whole.case.path)]
    told = truceline("ledger", "tiles", tmp_path / "tiles", *case)
    assert (told.code, "700 entries" in told.err) == (0, True)
    keys = [part for key in whole.signer.verifiers for part in ("--key", str(key))]
    checked = truceline("ledger", "check", tmp_path / "tiles", *keys)
    assert "good: every tile and entry; 700 entries of example.org/log" in checked.err
    (tmp_path / "tiles" / "tile" / "0" / "001").write_bytes(bytes(8_192))
    assert truceline("ledger", "check", tmp_path / "tiles", *keys).code != 0
