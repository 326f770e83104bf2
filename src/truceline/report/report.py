"""Report: what is told, arranged from findings and evidence; nothing in it is computed anew."""

from __future__ import annotations

from dataclasses import dataclass

from truceline.agreement.agreement import Agreement
from truceline.assessment.finding import Finding, Status
from truceline.assessment.policy import Policy
from truceline.assessment.review import Review
from truceline.evidence.document import Document
from truceline.observation.coverage import Coverage
from truceline.observation.holding import Holding
from truceline.observation.incident import Incident
from truceline.observation.observation import Observation
from truceline.reading.claim import Claim
from truceline.reading.page import Page
from truceline.report.matrix import Matrix
from truceline.timespan import Timespan


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Findings of one status, in the order of the matrix."""

    status: Status
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlooked:
    """A duty and a party for which nobody is on record as having looked, with those periods."""

    agreement: str
    provision: str
    party: str
    periods: tuple[Timespan, ...]
    denials: int


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the headline, and what stands under it."""

    sentence: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentNote:
    """A document, how it was told apart (None for a coded record), and how much was read from it.

    ``left_out`` counts the lines of each label that claims may not be read from; ``claims`` and
    ``rows`` count what was read.
    """

    document: Document
    page: Page | None
    left_out: tuple[tuple[str, int], ...]
    claims: int
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report on agreements for a period, as known on a day.

    ``groups`` hold every finding once, breaches first. ``diplomacy`` are contacts and messages
    passed on; ``statements`` what was pledged, warned of, threatened, offered or told as a term;
    ``control`` who holds what, as told, and ``control_undated`` what was told of it without a time.
    ``versions`` name all that the report was made from. ``made_at``
    stands in one place of each form of the report, so that two of them compare well.
    """

    title: str
    as_of: str
    period: Timespan
    made_at: str
    headline: tuple[Point, ...]
    agreements: tuple[Agreement, ...]
    matrix: Matrix
    groups: tuple[Group, ...]
    incidents: tuple[Incident, ...]
    observations: tuple[Observation, ...]
    coverage: tuple[Coverage, ...]
    unlooked: tuple[Unlooked, ...]
    diplomacy: tuple[Claim, ...]
    statements: tuple[Claim, ...]
    control: tuple[Holding, ...]
    control_undated: tuple[Claim, ...]
    claims: tuple[Claim, ...]
    documents: tuple[DocumentNote, ...]
    reviews: tuple[Review, ...]
    policy: Policy
    versions: tuple[tuple[str, str], ...]
    limits: tuple[str, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return every finding, breaches first."""
        return tuple(finding for group in self.groups for finding in group.findings)

    @property
    def kept(self) -> tuple[Document, ...]:
        """Return the documents themselves."""
        return tuple(note.document for note in self.documents)

    def agreement(self, id_: str) -> Agreement | None:
        """Return the agreement of this id, None where the report does not hold it."""
        return next((each for each in self.agreements if each.id == id_), None)
