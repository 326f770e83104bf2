"""What stands is not judged again, and what is kept gives what the whole gives, byte for byte."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.assessment.builders import looked, seen, truce
from tests.assessment.test_laws import _reports
from truceline.assessment import judge_again as module
from truceline.assessment.assess import assess
from truceline.assessment.brief import Brief
from truceline.assessment.finding import Finding
from truceline.assessment.from_kept import judge_from_kept
from truceline.assessment.kept import Kept
from truceline.assessment.policy_file import load_policy
from truceline.assessment.review import Review, Verdict
from truceline.casework.kept_findings import read_kept, write_kept
from truceline.digest import Digest
from truceline.evidence.document import Span
from truceline.observation.corroborate import corroborate
from truceline.observation.observation import Observation
from truceline.reading.claim import Claim, ClaimKind, Modality, Stance, Teller
from truceline.timespan import Timespan

pytestmark = pytest.mark.slow

TRUCE = truce(only=("no-forces", "no-fire", "strip", "tanks", "no-militia", "inspection", "police"))
PERIODS = tuple(map(Timespan.parse, ("2020-01", "2020-02", "2020-03")))
WEEKS = tuple(Timespan.parse("2020-02").periods("week"))
KEY = bytes(32)


def _brief(reports: list[Observation], **more: Any) -> Brief:
    rest: dict[str, Any] = {
        "coverage": (looked(detection=0.5),), "duties": (), "claims": (), "reviews": (),
        "published": {}, "policy": load_policy(None), "extents": (), "as_of": "2021-01-01",
    }  # fmt: skip
    return Brief(agreement=TRUCE, incidents=corroborate(reports), **{**rest, **more})


def _whole(brief: Brief, periods: tuple[Timespan, ...]) -> tuple[Finding, ...]:
    return assess(brief.agreement, periods=periods, extents=(), **brief.evidence())


def _act(day: int) -> Observation:
    return seen("inspection", kind="duty", by="Mission", areas=(), when=f"2020-02-{day:02d}")


def _pledge(words: str) -> Claim:
    return Claim(
        id=f"c-{words}", document="d", span=Span(0, len(words), words), kind=ClaimKind.COMMITMENT,
        stance=Stance.ASSERTS, modality=Modality.PLANNED,
        chain=(Teller(span=None, name="Alpha", named=True, how="said"),),
        confidence=1.0, reader="grammar",
    )  # fmt: skip


def _review(finding: Finding, verdict: Verdict) -> Review:
    return Review(
        finding=finding.id, inputs_digest=finding.inputs_digest, verdict=verdict, reviewer="R",
        reason="read", at=datetime(2021, 1, 1, tzinfo=UTC),
    )  # fmt: skip


_steps = st.lists(
    st.tuples(
        st.lists(_reports(), max_size=4, unique_by=lambda one: one.id),
        st.lists(st.sampled_from((0.3, 0.6, 0.9)), max_size=2, unique=True),
        st.sampled_from(((), (3,), (3, 17))),
        st.sampled_from(((), ("withdraw",))),
        st.booleans(),
        st.sampled_from((PERIODS, PERIODS[1:2], WEEKS)),
    ),
    min_size=2,
    max_size=4,
)


@settings(max_examples=8)
@given(_steps, st.lists(_reports(), min_size=1, max_size=4, unique_by=lambda one: one.id))
def test_whatever_came_and_went_the_findings_are_those_of_the_whole(
    tmp_path_factory: pytest.TempPathFactory, steps: list[Any], always: list[Observation]
) -> None:
    path = tmp_path_factory.mktemp("kept") / "judged" / "kept"
    for reports, detections, days, pledges, reviewed, periods in steps:
        known = {one.id: one for one in (*always, *reports)}
        brief = _brief(
            list(known.values()),
            coverage=tuple(
                looked(detection=one, when="2020-02", row=row) for row, one in enumerate(detections)
            ),
            duties=tuple(map(_act, days)),
            claims=tuple(map(_pledge, pledges)),
        )
        if reviewed:
            first = _whole(brief, periods)[0]
            brief = replace(brief, reviews=(_review(first, Verdict.CONFIRM),))
        found, kept = judge_from_kept(brief, periods=periods, before=read_kept(path, index_key=KEY))
        write_kept(path, kept, index_key=KEY)

        assert repr(found) == repr(_whole(brief, periods))
        assert read_kept(path, index_key=KEY) == kept


def _after(before: Kept, brief: Brief, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Return the ids of the findings that are judged."""
    again: set[str] = set()

    def watched(*args: Any, workers: int = 1, **rest: Any) -> tuple[Finding, ...]:
        found = assess(*args, **rest)
        again.update(one.id for one in found)
        return found

    monkeypatch.setattr(module, "assess", watched)
    monkeypatch.setattr(module, "assess_by", watched)
    found, _ = judge_from_kept(brief, periods=PERIODS, before=before)
    assert found == _whole(brief, PERIODS)
    return again


@pytest.fixture(scope="module")
def before() -> Kept:
    return judge_from_kept(_brief([seen(), seen(what="firing", kind="event", when="2020-01-05")]),
                       periods=PERIODS, before=None)[1]  # fmt: skip


OLD = [seen(), seen(what="firing", kind="event", when="2020-01-05")]


def test_where_nothing_came_nothing_is_judged(
    before: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _after(before, _brief(OLD), monkeypatch) == set()
    assert _after(before, replace(_brief(OLD), as_of="2022-01-01"), monkeypatch) == set()


def test_a_new_report_has_only_its_own_time_and_provisions_judged(
    before: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = seen(by="Beta army", when="2020-03-05", areas=("strip on the east side",))
    again = _after(before, _brief([*OLD, new]), monkeypatch)

    assert again
    assert {one.split("/")[3] for one in again} == {"2020-03"}
    assert "truce/no-forces/alpha/2020-03" not in again


def test_a_review_has_its_own_finding_judged(before: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    brief = _brief(OLD)
    one = next(f for f in _whole(brief, PERIODS) if f.id == "truce/no-forces/alpha/2020-02")
    reviewed = replace(brief, reviews=(_review(one, Verdict.CONFIRM),))

    assert _after(before, reviewed, monkeypatch) == {one.id}


@pytest.mark.parametrize(
    "otherwise",
    [
        {"duties": (_act(3),)},
        {"agreement": truce(only=("no-forces", "police"))},
        {"policy": replace(load_policy(None), digest=Digest("other"))},
    ],
    ids=["the log of duties", "the agreement", "the policy"],
)
def test_what_all_findings_rest_on_leaves_none_standing(
    before: Kept, otherwise: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    brief = replace(_brief(OLD), **otherwise)
    if "agreement" in otherwise:
        brief = replace(brief, agreement=replace(brief.agreement, digest=Digest("other")))

    assert len(_after(before, brief, monkeypatch)) == len(_whole(brief, PERIODS))


def test_a_file_that_is_damaged_or_under_other_keys_is_as_if_it_were_not_there(
    before: Kept, tmp_path: Path
) -> None:
    path = tmp_path / "judged" / "kept"
    write_kept(path, before, index_key=KEY)
    assert read_kept(path, index_key=KEY) == before
    assert b"2020" not in path.read_bytes()

    assert read_kept(path, index_key=bytes(31) + b"x") is None
    assert read_kept(tmp_path / "none", index_key=KEY) is None
    whole = path.read_bytes()
    for at in (0, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert read_kept(path, index_key=KEY) is None
    path.write_bytes(whole[:-5])
    assert read_kept(path, index_key=KEY) is None


def test_a_kept_finding_that_names_what_is_gone_is_judged(
    before: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "truce/no-forces/alpha/2020-02"
    torn = before.findings[name].replace('"incident":"i-', '"incident":"i-0')
    assert torn != before.findings[name]
    broken = replace(before, findings={**before.findings, name: torn})

    assert _after(broken, _brief(OLD), monkeypatch) == {name}
