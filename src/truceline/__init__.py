"""Truceline checks whether a ceasefire or disengagement agreement is being kept.

Two arms that do not know each other meet once: what was promised (``load_agreement``) and what
happened (``document_from``, ``tell_apart``, ``read``, ``observe``, ``read_record``,
``corroborate``); ``assess`` judges, ``compose`` and ``explain`` tell. Names are found on first
use, so that importing the package costs nothing.

>>> import truceline
>>> truceline.load_agreement("undof-1974").provision("PR-7").title
'Inspection every 15 days'
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from truceline.agreement.agreement import Agreement as Agreement
    from truceline.agreement.load import check_agreement as check_agreement
    from truceline.agreement.load import load_agreement as load_agreement
    from truceline.agreement.load import shipped_agreements as shipped_agreements
    from truceline.assessment.assess import assess as assess
    from truceline.assessment.finding import Finding as Finding
    from truceline.assessment.finding import Status as Status
    from truceline.assessment.policy_file import load_policy as load_policy
    from truceline.errors import TrucelineError as TrucelineError
    from truceline.evidence.add import document_from as document_from
    from truceline.evidence.document import Document as Document
    from truceline.evidence.layout import Casefile as Casefile
    from truceline.geo.place import Place as Place
    from truceline.observation.corroborate import corroborate as corroborate
    from truceline.observation.forms.csv_record import read_record as read_record
    from truceline.observation.incident import Incident as Incident
    from truceline.observation.observation import Observation as Observation
    from truceline.observation.observe import observe as observe
    from truceline.reading.actors import load_actors as load_actors
    from truceline.reading.claim import Claim as Claim
    from truceline.reading.gazetteer import load_gazetteer as load_gazetteer
    from truceline.reading.pages.tell_apart import tell_apart as tell_apart
    from truceline.reading.read import read as read
    from truceline.report.compose import compose as compose
    from truceline.report.explain import explain as explain
    from truceline.timespan import Timespan as Timespan

__version__ = "0.1.0"

_HOME = {
    "Agreement": "truceline.agreement.agreement",
    "Casefile": "truceline.evidence.layout",
    "Claim": "truceline.reading.claim",
    "Document": "truceline.evidence.document",
    "Finding": "truceline.assessment.finding",
    "Incident": "truceline.observation.incident",
    "Observation": "truceline.observation.observation",
    "Place": "truceline.geo.place",
    "Status": "truceline.assessment.finding",
    "Timespan": "truceline.timespan",
    "TrucelineError": "truceline.errors",
    "assess": "truceline.assessment.assess",
    "check_agreement": "truceline.agreement.load",
    "compose": "truceline.report.compose",
    "corroborate": "truceline.observation.corroborate",
    "document_from": "truceline.evidence.add",
    "explain": "truceline.report.explain",
    "load_actors": "truceline.reading.actors",
    "load_agreement": "truceline.agreement.load",
    "load_gazetteer": "truceline.reading.gazetteer",
    "load_policy": "truceline.assessment.policy_file",
    "observe": "truceline.observation.observe",
    "read": "truceline.reading.read",
    "read_record": "truceline.observation.forms.csv_record",
    "shipped_agreements": "truceline.agreement.load",
    "tell_apart": "truceline.reading.pages.tell_apart",
}

__all__ = [*sorted(_HOME), "__version__"]  # noqa: PLE0604


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"truceline has no {name!r}")
    return getattr(importlib.import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
