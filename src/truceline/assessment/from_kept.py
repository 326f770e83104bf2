"""From kept: findings kept as texts, judged again where they do not stand, and kept once more."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from truceline.assessment.bench import Bench
from truceline.assessment.brief import Brief, made_from
from truceline.assessment.finding import Finding
from truceline.assessment.judge_again import Again, judge_again
from truceline.assessment.kept import Bearing, Kept, Made, Nouns, as_kept, from_kept
from truceline.assessment.moved import Moved, Reach, Row, Said
from truceline.errors import TimespanInvalid
from truceline.timespan import Timespan

# Findings that are kept beside those asked for; a century of weeks of a large agreement.
_MOST_KEPT = 300_000
_SAME_WORDS = Said(came=(), gone=frozenset())


def judge_from_kept(
    brief: Brief,
    *,
    periods: Sequence[Timespan],
    before: Kept | None,
    only: Collection[Row] | None = None,
    workers: int = 1,
    bench: Bench | None = None,
) -> tuple[tuple[Finding, ...], Kept]:
    """Return every finding as ``assess`` returns it, and what is to be kept for the next time.

    Args:
        before: What was kept the last time, of this agreement; None judges the whole.
        only: These pairs of provision and party alone.
        workers: So many processes judge where nothing can be used again.
        bench: The agreement laid out already.
    """
    made = made_from(brief)
    read = _Read(kept=before, now=made) if before is not None else None
    again = judge_again(
        brief, periods=periods, before=read, only=only, workers=workers, bench=bench
    )
    return again.findings, _kept_anew(before, made, again)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """What was kept, and what findings are made from now."""

    kept: Kept
    now: Made

    def moved(self, brief: Brief, bench: Bench) -> Moved | None:  # noqa: ARG002
        """Return what came, went or changed since; None where nothing of them can be used."""
        was, now = self.kept.made, self.now
        if was.rest != now.rest:
            return None
        changed = {id_ for id_, _ in _differing(now.incidents, was.incidents)}
        looks = (*_differing(was.coverage, now.coverage), *_differing(now.coverage, was.coverage))
        reviews = (*was.reviews.items(), *now.reviews.items())
        return Moved(
            new=tuple(one for one in brief.incidents if one.id in changed),
            gone=tuple(
                Reach(rows=bearing.rows, when=_span(bearing.when))
                for _, bearing in _differing(was.incidents, now.incidents)
            ),
            looks=tuple(_span(bearing.when) for _, bearing in looks),
            reviewed=frozenset(
                finding
                for key, finding in reviews
                if key not in was.reviews or key not in now.reviews
            ),
            said=_SAME_WORDS if was.spoken == now.spoken else None,
        )

    def standing(self, brief: Brief, ids: Collection[str], moved: Moved) -> Mapping[str, Finding]:
        """Return those of some findings that are at hand, as they would be known now."""
        nouns = Nouns(
            incidents={one.id: one for one in brief.incidents},
            coverage={one.id: one for one in brief.coverage},
            duties={one.id: one for one in brief.duties},
            claims={one.id: one for one in brief.claims},
        )
        found: dict[str, Finding] = {}
        for id_ in ids:
            text = self.kept.findings.get(id_)
            if text is not None and moved.said is None:
                text = _without_statements(text)
            one = None if text is None else from_kept(text, nouns=nouns, as_of=brief.as_of)
            if one is not None and one.id == id_:
                found[id_] = one
        return found


def _kept_anew(before: Kept | None, made: Made, again: Again) -> Kept:
    """Return what is to be kept: what was asked for, and what else stands since the last time."""
    moved, stale = again.moved, again.stale
    if before is None or moved is None or stale is None:
        return Kept(made=made, findings={one.id: as_kept(one) for one in again.findings})
    incidents = {
        id_: replace(bearing, rows=again.rows[id_])
        if id_ in again.rows
        else before.made.incidents[id_]
        for id_, bearing in made.incidents.items()
    }
    # Where words moved, the statements beside what was not asked for are those of before.
    left = {} if moved.said is None else before.findings
    kept = {
        id_: text
        for id_, text in left.items()
        if (pair := _pair_of(id_)) is not None and not stale.is_stale(id_, *pair)
    }
    texts = {
        one.id: as_kept(one)
        for one in again.findings
        if one.id in again.judged or one.id not in kept
    }
    if len(kept) + len(texts) > _MOST_KEPT:
        kept = {one.id: kept[one.id] for one in again.findings if one.id in kept}
    return Kept(made=replace(made, incidents=incidents), findings={**kept, **texts})


def _differing(
    known: Mapping[str, Bearing], other: Mapping[str, Bearing]
) -> Iterator[tuple[str, Bearing]]:
    for id_, bearing in known.items():
        if id_ not in other or other[id_].digest != bearing.digest:
            yield id_, bearing


def _pair_of(id_: str) -> tuple[Row, Timespan] | None:
    """Return the provision, party and period of a finding's id; None where it names no period."""
    _, provision, party, told = id_.split("/", 3)
    try:
        return (provision, party), Timespan.parse(told)
    except TimespanInvalid:
        return None


def _without_statements(text: str) -> str:
    record = json.loads(text)
    return json.dumps({**record, "statements": []})


def _span(told: str) -> Timespan:
    start, end = (
        None if part == ".." else datetime.fromisoformat(part) for part in told.split("/")
    )
    return Timespan(start, end)
