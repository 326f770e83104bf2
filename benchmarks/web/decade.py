"""A decade in a casefile: a million entries by which the desk is measured.

    python -m benchmarks.web.decade FOLDER [--incidents 100000] [--entries 1000000]

Ten years of invented reports by the papers of 1974, week by week as they would come in: logs of
reports that their sources revise, articles with their claims and what people decided on them,
patrols, reviews, incidents put together by hand. Fifty people have accounts. Everything goes
through the ledger's own append; nothing is written beside it.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from benchmarks.decade.world import looks, reports, week_of
from benchmarks.web.articles import Article, articles
from truceline.assessment.review import Review, Verdict
from truceline.evidence.layout import Casefile
from truceline.evidence.ledger import Draft, EntryKind
from truceline.evidence.record import to_record
from truceline.observation.observation import Count, LogRow, Observation
from truceline.observation.regrouping import How, Regrouping
from truceline.reading.decision import Choice, Decision
from truceline.web.people.accounts import add_account
from truceline.web.people.roles import Role
from truceline.web.people.store import PeopleStore

WEEKS = 520
PEOPLE = 50
# Reports of the invented world that one incident is told by, on the mean, as the rules gather them.
_REPORTS_EACH = 2.05
# An article a day, and a bit: what a small team reads.
_ARTICLES_A_WEEK = 10
_REVIEWS_A_WEEK = 4
_CLAIMS_DECIDED = 3
# Entries of a week that are no reports: ten articles of eleven entries each, patrols, reviews.
_EACH_WEEK = 116
_BATCH = 2_000
_ROLES = (Role.ANALYST, Role.REVIEWER, Role.CONTRIBUTOR, Role.READER, Role.ANALYST)


def made(folder: Path, *, incidents: int, entries: int) -> Casefile:
    """Return a casefile of about so many incidents and exactly so many entries, if they fit."""
    case = Casefile.create(folder, name="A decade", agreements=("undof-1974",), author="bench")
    weeks = _by_week(islice(reports(10**9, weeks=WEEKS), int(incidents * _REPORTS_EACH)))
    patrols = looks(WEEKS)
    written = articles(WEEKS * _ARTICLES_A_WEEK)
    known: list[Observation] = []
    draw, started = random.Random(8), time.monotonic()  # noqa: S311
    with case.ledger() as ledger:
        for number in range(WEEKS):
            at = _recorded(number)
            some = [_in_log(one, number, row) for row, one in enumerate(weeks[number], start=1)]
            papers = list(islice(written, _ARTICLES_A_WEEK))
            drafts = [_draft(EntryKind.OBSERVATION, one.id, one) for one in some]
            drafts += [_draft(EntryKind.COVERAGE, one.id, one) for one in patrols
                       if one.when == week_of(number)]  # fmt: skip
            for paper in papers:
                drafts += _of_article(paper, at)
            drafts += _by_people(draw, number, some, at)
            known += some
            # What is left to be filled are revisions, spread evenly over the weeks to come.
            left = entries - ledger.size() - len(drafts)
            still = sum(len(weeks[later]) + _EACH_WEEK for later in range(number + 1, WEEKS))
            many = max(0, (left - still) // (WEEKS - number))
            drafts += [_revised(draw, one) for one in draw.sample(known, min(many, len(known)))]
            for start in range(0, len(drafts), _BATCH):
                part = drafts[start : start + _BATCH]
                ledger.append(part, author=f"analyst {number % 7}", recorded_at=at)
            if number % 52 == 0:
                took = time.monotonic() - started
                print(f"  {ledger.size():,} entries, {took:.0f} s", file=sys.stderr)
    _people(case)
    return case


def _by_week(all_reports: Iterator[Observation]) -> list[list[Observation]]:
    weeks: list[list[Observation]] = [[] for _ in range(WEEKS)]
    first = week_of(0).start
    for one in all_reports:
        if first is not None and one.when.start is not None:
            weeks[min(WEEKS - 1, (one.when.start - first).days // 7)].append(one)
    return weeks


def _recorded(number: int) -> datetime:
    end = week_of(number).end
    return (end or datetime(2022, 1, 1, tzinfo=UTC)) + timedelta(hours=9)


def _in_log(one: Observation, number: int, row: int) -> Observation:
    if not isinstance(one.basis, LogRow):
        return one
    return replace(one, basis=replace(one.basis, document=f"d-log-{number:04d}", row=row))


def _draft(kind: EntryKind, key: str, noun: object) -> Draft:
    return Draft(kind=kind, key=key, record=to_record(noun))


def _of_article(paper: Article, at: datetime) -> list[Draft]:
    drafts = [
        _draft(EntryKind.DOCUMENT, paper.document.id, paper.document),
        _draft(EntryKind.PAGE, f"p-{paper.document.id}", paper.page),
    ]
    drafts += [_draft(EntryKind.CLAIM, one.id, one) for one in paper.claims]
    drafts += [
        _draft(
            EntryKind.DECISION,
            f"k-{one.id}",
            Decision(claim=one.id, document=one.document, choice=Choice.ACCEPT, reason="",
                     by="analyst 1", at=at, before=one),
        )
        for one in paper.claims[:_CLAIMS_DECIDED]
    ]  # fmt: skip
    return drafts


def _by_people(
    draw: random.Random, number: int, some: Sequence[Observation], at: datetime
) -> list[Draft]:
    drafts = []
    if len(some) > 1:
        two = tuple(sorted(one.id for one in draw.sample(some, 2)))
        merged = Regrouping(how=How.MERGE, observations=two, reason="one event", by="a", at=at)
        drafts.append(_draft(EntryKind.REGROUPING, f"g-{number:04d}", merged))
    for nth in range(_REVIEWS_A_WEEK):
        quarter = f"{2012 + number // 52}-Q{number % 52 // 13 + 1}"
        of = Review(finding=f"undof-1974/DA-B4/syria/{quarter}", inputs_digest=f"before-{nth}",
                    verdict=Verdict.CONFIRM, reviewer=f"reviewer {nth}", reason="seen", at=at,
                    )  # fmt: skip
        drafts.append(_draft(EntryKind.REVIEW, f"r-{number:04d}-{nth}", of))
    return drafts


def _revised(draw: random.Random, one: Observation) -> Draft:
    # A source that corrects itself writes the row anew; the last word of all is the first again.
    number = draw.randint(1, 9)
    again = replace(one, count=Count(number, number + draw.randint(0, 9)))
    return Draft(kind=EntryKind.OBSERVATION, key=one.id, record=to_record(again), supersedes=one.id)


def _people(case: Casefile) -> None:
    store = PeopleStore(case.people_path, clock=lambda: datetime(2026, 1, 1, tzinfo=UTC))
    for number in range(PEOPLE):
        role = _ROLES[number % len(_ROLES)]
        add_account(store, name=f"person {number:02d}", role=role, by="bench")
    store.close()


def main() -> None:
    """Make the casefile and say what it holds."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--incidents", type=int, default=100_000)
    parser.add_argument("--entries", type=int, default=1_000_000)
    asked = parser.parse_args()
    started = time.process_time()
    case = made(asked.folder, incidents=asked.incidents, entries=asked.entries)
    with case.ledger() as ledger:
        print(f"{ledger.size():,} entries, {time.process_time() - started:.0f} s of processor time")
        for kind in EntryKind:
            if ledger.count(kind):
                print(f"  {kind.value}: {ledger.count(kind):,} recorded")


if __name__ == "__main__":
    main()
