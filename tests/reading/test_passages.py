"""Passages: read as a stream, in the form of the corpora, and no bad one stops the others."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import from_shared
from truceline.casework.read_passages import Source, lines_of, read_each
from truceline.reading.claim import ClaimKind, Modality, Stance
from truceline.reading.stage import Stage

TEXT = (
    "Two tanks crossed the ceasefire line 3 km south of Quneitra on Friday, a witness told the "
    "Echo. The army denied that any tank had moved since 2 May 2031."
)


def rows(*records: object, stage: str | None = None, workers: int = 1) -> list[dict[str, Any]]:
    lines = [Source(number=n, line=json.dumps(r)) for n, r in enumerate(records, start=1)]
    return list(read_each(lines, stage=stage, reader="grammar", workers=workers))


def spans(value: Any) -> list[tuple[int, int, str]]:
    """Return every span with a quote in a record, however deep."""
    found: list[tuple[int, int, str]] = []
    if isinstance(value, dict):
        if isinstance(value.get("quote"), str):
            found.append((value["start"], value["end"], value["quote"]))
        for part in value.values():
            found += spans(part)
    elif isinstance(value, list):
        for part in value:
            found += spans(part)
    return found


def test_a_record_has_the_fields_of_the_gold_passages() -> None:
    path = from_shared("corpora/ceasefire/dev.jsonl")
    gold = [json.loads(line) for line in path.read_text("utf-8").splitlines()[:40]]

    def fields(records: list[dict[str, Any]], *path: str) -> set[str]:
        found: list[Any] = records
        for step in path:
            inner = [one[step] for one in found if one.get(step)]
            found = [p for one in inner for p in (one if isinstance(one, list) else [one])]
        return {key for one in found for key in one} - {"lines", "role"}

    read = rows(*gold)

    assert fields(read) == fields(gold)
    for part in ("chain", "who", "to_whom", "assets", "place", "time", "quantities"):
        assert fields(read, "claims", part) == fields(gold, "claims", part)
    assert fields(read, "claims") == fields(gold, "claims")


def test_values_are_of_the_closed_lists_and_spans_quote_the_text() -> None:
    (record,) = rows({"text": TEXT, "published": "2031-05-06", "outlet": "Echo"})

    assert record["claims"]
    for claim in record["claims"]:
        assert ClaimKind(claim["kind"])
        assert Stance(claim["stance"])
        assert Modality(claim["modality"])
    assert all(TEXT[start:end] == quote for start, end, quote in spans(record))


@given(st.text(max_size=200))
def test_any_text_gives_exact_spans_or_one_error(text: str) -> None:
    (record,) = rows({"text": text})

    assert ("error" in record) != ("claims" in record)
    assert all(text[start:end] == quote for start, end, quote in spans(record))


@pytest.mark.parametrize("stage", Stage)
def test_every_stage_answers_with_an_id_and_exact_spans(stage: Stage) -> None:
    (record,) = rows({"id": "p-1", "text": TEXT, "published": "2031-05-06"}, stage=stage.value)

    assert record["id"] == "p-1"
    assert "error" not in record
    assert all(TEXT[start:end] == quote for start, end, quote in spans(record))


def test_a_bare_date_is_the_date_and_not_what_its_preposition_makes_of_it() -> None:
    (record,) = rows({"text": TEXT, "published": "2031-05-06"}, stage="times")

    assert [(d["quote"], d["when"]) for d in record["dates"]] == [
        ("Friday", "2031-05-02"),
        ("2 May 2031", "2031-05-02"),
    ]


def test_a_bare_name_stays_where_it_is_and_a_mention_is_moved() -> None:
    (record,) = rows({"text": TEXT}, stage="places")

    (name,) = record["places"]
    moved = next(one for one in record["mentions"] if "Quneitra" in one["quote"])
    assert name["name"] == "Quneitra"
    assert moved["lat"] < name["lat"]


def test_according_to_is_one_cue_of_two_words() -> None:
    text = "According to UNDOF, two soldiers crossed the line."
    (record,) = rows({"text": text}, stage="attribution")

    (one,) = record["attributions"]
    assert [text[start:end] for start, end in one["cue"]] == ["According to"]


def test_an_event_carries_codes_of_states_and_sectors() -> None:
    (record,) = rows({"text": "Syrian troops attacked the Israeli army on Monday."}, stage="events")

    assert [(a["code"], a["sector"]) for a in record["events"][0]["source"]] == [("SYR", "MIL")]


BAD = (
    "not json", "[1]", "{}", '{"text": 5}', '{"text": ""}', '{"text": "a", "published": "May"}',
    '{"text": "\\ud800"}', '{"text": "a", "outlet": 4}', "[" * 100_000,
)  # fmt: skip


@pytest.mark.parametrize("workers", [1, 2])
def test_a_bad_passage_is_told_in_its_place_and_the_others_are_read(workers: int) -> None:
    good = json.dumps({"id": "good", "text": TEXT})
    lines = [line for bad in BAD for line in (bad, good)]
    sources = [Source(number=n, line=line) for n, line in enumerate(lines, start=1)]

    found = list(read_each(sources, reader="grammar", workers=workers))

    assert ["error" in record for record in found] == [True, False] * len(BAD)
    assert all(record["id"] == "good" for record in found[1::2])


def test_workers_give_the_same_records_in_the_same_order() -> None:
    records = [{"id": str(n), "text": f"{n} tanks crossed the line."} for n in range(2, 60)]

    assert rows(*records, workers=2) == rows(*records)


def test_lines_are_numbered_as_in_the_file_and_blank_ones_left_out() -> None:
    found = list(lines_of(io.BytesIO(b'{"text": "a"}\n\n{"text": "b"}')))

    assert [source.number for source in found] == [1, 3]
