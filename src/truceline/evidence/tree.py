"""Tree: the Merkle tree of RFC 6962 over leaf hashes, its proofs, and how they are checked.

Source: RFC 6962, section 2.1; the checks of proofs follow RFC 9162, sections 2.1.3.2 and 2.1.4.2.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(leaf: bytes) -> bytes:
    """Return the hash of a leaf.

    >>> leaf_hash(b"").hex()[:16]
    '6e340b9cffb37a98'
    """
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of a node with two children."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def grown(peaks: Sequence[bytes], size: int, hashes: Iterable[bytes]) -> list[bytes]:
    """Return the roots of the full subtrees, largest first, after leaf hashes were added.

    >>> peaks = grown([], 0, [leaf_hash(b"a"), leaf_hash(b"b"), leaf_hash(b"c")])
    >>> peaks == [node_hash(leaf_hash(b"a"), leaf_hash(b"b")), leaf_hash(b"c")]
    True
    """
    stack = list(peaks)
    for number, digest in enumerate(hashes, start=size):
        carry, node = number, digest
        while carry & 1:
            node = node_hash(stack.pop(), node)
            carry >>= 1
        stack.append(node)
    return stack


def root_of_peaks(peaks: Sequence[bytes]) -> bytes:
    """Return the root over full subtrees, largest first."""
    if not peaks:
        return EMPTY_ROOT
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = node_hash(peak, root)
    return root


def root_of(hashes: Sequence[bytes]) -> bytes:
    """Return the root of a tree of leaf hashes.

    >>> root_of([leaf_hash(b"a"), leaf_hash(b"b")]) == node_hash(leaf_hash(b"a"), leaf_hash(b"b"))
    True
    """
    level = list(hashes)
    if not level:
        return EMPTY_ROOT
    while len(level) > 1:
        above = [node_hash(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
        # A node without a sibling rises as it is: the same tree as the largest power of two left.
        if len(level) % 2:
            above.append(level[-1])
        level = above
    return level[0]


def inclusion_proof(hashes: Sequence[bytes], index: int) -> list[bytes]:
    """Return the hashes that lead from a leaf to the root, from its sibling upwards.

    Raises:
        IndexError: there is no such leaf.
    """
    if not 0 <= index < len(hashes):
        raise IndexError(f"there is no leaf {index} among {len(hashes)}")
    proof, level, at = [], list(hashes), index
    while len(level) > 1:
        sibling = at ^ 1
        if sibling < len(level):
            proof.append(level[sibling])
        above = [node_hash(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        if len(level) % 2:
            above.append(level[-1])
        level, at = above, at >> 1
    return proof


def is_included(leaf: bytes, *, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Return whether a proof shows that a leaf hash stands at an index of a tree."""
    if not 0 <= index < size or any(len(step) != HASH_BYTES for step in proof):
        return False
    at, last, node = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            node = node_hash(step, node)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            node = node_hash(node, step)
        at, last = at >> 1, last >> 1
    return last == 0 and node == root


def consistency_proof(hashes: Sequence[bytes], old: int) -> list[bytes]:
    """Return the hashes that show that the tree of the first ``old`` leaves is its beginning.

    Raises:
        IndexError: the tree never had that size.
    """
    if not 0 <= old <= len(hashes):
        raise IndexError(f"a tree of {len(hashes)} leaves never had {old}")
    if old in (0, len(hashes)):
        return []
    return _subproof(hashes, old, 0, len(hashes), whole=True)


def _subproof(
    hashes: Sequence[bytes], old: int, start: int, stop: int, *, whole: bool
) -> list[bytes]:
    if old == stop - start:
        return [] if whole else [root_of(hashes[start:stop])]
    half = 1 << (stop - start - 1).bit_length() - 1
    if old <= half:
        right = root_of(hashes[start + half : stop])
        return [*_subproof(hashes, old, start, start + half, whole=whole), right]
    left = root_of(hashes[start : start + half])
    return [*_subproof(hashes, old - half, start + half, stop, whole=False), left]


def is_consistent(
    *, old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Return whether a proof shows that an old tree is the beginning of a new one."""
    if not 0 <= old <= new or any(len(step) != HASH_BYTES for step in proof):
        return False
    if old == new:
        return not proof and old_root == new_root
    if old == 0:
        return not proof and old_root == EMPTY_ROOT
    steps = list(proof)
    if old & (old - 1) == 0:
        steps.insert(0, old_root)
    if not steps:
        return False
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    before = after = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            before, after = node_hash(step, before), node_hash(step, after)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            after = node_hash(after, step)
        at, last = at >> 1, last >> 1
    return last == 0 and before == old_root and after == new_root
