"""The tree is that of RFC 6962, and no forged proof passes."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from truceline.evidence.tree import (
    EMPTY_ROOT,
    consistency_proof,
    grown,
    inclusion_proof,
    is_consistent,
    is_included,
    leaf_hash,
    node_hash,
    root_of,
    root_of_peaks,
)

# Source: the test vectors of Certificate Transparency (google/certificate-transparency,
# merkletree tests): the leaves, and the root for each number of them.
LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def by_definition(hashes: list[bytes]) -> bytes:
    """Return the root as RFC 6962, 2.1, words it."""
    if not hashes:
        return EMPTY_ROOT
    if len(hashes) == 1:
        return hashes[0]
    half = 1 << (len(hashes) - 1).bit_length() - 1
    return node_hash(by_definition(hashes[:half]), by_definition(hashes[half:]))


def leaves(count: int) -> list[bytes]:
    """Return so many different leaf hashes."""
    return [leaf_hash(b"%d" % number) for number in range(count)]


def test_the_published_roots_come_out() -> None:
    for count, root in enumerate(ROOTS, start=1):
        hashes = [leaf_hash(leaf) for leaf in LEAVES[:count]]
        assert root_of(hashes).hex() == root
        assert root_of_peaks(grown([], 0, hashes)).hex() == root
    assert EMPTY_ROOT.hex().startswith("e3b0c44298fc1c14")


@given(count=st.integers(0, 300), part=st.integers(0, 300))
def test_the_tree_is_the_same_however_it_grows(count: int, part: int) -> None:
    hashes, part = leaves(count), min(part, count)
    peaks = grown(grown([], 0, hashes[:part]), part, hashes[part:])

    assert root_of_peaks(peaks) == root_of(hashes) == by_definition(hashes)
    assert len(peaks) == count.bit_count()


def test_every_leaf_and_every_beginning_of_every_small_tree_is_proved() -> None:
    for size in range(1, 40):
        hashes = leaves(size)
        root = root_of(hashes)
        for index in range(size):
            proof = inclusion_proof(hashes, index)
            assert is_included(hashes[index], index=index, size=size, proof=proof, root=root)
        for old in range(size + 1):
            steps = consistency_proof(hashes, old)
            before = root_of(hashes[:old])
            assert is_consistent(old=old, old_root=before, new=size, new_root=root, proof=steps)


def test_a_proof_in_a_million_leaves_has_twenty_hashes() -> None:
    # Only the shape matters: the length of the path to the root of 2^20 leaves.
    size, root, steps = (
        1_000_000,
        leaf_hash(b"0"),
        [leaf_hash(b"%d" % level) for level in range(20)],
    )
    for step in steps:
        root = node_hash(root, step)

    assert is_included(leaf_hash(b"0"), index=0, size=size, proof=steps, root=root)
    assert not is_included(leaf_hash(b"0"), index=0, size=size, proof=steps[:-1], root=root)


def test_no_forged_proof_passes() -> None:
    chance = random.Random(6962)  # noqa: S311
    forged = 0
    for _ in range(1_000):
        size = chance.randint(1, 70)
        hashes = leaves(size)
        root, index, old = root_of(hashes), chance.randrange(size), chance.randint(0, size)
        proof, steps = inclusion_proof(hashes, index), consistency_proof(hashes, old)
        before = root_of(hashes[:old])
        other = bytes(chance.randbytes(32))
        trials = [
            (index, size, [*proof, other]),
            (index, size, proof[:-1] if proof else [other]),
            (index + 1, size, proof),
            (index, size * 2 + 1, proof),
            (-1, size, proof),
            (index, size, [b"x", *proof[1:]] if proof else [b""]),
        ]
        if len(proof) > 1:
            trials.append((index, size, proof[::-1]))
        for at, length, path in trials:
            forged += 1
            assert not is_included(hashes[index], index=at, size=length, proof=path, root=root)
        assert not is_included(other, index=index, size=size, proof=proof, root=root)
        for one, two, path in (
            (before, root, [*steps, other]),
            (other, root, steps),
            *([(before, other, steps)] if old else []),
        ):
            assert not is_consistent(old=old, old_root=one, new=size, new_root=two, proof=path)
        forged += 4
    assert forged > 5_000
