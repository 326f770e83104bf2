"""What is kept comes back byte for byte, or it is said that it does not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.digest import Digest, digest_of_bytes
from truceline.errors import LedgerDamaged, NotFound
from truceline.evidence.archive import Archive


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive")


@given(data=st.binary(max_size=200))
def test_bytes_come_back_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    archive = Archive(tmp_path_factory.getbasetemp() / "kept")

    assert archive.fetch(archive.keep(data)) == data


def test_equal_bytes_are_kept_once_and_nothing_else_is_left(archive: Archive) -> None:
    assert archive.keep(b"a truce") == archive.keep(b"a truce")

    assert [file.name for file in archive.folder.rglob("*") if file.is_file()] == [
        digest_of_bytes(b"a truce")[9:]
    ]


def test_a_changed_original_is_damage_and_adding_it_again_mends_it(archive: Archive) -> None:
    digest = archive.keep(b"a truce")
    path = archive.path_of(digest)
    path.chmod(0o644)
    path.write_bytes(b"a trick")

    with pytest.raises(LedgerDamaged, match="is not what was kept"):
        archive.fetch(digest)
    assert archive.keep(b"a truce") == digest
    assert archive.fetch(digest) == b"a truce"


@pytest.mark.parametrize("digest", ["sha256:" + "0" * 64, "sha256:../../etc/passwd", "", "md5:0"])
def test_what_was_never_kept_is_not_found(archive: Archive, digest: str) -> None:
    with pytest.raises(NotFound):
        archive.fetch(Digest(digest))


def test_a_kept_file_may_not_be_written_to(archive: Archive) -> None:
    path = archive.path_of(archive.keep(b"a truce"))

    assert path.stat().st_mode & 0o222 == 0
