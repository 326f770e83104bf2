"""Method: policy, versions, the yardstick of words, and what a report cannot say."""

from __future__ import annotations

from truceline.report.markup import Markup, bdi, joined, tag
from truceline.report.report import Report
from truceline.report.sections.table import section, table
from truceline.report.wording import words_of, yardstick


def method_section(report: Report) -> Markup:
    """Return what the report was made from, how its words are meant, and its limits."""
    limits = tag("ul", joined(tag("li", sentence) for sentence in report.limits))
    return section(
        "method",
        "Method and limits",
        tag("h3", "Limits"),
        limits,
        table(
            "Words of probability, with the number always beside them",
            ["word", "range"],
            [[band.word, bdi(band.as_range)] for band in yardstick()],
        ),
        tag(
            "p",
            "Source: PHIA probability yardstick. A number between two bands takes the word nearer "
            "to the middle of the scale.",
        ),
        table(
            "Reasons for an answer that cannot be given",
            ["reason", "meaning"],
            list(words_of("reasons").items()),
        ),
        tag("p", f"Policy: {report.policy.title} ({report.policy.id} {report.policy.version})."),
        table(
            "Made from",
            ["what", "version or digest"],
            [[name, tag("code", version)] for name, version in report.versions],
        ),
    )
