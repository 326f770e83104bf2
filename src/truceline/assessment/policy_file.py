"""Read a policy file: numbers, grades and tables, with every problem at its line and column."""

from __future__ import annotations

import dataclasses
import functools
import math
from pathlib import Path
from typing import Any

from truceline.agreement.checker import Checker
from truceline.agreement.yaml_nodes import Listing, Mapping, Node, Words, read_nodes
from truceline.assessment.policy import CENTRAL, READINGS, Policy
from truceline.assessment.weights import Weights
from truceline.digest import Digest, digest_of_bytes
from truceline.errors import PolicyInvalid, Problem
from truceline.observation.observation import Relation
from truceline.threshold import reaches

_TABLES = ("grades", "directions", "implies_presence", "shows_weapon", "ties", "breaks_duty")
_NUMBERS = tuple(field.name for field in dataclasses.fields(Weights) if field.name not in _TABLES)
# Those that are no probability: a ratio of likelihoods, days, and people.
_ABOVE_ONE = {
    "independent_support": (1.0, 1000.0),
    "count_window_days": (0.01, 366.0),
    "confirmations": (1.0, 9.0),
}
# Log-odds need priors strictly inside.
_INSIDE = ("prior_event", "prior_presence", "prior_duty", "prior_breach", "missed_when_unlogged")
_SHIPPED = Path(__file__).with_name("policy.yaml")
_LETTERS, _DIGITS = "ABCDEF", "123456"


def load_policy(path: Path | None) -> Policy:
    """Return the policy in a file, or the shipped one.

    Raises:
        PolicyInvalid: the file cannot be used; every problem is told, with line and column.

    >>> policy = load_policy(None)
    >>> policy.id, policy.central.suspected
    ('truceline-default', 0.55)
    >>> all(weights.most_from_interest < weights.suspected for _, weights in policy.readings)
    True
    """
    if path is None:
        return _shipped()
    return _read(path)


@functools.cache
def _shipped() -> Policy:
    return _read(_SHIPPED)


def _read(path: Path) -> Policy:
    try:
        data = path.read_bytes()
    except OSError as error:
        what = f"the policy cannot be read: {error.strerror or error}"
        raise PolicyInvalid([Problem(str(path), 0, 0, what, "Name a file that exists")]) from None
    return read_policy(data, file=path.name, digest=digest_of_bytes(data))


def read_policy(data: bytes, *, file: str, digest: Digest) -> Policy:
    """Return the policy that the bytes hold.

    Raises:
        PolicyInvalid: with every problem found.
    """
    top, problems = read_nodes(data, file=file)
    checker = Checker(file)
    known = ("policy", "version", "title", "numbers", *_TABLES)
    sections = checker.keys(top, known=known, needed=known, of="a policy")
    if sections is None:
        raise PolicyInvalid([*problems, *checker.problems])
    numbers, reasons = _numbers(sections.get("numbers"), checker)
    tables = _tables(sections, checker)
    names = [checker.text(sections.get(key)) or "" for key in ("policy", "version", "title")]
    # One value that stands for three readings is one problem, not three.
    found = sorted({*problems, *checker.problems})
    if found:
        raise PolicyInvalid(found)
    readings = tuple((reading, Weights(**numbers[reading], **tables)) for reading in READINGS)
    where = sections.get("numbers") or sections
    impossible = [problem for name, each in readings for problem in _unfit(name, each, where, file)]
    if impossible:
        raise PolicyInvalid(impossible)
    return Policy(
        id=names[0],
        version=names[1],
        title=names[2],
        readings=readings,
        reasons=tuple(reasons.items()),
        digest=digest,
    )


def _numbers(
    node: Node | None, checker: Checker
) -> tuple[dict[str, dict[str, Any]], dict[str, str]]:
    values: dict[str, dict[str, Any]] = {reading: {} for reading in READINGS}
    reasons: dict[str, str] = {}
    section = checker.keys(node, known=_NUMBERS, needed=_NUMBERS, of="numbers")
    for key, row in section.entries if section is not None else ():
        if key.text not in _NUMBERS:
            continue
        entry = checker.keys(
            row, known=("value", "reason", *READINGS), needed=("reason",), of=key.text
        )
        if entry is None:
            continue
        reasons[key.text] = checker.text(entry.get("reason")) or ""
        single = entry.get("value")
        if single is None and entry.get(CENTRAL) is None:
            checker.wrong(
                row, f"{key.text} has no value", "Write 'value: 0.5' or all three readings"
            )
        for reading in READINGS:
            given = entry.get(reading) or single or entry.get(CENTRAL)
            number = _number(given, key.text, checker)
            if number is not None:
                values[reading][key.text] = number
    return values, reasons


def _number(node: Node | None, name: str, checker: Checker) -> float | None:
    if node is None:
        return None
    low, high = _ABOVE_ONE.get(name, (0.0, 1.0))
    value = _plain_number(node, checker)
    if value is None:
        return None
    fits = low < value < high if name in _INSIDE else low <= value <= high
    if not fits:
        between = (
            f"strictly between {low:g} and {high:g}" if name in _INSIDE else f"{low:g} to {high:g}"
        )
        checker.wrong(node, f"{name} is {value:g}", f"Write a number {between}")
        return None
    return value


def _plain_number(node: Node, checker: Checker) -> float | None:
    text = checker.text(node)
    if text is None:
        return None
    try:
        value = float(text)
    except ValueError:
        checker.wrong(node, f"expected a number, got {text!r}", "Write digits, such as 0.25")
        return None
    if not math.isfinite(value):
        checker.wrong(node, f"{text} is not a number one can weigh with", "Write digits")
        return None
    return value


def _tables(sections: Mapping, checker: Checker) -> dict[str, Any]:
    relations = [relation.value for relation in Relation]
    directions: dict[str, dict[str, float]] = {}
    section = checker.keys(sections.get("directions"), known=relations, of="directions")
    for key, row in section.entries if section is not None else ():
        inner = checker.keys(row, known=relations, of=key.text)
        if inner is not None:
            directions[key.text] = _shares(inner, checker)
    return {
        "grades": _grades(sections.get("grades"), checker),
        "directions": directions,
        "implies_presence": _shares(sections.get("implies_presence"), checker),
        "shows_weapon": _words(sections.get("shows_weapon"), checker),
        "ties": _shares(sections.get("ties"), checker),
        "breaks_duty": _lists(sections.get("breaks_duty"), checker),
    }


def _shares(node: Node | None, checker: Checker) -> dict[str, float]:
    if not isinstance(node, Mapping):
        return {}
    shares = {}
    for key, value in node.entries:
        number = _number(value, key.text, checker)
        if number is not None:
            shares[key.text] = number
    return shares


def _words(node: Node | None, checker: Checker) -> dict[str, str]:
    if not isinstance(node, Mapping):
        return {}
    return {key.text: checker.text(value) or "" for key, value in node.entries}


def _lists(node: Node | None, checker: Checker) -> dict[str, tuple[str, ...]]:
    if not isinstance(node, Mapping):
        return {}
    return {key.text: checker.texts(value) for key, value in node.entries}


def _grades(node: Node | None, checker: Checker) -> dict[str, float]:
    grid: dict[str, float] = {}
    section = checker.keys(node, known=tuple(_LETTERS), needed=tuple(_LETTERS), of="grades")
    for key, row in section.entries if section is not None else ():
        if key.text not in _LETTERS:
            continue
        cells = row.items if isinstance(row, Listing) else ()
        if len(cells) != len(_DIGITS):
            mend = "Write [ratio for 1, for 2, ... for 6]"
            checker.wrong(row, f"grade {key.text} needs {len(_DIGITS)} ratios", mend)
            continue
        for digit, cell in zip(_DIGITS, cells, strict=True):
            value = _plain_number(cell, checker)
            if value is not None and value < 1:
                # A ratio under 1 would let a report count against what it says.
                checker.wrong(cell, f"{key.text}{digit} has the ratio {value:g}", "Write 1 or more")
            elif value is not None:
                grid[key.text + digit] = value
        _must_fall(key, [grid.get(key.text + digit) for digit in "12345"], row, checker)
    return grid


def _must_fall(key: Words, ratios: list[float | None], row: Node, checker: Checker) -> None:
    known = [ratio for ratio in ratios if ratio is not None]
    if known != sorted(known, reverse=True):
        what = f"grade {key.text} weighs a less credible report more than a more credible one"
        checker.wrong(row, what, "Let the ratios fall from 1 to 5")


def _unfit(reading: str, weights: Weights, where: Node, file: str) -> list[Problem]:
    """Return what makes a reading unfit as a whole."""
    found = []

    def wrong(what: str, mend: str) -> None:
        found.append(
            Problem(file, where.mark.line, where.mark.column, f"under {reading}, {what}", mend)
        )

    if not weights.compliant < weights.suspected < weights.confirmed:
        wrong(
            "the thresholds are out of order",
            "Let compliant be below suspected, and suspected below confirmed",
        )
    if reaches(weights.most_from_interest, weights.suspected):
        wrong(
            f"interested parties alone reach {weights.most_from_interest:.2f}, which is suspicion",
            "Lower the priors or self_serving",
        )
    if reaches(weights.most_from_one_feed, weights.suspected):
        reached = f"{weights.most_from_one_feed:.2f}"
        wrong(
            f"positions of one feed alone reach {reached}, which is suspicion",
            "Lower the priors or one_feed",
        )
    if reaches(weights.looks_wrong, weights.suspected):
        wrong("positions that look wrong alone make suspicion", "Keep looks_wrong below suspected")
    if max(weights.unknown_own_side, weights.broader_class) >= weights.suspected:
        wrong(
            "a guess about an unknown actor or class alone makes suspicion",
            "Keep unknown_own_side and broader_class below suspected",
        )
    if weights.prior_breach >= weights.suspected:
        wrong("silence alone makes suspicion", "Keep prior_breach below suspected")
    return found
