"""A dissent is seen by whoever reads a finding, in whatever form it is handed on."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from tests.assessment.builders import judged, seen, told, truce
from tests.report.world import report
from truceline.assessment.finding import Status
from truceline.assessment.review import Review, Verdict
from truceline.report.as_csv import as_csv
from truceline.report.as_html import as_html
from truceline.report.as_json import as_json
from truceline.report.as_markdown import as_markdown
from truceline.report.branch import branch_as_page, branch_as_record
from truceline.report.explain import as_text, explain

# Every form is written.
pytestmark = pytest.mark.slow

AGREEMENT = truce(only=("no-forces",))
SURE = told(seen(grade="A1"))


def test_a_dissent_is_in_every_form_and_only_a_review_without_one_confirms() -> None:
    (bare, *_) = judged(SURE, agreement=AGREEMENT)
    said = {"Ann": Verdict.CONFIRM, "Bo": Verdict.DISSENT}
    reviews = tuple(
        Review(
            finding=bare.id, inputs_digest=bare.inputs_digest, verdict=verdict, reviewer=who,
            reason=f"{who} read the log", at=datetime(2020, 4, 1, tzinfo=UTC),
        )
        for who, verdict in said.items()
    )  # fmt: skip
    (sure, *_) = judged(SURE, agreement=AGREEMENT, reviews=reviews[:1])
    (found, *_) = judged(SURE, agreement=AGREEMENT, reviews=reviews)
    tree = explain(found, agreement=AGREEMENT, documents=(), reviews=reviews)
    whole = report(agreements=(AGREEMENT,), findings=(found,), reviews=reviews)
    forms = {
        "text": " ".join(as_text(tree, width=400).split()),
        "page": branch_as_page(tree),
        "json": json.dumps(branch_as_record(tree)),
        "report.html": as_html(whole),
        "report.md": as_markdown(whole),
        "report.json": as_json(whole),
        "report.csv": as_csv(whole.findings),
    }

    assert (bare.status, sure.status) == (Status.SUSPECTED, Status.CONFIRMED)
    assert found.status is Status.SUSPECTED
    for name, form in forms.items():
        assert "Bo" in form, name
        assert "Bo read the log" in form, name
