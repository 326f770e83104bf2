"""Judge again: what stands is kept, and only what something new bears on is judged.

The findings are byte for byte those of a whole assessment. What cannot be told to stand is judged:
another agreement, policy, engine, log of duties or named ground leaves nothing standing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from truceline.assessment.assess import assess, by_start
from truceline.assessment.bench import Bench, Question, laid_out
from truceline.assessment.brief import Brief, made_from
from truceline.assessment.finding import Finding
from truceline.assessment.kept import Bearing, Kept, Made, Nouns, as_kept, from_kept
from truceline.assessment.link.statements import of_period, spoken, statements_on
from truceline.assessment.reassess import touched
from truceline.assessment.workers import assess_by
from truceline.errors import TimespanInvalid
from truceline.reading.claim import Claim
from truceline.timespan import Timespan

_Row = tuple[str, str]
# Findings that are kept beside those asked for; a century of weeks of a large agreement.
_MOST_KEPT = 300_000


def judge_again(
    brief: Brief,
    *,
    periods: Sequence[Timespan],
    before: Kept | None,
    only: Collection[_Row] | None = None,
    workers: int = 1,
) -> tuple[tuple[Finding, ...], Kept]:
    """Return every finding as ``assess`` returns it, and what is to be kept for the next time.

    Args:
        before: What was kept the last time, of this agreement; None judges the whole.
        only: These pairs of provision and party alone.
        workers: So many processes judge where nothing can be used again.
    """
    made = made_from(brief)
    asked = {_id(brief, row, span): (row, span) for row, span in _asked(brief, periods, only)}
    held = before if before is not None and before.made.rest == made.rest else None
    if held is None:
        found = assess_by(
            brief.agreement, workers=workers, periods=periods, extents=brief.extents,
            only=only, **brief.evidence(),
        )  # fmt: skip
        return found, Kept(made=made, findings={one.id: as_kept(one) for one in found})
    bench = laid_out(brief.agreement, extents=brief.extents)
    made, stale = _what_moved(brief, held.made, made, bench)
    left = {id_: text for id_, text in held.findings.items() if not _is_stale(id_, stale)}
    standing = _standing(brief, left, asked, held.made.spoken != made.spoken, bench)
    fresh = {one.id: one for one in _judged(brief, asked, standing, bench)}
    texts = {id_: as_kept(one) for id_, one in fresh.items() if id_ in asked}
    kept = {**left, **texts} if len(left) + len(texts) <= _MOST_KEPT else texts
    if held.made.spoken != made.spoken:
        # Statements beside what was not asked for are those of before.
        kept = {id_: as_kept(one) for id_, one in standing.items()} | texts
    found = tuple(standing[id_] if id_ in standing else fresh[id_] for id_ in asked)
    return found, Kept(made=made, findings=kept)


@dataclass(frozen=True, slots=True)
class _Stale:
    """What is to be judged anew: findings by id, and rows (None: all) in what meets a time."""

    ids: frozenset[str]
    spans: tuple[tuple[frozenset[_Row] | None, Timespan], ...]


def _what_moved(brief: Brief, was: Made, now: Made, bench: Bench) -> tuple[Made, _Stale]:
    """Return what findings are made from, with rows where they are known, and what is stale."""
    new = [
        one
        for one in brief.incidents
        if one.id not in was.incidents
        or was.incidents[one.id].digest != now.incidents[one.id].digest
    ]
    fresh = {one.id for one in new}
    incidents = {
        id_: bearing if id_ in fresh else was.incidents[id_]
        for id_, bearing in now.incidents.items()
    }
    for one in new:
        rows = touched(bench, [one], brief.policy)
        incidents[one.id] = replace(incidents[one.id], rows=rows)
    spans = [
        (bearing.rows, _span(bearing.when))
        for known, other in ((was.incidents, incidents), (incidents, was.incidents))
        for bearing in _differing(known, other)
    ]
    spans += [
        (None, _span(bearing.when))
        for known, other in ((was.coverage, now.coverage), (now.coverage, was.coverage))
        for bearing in _differing(known, other)
    ]
    reviewed = {
        finding
        for known, other in ((was.reviews, now.reviews), (now.reviews, was.reviews))
        for key, finding in known.items()
        if key not in other
    }
    return replace(now, incidents=incidents), _Stale(frozenset(reviewed), tuple(spans))


def _differing(known: Mapping[str, Bearing], other: Mapping[str, Bearing]) -> Iterator[Bearing]:
    for id_, bearing in known.items():
        if id_ not in other or other[id_].digest != bearing.digest:
            yield bearing


def _is_stale(id_: str, stale: _Stale) -> bool:
    if id_ in stale.ids:
        return True
    _, provision, party, told = id_.split("/", 3)
    try:
        span = Timespan.parse(told)
    except TimespanInvalid:
        return True
    return any(
        when.meets(span) for rows, when in stale.spans if rows is None or (provision, party) in rows
    )


def _standing(
    brief: Brief,
    texts: Mapping[str, str],
    asked: Mapping[str, tuple[_Row, Timespan]],
    otherwise_said: bool,
    bench: Bench,
) -> dict[str, Finding]:
    """Return the findings asked for that stand, with the statements of now beside them."""
    nouns = Nouns(
        incidents={one.id: one for one in brief.incidents},
        coverage={one.id: one for one in brief.coverage},
        duties={one.id: one for one in brief.duties},
        claims={one.id: one for one in brief.claims},
    )
    said = spoken(brief.claims) if otherwise_said else ()
    found: dict[str, Finding] = {}
    for id_ in asked:
        text = texts.get(id_)
        if text is not None and otherwise_said:
            text = _without_statements(text)
        one = None if text is None else from_kept(text, nouns=nouns, as_of=brief.as_of)
        if one is not None and one.id == id_:
            found[id_] = one
    if not otherwise_said:
        return found
    beside = {row: _statements(brief, bench, row, said) for row, _ in asked.values()}
    return {
        id_: replace(
            one,
            statements=of_period(
                beside[one.provision, one.party], one.period, published=brief.published
            ),
        )
        for id_, one in found.items()
    }


def _without_statements(text: str) -> str:
    import json

    record = json.loads(text)
    return json.dumps({**record, "statements": []})


def _statements(brief: Brief, bench: Bench, row: _Row, said: Sequence[Any]) -> tuple[Claim, ...]:
    provision = brief.agreement.provision(row[0]).for_party(row[1])
    question = Question(bench, provision, row[1], brief.policy.central, brief.duties)
    return statements_on(question, said)


def _judged(
    brief: Brief,
    asked: Mapping[str, tuple[_Row, Timespan]],
    standing: Mapping[str, Finding],
    bench: Bench,
) -> tuple[Finding, ...]:
    """Return the findings that do not stand, judged."""
    missing = [pair for id_, pair in asked.items() if id_ not in standing]
    periods = {span for _, span in missing}
    if not missing:
        return ()
    near = [one for one in brief.incidents if any(one.lead.when.meets(span) for span in periods)]
    return assess(
        brief.agreement,
        **{**brief.evidence(), "incidents": near},
        periods=periods,
        only={row for row, _ in missing},
        bench=bench,
    )


def _asked(
    brief: Brief, periods: Iterable[Timespan], only: Collection[_Row] | None
) -> Iterator[tuple[_Row, Timespan]]:
    spans = by_start(periods)
    for provision in sorted(brief.agreement.provisions, key=lambda one: one.id):
        for party in sorted(provision.bound):
            if only is not None and (provision.id, party) not in only:
                continue
            for span in spans:
                yield (provision.id, party), span


def _id(brief: Brief, row: _Row, span: Timespan) -> str:
    return f"{brief.agreement.id}/{row[0]}/{row[1]}/{span}"


def _span(told: str) -> Timespan:
    from datetime import datetime

    start, end = (
        None if part == ".." else datetime.fromisoformat(part) for part in told.split("/")
    )
    return Timespan(start, end)
