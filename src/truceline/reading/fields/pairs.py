"""Pairs: days and counts that a sentence lists side by side, each day with its count.

"On 2 and 12 April, two tank rounds and two missiles were fired": the rounds on the 2nd, the
missiles on the 12th. Where there are not as many counts as days, nothing is paired.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from truceline.digest import digest_of, short_id
from truceline.evidence.document import Span
from truceline.reading.claim import Claim, Cue, Quantity, TimeMention

_LISTED = re.compile(r"(?:,? and| or|,)(?: on)? ?(?:the )?")
# Between two counts of one list stand a few words of the thing counted: "two rounds of 120 mm and".
_GAP = 40
# More than that is a table, and no list of one sentence.
_MOST = 4


def paired(claim: Claim, text: str, times: Sequence[TimeMention]) -> tuple[Claim, ...]:
    """Return a claim for each day and its count; the claim itself where nothing is listed so.

    ``times`` are those of its sentence, in order.
    """
    days = _run(text, times, claim)
    counts = [one for one in claim.quantities if one.unit not in ("m", "mm", "km")]
    if not 1 < len(days) <= _MOST or len(counts) != len(days) or not _side_by_side(text, counts):
        return (claim,)
    edges = [claim.span.start, *(one.span.start for one in counts[1:])]
    ends = [*(one.span.end for one in counts[:-1]), claim.span.end]
    return tuple(
        _part(claim, text, start, end, day)
        for start, end, day in zip(edges, ends, days, strict=True)
    )


def _run(text: str, times: Sequence[TimeMention], claim: Claim) -> list[TimeMention]:
    """Return the days listed from the claim's first time on."""
    if claim.time is None:
        return []
    run: list[TimeMention] = []
    for one in times:
        if one.span.start < claim.time.span.start or one.span.end > claim.time.span.end:
            continue
        if run and _LISTED.fullmatch(text[run[-1].span.end : one.span.start]) is None:
            break
        run.append(one)
    return run


def _side_by_side(text: str, counts: Sequence[Quantity]) -> bool:
    for one, other in itertools.pairwise(counts):
        gap = text[one.span.end : other.span.start]
        if len(gap) > _GAP or not gap.rstrip().endswith((",", "and")):
            return False
    return True


def _part(claim: Claim, text: str, start: int, end: int, day: TimeMention) -> Claim:
    named = {"document": claim.document, "start": start, "end": end, "kind": claim.kind.value}
    chain = [link.name for link in claim.chain]
    return replace(
        claim,
        id=short_id("c", digest_of({**named, "chain": chain, "day": day.span.start})),
        span=Span.of(text, start, end),
        time=day,
        quantities=tuple(q for q in claim.quantities if start <= q.span.start < end),
        assets=tuple(a for a in claim.assets if start <= a.span.start < end),
        cues=(*claim.cues, Cue("time", "paired with its count", day.span.quote)),
    )
