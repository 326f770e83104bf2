"""The reader on passages of our own: ``benchmarks/clauses/passages.txt``.

``{eha Three shells fell}`` marks a claim: kind, modality and stance in a letter each.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.accuracy.ceasefire import claims_of, pairs

PASSAGES = Path(__file__).parents[2] / "benchmarks" / "clauses" / "passages.txt"
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
# Measured: 0.63. It may only rise.
LEAST_F1 = 0.62


def unmarked(row: str) -> tuple[str, list[dict[str, object]]]:
    """Return a passage without its marks, and the claims marked."""
    text, opened, claims, at = "", [], [], 0
    while at < len(row):
        if row[at] == "{":
            opened.append((len(text), row[at + 1 : at + 4]))
            at += 5
        elif row[at] == "}":
            start, code = opened.pop()
            claims.append({
                "start": start, "end": len(text), "kind": KINDS[code[0]],
                "modality": MODALITIES[code[1]], "stance": STANCES[code[2]],
            })  # fmt: skip
            at += 1
        else:
            text += row[at]
            at += 1
    return text, sorted(claims, key=lambda claim: (claim["start"], claim["end"]))


@pytest.mark.slow
def test_kind_modality_and_stance_on_our_own_passages() -> None:
    read = right = marked = 0
    for number, row in enumerate(PASSAGES.read_text(encoding="utf-8").splitlines()):
        text, gold = unmarked(row)
        passage = {"id": f"own-{number}", "text": text, "published": "2019-06-15", "outlet": "us"}
        claims = claims_of(passage)
        read, marked = read + len(claims), marked + len(gold)
        right += sum(
            (pair.read.kind.value, pair.read.modality.value, pair.read.stance.value)
            == (pair.gold["kind"], pair.gold["modality"], pair.gold["stance"])
            for pair in pairs(claims, gold)
        )
    assert 2 * right / (read + marked) >= LEAST_F1
