"""Policy difference: every number in which two policies differ, with the reason each gives."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from truceline.assessment.policy import READINGS, Policy
from truceline.assessment.weights import Weights


@dataclass(frozen=True, slots=True)
class PolicyDifference:
    """One number, under one reading: what it was, what it is, and why it is."""

    what: str
    reading: str
    was: str
    now: str
    reason: str


def policy_rows(policy: Policy) -> Iterator[tuple[str, str, str, str]]:
    """Yield what, reading, value and reason for everything that a policy decides with.

    >>> from truceline.assessment.policy_file import load_policy
    >>> rows = list(policy_rows(load_policy(None)))
    >>> [value for what, reading, value, _ in rows if (what, reading) == ("suspected", "central")]
    ['0.55']
    """
    readings, reasons = dict(policy.readings), dict(policy.reasons)
    for reading in READINGS:
        for what, value in _values(readings[reading]):
            yield what, reading, value, reasons.get(what, "")


def differences(was: Policy, now: Policy) -> tuple[PolicyDifference, ...]:
    """Return where two policies differ, in the order of the file; what one lacks reads ``none``."""
    before = {(what, reading): value for what, reading, value, _ in policy_rows(was)}
    after = {(what, reading): (value, why) for what, reading, value, why in policy_rows(now)}
    found = []
    for what, reading in dict.fromkeys((*after, *before)):
        old = before.get((what, reading), "none")
        new, why = after.get((what, reading), ("none", ""))
        if old != new:
            found.append(PolicyDifference(what, reading, old, new, why))
    return tuple(found)


def _values(weights: Weights) -> Iterator[tuple[str, str]]:
    for field in dataclasses.fields(weights):
        yield from _leaves(field.name, getattr(weights, field.name))


def _leaves(name: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _leaves(f"{name} {key}", inner)
    elif isinstance(value, tuple):
        yield name, ", ".join(str(part) for part in value)
    else:
        # Every digit: two policies that differ in the last one differ.
        yield name, str(value).removesuffix(".0") if isinstance(value, float) else str(value)
