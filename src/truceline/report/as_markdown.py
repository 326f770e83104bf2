"""As Markdown: the report as text that compares well line by line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from truceline.assessment.finding import Finding, Status
from truceline.reading.claim import Claim
from truceline.report.branch import Branch
from truceline.report.evidence import chain_in_words, document_title, happening
from truceline.report.explain import explain, party_title, provision_title
from truceline.report.markup import writable
from truceline.report.matrix import EMPTY
from truceline.report.report import Report
from truceline.report.sections.findings import rests_on_something
from truceline.report.sections.looks import periods_in_words
from truceline.report.sections.sources import dated, left_out, read_from
from truceline.report.told import people_of, said_as, when_of
from truceline.report.wording import (
    breach_in_words,
    how_many,
    period_in_words,
    reasons_in_words,
    yardstick,
)
from truceline.sentence import listed
from truceline.timespan import Timespan

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!&])")
# An ordered list or a rule would otherwise begin where a text begins with "1." or "-".
_BEGINS_A_BLOCK = re.compile(r"^(\d+)([.)])|^([-+=:])")


def as_markdown(report: Report, *, on_paper: bool = False) -> str:
    """Return a report as CommonMark with tables, ending in a line end.

    One fact per line, so that two editions of a report compare well. Whatever comes from
    documents is escaped: it can start no element, no link and no picture. ``on_paper`` tells
    findings that rest on no report in one table for each status, as a page of paper has no folds.
    """
    period = f"Period: {period_in_words(report.period)}; as known on {report.as_of}."
    blocks = [
        f"# {escaped(report.title)}",
        f"{escaped(period)} Made at {escaped(report.made_at)}.",
        *_headline(report),
        *_matrix(report),
        *_findings(report, on_paper=on_paper),
        *_incidents(report),
        *_claims("Commitments and statements", report.statements, report),
        *_claims("Diplomatic record", report.diplomacy, report),
        *_control(report),
        *_coverage(report),
        *_documents(report),
        *_method(report),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def escaped(text: str) -> str:
    """Return a text on one line, with all that Markdown or HTML would act on made plain.

    >>> escaped("<b> [x](y) | 1*2")
    '\\\\<b\\\\> \\\\[x\\\\](y) \\\\| 1\\\\*2'
    >>> escaped("1. first"), escaped("- item")
    ('1\\\\. first', '\\\\- item')
    """
    line = _inside(text)
    return _BEGINS_A_BLOCK.sub(
        lambda match: f"{match[1]}\\{match[2]}" if match[1] else f"\\{match[3]}", line
    )


def _inside(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(writable(text).split()))


def _headline(report: Report) -> Iterator[str]:
    yield "## In short"
    lines = []
    for point in report.headline:
        lines.append(f"- {escaped(point.sentence)}")
        lines += [f"  - {escaped(sentence)}" for sentence in point.details]
    yield "\n".join(lines)


def _matrix(report: Report) -> Iterator[str]:
    yield "## Matrix"
    periods = [str(period) for period in report.matrix.periods]
    rows = [
        [row.provision, row.party, *("" if letter == EMPTY else letter for letter in row.letters)]
        for row in report.matrix.rows
    ]
    yield _table(["provision", "party", *periods], rows)
    yield "Letters: " + ", ".join(f"{escaped(each.letter)} {each.value}" for each in Status) + "."


def _findings(report: Report, *, on_paper: bool) -> Iterator[str]:
    yield "## Findings"
    for group in report.groups:
        yield f"### {group.status.value.capitalize()}: {how_many(len(group.findings), 'finding')}"
        silent = [one for one in group.findings if on_paper and not rests_on_something(one)]
        for finding in group.findings:
            if finding not in silent:
                yield from _finding(finding, report)
        if silent:
            yield _silent(silent, report)


def _silent(findings: Sequence[Finding], report: Report) -> str:
    """Return findings with no report to show, those of one duty, party and reason in one row."""
    rows: dict[tuple[str, str, str], list[Timespan]] = {}
    for finding in findings:
        agreement = report.agreement(finding.agreement)
        title = provision_title(agreement, finding.provision) if agreement else ""
        party = party_title(agreement, finding.party) if agreement else finding.party
        why = listed([reason.value for reason in finding.reasons]) or finding.status.value
        row = f"{finding.provision} {title}".strip(), party, why
        rows.setdefault(row, []).append(finding.period)
    in_time = {row: sorted(periods, key=str) for row, periods in rows.items()}
    return _table(
        ["duty", "party", "because", "periods"],
        [[*row, periods_in_words(tuple(periods))] for row, periods in in_time.items()],
    )


def _finding(finding: Finding, report: Report) -> Iterator[str]:
    agreement = report.agreement(finding.agreement)
    title = provision_title(agreement, finding.provision) if agreement else ""
    party = party_title(agreement, finding.party) if agreement else finding.party
    titled = f"{finding.provision} {title}, {party}, {finding.period}"
    yield f"#### {finding.status.letter} {escaped(titled)}"
    yield f"- Breach: {breach_in_words(finding)}\n- {escaped(finding.summary)}" + "".join(
        f"\n- Cannot tell, {why}" for why in reasons_in_words(finding.reasons)
    )
    if agreement is not None and finding.status in (Status.CONFIRMED, Status.SUSPECTED):
        tree = explain(finding, agreement=agreement, documents=report.kept, reviews=report.reviews)
        yield "\n".join(_nested(tree.children, 0))


def _nested(branches: Iterable[Branch], depth: int) -> Iterator[str]:
    for branch in branches:
        value = f": {escaped(branch.value)}" if branch.value else ""
        yield f"{'  ' * depth}- {escaped(branch.label)}{value}"
        yield from _nested(branch.children, depth + 1)


def _incidents(report: Report) -> Iterator[str]:
    yield "## Incidents"
    yield _table(
        ["when", "what", "told by"],
        [
            [
                str(incident.lead.when),
                happening(incident.lead),
                listed([voice.origin for voice in incident.voices]),
            ]
            for incident in report.incidents
        ],
    )


def _claims(title: str, claims: Sequence[Claim], report: Report) -> Iterator[str]:
    documents = {document.id: document_title(document) for document in report.kept}
    yield f"## {title}"
    yield _table(
        ["said as", "when", "who", "words", "told by", "document"],
        [
            [
                said_as(claim),
                when_of(claim),
                people_of(claim),
                claim.span.quote,
                chain_in_words(claim.chain),
                documents.get(claim.document, claim.document),
            ]
            for claim in claims
        ],
    )


def _control(report: Report) -> Iterator[str]:
    yield "## Control of territory, as told"
    yield _table(
        ["place", "held by", "told for", "contested", "told by"],
        [
            [
                each.place_text or listed(each.areas),
                each.holder,
                ", ".join(str(when) for when in each.told),
                "yes" if each.contested else "no",
                f"{listed(each.origins)}, graded {each.grade}",
            ]
            for each in report.control
        ],
    )
    yield "\n".join(f"- {escaped(claim.span.quote)}" for claim in report.control_undated)


def _coverage(report: Report) -> Iterator[str]:
    yield "## Coverage"
    yield _table(
        ["nobody looked: duty", "party", "periods", "denials of access"],
        [
            [each.provision, each.party, periods_in_words(each.periods), str(each.denials)]
            for each in report.unlooked
        ],
    )
    yield _table(
        ["where", "when", "by", "how", "would have seen"],
        [
            [
                listed(each.areas),
                str(each.when),
                each.by,
                "access denied" if each.denied else each.method,
                f"{each.detection * 100:.0f} %",
            ]
            for each in report.coverage
        ],
    )


def _documents(report: Report) -> Iterator[str]:
    yield "## Documents"
    yield _table(
        ["document", "dated", "read from it", "left out", "digest"],
        [
            [document_title(each.document), dated(each), read_from(each), left_out(each),
             each.document.digest]
            for each in report.documents
        ],
    )  # fmt: skip


def _method(report: Report) -> Iterator[str]:
    yield "## Method and limits"
    yield "\n".join(f"- {sentence}" for sentence in report.limits)
    words = ", ".join(f"{band.word} {band.as_range}" for band in yardstick())
    yield f"Words of probability (PHIA yardstick): {words}."
    yield _table(["made from", "version or digest"], report.versions)


def _table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    written = ["| " + " | ".join(_inside(cell) or " " for cell in row) + " |" for row in rows]
    if not written:
        return "Nothing on record."
    rule = "|" + " --- |" * len(headers)
    return "\n".join(["| " + " | ".join(headers) + " |", rule, *written])
