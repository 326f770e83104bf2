"""The same evidence gives the same bytes, whatever the order, the hash seed, the zone of time."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.assessment.builders import finding, judged, looked, seen, told, truce
from tests.conftest import ROOT
from truceline.assessment.finding import Status
from truceline.geo.place import Place

PROGRAM = """
import hashlib, random
from tests.assessment.builders import judged, looked, seen, told, truce
reports = [told(seen(row=n, when=f"2020-02-{n:02d}", grade=g, count=(n, None)))
           for n, g in enumerate(("B2", "C3", "D4", "A1", "C2"), start=1)]
random.shuffle(reports)
found = judged(*reports, agreement=truce(only=("no-forces", "tanks", "strip")),
               coverage=(looked(detection=0.3), looked(detection=0.6, row=2)))
print(hashlib.sha256(repr(found).encode()).hexdigest())
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    "settings", [{"PYTHONHASHSEED": "7", "TZ": "Asia/Damascus", "LC_ALL": "C"}], ids=["elsewhere"]
)
def test_another_machine_gives_the_same_bytes(settings: dict[str, str]) -> None:
    def digest(changes: dict[str, str]) -> str:
        run = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **changes},
            capture_output=True,
            text=True,
            check=True,
        )
        return run.stdout

    assert digest(settings) == digest({"PYTHONHASHSEED": "1", "TZ": "UTC"})


@given(st.permutations(range(6)))
@settings(max_examples=5)
def test_no_order_of_reports_changes_a_byte(order: list[int]) -> None:
    reports = [told(seen(row=n, grade=g)) for n, g in enumerate(("B2", "C3", "D4") * 2)]
    agreement = truce(only=("no-forces",))

    assert judged(*(reports[n] for n in order), agreement=agreement) == judged(
        *reports, agreement=agreement
    )


@given(st.floats(50, 3000), st.floats(0, 3000))
@settings(max_examples=10)
def test_more_doubt_of_a_zones_line_never_firms(error_m: float, more_m: float) -> None:

    inside = told(seen(areas=(), place=Place(35.9805, 33.1, 200)))
    agreement = truce(only=("no-forces", "police"))

    def doubted(metres: float) -> float:
        zones = tuple(replace(zone, error_m=metres) for zone in agreement.zones)
        found = judged(inside, agreement=replace(agreement, zones=zones))
        return next(f.p_breach for f in found if (f.provision, f.party) == ("no-forces", "alpha"))

    assert doubted(error_m + more_m) <= doubted(error_m) + 1e-6


def test_no_number_of_the_policy_is_held_against_a_bare_float() -> None:
    judgement = ROOT / "src" / "truceline" / "assessment"
    bare = re.compile(r"[<>]=?\s*(question\.)?weights\.\w+|weights\.\w+\s*[<>]")
    found = {
        (path.name, line.strip())
        for path in judgement.rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if bare.search(line) and not line.strip().startswith(">>>")
    }

    # The file's own check holds the numbers of a policy against each other, as they are written.
    assert {name for name, _ in found} == {"policy_file.py"}


def test_a_place_too_close_to_call_says_its_metres() -> None:
    near = told(seen(areas=(), grade="A1", place=Place(35.98, 33.1, 2000)))
    found = finding("no-forces", "alpha", near)

    assert found.status is Status.INDETERMINATE
    assert found.reasons[0].value == "too close to call"
    zone = next(factor for factor in found.weighed[0].factors if factor.name == "in zone")
    assert "m inside the edge" in zone.why or "m outside the edge" in zone.why
    assert "2,000 m" in zone.why


def test_looking_twice_is_no_worse_than_looking_once() -> None:
    once = finding("no-forces", "alpha", coverage=(looked(detection=0.6),))
    twice = finding(
        "no-forces", "alpha", coverage=(looked(detection=0.6), looked(detection=0.6, row=2))
    )

    assert twice.p_breach < once.p_breach
