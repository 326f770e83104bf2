"""SARIF: problems and doubts in the form that editors and code hosts show beside a file.

Source: Static Analysis Results Interchange Format, version 2.1.0 (OASIS).
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from truceline.errors import Problem

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_RULES = {
    "problem": "The file cannot be used before this is mended.",
    "doubt": "The file can be used; this looks wrong.",
}
_LEVELS = {"problem": "error", "doubt": "warning"}


def as_sarif(found: Iterable[tuple[str, str, Problem]], *, version: str) -> str:
    """Return findings on files as SARIF text; each is a kind, the file's address, the problem.

    >>> odd = Problem("a.yaml", 2, 3, "odd", "look")
    >>> said = as_sarif([("doubt", "x/a.yaml", odd)], version="1")
    >>> json.loads(said)["runs"][0]["results"][0]["level"]
    'warning'
    """
    driver = {
        "name": "truceline",
        "version": version,
        "rules": [{"id": id_, "shortDescription": {"text": text}} for id_, text in _RULES.items()],
    }
    results = [_result(kind, uri, problem) for kind, uri, problem in found]
    log = {"$schema": _SCHEMA, "version": "2.1.0",
           "runs": [{"tool": {"driver": driver}, "results": results}]}  # fmt: skip
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _result(kind: str, uri: str, problem: Problem) -> dict[str, object]:
    place: dict[str, object] = {"artifactLocation": {"uri": uri}}
    if problem.line:
        place["region"] = {"startLine": problem.line, "startColumn": max(1, problem.column)}
    message = f"{problem.what.rstrip('.')}. {problem.mend.rstrip('.')}."
    return {
        "ruleId": kind,
        "level": _LEVELS[kind],
        "message": {"text": message},
        "locations": [{"physicalLocation": place}],
    }
