"""Reading, compared: where two readers agree on a document and where they part."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from truceline.evidence.document import Document
from truceline.reading.claim import Claim
from truceline.report.markup import writable

# Two readers speak of one claim where the spans share at least half of their union: the measure
# that the accuracy tables use.
SAME_SPAN = 0.5
_WIDTH = 80


@dataclass(frozen=True, slots=True)
class Together:
    """A claim as two readers have it; None where one has none there."""

    one: Claim | None
    other: Claim | None

    @property
    def parts(self) -> tuple[str, ...]:
        """Return the fields in which the two differ, each with both values."""
        if self.one is None or self.other is None:
            return ()
        pairs = (
            ("kind", self.one.kind.value, self.other.kind.value),
            ("modality", self.one.modality.value, self.other.modality.value),
            ("stance", self.one.stance.value, self.other.stance.value),
            ("event", self.one.event or "none", self.other.event or "none"),
            ("chain", _chain(self.one), _chain(self.other)),
            ("when", _when(self.one), _when(self.other)),
        )
        return tuple(f"{name}: {a} | {b}" for name, a, b in pairs if a.lower() != b.lower())


def together(one: Sequence[Claim], other: Sequence[Claim]) -> tuple[Together, ...]:
    """Return the claims of two readers side by side, in the order of the text.

    >>> together((), ())
    ()
    """
    scored = sorted(
        (
            (-_share(a, b), i, j)
            for i, a in enumerate(one)
            for j, b in enumerate(other)
            if _share(a, b) >= SAME_SPAN
        )
    )
    partner: dict[int, int] = {}
    for _, i, j in scored:
        if i not in partner and j not in partner.values():
            partner[i] = j
    rows = [Together(a, other[partner[i]] if i in partner else None) for i, a in enumerate(one)]
    rows += [Together(None, b) for j, b in enumerate(other) if j not in partner.values()]
    return tuple(sorted(rows, key=_place))


def compared_as_text(
    document: Document, one: Sequence[Claim], other: Sequence[Claim], *, names: tuple[str, str]
) -> str:
    """Return the comparison as plain text: agreement counted, each difference told."""
    rows = together(one, other)
    both = [row for row in rows if row.one is not None and row.other is not None]
    agreed = sum(not row.parts for row in both)
    lines = [
        f"{document.filename}: {names[0]} reads {len(one)} claims, {names[1]} {len(other)}",
        f"{len(both)} claims by both, {agreed} of them alike in every field compared",
        "A difference is a reason to look; neither reader is taken to be right.",
        "",
    ]
    for row in rows:
        lines += [*_row(row, names), ""]
    return writable("\n".join(lines)) + "\n"


def _row(row: Together, names: tuple[str, str]) -> Iterator[str]:
    claim = row.one or row.other
    if claim is None:
        return
    if row.other is None:
        verdict = f"{names[0]} only"
    elif row.one is None:
        verdict = f"{names[1]} only"
    else:
        verdict = "agree" if not row.parts else "differ"
    quote = " ".join(claim.span.quote.split())
    yield from textwrap.wrap(f"{verdict:8} {quote!r}", _WIDTH, subsequent_indent=" " * 9)
    for part in row.parts:
        yield from textwrap.wrap(part, _WIDTH, initial_indent=" " * 9, subsequent_indent=" " * 11)


def _share(a: Claim, b: Claim) -> float:
    common = min(a.span.end, b.span.end) - max(a.span.start, b.span.start)
    union = max(a.span.end, b.span.end) - min(a.span.start, b.span.start)
    return max(0, common) / union if union else 0.0


def _place(row: Together) -> tuple[int, int]:
    claim = row.one or row.other
    return (0, 0) if claim is None else (claim.span.start, claim.span.end)


def _chain(claim: Claim) -> str:
    return " < ".join(link.name for link in claim.chain[1:]) or "the outlet alone"


def _when(claim: Claim) -> str:
    return "none" if claim.time is None else str(claim.time.when or "not resolved")
