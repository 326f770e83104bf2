"""As JSON: the report for programs, every thing once and by id, in a stable order."""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import Enum
from typing import cast

from truceline.agreement.agreement import Agreement
from truceline.assessment.finding import Finding, Weighed
from truceline.geo.place import Place
from truceline.observation.holding import Holding
from truceline.observation.incident import Incident, Voice
from truceline.reading.claim import Claim
from truceline.report.matrix import Matrix
from truceline.report.public_place import public_place
from truceline.report.report import DocumentNote, Report
from truceline.report.wording import breach_in_words
from truceline.timespan import Timespan

SCHEMA = "truceline-report"
# Raised when a member changes its meaning or goes; new members do not raise it.
SCHEMA_VERSION = 1


def as_json(report: Report) -> str:
    """Return a report as JSON, indented, UTF-8, ending in a line end.

    Findings name their incidents, incidents their observations, observations their claims or log
    rows, claims their documents, all by id. Positions stand at town level. Texts of documents are
    left out; quotes and digests stand. A number that is none (not a number, endless) is null.
    """
    record = {
        "schema": SCHEMA,
        "schema_version": SCHEMA_VERSION,
        "title": report.title,
        "period": str(report.period),
        "as_of": report.as_of,
        "made_at": report.made_at,
        "versions": dict(report.versions),
        "policy": {
            "id": report.policy.id,
            "version": report.policy.version,
            "title": report.policy.title,
            "digest": report.policy.digest,
        },
        "headline": plain(report.headline),
        "agreements": [agreement_record(each) for each in report.agreements],
        "matrix": _matrix(report.matrix),
        "findings": [finding_record(each) for each in report.findings],
        "incidents": [incident_record(each) for each in report.incidents],
        "observations": [_based(each) for each in report.observations],
        "coverage": [plain(each) for each in report.coverage],
        "unlooked": plain(report.unlooked),
        "diplomacy": [claim.id for claim in report.diplomacy],
        "statements": [claim.id for claim in report.statements],
        "control": [_holding(each) for each in report.control],
        "control_undated": [claim.id for claim in report.control_undated],
        "claims": plain(report.claims),
        "documents": [_document(each) for each in report.documents],
        "reviews": plain(report.reviews),
        "limits": list(report.limits),
    }
    return json.dumps(record, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def plain(value: object) -> object:
    """Return a noun as lists, objects, texts and numbers, fields in the order of the noun.

    Timespans become EDTF texts, durations days; a place is moved to town level.

    >>> plain(Place(30.0512, 10.1234, 200))
    {'lon_deg': 30.06, 'lat_deg': 10.12, 'accuracy_m': 3800.0}
    >>> plain((Timespan.parse("2031-02"), float("nan"), timedelta(days=15)))
    ['2031-02', None, 15.0]
    """
    match value:
        case Place():
            place = public_place(value)
            return {field.name: getattr(place, field.name) for field in dataclasses.fields(place)}
        case Mapping():
            return {str(key): plain(part) for key, part in value.items()}
        case tuple() | list():
            return [plain(part) for part in value]
        case Timespan():
            return str(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = dataclasses.fields(value)
        return {field.name: plain(getattr(value, field.name)) for field in fields}
    return _one(value)


def _one(value: object) -> object:
    match value:
        case Enum():
            return cast(object, value.value)
        case None | bool() | int() | str():
            return value
        case float():
            return value if math.isfinite(value) else None
        case datetime():
            return value.isoformat().replace("+00:00", "Z")
        case timedelta():
            return value.total_seconds() / 86_400
    raise TypeError(f"{type(value).__name__} has no plain form; leave it out or name its parts")


def agreement_record(agreement: Agreement) -> dict[str, object]:
    """Return an agreement as plain values, zones and lines named with their error."""
    # Geometry has its own form, GeoJSON; here zones and lines are named with their error.
    lines = [
        {"id": line.id, "title": line.title, "error_m": line.error_m, "source": line.source}
        for line in agreement.lines
    ]
    zones = [
        {
            "id": zone.id,
            "title": zone.title,
            "error_m": zone.error_m,
            "construction": zone.construction,
            "not_drawable": zone.not_drawable,
        }
        for zone in agreement.zones
    ]
    provisions = [
        {
            **_without(provision, "rule"),
            "rule": {"kind": type(provision.rule).__name__, **_without(provision.rule)},
        }
        for provision in agreement.provisions
    ]
    return {
        "id": agreement.id,
        "title": agreement.title,
        "digest": agreement.digest,
        "disclaimer": agreement.disclaimer,
        "papers": plain(agreement.papers),
        "parties": plain(agreement.parties),
        "lines": lines,
        "zones": zones,
        "provisions": provisions,
        "statements": plain(agreement.statements),
    }


def _matrix(matrix: Matrix) -> dict[str, object]:
    rows = [
        {
            "agreement": row.agreement,
            "provision": row.provision,
            "party": row.party,
            "letters": [None if cell is None else cell.letter for cell in row.cells],
            "findings": [None if cell is None else cell.finding for cell in row.cells],
        }
        for row in matrix.rows
    ]
    return {"periods": [str(period) for period in matrix.periods], "rows": rows}


def finding_record(finding: Finding) -> dict[str, object]:
    """Return a finding as plain values; incidents, looks and claims by their id."""
    record = _without(finding, "weighed", "look", "statements", "readings")
    return {
        **record,
        "letter": finding.status.letter,
        "p_breach_in_words": breach_in_words(finding),
        "robust": finding.robust,
        "readings": {name: status.value for name, status in finding.readings},
        "weighed": [_weighed(each) for each in finding.weighed],
        "look": {
            "detection": plain(finding.look.detection),
            "records": [coverage.id for coverage in finding.look.records],
            "denials": [coverage.id for coverage in finding.look.denials],
        },
        "statements": [claim.id for claim in finding.statements],
    }


def _weighed(weighed: Weighed) -> dict[str, object]:
    return {"incident": weighed.incident.id, **_without(weighed, "incident")}


def incident_record(incident: Incident) -> dict[str, object]:
    """Return an incident as plain values; observations by their id."""
    return {
        "id": incident.id,
        "lead": incident.lead.id,
        "voices": [_voice(voice) for voice in incident.voices],
        "why": list(incident.why),
    }


def _voice(voice: Voice) -> dict[str, object]:
    reports = [report.id for report in voice.reports]
    return {**_without(voice, "best", "reports"), "best": voice.best.id, "reports": reports}


def _based(observation: object) -> dict[str, object]:
    basis = getattr(observation, "basis", None)
    named = {"claim": basis.id} if isinstance(basis, Claim) else {"log_row": plain(basis)}
    return {**_without(observation, "basis"), "basis": named}


def _holding(holding: Holding) -> dict[str, object]:
    return {**_without(holding, "claims"), "claims": [claim.id for claim in holding.claims]}


def _document(note: DocumentNote) -> dict[str, object]:
    dating = None if note.page is None else note.page.dating
    return {
        **_without(note.document, "text"),
        "dating": plain(dating),
        "left_out": dict(note.left_out),
        "claims": note.claims,
        "rows": note.rows,
        "leads": [] if note.page is None else plain(note.page.leads),
    }


def _without(noun: object, *names: str) -> dict[str, object]:
    if not dataclasses.is_dataclass(noun):
        raise TypeError(f"{type(noun).__name__} is no noun of this package")
    return {
        field.name: plain(getattr(noun, field.name))
        for field in dataclasses.fields(noun)
        if field.name not in names
    }
