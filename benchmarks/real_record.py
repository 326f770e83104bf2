"""The real record, row by row: python -m benchmarks.real_record RECORD.csv [--write | --whole].

Each row is judged as if nothing else were known, and held against what a person expects of it:
the provision, the firmest status, the reason. ``--write`` writes docs/explain/the-real-record.md.
With ``--whole`` all rows are judged together, by quarters, and the answers are counted.
"""

from __future__ import annotations

import argparse
import functools
import time
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from truceline.agreement.load import load_agreement
from truceline.agreement.taxonomy import load_taxonomy
from truceline.assessment.assess import assess
from truceline.assessment.bench import Bench
from truceline.assessment.finding import Finding, Status
from truceline.assessment.link.ground import Ground
from truceline.assessment.link.who import Parties
from truceline.assessment.policy_file import load_policy
from truceline.evidence.add import document_from
from truceline.observation.corroborate import corroborate
from truceline.observation.forms.csv_record import read_record
from truceline.observation.observation import LogRow, Observation, ObservationKind
from truceline.reading.actors import load_actors
from truceline.reading.gazetteer import load_gazetteer
from truceline.timespan import Timespan

ROOT = Path(__file__).parents[1]
EXPECTED = Path(__file__).with_name("real_record.yaml")
PAGE = ROOT / "docs" / "explain" / "the-real-record.md"
AGREEMENT = "undof-1974"
# The years of the record.
_YEARS = Timespan.parse("2011/2025")

_HEAD = """# The real record, row by row

{rows} rows coded by hand from the reports on UNDOF are judged by the papers of 1974, each as if
nothing else were known. The record is not part of this repository; rows are named by their number
alone. What a person expects of each row stands in `benchmarks/real_record.yaml`: the provision and
party, the firmest status that the row alone may carry, and the reason where that is *cannot tell*.
One person wrote these down, from the rows' own words, having seen how some of them came out; they
are a check against change and a list to argue with, not a blind test.

Expectation and judgement agree in {agree} of {rows} rows. Where they differ the last column says
why.

    python -m benchmarks.real_record RECORD.csv --write

| row | expected | at most | reason | came out | p | explained |
|---|---|---|---|---|---|---|
"""
_FOOT = """
S suspected breach, ? cannot tell. `none`: the row speaks of nothing that the papers bind. `p` is
the probability that this row's incident was a breach by the party.
"""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a person expects of one row: provision and party, letter, reason, and why it differs."""

    row: int
    provision: str
    letter: str
    reason: str
    differs: str = ""


@dataclass(frozen=True, slots=True)
class Came:
    """What came out: the finding on the expected provision, and the firmest of all."""

    expected: Finding | None
    firmest: Finding | None


def expected_rows() -> tuple[Expected, ...]:
    """Return what is expected of each row, in the order of rows."""
    from ruamel.yaml import YAML  # noqa: PLC0415  (read only here)

    held = YAML(typ="safe", pure=True).load(EXPECTED.read_text("utf-8"))
    rows = [
        Expected(
            row, one["provision"], one["letter"], one.get("reason", ""), one.get("differs", "")
        )
        for one in held
        for row in one["rows"]
    ]
    return tuple(sorted(rows, key=lambda one: one.row))


def judged_alone(record: Path, *, rows: Collection[int] | None = None) -> dict[int, Came]:
    """Return what comes of each row of a record, or of some, as if nothing else were known."""
    expected = {one.row: one for one in expected_rows()}
    read = read_record(document_from(record), gazetteer=load_gazetteer(), actors=load_actors())
    by_row: dict[int, list[Observation]] = {}
    for one in read.observations:
        assert isinstance(one.basis, LogRow)
        by_row.setdefault(one.basis.row, []).append(one)
    return {
        row: _judged(own, expected[row].provision if row in expected else "none")
        for row, own in sorted(by_row.items())
        if rows is None or row in rows
    }


def _judged(observations: Sequence[Observation], wanted: str) -> Came:
    happenings = [one for one in observations if one.kind is not ObservationKind.DUTY]
    found = assess(
        load_agreement(AGREEMENT),
        incidents=corroborate(happenings),
        coverage=(),
        duties=[one for one in observations if one.kind is ObservationKind.DUTY],
        claims=(),
        reviews=(),
        periods=tuple(observations[0].when.periods("quarter")),
        as_of="2026-01-01",
        policy=load_policy(None),
        bench=_bench(),
        # What binds nobody is held against everything; the rest against what a person names.
        only=None if wanted == "none" else [tuple(wanted.split())],  # type: ignore[list-item]
    )
    told = [one for one in found if one.weighed]
    own = [one for one in told if f"{one.provision} {one.party}" == wanted]
    return Came(max(own, key=_firmness, default=None), max(told, key=_firmness, default=None))


def _firmness(finding: Finding) -> tuple[bool, float, str]:
    return finding.status is Status.SUSPECTED, finding.weighed[0].p_breach, finding.id


@functools.cache
def _bench() -> Bench:
    agreement = load_agreement(AGREEMENT)
    return Bench(agreement, Ground(agreement), Parties(agreement), load_taxonomy())


def page(came: Mapping[int, Came]) -> str:
    """Return the page: the table, and each disagreement with its explanation."""
    expected = expected_rows()
    agree = sum(_agrees(one, came[one.row]) for one in expected)
    lines = _HEAD.format(rows=len(expected), agree=agree).splitlines()
    lines += [line(one, came[one.row]) for one in expected]
    lines += _FOOT.splitlines()
    return "\n".join(lines) + "\n"


def line(one: Expected, came: Came) -> str:
    """Return one row of the table."""
    found = came.expected or (came.firmest if one.provision == "none" else None)
    if found is None:
        told = f"| {one.letter} nothing |  "
    else:
        reasons = ", ".join(reason.value for reason in found.reasons)
        told = f"| {found.status.letter} {reasons} | {found.weighed[0].p_breach:.2f} "
    return (
        f"| {one.row} | {one.provision} | {one.letter} | {one.reason} {told}| {one.differs} |"
    ).replace("  |", " |")


def _agrees(one: Expected, came: Came) -> bool:
    """Return whether a row came out as expected: its provision, letter and first reason."""
    if one.provision == "none":
        return came.firmest is None or came.firmest.status is not Status.SUSPECTED
    found = came.expected
    if found is None:
        return False
    reasons = [reason.value for reason in found.reasons]
    return found.status.letter == one.letter and (not one.reason or one.reason in reasons)


def disagreements(came: Mapping[int, Came]) -> list[int]:
    """Return the rows in which expectation and judgement differ and nobody explains it."""
    return [
        one.row for one in expected_rows() if not one.differs and not _agrees(one, came[one.row])
    ]


def judged_together(record: Path) -> tuple[Finding, ...]:
    """Return the findings of the whole record, quarter by quarter."""
    read = read_record(document_from(record), gazetteer=load_gazetteer(), actors=load_actors())
    happenings = [one for one in read.observations if one.kind is not ObservationKind.DUTY]
    return assess(
        load_agreement(AGREEMENT),
        incidents=corroborate(happenings),
        coverage=(),
        duties=[one for one in read.observations if one.kind is ObservationKind.DUTY],
        claims=(),
        reviews=(),
        periods=tuple(_YEARS.periods("quarter")),
        as_of="2026-01-01",
        policy=load_policy(None),
        bench=_bench(),
    )


def main() -> None:
    """Judge the record that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("record", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--whole", action="store_true")
    wanted = parser.parse_args()
    if wanted.whole:
        start = time.process_time()
        found = judged_together(wanted.record)
        counts = Counter(one.status.value for one in found)
        told = ", ".join(f"{count} {status}" for status, count in sorted(counts.items()))
        print(f"{len(found)} findings in {time.process_time() - start:.1f} s: {told}")
        return
    came = judged_alone(wanted.record)
    if wanted.write:
        PAGE.write_text(page(came), "utf-8")
    print("unexplained:", disagreements(came) or "none")


if __name__ == "__main__":
    main()
