"""Every kind of provision, worked by hand: what was told, the arithmetic, what follows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.assessment.builders import by_positions, finding, looked, seen, told
from truceline.assessment.finding import Finding
from truceline.geo.place import Place

CASES = [
    case
    for path in sorted(Path(__file__).with_name("cases").glob("*.yaml"))
    for case in YAML(typ="safe").load(path.read_text(encoding="utf-8"))
]

# As the policy has them: a breach in a period before anybody looks, and what talk leaves untold.
PRIOR, UNTOLD = 0.2, 0.5


def _tuples(fields: dict[str, Any]) -> dict[str, Any]:
    return {
        key: tuple(value) if isinstance(value, list) else value for key, value in fields.items()
    }


def _report(fields: dict[str, Any]) -> Any:
    known = _tuples(fields)
    positions, wrong = known.pop("positions", False), known.pop("looks_wrong", ())
    if "place" in known:
        known["place"] = Place(*known["place"])
    if "when" in known:
        known["when"] = str(known["when"])
    if "by" in known and isinstance(known["by"], tuple):
        known["by"] = tuple((actor, share) for actor, share in known["by"])
    report = seen(**known)
    return by_positions(report, looks_wrong=wrong) if positions else report


def _finding(case: dict[str, Any]) -> Finding:
    incidents = [told(*map(_report, reports)) for reports in case.get("told", ())]
    duty = {
        "what": case.get("duty", "inspection"),
        "kind": "duty",
        "by": case.get("by", "Mission"),
        "origin": case.get("origin", "Mission"),
        "grade": "A2",
        "areas": (),
    }
    counts: list[Any] = [(number, number) for number in case.get("counts", ())] or [None] * 99
    log = [
        seen(**duty, when=str(day), count=count)
        for day, count in zip(case.get("log", ()), counts, strict=False)
    ]
    log += [seen(**duty, when=str(day), stance="denies") for day in case.get("refused", ())]
    coverage = [looked(row=row, **_tuples(one)) for row, one in enumerate(case.get("coverage", ()))]
    return finding(
        case["provision"],
        case["party"],
        *incidents,
        duties=tuple(log),
        coverage=tuple(coverage),
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_worked_case_comes_out_as_worked(case: dict[str, Any]) -> None:
    found = _finding(case)

    assert found.p_breach == pytest.approx(case["p_breach"], abs=2e-6), case["working"]
    if "p_told" in case:
        assert found.p_told == pytest.approx(case["p_told"], abs=2e-6), case["working"]
        unseen = PRIOR * (1 - UNTOLD * case["about"])
        by_hand = case["p_told"] + (1 - case["p_told"]) * unseen
        assert case["p_breach"] == pytest.approx(by_hand, abs=2e-6)
    assert found.status.value == case["status"]
    assert case.get("note", "") in found.summary
    assert [reason.value for reason in found.reasons] == case.get("reasons", [])
