"""Copies: one text printed twice is one voice, whoever prints it."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.assessment.builders import seen
from truceline.evidence.document import Span
from truceline.observation.copies import near_copies
from truceline.observation.corroborate import corroborate
from truceline.observation.observation import LogRow, Observation
from truceline.reading.claim import Teller

WORDS = [f"word{number}" for number in range(400)]


def _story(seed: int, length: int = 120) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=length))  # noqa: S311


def test_a_wire_under_another_headline_is_a_copy_and_another_story_is_none() -> None:
    wire = _story(1)
    papers = {
        "a": wire,
        "b": f"Our own headline here. {wire} Additional reporting by nobody.",
        "c": _story(2),
        "short": wire[: len(wire) // 2],
    }

    assert near_copies(papers) == (frozenset({"a", "b", "short"}),)


@given(st.permutations(["a", "b", "c", "d"]))
def test_the_order_of_papers_makes_no_difference(order: list[str]) -> None:
    texts = {"a": _story(1), "b": _story(1) + " more", "c": _story(3), "d": "x " + _story(3)}

    assert near_copies({key: texts[key] for key in order}) == near_copies(texts)


def test_notes_too_short_to_tell_apart_are_no_copies() -> None:
    assert near_copies({"a": "all was quiet today", "b": "all was quiet today"}) == ()


def _printed(outlet: str, document: str, *, source: str | None = None) -> Observation:
    chain: tuple[Teller, ...] = (Teller(span=None, name=outlet, named=True, how="wrote"),)
    if source is not None:
        words = Span(0, 1, "x")
        chain += (Teller(span=words, name=source, named=True, how="said"),)
    told = seen(origin=source or outlet)
    basis = LogRow(document=document, row=1, quote=outlet, cites=outlet)
    return replace(told, id=f"o-{document}", chain=chain, basis=basis)


def test_papers_that_print_one_text_are_one_voice() -> None:
    reports = [_printed("Gazette", "a"), _printed("Courier", "b"), _printed("Herald", "c")]
    (apart,) = corroborate(reports)
    (together,) = corroborate(reports, copies=[frozenset({"a", "b"})])

    assert len(apart.voices) == 3
    assert len(together.voices) == 2
    assert any("prints the text of" in why for why in together.why)


def test_the_source_that_one_copy_names_speaks_through_the_other() -> None:
    reports = [_printed("Gazette", "a"), _printed("Courier", "b", source="Mission")]
    (one,) = corroborate(reports, copies=[frozenset({"a", "b"})])

    assert len(one.voices) == 1


def test_a_copy_that_quotes_somebody_else_keeps_that_voice() -> None:
    reports = [
        _printed("Gazette", "a", source="Observer"),
        _printed("Courier", "b", source="Mission"),
    ]
    (one,) = corroborate(reports, copies=[frozenset({"a", "b"})])

    assert len(one.voices) == 2
