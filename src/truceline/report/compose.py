"""Compose: findings and evidence arranged into a report; nothing is computed anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from typing import TypeVar

from truceline.agreement.agreement import Agreement
from truceline.assessment.finding import Finding, Reason
from truceline.assessment.policy import Policy
from truceline.assessment.review import Review
from truceline.evidence.document import Document
from truceline.observation.control import control_over_time
from truceline.observation.coverage import Coverage
from truceline.observation.holding import Holding
from truceline.observation.incident import Incident
from truceline.observation.observation import LogRow, Observation
from truceline.reading.claim import Claim, ClaimKind
from truceline.reading.page import Page
from truceline.report.headline import headline
from truceline.report.mark import GRAVEST_FIRST
from truceline.report.matrix import in_time, matrix
from truceline.report.report import DocumentNote, Group, Report, Unlooked
from truceline.report.told import diplomatic_record, in_order, statements
from truceline.report.wording import limits
from truceline.timespan import Timespan

_Dated = TypeVar("_Dated", Coverage, Observation)


def compose(
    *,
    title: str,
    agreements: Iterable[Agreement],
    findings: Iterable[Finding],
    incidents: Iterable[Incident],
    observations: Iterable[Observation],
    coverage: Iterable[Coverage],
    claims: Iterable[Claim],
    documents: Iterable[Document],
    pages: Iterable[Page],
    policy: Policy,
    as_of: str,
    period: Timespan,
    made_at: str,
    reviews: Iterable[Review] = (),
    holdings: Iterable[Holding] | None = None,
    rests_on: str | None = None,
) -> Report:
    """Return a report on findings, the same whatever order its parts are handed in.

    Findings are grouped by status, breaches first; all else is ordered by time and id. Incidents,
    observations and coverage outside the period are left out unless a finding weighs them.
    ``made_at`` is told, not read from a clock; ``holdings``, if not told, come from the claims.
    ``rests_on`` names the entries of the ledger, in words; it stands among the versions.

    Raises:
        ValueError: two findings stand for the same provision, party and period.
    """
    agreed = tuple(sorted(agreements, key=lambda each: each.id))
    found = tuple(sorted(findings, key=_place_in_matrix))
    looked = _in_order(_looks(found), _within(period, coverage))
    told = in_order(claims)
    happened = _happened(period, incidents, found)
    seen = _in_order(_reports(happened), _within(period, observations))
    kept, told_apart = tuple(documents), tuple(pages)
    held = _holdings(told, kept, told_apart) if holdings is None else tuple(holdings)
    groups, unlooked = groups_of(found), unlooked_in(found)
    return Report(
        title=title,
        as_of=as_of,
        period=period,
        made_at=made_at,
        headline=headline(groups, unlooked, agreements=agreed, period=period, as_of=as_of),
        agreements=agreed,
        matrix=matrix(found),
        groups=groups,
        incidents=happened,
        observations=seen,
        coverage=looked,
        unlooked=unlooked,
        diplomacy=diplomatic_record(told),
        statements=statements(told),
        control=tuple(sorted(held, key=_place_and_time)),
        control_undated=_undated(told, held),
        claims=told,
        documents=_document_notes(kept, told_apart, told, seen, looked),
        reviews=tuple(sorted(reviews, key=lambda each: (each.at, each.finding, each.reviewer))),
        policy=policy,
        versions=versions_of(agreed, found, policy, rests_on=rests_on),
        limits=limits(),
    )


def _place_in_matrix(finding: Finding) -> tuple[str, ...]:
    return finding.agreement, finding.provision, finding.party, *in_time(finding.period)


def _looks(findings: Sequence[Finding]) -> tuple[Coverage, ...]:
    return tuple(look for each in findings for look in (*each.look.records, *each.look.denials))


def _reports(incidents: Sequence[Incident]) -> tuple[Observation, ...]:
    return tuple(each for one in incidents for each in (one.lead, *one.observations))


def _within(period: Timespan, dated: Iterable[_Dated]) -> tuple[_Dated, ...]:
    return tuple(each for each in dated if each.when.overlap(period) is not None)


def _in_order(*dated: Iterable[_Dated]) -> tuple[_Dated, ...]:
    """Return each thing once, by time and id."""
    once = {each.id: each for things in dated for each in things}
    return tuple(sorted(once.values(), key=lambda each: (*in_time(each.when), each.id)))


def _happened(
    period: Timespan, incidents: Iterable[Incident], findings: Sequence[Finding]
) -> tuple[Incident, ...]:
    weighed = {each.incident.id: each.incident for finding in findings for each in finding.weighed}
    shown = weighed | {
        each.id: each for each in incidents if each.lead.when.overlap(period) is not None
    }
    return tuple(sorted(shown.values(), key=lambda each: (*in_time(each.lead.when), each.id)))


def groups_of(findings: Sequence[Finding]) -> tuple[Group, ...]:
    """Return findings by status, the gravest first, without the statuses that none has."""
    groups = (
        Group(status=status, findings=tuple(each for each in findings if each.status is status))
        for status in GRAVEST_FIRST
    )
    return tuple(group for group in groups if group.findings)


def unlooked_in(findings: Sequence[Finding]) -> tuple[Unlooked, ...]:
    """Return where a finding says that nobody looked, per duty and party."""
    blind: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        if Reason.NOT_OBSERVED in finding.reasons:
            key = (finding.agreement, finding.provision, finding.party)
            blind.setdefault(key, []).append(finding)
    return tuple(
        Unlooked(
            agreement=agreement,
            provision=provision,
            party=party,
            periods=tuple(each.period for each in here),
            denials=len({denial.id for each in here for denial in each.look.denials}),
        )
        for (agreement, provision, party), here in blind.items()
    )


def _holdings(
    claims: Sequence[Claim], documents: Sequence[Document], pages: Sequence[Page]
) -> tuple[Holding, ...]:
    published = {each.id: each.published for each in documents}
    for page in pages:
        published[page.document] = page.dating.published or published.get(page.document)
    dated = {document: when for document, when in published.items() if when is not None}
    return control_over_time(claims, published=dated)


def _undated(claims: Sequence[Claim], holdings: Sequence[Holding]) -> tuple[Claim, ...]:
    shown = {claim.id for holding in holdings for claim in holding.claims}
    return tuple(
        claim for claim in claims if claim.kind is ClaimKind.CONTROL and claim.id not in shown
    )


def _place_and_time(holding: Holding) -> tuple[str, ...]:
    return holding.place_text.casefold(), *in_time(holding.told[0]), holding.holder, holding.id


def _document_notes(
    documents: Iterable[Document],
    pages: Iterable[Page],
    claims: Sequence[Claim],
    observations: Sequence[Observation],
    coverage: Sequence[Coverage],
) -> tuple[DocumentNote, ...]:
    by_document = {page.document: page for page in pages}
    claims_of = Counter(claim.document for claim in claims)
    bases = {each.basis for each in observations} | {each.basis for each in coverage}
    rows_of = Counter(basis.document for basis in bases if isinstance(basis, LogRow))
    return tuple(
        DocumentNote(
            document=document,
            page=by_document.get(document.id),
            left_out=_left_out(by_document.get(document.id)),
            claims=claims_of[document.id],
            rows=rows_of[document.id],
        )
        for document in sorted(documents, key=_date_and_id)
    )


def _left_out(page: Page | None) -> tuple[tuple[str, int], ...]:
    if page is None:
        return ()
    counted = Counter(line.label.value for line in page.lines if not line.label.is_article)
    return tuple(sorted(counted.items()))


def _date_and_id(document: Document) -> tuple[str, ...]:
    dated = ("9999",) if document.published is None else in_time(document.published)
    return *dated, document.id


def versions_of(
    agreements: Sequence[Agreement],
    findings: Sequence[Finding],
    policy: Policy,
    *,
    rests_on: str | None,
) -> tuple[tuple[str, str], ...]:
    """Return the names and digests of all that a report is made from.

    ``rests_on`` names the entries of the ledger, in words; None where they are not told.
    """
    engines = sorted({finding.engine for finding in findings})
    return (
        ("report", f"truceline {version('truceline')}"),
        *(("engine", engine) for engine in engines),
        *((f"agreement {agreement.id}", agreement.digest) for agreement in agreements),
        (f"policy {policy.id} {policy.version}", policy.digest),
        *((("ledger", rests_on),) if rests_on is not None else ()),
    )
