"""Rejudge: judge again what changed evidence bears on; the rest stands as it was judged before.

What comes out is what ``judge`` says of the whole, finding by finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from truceline.assessment.assess import assess, in_order
from truceline.assessment.bench import Question, laid_out
from truceline.assessment.link.statements import of_period, spoken, statements_on
from truceline.assessment.policy import CENTRAL
from truceline.assessment.reassess import reassess
from truceline.casework.evidence import published
from truceline.observation.observation import ObservationKind

if TYPE_CHECKING:
    from truceline.agreement.agreement import Agreement
    from truceline.assessment.bench import Bench
    from truceline.assessment.finding import Finding
    from truceline.assessment.policy import Policy
    from truceline.casework.evidence import Evidence
    from truceline.geo.extent import Extent
    from truceline.observation.incident import Incident
    from truceline.observation.observation import Observation
    from truceline.reading.claim import Claim
    from truceline.timespan import Timespan

# Above this share of the periods a whole judgement costs no more.
_MOST_PERIODS = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """All that a judgement by some agreements rests on."""

    agreements: tuple[Agreement, ...]
    evidence: Evidence
    incidents: tuple[Incident, ...]
    policy: Policy
    periods: tuple[Timespan, ...]
    extents: tuple[Extent, ...]


def rejudged(
    findings: Sequence[Finding], *, before: Grounds, now: Grounds, benches: Mapping[str, Bench]
) -> tuple[Finding, ...] | None:
    """Return every finding on new grounds, from those on the grounds before.

    None where only a whole judgement will do: by another agreement or policy, with an act of a duty
    more or less, a document dated anew, or a look that meets most periods.

    Args:
        benches: Agreements laid out already, by id; those of others are laid out here.
    """
    if _is_other(before, now):
        return None
    whole = _periods_judged_whole(before, now)
    if len(whole) > _MOST_PERIODS * len(now.periods):
        return None
    moved = _moved(before.incidents, now.incidents)
    return tuple(
        finding
        for agreement in now.agreements
        for finding in _of_agreement(
            benches.get(agreement.id) or laid_out(agreement, extents=now.extents),
            [one for one in findings if one.agreement == agreement.id],
            before=before, now=now, moved=moved, whole=whole,
        )
    )  # fmt: skip


def _is_other(before: Grounds, now: Grounds) -> bool:
    dates, dated = published(before.evidence), published(now.evidence)
    return (
        [one.digest for one in before.agreements] != [one.digest for one in now.agreements]
        or before.policy.digest != now.policy.digest
        or before.extents != now.extents
        or _duties(before) != _duties(now)
        or any(dated.get(document) != when for document, when in dates.items())
    )


def _duties(grounds: Grounds) -> list[Observation]:
    found = [one for one in grounds.evidence.observations if one.kind is ObservationKind.DUTY]
    return sorted(found, key=lambda one: one.id)


def _periods_judged_whole(before: Grounds, now: Grounds) -> set[Timespan]:
    """Return the periods that are new, or that a look which came or went meets."""
    new = set(now.periods) - set(before.periods)
    if before.evidence.coverage is now.evidence.coverage:
        return new
    looks = set(before.evidence.coverage) ^ set(now.evidence.coverage)
    return new | {period for period in now.periods if any(one.when.meets(period) for one in looks)}


def _moved(before: Sequence[Incident], now: Sequence[Incident]) -> list[Incident]:
    """Return the incidents that came, went or grew: as they were, and as they are."""
    if before is now:
        return []
    were, are = {one.id: one for one in before}, {one.id: one for one in now}
    gone = [one for id_, one in were.items() if are.get(id_) is not one and are.get(id_) != one]
    new = [one for id_, one in are.items() if were.get(id_) is not one and were.get(id_) != one]
    return [*gone, *new]


def _of_agreement(
    bench: Bench,
    findings: Sequence[Finding],
    *,
    before: Grounds,
    now: Grounds,
    moved: Sequence[Incident],
    whole: set[Timespan],
) -> tuple[Finding, ...]:
    rest: dict[str, Any] = {
        "coverage": now.evidence.coverage,
        "duties": _duties(now),
        # What was said bears on no status; it is put beside the findings below.
        "claims": (),
        "reviews": now.evidence.reviews,
        "as_of": now.evidence.as_of,
        "policy": now.policy,
        "bench": bench,
    }
    agreement, kept = bench.agreement, set(now.periods)
    standing = [one for one in findings if one.period in kept]
    found = {
        one.id: one
        for one in reassess(
            agreement, findings=standing, changed=moved, incidents=now.incidents, **rest
        )
    }
    for periods, only in _anew(before, now, agreement, found, whole):
        near = [one for one in now.incidents if any(one.lead.when.meets(p) for p in periods)]
        again = assess(agreement, incidents=near, periods=periods, only=only, **rest)
        found.update((one.id, one) for one in again)
    return in_order(_with_statements(bench, findings, found, before=before, now=now))


def _anew(
    before: Grounds,
    now: Grounds,
    agreement: Agreement,
    found: Mapping[str, Finding],
    whole: set[Timespan],
) -> list[tuple[set[Timespan], frozenset[tuple[str, str]] | None]]:
    """Return what is judged again beside what incidents touch: periods, and which pairs in them."""
    tasks: list[tuple[set[Timespan], frozenset[tuple[str, str]] | None]] = []
    if whole:
        tasks.append((whole, None))
    if before.evidence.reviews is not now.evidence.reviews:
        for id_ in {one.finding for one in {*before.evidence.reviews} ^ {*now.evidence.reviews}}:
            one = found.get(id_)
            if one is not None and one.agreement == agreement.id and one.period not in whole:
                tasks.append(({one.period}, frozenset({(one.provision, one.party)})))
    return tasks


def _with_statements(
    bench: Bench,
    findings: Sequence[Finding],
    found: Mapping[str, Finding],
    *,
    before: Grounds,
    now: Grounds,
) -> Iterable[Finding]:
    """Return findings with what was said of their provisions, as it is said now."""
    dates = published(now.evidence)
    old = {one.id: one.statements for one in findings}
    came, gone = _said_anew(before.evidence.claims, now.evidence.claims)
    told: dict[tuple[str, str, bool], tuple[Claim, ...]] = {}
    for one in found.values():
        # A period that is new has no statements yet: it takes them from all that was ever said.
        is_known = one.id in old
        key = (one.provision, one.party, is_known)
        if key not in told:
            claims = came if is_known else now.evidence.claims
            told[key] = _statements_on(bench, now.policy, key[:2], claims)
        here = of_period(told[key], one.period, published=dates)
        kept = [claim for claim in old.get(one.id, ()) if claim.id not in gone]
        said = tuple(sorted((*kept, *here), key=lambda claim: claim.id))
        yield one if said == one.statements else replace(one, statements=said)


def _said_anew(
    before: Sequence[Claim], now: Sequence[Claim]
) -> tuple[tuple[Claim, ...], frozenset[str]]:
    """Return the claims that came or changed, and the ids of those that went or changed."""
    if before is now:
        return (), frozenset()
    were, are = {one.id: one for one in before}, {one.id: one for one in now}
    came = [one for id_, one in are.items() if were.get(id_) is not one and were.get(id_) != one]
    gone = [id_ for id_, one in were.items() if are.get(id_) is not one and are.get(id_) != one]
    return tuple(came), frozenset(gone)


def _statements_on(
    bench: Bench, policy: Policy, pair: tuple[str, str], claims: Sequence[Claim]
) -> tuple[Claim, ...]:
    said = spoken(claims)
    if not said:
        return ()
    provision = bench.agreement.provision(pair[0])
    weights = dict(policy.readings)[CENTRAL]
    question = Question(bench, provision.for_party(pair[1]), pair[1], weights)
    return statements_on(question, said)
