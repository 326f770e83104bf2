"""What is kept in memory and brought up is what a whole reading of the ledger gives."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from benchmarks.decade.world import looks, reports
from truceline.casework.assess import judge
from truceline.casework.gather import gather
from truceline.casework.incidents import incidents_of
from truceline.casework.kept_incidents import KeptIncidents
from truceline.casework.standing import Standing
from truceline.evidence.layout import Casefile
from truceline.evidence.ledger import Draft, EntryKind, Reason, withdrawal
from truceline.evidence.record import to_record
from truceline.observation.observation import Observation
from truceline.observation.regrouping import How, Regrouping

AT = datetime(2026, 1, 1, tzinfo=UTC)
WEEKS = 13


def _draft(kind: EntryKind, key: str, noun: object, *, again: bool = False) -> Draft:
    return Draft(kind=kind, key=key, record=to_record(noun), supersedes=key if again else None)


def _steps(seed: int) -> list[list[Draft]]:
    """Return appends that add, revise, withdraw and regroup reports, some in one batch."""
    draw = random.Random(seed)  # noqa: S311
    every = list(reports(60, weeks=WEEKS, seed=draw.randrange(100)))
    steps = [[_draft(EntryKind.OBSERVATION, one.id, one) for one in every[:30]]]
    steps.append([_draft(EntryKind.COVERAGE, one.id, one) for one in looks(WEEKS)[:3]])
    gone: set[str] = set()
    for number in range(8):
        known = [one for one in every[: 30 + 3 * number] if one.id not in gone]
        one, other, third = draw.sample(known, 3)
        merge = Regrouping(
            how=How.MERGE, observations=tuple(sorted((one.id, other.id))), reason="r", by="p",
            at=AT + timedelta(days=number),
        )  # fmt: skip
        revised = replace(third, side="alpha" if third.side == "bravo" else "bravo")
        steps.append([
            *(_draft(EntryKind.OBSERVATION, new.id, new)
              for new in every[30 + 3 * number : 33 + 3 * number]),
            _draft(EntryKind.REGROUPING, f"g-{number}", merge),
            _draft(EntryKind.OBSERVATION, third.id, revised, again=True),
        ])  # fmt: skip
        if number % 3 == 2:
            gone.add(one.id)
            steps.append([
                withdrawal(kind=EntryKind.OBSERVATION, key=one.id, reason="misread"),
                withdrawal(kind=EntryKind.REGROUPING, key=f"g-{number}", reason="undone"),
            ])  # fmt: skip
    return steps


@pytest.mark.parametrize("seed", range(3))
def test_what_is_brought_up_step_by_step_is_what_is_read_as_a_whole(
    tmp_path: Path, seed: int
) -> None:
    case = Casefile.create(tmp_path / "case", name="S", agreements=("undof-1974",), author="a")
    standing, kept = Standing(), KeptIncidents()
    for number, step in enumerate(_steps(seed)):
        with case.ledger() as ledger:
            ledger.append(step, author="a", recorded_at=AT + timedelta(hours=number))
            evidence = standing.now(ledger).evidence()
        whole = gather(case)
        assert evidence == replace(whole, state=None)
        assert kept.of(evidence) == incidents_of(whole)


def test_what_an_erasure_took_stands_no_more(tmp_path: Path) -> None:
    case = Casefile.create(tmp_path / "case", name="S", author="a")
    some = list(reports(4, weeks=2))
    standing = Standing()
    with case.ledger() as ledger:
        drafts = [_draft(EntryKind.OBSERVATION, one.id, one) for one in some]
        ledger.append(drafts, author="a", recorded_at=AT)
        assert len(standing.now(ledger).of(EntryKind.OBSERVATION, Observation)) == 4
        ledger.erase(
            [(EntryKind.OBSERVATION, some[0].id)], reason=Reason.PRIVACY, approved_by=["b"],
            author="a", recorded_at=AT,
        )  # fmt: skip
        left = standing.now(ledger).of(EntryKind.OBSERVATION, Observation)
    assert [one.id for one in left] == [one.id for one in some[1:]]


def test_another_ledger_in_the_same_place_is_read_anew(tmp_path: Path) -> None:
    standing = Standing()
    found = []
    for name, seed in (("one", 1), ("other", 2)):
        case = Casefile.create(tmp_path / name, name="S", author="a")
        some = list(reports(3, weeks=2, seed=seed))
        with case.ledger() as ledger:
            drafts = [_draft(EntryKind.OBSERVATION, one.id, one) for one in some]
            ledger.append(drafts, author="a", recorded_at=AT)
            stood = standing.now(ledger).of(EntryKind.OBSERVATION, Observation)
        found.append([one.id for one in stood] == [one.id for one in some])
    assert found == [True, True]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_what_is_judged_anew_in_part_is_what_is_judged_as_a_whole(
    tmp_path: Path, seed: int
) -> None:
    from truceline.agreement.load import load_agreement
    from truceline.assessment.bench import laid_out

    case = Casefile.create(tmp_path / "case", name="S", agreements=("undof-1974",), author="a")
    agreement = load_agreement("undof-1974")
    some = tuple(one for one in agreement.provisions if one.id.startswith("DA"))[:8]
    agreement = replace(agreement, provisions=some)
    benches = {agreement.id: laid_out(agreement)}
    standing, kept, before = Standing(), KeptIncidents(), None
    for number, step in enumerate(_steps(seed)):
        with case.ledger() as ledger:
            ledger.append(step, author="a", recorded_at=AT + timedelta(hours=number))
            evidence = standing.now(ledger).evidence()
        rest = {"chosen": (agreement,), "step": "week", "benches": benches}
        incidents = kept.of(evidence)
        whole = judge(case, evidence, incidents=incidents, **rest)  # type: ignore[arg-type]
        part = judge(case, evidence, incidents=incidents, before=before, **rest)  # type: ignore[arg-type]
        assert part.findings == whole.findings
        before = part
