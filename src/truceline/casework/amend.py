"""Amend: what a person may change about a claim, and the claim as changed."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from truceline.reading.claim import Claim, ClaimKind, Cue, Modality, Stance, TimeMention
from truceline.timespan import Timespan


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """What a claim should read as; None leaves a field as it is, ``act`` "" takes the act away.

    ``when`` is the time as resolved. The words of the document are never changed.
    """

    kind: ClaimKind | None = None
    stance: Stance | None = None
    modality: Modality | None = None
    act: str | None = None
    when: Timespan | None = None


def amended(claim: Claim, wanted: Amendment, *, reason: str, by: str) -> Claim:
    """Return a claim as amended; each field that changed has a cue that names who changed it.

    >>> from truceline.evidence.document import Span
    >>> claim = Claim(id="c-1", document="d-1", span=Span(0, 4, "Guns"), kind=ClaimKind.EVENT,
    ...     stance=Stance.ASSERTS, modality=Modality.HAPPENED, chain=(), confidence=0.5, reader="x")
    >>> after = amended(claim, Amendment(modality=Modality.THREATENED), reason="If.", by="Ann")
    >>> after.modality.value, after.cues[-1].rule
    ('threatened', 'amended by Ann')
    """
    changes: dict[str, object] = {}
    for field in fields(wanted):
        value = getattr(wanted, field.name)
        if value is None:
            continue
        name, new = _written(claim, field.name, value)
        if getattr(claim, name) != new:
            changes[name] = new
    cues = tuple(Cue(field=name, rule=f"amended by {by}", words=reason) for name in changes)
    return replace(claim, **changes, cues=(*claim.cues, *cues)) if changes else claim  # type: ignore[arg-type]


def _written(claim: Claim, name: str, value: object) -> tuple[str, object]:
    if name == "when" and isinstance(value, Timespan):
        span = claim.time.span if claim.time is not None else claim.span
        return "time", TimeMention(span=span, when=value)
    if name == "act":
        return name, value or None
    return name, value
