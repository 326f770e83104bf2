"""Gather: vertices of a graph of "may be the same" into groups where all go with all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping


def gather(links: Mapping[int, Collection[int]]) -> list[list[list[int]]]:
    """Return groups in which every member is linked to every other, in rounds.

    ``links`` holds, for each vertex, those it is linked to, both ways; each vertex comes back in
    one group. A vertex linked to two that are not linked to each other could go to either; it goes
    to neither, and what is left over is gathered among itself in the next round. So no order of the
    vertices, and no name, decides.

    >>> gather({0: [1], 1: [0], 2: []})
    [[[0, 1], [2]]]
    >>> gather({0: [1, 2], 1: [0], 2: [0]})  # 1 and 2 exclude each other: 0 stays by itself
    [[[1], [2]], [[0]]]
    """
    near = {vertex: frozenset(others) - {vertex} for vertex, others in links.items()}
    rounds: list[list[list[int]]] = []
    while near:
        torn = {v for v, others in near.items() if not _all_linked(others, near)}
        if len(torn) == len(near):
            rounds.append(_twins(near))
            break
        rounds.append(_twins({v: others - torn for v, others in near.items() if v not in torn}))
        near = {v: near[v] & torn for v in torn}
    return rounds


def _all_linked(vertices: frozenset[int], near: Mapping[int, frozenset[int]]) -> bool:
    return all(vertices <= near[vertex] | {vertex} for vertex in vertices)


def _twins(near: Mapping[int, frozenset[int]]) -> list[list[int]]:
    """Group vertices that are linked to the same others and to each other."""
    groups: dict[frozenset[int], list[int]] = defaultdict(list)
    for vertex, others in near.items():
        groups[others | {vertex}].append(vertex)
    return sorted(sorted(group) for group in groups.values())
