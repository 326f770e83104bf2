"""Names lie in a file that opens by its passphrase alone, and tells nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from truceline.errors import IdentitiesLocked, NotFound
from truceline.evidence.identities import Identities

# So that a test is quick; the cost that counts is the default.
CHEAP = 2**10


@pytest.fixture
def identities(tmp_path: Path) -> Identities:
    return Identities(tmp_path / "identities", "correct horse", cost=CHEAP)


def test_a_name_comes_back_and_is_nowhere_in_the_file(identities: Identities) -> None:
    identities.put("witness-7", "Änn Example")
    identities.put("witness-8", "Bob Example")

    assert identities.name_of("witness-7") == "Änn Example"
    data = identities.path.read_bytes()
    assert b"Example" not in data
    assert b"witness" not in data
    assert identities.path.stat().st_mode & 0o077 == 0
    size = len(data)
    identities.forget("witness-7")
    assert len(identities.path.read_bytes()) == size
    with pytest.raises(NotFound, match=r"there is no identity 'witness-7'$"):
        identities.name_of("witness-7")
    with pytest.raises(NotFound):
        identities.forget("witness-7")


def test_another_passphrase_or_a_changed_byte_opens_nothing(identities: Identities) -> None:
    identities.put("witness-7", "Ann")
    with pytest.raises(IdentitiesLocked):
        Identities(identities.path, "correct house", cost=CHEAP).read()
    data = identities.path.read_bytes()
    for at in (0, 30, 45, len(data) - 1):
        identities.path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        with pytest.raises(IdentitiesLocked):
            identities.read()


def test_without_a_file_there_are_no_names_and_none_is_made(identities: Identities) -> None:
    assert identities.read() == {}
    assert not identities.path.exists()
