"""Regions: the parts of a sentence between its cues, before they are cut into clauses."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from truceline.reading.speech.attribution import Attribution, Range
from truceline.reading.words.predicates import Predicate
from truceline.reading.words.sentences import Token, word_set

_SUBORDINATE = word_set(
    "if when once after before as until unless since because while had were should"
)
# A cue before these stands in the middle of one clause: "..., he said, provided that ...".
_STANDING_UNDER = word_set("provided if unless until once")


def regions(
    line: Sequence[Token],
    predicates: Sequence[Predicate],
    attributions: Sequence[Attribution],
) -> list[Range]:
    """Return the parts between cues; a cue in the middle of a clause does not part it."""
    cuts = {0, len(line)}
    inside: list[Range] = []
    for one in attributions:
        if len(one.content) == 2 and _one_clause(line, predicates, one):
            inside.append((one.content[0][0], one.content[1][1]))
            cuts.add(one.content[0][0])
            cuts.add(one.content[1][1])
            continue
        if one.rule == "adverb":
            continue
        for first, after in (one.cue, *one.content):
            cuts.update((first, after))
    edges = sorted(cut for cut in cuts if not any(first < cut < after for first, after in inside))
    regions = []
    for first, after in pairwise(edges):
        is_cue = any(one.cue[0] <= first and after <= one.cue[1] for one in attributions)
        if not is_cue:
            regions.append((first, after))
    return regions


def _one_clause(line: Sequence[Token], predicates: Sequence[Predicate], one: Attribution) -> bool:
    """Return whether a cue stands in the middle of one clause."""
    left, right = one.content
    finite = [p for p in predicates if p.sort == "finite"]
    in_left = any(left[0] <= p.first < left[1] for p in finite)
    in_right = any(right[0] <= p.first < right[1] for p in finite)
    opens = line[left[0]].lower
    if opens in ('"', "“") and left[0] + 1 < left[1]:
        opens = line[left[0] + 1].lower
    stops = line[right[0]].lower if right[0] < len(line) else ""
    if stops == "," and right[0] + 1 < len(line):
        stops = line[right[0] + 1].lower
    return (
        not in_left
        or (not in_right and right[1] - right[0] < 12)
        or opens in _SUBORDINATE
        or stops in _STANDING_UNDER
    )
