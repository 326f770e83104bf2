"""Periods judged a few at a time, with what happened near them, give what all at once gives."""

from __future__ import annotations

import pytest

from benchmarks.decade.world import looks, reports
from truceline.agreement.load import load_agreement
from truceline.assessment import assess as module
from truceline.assessment.assess import assess
from truceline.assessment.bench import laid_out
from truceline.assessment.policy_file import load_policy
from truceline.observation.corroborate import corroborate
from truceline.timespan import Timespan

WEEKS = 13
PERIODS = (*Timespan.parse("2012-Q1").periods("week"), Timespan.parse("2012-02"))
ONLY = frozenset({("DA-A", "syria"), ("DA-B1", "israel"), ("DA-B4", "syria"), ("PR-7", "israel")})


@pytest.mark.slow
@pytest.mark.parametrize("most", [1, 7, 40])
def test_in_whatever_runs_periods_are_judged_the_findings_are_the_same(
    monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    agreement = load_agreement("undof-1974")
    bench = laid_out(agreement)
    rest = {
        "incidents": corroborate(reports(150, weeks=WEEKS)), "coverage": looks(WEEKS)[:9],
        "duties": (), "claims": (), "reviews": (), "periods": PERIODS, "as_of": "x",
        "policy": load_policy(None), "only": ONLY, "bench": bench,
    }  # fmt: skip
    whole = assess(agreement, **rest)  # type: ignore[arg-type]
    monkeypatch.setattr(module, "_MOST_IN_A_RUN", most)

    assert assess(agreement, **rest) == whole  # type: ignore[arg-type]
    assert any(one.weighed for one in whole)
