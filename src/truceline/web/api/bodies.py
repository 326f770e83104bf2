"""Bodies: what programs send and get, checked at the edge."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from truceline.reading.claim import ClaimKind, Modality, Stance

Id = Annotated[str, StringConstraints(min_length=1, max_length=300)]
# A reason is a few sentences; a whole report goes in as a document.
Words = Annotated[str, StringConstraints(min_length=1, max_length=4000, strip_whitespace=True)]


class _Sent(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class MergeSent(_Sent):
    """Incidents that are one happening, and why."""

    incidents: Annotated[list[Id], Field(min_length=2, max_length=100)]
    reason: Words


class PartSent(_Sent):
    """Reports of an incident that are of another happening, and why."""

    observations: Annotated[list[Id], Field(min_length=1, max_length=100)]
    reason: Words


class UndoSent(_Sent):
    """Why a decision is taken back."""

    reason: Words


class ReviewSent(_Sent):
    """A reviewer's decision on a finding.

    ``inputs_digest`` is that of the finding as it was read; a finding that rests on other inputs by
    now refuses the review.
    """

    finding: Id
    verdict: Literal["confirm", "dissent", "ask for more"]
    reason: Words
    inputs_digest: str | None = None


class DecisionSent(_Sent):
    """What a person makes of a claim: accepted as it is, amended or rejected with a reason.

    ``kind`` to ``when`` belong to "amend" alone: what is left out stays as it is, an empty ``act``
    takes the act away, ``when`` is a day or a period.
    """

    choice: Literal["accept", "amend", "reject"]
    reason: Annotated[str, StringConstraints(max_length=4000)] = ""
    kind: ClaimKind | None = None
    stance: Stance | None = None
    modality: Modality | None = None
    act: Annotated[str, StringConstraints(max_length=100)] | None = None
    when: Annotated[str, StringConstraints(min_length=4, max_length=60)] | None = None

    @model_validator(mode="after")
    def _fits(self) -> DecisionSent:
        told = {name for name in ("kind", "stance", "modality", "act", "when")
                if getattr(self, name) is not None}  # fmt: skip
        if bool(told) != (self.choice == "amend"):
            raise ValueError("what is changed belongs to amend, and amend changes something")
        return self


class Written(BaseModel):
    """What a write came to: the id of what it recorded, and where that can be read."""

    id: str
    href: str


class PageTold(BaseModel):
    """Some rows of many. ``next`` and ``previous`` are addresses, null at the ends."""

    items: list[dict[str, Any]]
    total: int
    next: str | None
    previous: str | None


class ProblemTold(BaseModel):
    """A refusal, as RFC 9457 has it; ``problems`` names each thing wrong and how to mend it."""

    type: str
    title: str
    status: int
    detail: str
    problems: list[str] = []
