"""The first real report, from the file to the finding: add, read, observe, assess, report.

What is asserted is the meaning of what was read, by short key words; no sentence of the article
stands here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.conftest import from_shared
from truceline.assessment.finding import Reason, Status
from truceline.casework.add import add_files
from truceline.casework.assess import Judged, assess_case
from truceline.casework.observe import observe_claims
from truceline.casework.read import ReadDocument, read_documents
from truceline.casework.report import written_report
from truceline.evidence.layout import Casefile
from truceline.reading.claim import Claim, ClaimKind, Modality
from truceline.reading.page import LineLabel
from truceline.timespan import Timespan

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
JUNE_2018 = Timespan.parse("2018-06")
TALK = {
    Modality.PLANNED,
    Modality.OFFERED,
    Modality.CONDITIONAL,
    Modality.PLEDGED,
    Modality.THREATENED,
    Modality.WARNED,
}


@dataclass(frozen=True)
class Worked:
    """The casefile after the whole way, and what each step gave."""

    case: Casefile
    read: ReadDocument
    judged: Judged

    def claims(self, *words: str, kind: ClaimKind | None = None) -> list[Claim]:
        """Return the claims whose main span, or whose sentence, holds all these words."""
        return [
            claim
            for claim in self.read.claims
            if all(word.lower() in _sentence(self.read, claim).lower() for word in words)
            and (kind is None or claim.kind is kind)
        ]

    def line(self, words: str) -> LineLabel:
        """Return the label of the first line that holds these words."""
        return next(line.label for line in self.read.page.lines if words in line.span.quote)


def _sentence(read: ReadDocument, claim: Claim) -> str:
    text = read.document.text
    start = max(text.rfind("\n", 0, claim.span.start), text.rfind(". ", 0, claim.span.start)) + 1
    ends = [end for mark in (". ", ".\n", "\n") if (end := text.find(mark, claim.span.end)) >= 0]
    return text[start : min(ends, default=len(text))]


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Worked:
    article = from_shared("seed/article.txt")
    case = Casefile.create(
        tmp_path_factory.mktemp("seed") / "case",
        name="seed",
        agreements=("undof-1974", "sw-syria-2017"),
        author="test",
    )
    _, refused = add_files(case, [article], author="test", recorded_at=AT)
    assert refused == ()
    (read,) = read_documents(case, author="test", recorded_at=AT)
    observe_claims(case, author="test", recorded_at=AT)
    judged = assess_case(case, period=JUNE_2018, step="month")
    return Worked(case, read, judged)


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("Discuss", LineLabel.HEADLINE),
        ("reaffirm presence", LineLabel.DECK),
        ("shakes hands", LineLabel.CAPTION),
        ("roller-coaster", LineLabel.IN_TEXT_LINK),
        ("mulls pulling back", LineLabel.IN_TEXT_LINK),
        ("Automatic approval", LineLabel.COMMENT_LINE),
        ("first month", LineLabel.SUBSCRIPTION_LINE),
        ("LOG IN", LineLabel.SUBSCRIPTION_LINE),
        ("Cuellar", LineLabel.TEASER),
        ("Uvalde", LineLabel.TEASER),
        ("Nuclear Deal", LineLabel.TEASER),
        ("Greenblatt", LineLabel.TEASER),
        ("Too-close-to-call", LineLabel.TEASER),
        ("The Kremlin says", LineLabel.BODY),
        ("surface-to-air", LineLabel.BODY),
        ("when asked whether", LineLabel.BODY),
    ],
)
def test_each_line_is_told_apart_and_says_why(worked: Worked, words: str, label: LineLabel) -> None:
    assert worked.line(words) is label
    assert all(line.why for line in worked.read.page.lines)


def test_no_teaser_of_2022_becomes_a_claim(worked: Worked) -> None:
    article = [line.span for line in worked.read.page.lines if line.label.is_article]

    assert worked.read.claims
    for claim in worked.read.claims:
        assert any(
            span.start <= claim.span.start and claim.span.end <= span.end for span in article
        )
    assert not worked.claims("Uvalde")
    assert not worked.claims("AIPAC")


def test_the_publication_date_is_argued_from_the_text_as_an_interval_in_june_2018(
    worked: Worked,
) -> None:
    dating = worked.read.page.dating

    assert dating.published is not None
    assert not dating.stated
    assert dating.published.share_within(JUNE_2018) == 1.0
    assert dating.published.seconds > 86_400
    assert len(dating.reasons) >= 2


def test_relative_dates_are_resolved_against_it(worked: Worked) -> None:
    visit = worked.claims("visit", "last month", kind=ClaimKind.CONTACT)
    call = [claim for claim in worked.claims("Friday", kind=ClaimKind.CONTACT) if claim.time]

    assert any(
        claim.time
        and claim.time.when
        and claim.time.when.share_within(Timespan.parse("2018-05")) == 1
        for claim in visit
    )
    assert call
    assert call[0].time is not None
    assert call[0].time.when is not None
    assert call[0].time.when.share_within(Timespan.parse("2018-05-25/2018-06-30")) == 1


def test_the_contacts_are_read_as_contacts(worked: Worked) -> None:
    assert worked.claims("Friday", "call", kind=ClaimKind.CONTACT)
    assert worked.claims("talks in Moscow", kind=ClaimKind.CONTACT)
    assert worked.claims("visit", kind=ClaimKind.CONTACT)
    ongoing = worked.claims("Contacts", kind=ClaimKind.CONTACT)
    assert [claim.modality for claim in ongoing] == [Modality.ONGOING]


@pytest.mark.parametrize(
    ("words", "modalities"),
    [
        (("voiced readiness",), {Modality.OFFERED, Modality.PLEDGED}),
        (("wouldn't allow",), {Modality.WARNED, Modality.THREATENED, Modality.PLEDGED}),
        (("pledged to take back",), {Modality.PLEDGED}),
        (("will use military force",), {Modality.CONDITIONAL, Modality.THREATENED}),
        (("no other option",), {Modality.CONDITIONAL, Modality.THREATENED}),
        (("firm and appropriate",), {Modality.WARNED, Modality.THREATENED}),
        (("ready to guarantee",), {Modality.OFFERED}),
        (("potential revival",), {Modality.OFFERED, Modality.POSSIBLE}),
        (("reaffirm their presence",), {Modality.POSSIBLE, Modality.WARNED, Modality.PREDICTED}),
    ],
)
def test_talk_is_read_with_its_modality(
    worked: Worked, words: tuple[str, ...], modalities: set[Modality]
) -> None:
    found = worked.claims(*words)

    assert found
    assert any(claim.modality in modalities for claim in found)
    assert not any(
        claim.modality.is_fact and claim.kind in (ClaimKind.EVENT, ClaimKind.PRESENCE)
        for claim in found
    )


def test_the_reported_commitment_carries_its_terms_and_its_chain(worked: Worked) -> None:
    (pull_back,) = worked.claims("ready to guarantee", kind=ClaimKind.COMMITMENT)

    assert any(q.unit == "m" and q.minimum == q.maximum == 25_000 for q in pull_back.quantities)
    assert len(pull_back.chain) >= 2
    assert "Asharq" in pull_back.chain[1].name or "Al-Sharq" in pull_back.chain[1].name
    assert worked.claims("revival", "1974", kind=ClaimKind.COMMITMENT)


def test_the_chains_go_through_the_reporter_and_through_the_interview(worked: Worked) -> None:
    relay = worked.claims("relayed these messages")
    interview = worked.claims("giving the political process")

    assert any(
        [teller.named for teller in claim.chain[1:]] == [True, False]
        and "Barel" in claim.chain[1].name
        and "diplomatic source" in claim.chain[2].name
        for claim in relay
    )
    assert any(
        [
            "SANA" in claim.chain[1].name,
            "Alam" in claim.chain[2].name,
            "Assad" in claim.chain[3].name,
        ]
        == [True, True, True]
        for claim in interview
        if len(claim.chain) == 4
    )


def test_messages_carried_by_mediators_are_relays(worked: Worked) -> None:
    carried = [claim for claim in worked.read.claims if claim.kind is ClaimKind.RELAY]

    assert any("mediators" in _sentence(worked.read, claim) for claim in carried)
    assert any("Russia" in _sentence(worked.read, claim) for claim in carried)


def test_the_terms_of_the_agreement_are_terms_not_events(worked: Worked) -> None:
    terms = [claim for claim in worked.read.claims if claim.kind is ClaimKind.TERM]
    lengths = {q.maximum for claim in terms for q in claim.quantities if q.unit == "m"}

    assert {10_000, 25_000} <= lengths
    assert any(place.area and "buffer zone" in place.area for c in terms for place in c.places)


def test_who_holds_what_is_read_as_control(worked: Worked) -> None:
    told = " ".join(
        _sentence(worked.read, claim)
        for claim in worked.read.claims
        if claim.kind is ClaimKind.CONTROL
    )

    assert "outside the control" in told
    assert "recovered" in told


def test_nothing_threatened_pledged_or_discussed_becomes_an_event(worked: Worked) -> None:
    by_id = {claim.id: claim for claim in worked.read.claims}

    for observation in worked.judged.evidence.observations:
        claim = by_id[observation.basis.id]  # type: ignore[union-attr]
        assert claim.modality not in TALK
        assert claim.kind in (ClaimKind.EVENT, ClaimKind.PRESENCE)
    assert not any(finding.status is Status.SUSPECTED for finding in worked.judged.findings)


def test_the_pull_back_reads_reported_and_is_indeterminate_because_nobody_looked(
    worked: Worked,
) -> None:
    pull_back = [
        finding
        for finding in worked.judged.findings
        if finding.agreement == "sw-syria-2017"
        and finding.standing == "reported"
        and any("25" in q.span.quote for claim in finding.statements for q in claim.quantities)
    ]

    assert pull_back
    for finding in pull_back:
        assert finding.status is Status.INDETERMINATE
        assert finding.reasons[0] is Reason.NOT_OBSERVED
        assert any(claim.kind is ClaimKind.COMMITMENT for claim in finding.statements)


def test_the_report_walks_back_from_the_finding_to_the_words(
    worked: Worked, tmp_path: Path
) -> None:
    written_report(worked.judged, tmp_path / "report.html", made_at=AT)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")

    assert worked.read.document.digest in page
    assert "reported" in page
    assert "not observed" in page
    assert "Uvalde" not in page.split("left out")[0]
