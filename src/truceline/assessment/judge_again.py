"""Judge again: what stands is kept, and only what something new bears on is judged.

The one law of the command line, which keeps findings in files, and of the desk, which keeps them in
memory: each says what it knows (``Before``), and what comes out is byte for byte that of a whole
assessment.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from truceline.assessment.assess import assess, by_start
from truceline.assessment.bench import Bench, Question, laid_out
from truceline.assessment.brief import Brief
from truceline.assessment.finding import Finding
from truceline.assessment.link.statements import Spoken, of_period, spoken, statements_on
from truceline.assessment.moved import Moved, Row, Stale, rows_of, stale_by
from truceline.assessment.workers import assess_by
from truceline.reading.claim import Claim
from truceline.timespan import Timespan

# Each set of rows that periods share is judged by itself; beyond so many sets all are judged at
# once, as to find what happened near each costs more than a few findings too many.
_MOST_SETS = 4


class Before(Protocol):
    """Findings that were made before, and what is known of what they were made from."""

    def moved(self, brief: Brief, bench: Bench) -> Moved | None:
        """Return what came, went or changed since; None where nothing of them can be used."""

    def standing(self, brief: Brief, ids: Collection[str], moved: Moved) -> Mapping[str, Finding]:
        """Return those of some findings that are at hand, as they would be known now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """Every finding asked for, in the order of ``assess``; which were judged, and why.

    ``stale`` is None where the whole was judged. ``rows`` are the provisions and parties that each
    new incident bears on.
    """

    findings: tuple[Finding, ...]
    judged: frozenset[str]
    stale: Stale | None = None
    rows: Mapping[str, frozenset[Row]] = field(default_factory=dict)
    moved: Moved | None = None


def judge_again(
    brief: Brief,
    *,
    periods: Sequence[Timespan],
    before: Before | None,
    only: Collection[Row] | None = None,
    workers: int = 1,
    bench: Bench | None = None,
) -> Again:
    """Return every finding as ``assess`` returns it.

    Args:
        before: What was found the last time, by this agreement; None judges the whole.
        only: These pairs of provision and party alone.
        workers: So many processes judge where nothing can be used again.
        bench: The agreement laid out already.
    """
    own = bench
    if before is not None and own is None:
        own = laid_out(brief.agreement, extents=brief.extents)
    moved = None if before is None or own is None else before.moved(brief, own)
    if before is None or own is None or moved is None:
        found = assess_by(
            brief.agreement, workers=workers, periods=periods, extents=brief.extents,
            only=only, bench=bench, **brief.evidence(),
        )  # fmt: skip
        return Again(findings=found, judged=frozenset(one.id for one in found))
    rows = rows_of(moved.new, own, brief.policy)
    stale = stale_by(moved, rows)
    asked = _asked(brief, periods, only)
    left = [id_ for id_, pair in asked.items() if not stale.is_stale(id_, *pair)]
    known = before.standing(brief, asked, moved)
    standing = {id_: known[id_] for id_ in left if id_ in known}
    fresh = _judged(brief, asked, standing, own)
    both = {**standing, **fresh}
    told = _with_statements([both[id_] for id_ in asked], known, moved, brief, own)
    return Again(findings=tuple(told), judged=frozenset(fresh), stale=stale, rows=rows, moved=moved)


def _judged(
    brief: Brief,
    asked: Mapping[str, tuple[Row, Timespan]],
    standing: Mapping[str, Finding],
    bench: Bench,
) -> dict[str, Finding]:
    """Return the findings that do not stand, judged; without statements, which decide nothing."""
    missing: dict[Timespan, set[Row]] = defaultdict(set)
    for id_, (row, span) in asked.items():
        if id_ not in standing:
            missing[span].add(row)
    sets: dict[frozenset[Row], list[Timespan]] = defaultdict(list)
    for span, some in missing.items():
        sets[frozenset(some)].append(span)
    if len(sets) > _MOST_SETS:
        sets = {frozenset().union(*sets): list(missing)}
    found: dict[str, Finding] = {}
    for some_rows, periods in sets.items():
        near = [one for one in brief.incidents if any(one.lead.when.meets(p) for p in periods)]
        again = assess(
            brief.agreement,
            **{**brief.evidence(), "incidents": near, "claims": ()},
            periods=periods,
            only=some_rows,
            bench=bench,
        )
        found.update((one.id, one) for one in again if one.id in asked and one.id not in standing)
    return found


def _with_statements(
    findings: Sequence[Finding],
    known: Mapping[str, Finding],
    moved: Moved,
    brief: Brief,
    bench: Bench,
) -> Iterator[Finding]:
    """Yield findings with what was said of their provisions, as it is said now.

    Where it is known which claims moved, those that stood beside a finding before stay.
    """
    said = moved.said
    came = spoken(said.came) if said is not None else ()
    from_all = said is None or any(one.id not in known for one in findings)
    every = spoken(brief.claims) if from_all else ()
    told: dict[tuple[Row, bool], tuple[Claim, ...]] = {}
    for one in findings:
        before = known.get(one.id) if said is not None else None
        row, anew = (one.provision, one.party), before is None
        if (row, anew) not in told:
            told[row, anew] = _statements(brief, bench, row, every if anew else came)
        here = of_period(told[row, anew], one.period, published=brief.published)
        if before is not None and said is not None:
            kept = [claim for claim in before.statements if claim.id not in said.gone]
            here = tuple(sorted((*kept, *here), key=lambda claim: claim.id))
        yield one if here == one.statements else replace(one, statements=here)


def _statements(brief: Brief, bench: Bench, row: Row, said: Sequence[Spoken]) -> tuple[Claim, ...]:
    if not said:
        return ()
    provision = brief.agreement.provision(row[0]).for_party(row[1])
    return statements_on(Question(bench, provision, row[1], brief.policy.central), said)


def _asked(
    brief: Brief, periods: Iterable[Timespan], only: Collection[Row] | None
) -> dict[str, tuple[Row, Timespan]]:
    """Return the rows and periods of every finding asked for, by its id, in the order of it."""
    agreement = brief.agreement
    # Decades of weeks are asked of scores of rows: each period is put into words once.
    told = [(span, str(span)) for span in by_start(periods)]
    rows = [
        (provision.id, party)
        for provision in sorted(agreement.provisions, key=lambda one: one.id)
        for party in sorted(provision.bound)
        if only is None or (provision.id, party) in only
    ]
    return {
        f"{agreement.id}/{row[0]}/{row[1]}/{words}": (row, span)
        for row in rows
        for span, words in told
    }
