"""Passages of our own with their marks: ``benchmarks/clauses``.

``{eha Three shells fell}`` marks a claim: kind, modality and stance in a letter each. In the
batches a row may open with its outlet, ``@Outlet| ``; ``[a a clerk]`` marks a teller, and
``{eha:ba Three shells fell}`` names the tellers of a claim, from the outlet on. ``^`` opens a page
whose lines are parted by `` // `` and begin with a headline.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[2] / "benchmarks" / "clauses"
KINDS = {
    "e": "event", "p": "presence", "n": "contact", "r": "relay", "s": "statement",
    "m": "commitment", "t": "term", "c": "control",
}  # fmt: skip
MODALITIES = {
    "h": "happened", "o": "ongoing", "n": "planned", "f": "offered", "c": "conditional",
    "d": "demanded", "l": "pledged", "t": "threatened", "w": "warned", "b": "permitted",
    "r": "predicted", "p": "possible", "y": "hypothetical",
}  # fmt: skip
STANCES = {"a": "asserts", "d": "denies", "x": "cannot confirm"}
_CODES = "".join(KINDS), "".join(MODALITIES), "".join(STANCES)
_OPENING = re.compile(
    rf"\{{([{_CODES[0]}])([{_CODES[1]}])([{_CODES[2]}])(?::([a-z]+))? |\[([a-z]) "
)


def marked_passages(name: str) -> list[dict[str, Any]]:
    """Return the passages of a file of the folder, in the form of the corpora."""
    rows = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [{**passage_of(row), "id": f"{name}-{n}"} for n, row in enumerate(rows, 1) if row]


def passage_of(row: str) -> dict[str, Any]:
    """Return a marked row as a passage with its claims.

    Raises:
        ValueError: marks cross, stay open, or name a teller that the row does not mark.
    """
    outlet = "us"
    if row.startswith("@"):
        outlet, _, row = row[1:].partition("| ")
    is_page = row.startswith("^")
    text, claims, tellers = _unmarked(row.removeprefix("^").replace(" // ", "\n"))
    for claim in claims:
        links = [_link(claim, tellers.get(one, [])) for one in claim.pop("voices")]
        claim["chain"] = [{"start": None, "end": None, "name": outlet}, *links]
    claims.sort(key=lambda claim: (claim["start"], claim["end"]))
    passage = {"text": text, "outlet": outlet, "published": "2019-06-15", "claims": claims}
    return {**passage, "lines": _lines(text)} if is_page else passage


def _unmarked(row: str) -> tuple[str, list[dict[str, Any]], dict[str, list[Mapping[str, Any]]]]:
    text, at = "", 0
    opened: list[tuple[int, re.Match[str]]] = []
    claims: list[dict[str, Any]] = []
    tellers: dict[str, list[Mapping[str, Any]]] = {}
    while at < len(row):
        mark = _OPENING.match(row, at)
        if mark is not None:
            opened.append((len(text), mark))
            at = mark.end()
            continue
        if row[at] in "}]":
            start, mark = opened.pop()
            kind, modality, stance, voices, teller = mark.groups()
            if (row[at] == "}") != (kind is not None):
                raise ValueError(f"marks cross: {row}")
            if kind is not None:
                claims.append({
                    "start": start, "end": len(text), "kind": KINDS[kind],
                    "modality": MODALITIES[modality], "stance": STANCES[stance], "event": None,
                    "voices": voices or "",
                })  # fmt: skip
            else:
                span = {"start": start, "end": len(text), "name": text[start:]}
                tellers.setdefault(teller, []).append(span)
        elif row[at] in "{[":
            raise ValueError(f"no mark of ours: {row[at : at + 40]}")
        else:
            text += row[at]
        at += 1
    if opened:
        raise ValueError(f"a mark stays open: {row}")
    return text, claims, tellers


def _link(claim: Mapping[str, Any], spans: list[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the mention of a teller that a claim is told by: the last before its end."""
    if not spans:
        raise ValueError(f"a claim names a teller that is not marked: {claim}")
    before = [span for span in spans if span["start"] <= claim["end"]] or spans[:1]
    return {**before[-1], "named": True, "how": "said"}


def _lines(text: str) -> list[dict[str, Any]]:
    found, at = [], 0
    for number, line in enumerate(text.split("\n")):
        label = "body" if number else "headline"
        found.append({"start": at, "end": at + len(line), "label": label})
        at += len(line) + 1
    return found
