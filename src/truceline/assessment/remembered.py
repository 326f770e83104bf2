"""Remembered: findings kept in memory with all that they were made from, as the desk keeps them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from truceline.assessment.bench import Bench
from truceline.assessment.brief import Brief
from truceline.assessment.finding import Finding
from truceline.assessment.moved import Moved, Reach, Said
from truceline.assessment.reassess import touched
from truceline.observation.coverage import Coverage
from truceline.observation.incident import Incident
from truceline.observation.observation import Observation
from truceline.reading.claim import Claim

_Noun = TypeVar("_Noun", Incident, Coverage, Claim)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """The findings of one agreement, and the brief that they were made on.

    Nouns that are the same objects as before cost next to nothing to hold against each other.
    """

    brief: Brief
    findings: tuple[Finding, ...]

    def moved(self, brief: Brief, bench: Bench) -> Moved | None:
        """Return what came, went or changed since; None where nothing of them can be used."""
        was = self.brief
        if (
            was.agreement.digest != brief.agreement.digest
            or was.policy.digest != brief.policy.digest
            or was.extents != brief.extents
            or _by_id(was.duties) != _by_id(brief.duties)
        ):
            return None
        new, gone = _differing(was.incidents, brief.incidents)
        looks, looked = _differing(was.coverage, brief.coverage)
        came, went = _differing(was.claims, brief.claims)
        dated = any(brief.published.get(paper) != when for paper, when in was.published.items())
        reviews = set(was.reviews) ^ set(brief.reviews) if was.reviews is not brief.reviews else ()
        return Moved(
            new=tuple(new),
            gone=tuple(
                Reach(rows=touched(bench, [one], brief.policy), when=one.lead.when) for one in gone
            ),
            looks=tuple(one.when for one in (*looks, *looked)),
            reviewed=frozenset(one.finding for one in reviews),
            said=None if dated else Said(came=tuple(came), gone=frozenset(c.id for c in went)),
        )

    def standing(self, brief: Brief, ids: Collection[str], moved: Moved) -> Mapping[str, Finding]:  # noqa: ARG002
        """Return those of some findings that are at hand, as they would be known now."""
        return {
            one.id: one if one.as_of == brief.as_of else replace(one, as_of=brief.as_of)
            for one in self.findings
            if one.id in ids
        }


def _differing(before: Iterable[_Noun], now: Iterable[_Noun]) -> tuple[list[_Noun], list[_Noun]]:
    """Return what came, as it is, and what went, as it was; what changed is in both."""
    if before is now:
        return [], []
    were, are = {one.id: one for one in before}, {one.id: one for one in now}
    new = [one for id_, one in are.items() if were.get(id_) is not one and were.get(id_) != one]
    gone = [one for id_, one in were.items() if are.get(id_) is not one and are.get(id_) != one]
    return new, gone


def _by_id(duties: Iterable[Observation]) -> list[Observation]:
    return sorted(duties, key=lambda one: one.id)
