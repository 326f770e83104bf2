"""Bad input: a clear outcome, in bounded time, and spans that quote the text whatever it holds."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from tests.reading.test_passages import rows, spans
from truceline.casework.read_passages import Source, record_of
from truceline.reading.gazetteer import load_gazetteer

pytestmark = pytest.mark.slow

NEWS = "Two tanks crossed the ceasefire line near Quneitra on Friday, a witness said."
# Measured at most at 2 s of processor time each; the rest is room for busy machines.
SECONDS = 15


def read_file(path: Path) -> dict[str, Any]:
    return record_of(Source(number=1, file=path), stage=None, reader="grammar")


REFUSED = {
    "empty.txt": (b"", "is empty"),
    "blank.txt": (b" \n\t\n", "holds no text"),
    "binary.txt": (bytes(range(256)) * 40, "is no text"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, ""),
    "one-line.txt": (b"a tank moved " * 1_600_000, "a line of 20,800,000 characters"),
    "too-large.txt": (b"a tank moved\n" * 1_700_000, "at most 20 MB"),
    "nested.html": (b"<div>" * 200_000 + b"shells" + b"</div>" * 200_000, "deeper than"),
    "mixed.txt": ("calm — ".encode() + b"caf\xe9 \xff", "is not utf-8"),
}


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_holds_no_text_is_refused_with_its_reason(tmp_path: Path, name: str) -> None:
    data, reason = REFUSED[name]
    (tmp_path / name).write_bytes(data)

    record = read_file(tmp_path / name)

    assert set(record) == {"id", "error"}
    assert reason in record["error"]


ODD = {
    "reordered": f"\u202e{NEWS}\u202c القنيطرة \u2067{NEWS}\u2069",
    "invisible": "\u200b".join(NEWS) + "\ufeff" + NEWS,
    "look-alikes": NEWS.replace("e", "\u0435").replace("a", "\u0430") + " " + NEWS,
    "controls": NEWS.replace(" ", " \x07") + NEWS,
    "accents": "".join(letter + "\u0301" * 40 for letter in NEWS) + " " + NEWS,
    "beyond the first plane": "\U0001f680 " + NEWS,
}


@pytest.mark.parametrize("name", sorted(ODD))
def test_odd_signs_leave_spans_exact_and_are_told(name: str) -> None:
    (record,) = rows({"text": ODD[name]})
    (page,) = rows({"text": ODD[name]}, stage="page")

    assert all(ODD[name][start:end] == quote for start, end, quote in spans(record))
    assert bool(page["oddities"]) == (name not in ("accents", "beyond the first plane"))


LONG = {
    "one sentence": "two tanks moved near Quneitra on Friday and " * 300,
    "many sentences in a line": f"{NEWS} " * 300,
    "many lines": f"{NEWS}\n" * 300,
    "no blanks": "a" * 20_000,
    "quotation marks": '"' * 9_000,
    "numbers": "1," * 9_000,
    "brackets": "(" * 5_000 + ")" * 5_000,
    "dates": "2 May 2031, " * 800,
    "thoughts": "I think that he said they know we believe " * 100,
    "open quotations": 'He said, "we left. ' * 300,
    "sums": "$1bn and a third of 60,000, one of them, " * 400,
}


@pytest.mark.parametrize("name", sorted(LONG))
def test_a_long_text_is_read_in_bounded_time(name: str) -> None:
    load_gazetteer().find("Nowhere-at-all")
    begun = time.process_time()
    (record,) = rows({"text": LONG[name]})

    assert "error" not in record
    assert time.process_time() - begun < SECONDS
    assert all(LONG[name][start:end] == quote for start, end, quote in spans(record))
    for stage in ("attribution", "quantities", "times"):
        begun = time.process_time()
        (found,) = rows({"text": LONG[name]}, stage=stage)
        assert "error" not in found
        assert time.process_time() - begun < SECONDS
    if NEWS in LONG[name]:
        assert len(record["claims"]) > 250


def test_a_page_of_teasers_has_no_claim() -> None:
    teasers = "\n\n".join(f"Read more: Shells hit town {number}" for number in range(40))
    (record,) = rows({"text": f"Home | World | Politics\n\n{teasers}\n\nSign up now"})

    assert record["claims"] == []
    assert {line["label"] for line in record["lines"]}.isdisjoint({"body", "headline"})
