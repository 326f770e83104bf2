"""Mutation run: change every number, day and side of an agreement; some worked case must fail.

    python -m tests.agreement.mutation                    every shipped agreement that has cases
    python -m tests.agreement.mutation undof-1974         one, or several
    python -m tests.agreement.mutation --sample 5         every fifth mutant of each
    python -m tests.agreement.mutation --least 0.8        end with 1 where the score is lower

A mutant that no case notices is told with its line and the provisions that it bears on: a number
that no example holds in place. A mutant that no case could ever notice is told apart, with the
reason; it follows from the agreement alone (the zone has no ground, or nothing that is judged
changes), and does not count in the score. Run nightly, as ``make mutate-agreements``; a small
sample runs with the tests.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.agreement.mutants import AGREEMENT, DRAWING, Mutant, mutants, mutants_of_drawing
from tests.agreement.unnoticeable import touched_provisions, why_no_place_tells, why_unnoticeable
from truceline.agreement.agreement import Agreement
from truceline.agreement.load import CASES, file_of, load_agreement, shipped_agreements
from truceline.assessment.read_cases import read_cases
from truceline.assessment.worked_case import WorkedCase, run_cases
from truceline.errors import InputInvalid


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a mutant; ``cannot`` says why no case could ever notice it."""

    mutant: Mutant
    noticed: bool
    touches: tuple[str, ...] = ()
    cannot: str | None = None


def is_noticed(mutant: Mutant, *, name: str, folder: Path) -> bool:
    """Return whether a case fails, or the mutant does not load at all."""
    (folder / mutant.file).write_text(mutant.text, encoding="utf-8")
    try:
        agreement = load_agreement(folder)
        cases = read_cases(folder / CASES, agreement)
    except InputInvalid:
        return True
    assert agreement.id == name
    return any(not result.passed for result in run_cases(agreement, cases))


def outcomes(name: str, *, sample: int = 1) -> Iterator[Outcome]:
    """Yield what became of each mutant of an agreement."""
    file = file_of(name)
    whole = load_agreement(name)
    # A changed number renames nothing that a case names, so the cases need reading only once.
    cases = tuple(read_cases(file.with_name(CASES), whole))
    # A case that fails before anything was changed would seem to notice every change.
    wrong = [result.case.name for result in run_cases(whole, cases) if not result.passed]
    if wrong:
        raise AssertionError(f"{name}: cases fail with nothing changed: {', '.join(wrong)}")
    for mutant in _every(file)[::sample]:
        with tempfile.TemporaryDirectory() as made:
            folder = Path(made) / "mutant"
            shutil.copytree(file.parent, folder)
            (folder / mutant.file).write_text(mutant.text, encoding="utf-8")
            try:
                changed = load_agreement(folder)
            except InputInvalid:
                yield Outcome(mutant=mutant, noticed=True)
            else:
                yield _outcome(mutant, whole=whole, changed=changed, cases=cases)


def _every(file: Path) -> list[Mutant]:
    """Return the mutants of an agreement's file and of its drawing."""
    drawing = file.with_name(DRAWING)
    drawn = mutants_of_drawing(drawing.read_text("utf-8")) if drawing.is_file() else ()
    return [*mutants(file.read_text(encoding="utf-8")), *drawn]


def _outcome(
    mutant: Mutant, *, whole: Agreement, changed: Agreement, cases: Sequence[WorkedCase]
) -> Outcome:
    touched = touched_provisions(whole, changed)
    cannot = why_unnoticeable(
        mutant.text if mutant.file == AGREEMENT else "", mutant.line, whole=whole, changed=changed
    )
    if cannot is not None:
        return Outcome(mutant=mutant, noticed=False, touches=touched, cannot=cannot)
    # What the change bears on comes first, for the first case that fails ends the run.
    ordered = sorted(cases, key=lambda case: case.provision not in touched)
    noticed = any(not result.passed for result in run_cases(changed, ordered))
    cannot = None if noticed else why_no_place_tells(whole, changed)
    return Outcome(mutant=mutant, noticed=noticed, touches=touched, cannot=cannot)


def survivors(name: str, *, sample: int = 1) -> tuple[int, list[Mutant]]:
    """Return how many mutants could be noticed, and those of them that no case noticed."""
    able = [one for one in outcomes(name, sample=sample) if one.cannot is None]
    return len(able), [one.mutant for one in able if not one.noticed]


def _told(name: str, found: Sequence[Outcome]) -> Iterator[str]:
    able = [one for one in found if one.cannot is None]
    left = [one for one in able if not one.noticed]
    reasons = Counter(one.cannot for one in found if one.cannot is not None)
    cannot = "".join(f"; {count} cannot be noticed: {why}" for why, count in reasons.items())
    yield f"{name}: {len(able) - len(left)} of {len(able)} noticed{cannot}"
    for one in (*left, *(one for one in found if one.cannot is not None)):
        place = f"{one.mutant.file}:{one.mutant.line}: {one.mutant.before} -> {one.mutant.after}"
        if one.cannot is not None:
            yield f"  {place} (cannot be noticed: {one.cannot})"
        else:
            yield f"  {place} (bears on {', '.join(one.touches) or 'no provision'})"


def main(arguments: Sequence[str] | None = None) -> int:
    """Try the mutants, tell the score, and return 1 where it is too low."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("agreements", nargs="*")
    parser.add_argument("--sample", type=int, default=1, help="try one mutant in so many")
    parser.add_argument("--least", type=float, default=0.0, help="the lowest score that will do")
    given = parser.parse_args(arguments)
    able = noticed = 0
    for name in given.agreements or shipped_agreements():
        if not file_of(name).with_name(CASES).is_file():
            print(f"{name}: no cases", flush=True)
            continue
        found = tuple(outcomes(name, sample=given.sample))
        able += sum(one.cannot is None for one in found)
        noticed += sum(one.noticed for one in found)
        for line in _told(name, found):
            print(line, flush=True)
    score = noticed / able if able else 1.0
    print(f"score {score:.3f} ({noticed} of {able})")
    return int(score < given.least)


if __name__ == "__main__":
    sys.exit(main())
