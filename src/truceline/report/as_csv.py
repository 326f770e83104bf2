"""As CSV: one row per finding, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from truceline.assessment.finding import Finding
from truceline.report.markup import writable
from truceline.report.wording import breach_in_words

COLUMNS = (
    "finding", "agreement", "provision", "party", "period", "as_of", "standing", "status",
    "letter", "reasons", "p_breach", "p_breach_in_words", "p_told", "p_happened", "robust",
    "incidents", "looks", "denials", "statements", "summary", "restore", "agreement_digest",
    "policy_digest", "inputs_digest", "engine",
)  # fmt: skip

# Spreadsheets run a cell that begins so as a formula; tabs and line ends can hide such a beginning.
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def as_csv(findings: Iterable[Finding]) -> str:
    """Return findings as CSV (RFC 4180, UTF-8, a header line), by id.

    A text that a spreadsheet would run as a formula is given an apostrophe in front. Probabilities
    are plain numbers from 0 to 1.
    """
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for finding in sorted(findings, key=lambda each: each.id):
        writer.writerow([guarded(cell) for cell in _cells(finding)])
    return written.getvalue()


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula.

    >>> guarded("=HYPERLINK(1)"), guarded("-"), guarded("kept"), guarded("  =1")
    ("'=HYPERLINK(1)", "'-", 'kept', "'  =1")
    """
    shown = writable(cell)
    begins = shown.lstrip(" ").startswith(_BEGINS_A_FORMULA)
    return f"'{shown}" if begins else shown


def _cells(finding: Finding) -> list[str]:
    return [
        finding.id,
        finding.agreement,
        finding.provision,
        finding.party,
        str(finding.period),
        finding.as_of,
        finding.standing,
        finding.status.value,
        finding.status.letter,
        "; ".join(reason.value for reason in finding.reasons),
        f"{finding.p_breach:.6g}",
        breach_in_words(finding),
        f"{finding.p_told:.6g}",
        f"{finding.p_happened:.6g}",
        "yes" if finding.robust else "no",
        str(len(finding.weighed)),
        str(len(finding.look.records)),
        str(len(finding.look.denials)),
        str(len(finding.statements)),
        finding.summary,
        finding.restore or "",
        finding.agreement_digest,
        finding.policy_digest,
        finding.inputs_digest,
        finding.engine,
    ]
