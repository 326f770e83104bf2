"""Policy: the priors, weights and thresholds that a finding was made with, under three readings."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

from truceline.assessment.weights import Weights
from truceline.digest import Digest, digest_of_bytes

CAUTIOUS, CENTRAL, PERMISSIVE = "cautious", "central", "permissive"
READINGS = (CAUTIOUS, CENTRAL, PERMISSIVE)

_SHIPPED = Path(__file__).with_name("policy.yaml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A policy file as read. ``digest`` is that of its bytes; ``reasons`` are by number."""

    id: str
    version: str
    title: str
    readings: tuple[tuple[str, Weights], ...]
    reasons: tuple[tuple[str, str], ...]
    digest: Digest

    @property
    def central(self) -> Weights:
        """Return the reading that gives a finding its status."""
        return dict(self.readings)[CENTRAL]


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
    from truceline.assessment.policy_file import read_policy
    from truceline.errors import PolicyInvalid, Problem

    try:
        data = path.read_bytes()
    except OSError as error:
        what = f"the policy cannot be read: {error.strerror or error}"
        raise PolicyInvalid([Problem(str(path), 0, 0, what, "Name a file that exists")]) from None
    return read_policy(data, file=path.name, digest=digest_of_bytes(data))
