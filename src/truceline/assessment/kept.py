"""Kept: findings as they can be kept for another time, and what they were made from.

A kept finding names incidents, looks, acts and statements by their ids and holds none of them: they
are handed in anew with the evidence, so that nothing comes back that the evidence no longer has.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from truceline.assessment.finding import (
    Factor,
    Finding,
    Flip,
    Look,
    Reason,
    Status,
    Weighed,
    Weight,
)
from truceline.digest import Digest
from truceline.errors import LedgerDamaged
from truceline.evidence.record import from_record, to_record
from truceline.observation.coverage import Coverage
from truceline.observation.incident import Incident
from truceline.observation.observation import Observation
from truceline.reading.claim import Claim
from truceline.sentence import Words
from truceline.timespan import Timespan

_Noun = TypeVar("_Noun", Incident, Coverage, Observation, Claim)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearing:
    """One incident, look or review as findings were made with it.

    ``rows`` are the provisions and parties that it bears on; None where nobody worked that out.
    """

    digest: Digest
    when: str
    rows: frozenset[tuple[str, str]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What findings were made from. Where ``rest`` differs nothing of them can be used again.

    ``reviews`` gives, by the digest of each, the finding that it is on.
    """

    rest: Digest
    spoken: Digest
    incidents: Mapping[str, Bearing]
    coverage: Mapping[str, Bearing]
    reviews: Mapping[Digest, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Findings by their ids, each as a text, and what they were made from."""

    made: Made
    findings: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Nouns:
    """What kept findings name, by id."""

    incidents: Mapping[str, Incident]
    coverage: Mapping[str, Coverage]
    duties: Mapping[str, Observation]
    claims: Mapping[str, Claim]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Weighed:
    incident: str
    weights: tuple[Weight, ...]
    factors: tuple[Factor, ...]
    p_happened: float
    p_breach: float
    margin_m: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Finding:
    id: str
    agreement: str
    provision: str
    party: str
    period: Timespan
    standing: str
    status: Status
    reasons: tuple[Reason, ...]
    p_breach: float
    p_told: float
    p_happened: float
    readings: tuple[tuple[str, Status], ...]
    weighed: tuple[_Weighed, ...]
    detection: float
    records: tuple[str, ...]
    denials: tuple[str, ...]
    log: tuple[str, ...]
    statements: tuple[str, ...]
    flips: tuple[Flip, ...]
    restore: Words | None
    summary: Words
    agreement_digest: Digest
    policy_digest: Digest
    engine: str
    inputs_digest: Digest


_OWN = {"weighed", "detection", "records", "denials", "log", "statements"}
_PLAIN = tuple(field.name for field in dataclasses.fields(_Finding) if field.name not in _OWN)
_PARTS = tuple(field.name for field in dataclasses.fields(_Weighed) if field.name != "incident")


def as_kept(finding: Finding) -> str:
    """Return a finding as a text that names what it rests on."""
    weighed = tuple(
        _Weighed(incident=one.incident.id, **{name: getattr(one, name) for name in _PARTS})
        for one in finding.weighed
    )
    kept = _Finding(
        **{name: getattr(finding, name) for name in _PLAIN},
        weighed=weighed,
        detection=finding.look.detection,
        records=_ids(finding.look.records),
        denials=_ids(finding.look.denials),
        log=_ids(finding.log),
        statements=_ids(finding.statements),
    )
    return json.dumps(to_record(kept), ensure_ascii=False, separators=(",", ":"))


def from_kept(text: str, *, nouns: Nouns, as_of: str) -> Finding | None:
    """Return the finding that a text tells of, as known on a day.

    None where the text cannot be read, or names what the evidence does not have: it is then judged
    anew.
    """
    try:
        kept = from_record(_Finding, json.loads(text))
        look = Look(
            detection=kept.detection,
            records=_held(nouns.coverage, kept.records),
            denials=_held(nouns.coverage, kept.denials),
        )
        weighed = tuple(
            Weighed(
                incident=nouns.incidents[one.incident],
                **{name: getattr(one, name) for name in _PARTS},
            )
            for one in kept.weighed
        )
        plain: dict[str, Any] = {name: getattr(kept, name) for name in _PLAIN}
        return Finding(
            **plain,
            as_of=as_of,
            weighed=weighed,
            look=look,
            log=_held(nouns.duties, kept.log),
            statements=_held(nouns.claims, kept.statements),
        )
    except (KeyError, ValueError, TypeError, LedgerDamaged):
        return None


def _ids(nouns: Iterable[Coverage | Observation | Claim]) -> tuple[str, ...]:
    return tuple(one.id for one in nouns)


def _held(known: Mapping[str, _Noun], ids: Iterable[str]) -> tuple[_Noun, ...]:
    return tuple(known[one] for one in ids)
