"""Findings: each with its probability, its reasons and the tree of its evidence."""

from __future__ import annotations

from dataclasses import replace

from truceline.assessment.finding import Finding, Status
from truceline.report.branch import Branch, branch_as_html
from truceline.report.explain import explain, party_title, provision_title
from truceline.report.markup import Markup, anchor, bdi, joined, tag
from truceline.report.report import Group, Report
from truceline.report.sections.status import bar, chip, named_chip
from truceline.report.sections.table import section, table
from truceline.report.wording import (
    breach_in_words,
    how_many,
    in_plain_words,
    reasons_in_words,
)
from truceline.sentence import listed

# Branches of an explanation that another section of the page tells once.
_TOLD_ELSEWHERE = ("look", "denial", "what was promised", "statements beside it, not counted")
_TOLD_IN_FULL = (Status.CONFIRMED, Status.SUSPECTED)


def findings_section(report: Report) -> Markup:
    """Return every finding once, breaches first; what rests on no evidence goes into a table.

    Trees of breaches go down to quote and digest. Those of other findings stop where another
    section goes on: voices under incidents, looks under coverage.
    """
    return section("findings", "Findings", *(_group(group, report) for group in report.groups))


def _group(group: Group, report: Report) -> Markup:
    title = tag("h3", named_chip(group.status), f": {how_many(len(group.findings), 'finding')}")
    meaning = tag("p", in_plain_words(group.status))
    resting = [each for each in group.findings if rests_on_something(each)]
    silent = [each for each in group.findings if not rests_on_something(each)]
    articles = joined(_article(finding, report) for finding in resting)
    return tag("div", title, meaning, articles, _silent(silent, group.status, report))


def rests_on_something(finding: Finding) -> bool:
    """Return whether a finding has a report to show, or tells of a breach."""
    if finding.status is Status.NOT_IN_FORCE:
        return False
    return bool(finding.weighed) or finding.status in _TOLD_IN_FULL


def _article(finding: Finding, report: Report) -> Markup:
    agreement = report.agreement(finding.agreement)
    name = anchor("f", finding.id)
    parts = [
        tag("h4", chip(finding.status), " ", _titles(finding, report), id=f"{name}-title"),
        tag(
            "p",
            "Breach: ",
            breach_in_words(finding) if finding.rests_on_prior else bar(finding.p_breach),
            "" if finding.standing == "binding" else _standing(finding),
        ),
        tag("p", finding.summary),
        *(tag("p", f"Cannot tell, {why}.") for why in _untold_reasons(finding)),
    ]
    if finding.restore:
        parts.append(tag("p", f"What would restore it: {finding.restore.rstrip('.')}."))
    if agreement is None:
        parts.append(tag("p", f"The agreement {finding.agreement} is not part of this report."))
    else:
        tree = explain(finding, agreement=agreement, documents=report.kept, reviews=report.reviews)
        if finding.status not in _TOLD_IN_FULL:
            tree = _cut_short(tree)
        inside = joined(branch_as_html(child, open_levels=0) for child in tree.children)
        summary = tag("summary", "Why: every step down to the words")
        parts.append(tag("details", summary, inside, class_="tree"))
    return tag("article", joined(parts), id=name, aria_labelledby=f"{name}-title")


def _untold_reasons(finding: Finding) -> tuple[str, ...]:
    """Return the reasons that the summary does not name already."""
    return reasons_in_words(
        [reason for reason in finding.reasons if reason.value not in finding.summary]
    )


def _titles(finding: Finding, report: Report) -> Markup:
    agreement = report.agreement(finding.agreement)
    title = provision_title(agreement, finding.provision) if agreement else finding.provision
    party = party_title(agreement, finding.party) if agreement else finding.party
    return joined(
        [bdi(finding.provision), f" {title}, ", bdi(party), ", ", bdi(str(finding.period))]
    )


def _standing(finding: Finding) -> Markup:
    return tag("span", f" The provision's text is {finding.standing}.")


def _silent(findings: list[Finding], status: Status, report: Report) -> Markup:
    rows = [
        [
            _titles(finding, report),
            listed([reason.value for reason in finding.reasons]) or status.value,
            how_many(len(finding.look.records), "look")
            if finding.look.records
            else "nobody looked",
            how_many(len(finding.look.denials), "denial"),
            str(len(finding.statements) or "none"),
            _nearest_flip(finding),
        ]
        for finding in findings
    ]
    rested = table(
        f"{status.value.capitalize()}, with no report to show",
        ["finding", "because", "looks", "access denied", "statements", "what would change it"],
        rows,
        ids=[anchor("f", finding.id) for finding in findings],
    )
    if not rested:
        return Markup()
    summary = tag("summary", f"{how_many(len(findings), 'finding')} with no report to show")
    return tag("details", summary, rested, open=len(findings) <= 12)


def _nearest_flip(finding: Finding) -> str:
    if not finding.flips:
        return "nothing known"
    flip = finding.flips[0]
    return f"{flip.what}: now {flip.now}; at {flip.flips_at} {flip.becomes.value}"


def _cut_short(branch: Branch) -> Branch:
    """Return a tree that points to other sections instead of repeating them a hundred times.

    Reports of voices stand under incidents, rows of looks under coverage, digests under method,
    provisions under what was promised, quotes of statements among the statements.
    """
    if branch.label == "voice":
        count = how_many(len(branch.children), "report")
        return replace(branch, value=f"{branch.value}; {count}, under incidents", children=())
    if branch.label in _TOLD_ELSEWHERE:
        return replace(branch, children=())
    if branch.label == "made from":
        return replace(branch, children=tuple(e for e in branch.children if e.label == "inputs"))
    return replace(branch, children=tuple(_cut_short(child) for child in branch.children))
