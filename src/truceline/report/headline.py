"""Headline: in sentences, what is suspected, what cannot be told and why, who looked nowhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from truceline.agreement.agreement import Agreement
from truceline.assessment.finding import Finding, Status
from truceline.report.explain import party_title, provision_title
from truceline.report.report import Group, Unlooked
from truceline.report.wording import capital, how_many, likelihood, listed, words_of
from truceline.timespan import Timespan

# More than this many sentences of one kind are no headline; the rest is counted.
_MOST_TOLD = 6


def headline(
    groups: Sequence[Group],
    unlooked: Sequence[Unlooked],
    *,
    agreements: Sequence[Agreement],
    period: Timespan,
    as_of: str,
) -> tuple[str, ...]:
    """Return the report in a few sentences, breaches first, silence last."""
    by_status = {group.status: group.findings for group in groups}
    by_id = {agreement.id: agreement for agreement in agreements}
    total = sum(len(findings) for findings in by_status.values())
    sentences = [f"As known on {as_of}, for {period}: {how_many(total, 'finding')}."]
    for status in (Status.CONFIRMED, Status.SUSPECTED):
        sentences += _breaches(status, by_status.get(status, ()), by_id)
    sentences += _cannot_tell(by_status.get(Status.INDETERMINATE, ()))
    kept = len(by_status.get(Status.COMPLIANT, ()))
    sentences.append(
        f"Kept, where somebody looked: {how_many(kept, 'finding')}."
        if kept
        else "No finding says that a duty was kept."
    )
    sentences += _nobody_looked(unlooked, by_id)
    return tuple(sentences)


def _breaches(
    status: Status, findings: Sequence[Finding], agreements: dict[str, Agreement]
) -> list[str]:
    name = {Status.CONFIRMED: "Confirmed breaches", Status.SUSPECTED: "Suspected breaches"}[status]
    if not findings:
        return [f"{name}: none."]
    likeliest = sorted(findings, key=lambda each: (-each.p_breach, each.id))
    sentences = [f"{name}: {len(findings)}."]
    for finding in likeliest[:_MOST_TOLD]:
        agreement = agreements.get(finding.agreement)
        party = party_title(agreement, finding.party) if agreement else finding.party
        title = provision_title(agreement, finding.provision) if agreement else finding.provision
        text = {"binding": ""}.get(finding.standing, f" The text is {finding.standing}.")
        sentences.append(
            f"{party}, {finding.period}: “{title}” ({finding.provision}); "
            f"a breach is {_as_predicate(finding.p_breach)}.{text}"
        )
    rest = len(findings) - _MOST_TOLD
    if rest > 0:
        sentences.append(f"And {rest} more, in the findings below.")
    return sentences


def _cannot_tell(findings: Sequence[Finding]) -> list[str]:
    if not findings:
        return ["Cannot be told: nothing."]
    reasons = Counter(reason for finding in findings for reason in finding.reasons)
    ordered = sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0].value))
    sentences = [f"Cannot be told: {how_many(len(findings), 'finding')}."]
    sentences += [
        f"{capital(reason.value)} ({count}): {words_of('reasons')[reason.value]}."
        for reason, count in ordered
    ]
    return sentences


def _nobody_looked(unlooked: Sequence[Unlooked], agreements: dict[str, Agreement]) -> list[str]:
    if not unlooked:
        return ["For every duty and party somebody is on record as having looked."]
    parties: dict[str, list[str]] = {}
    for each in unlooked:
        agreement = agreements.get(each.agreement)
        title = party_title(agreement, each.party) if agreement else each.party
        parties.setdefault(title, []).append(each.provision)
    told = [f"{party} ({listed(sorted(set(parties[party])))})" for party in sorted(parties)]
    where = listed(told)
    return [f"Nobody is on record as having looked, in part of the time or all of it: {where}."]


def _as_predicate(p: float) -> str:
    words = likelihood(p)
    needs_article = words.startswith(("remote", "realistic"))
    return f"a {words}" if needs_article else words
