"""Inputs: one digest over all that went into a finding, so that a review can name them."""

from __future__ import annotations

from collections.abc import Iterable

from truceline.digest import Digest, digest_of, digest_of_bytes
from truceline.observation.coverage import Coverage
from truceline.observation.incident import Incident
from truceline.observation.observation import Observation


class Digests:
    """Digests of frozen nouns, each worked out once for one assessment.

    They are taken from a noun's representation, which names every field and gives floats exactly.
    """

    def __init__(self) -> None:
        self._known: dict[str, Digest] = {}

    def of(self, noun: Incident | Observation | Coverage) -> Digest:
        """Return the digest of all that a noun holds."""
        if noun.id not in self._known:
            self._known[noun.id] = digest_of_bytes(repr(noun).encode("utf-8"))
        return self._known[noun.id]


def inputs_digest(
    digests: Digests,
    *,
    agreement: Digest,
    policy: Digest,
    finding: str,
    incidents: Iterable[Incident],
    coverage: Iterable[Coverage],
    duties: Iterable[Observation],
    extents: Digest | None = None,
) -> Digest:
    """Return the digest of what one finding was made from, whatever order it came in.

    ``extents`` is the digest of the named ground that reports were placed on, where there is any.
    The day of knowledge and the reviews are left out: a finding reviewed today is the same
    tomorrow, as long as nothing new bears on it.
    """
    named = {} if extents is None else {"extents": extents}
    return digest_of(
        {
            **named,
            "agreement": agreement,
            "policy": policy,
            "finding": finding,
            "incidents": sorted(digests.of(one) for one in incidents),
            "coverage": sorted(digests.of(one) for one in coverage),
            "duties": sorted(digests.of(one) for one in duties),
        }
    )
