"""Copies: one text printed twice is one voice, whoever prints it."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.assessment.builders import finding, seen
from truceline.digest import Digest
from truceline.evidence.document import Document, Span
from truceline.observation.copies import near_copies
from truceline.observation.corroborate import corroborate
from truceline.observation.observation import LogRow, Observation
from truceline.observation.same_source import same_source
from truceline.reading.claim import Stance, Teller

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
    assert any("prints or retells what" in why for why in together.why)


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


def test_a_bare_copy_of_a_text_that_quotes_two_is_no_third_voice() -> None:
    reports = [
        _printed("Gazette", "a", source="Observer"),
        _printed("Courier", "b", source="Mission"),
        _printed("Herald", "c"),
    ]
    (one,) = corroborate(reports, copies=[frozenset({"a", "b", "c"})])

    assert len(one.voices) == 2


def test_a_paper_that_tells_it_elsewhere_too_is_one_voice_with_its_copy() -> None:
    reports = [_printed("Gazette", "a"), _printed("Courier", "b"), _printed("Gazette", "c")]
    (one,) = corroborate(reports, copies=[frozenset({"a", "b"})])

    assert len(one.voices) == 1


def _document(id_: str, *, url: str | None = None, title: str | None = None) -> Document:
    return Document(
        id=id_, digest=Digest(id_), media_type="text/plain", size_bytes=1, filename=f"{id_}.txt",
        publisher=None, title=title, url=url, published=None, text="x",
    )  # fmt: skip


REPORT = "Report of the monitors (S/2020/11)"

# What is in the casefile, who tells it where, and how many voices that is.
ONE_SOURCE: list[tuple[str, list[Document], list[frozenset[str]], list[Observation], int]] = [
    (
        "a page fetched twice, under two mastheads",
        [
            _document("a", url="https://www.example.org/news/1/"),
            _document("b", url="http://example.org/news/1#x"),
        ],
        [],
        [_printed("Gazette", "a"), _printed("Gazette Online", "b")],
        1,
    ),
    (
        "two pages of one site",
        [
            _document("a", url="https://example.org/?id=1"),
            _document("b", url="https://example.org/?id=2"),
        ],
        [],
        [_printed("Gazette", "a"), _printed("Courier", "b")],
        2,
    ),
    (
        "a summary in other words, as a person said",
        [_document("a"), _document("b")],
        [frozenset({"a", "b"})],
        [_printed("Monitor", "a"), _printed("Courier", "b")],
        1,
    ),
    (
        "a summary that names somebody else, as a person said",
        [_document("a"), _document("b")],
        [frozenset({"a", "b"})],
        [_printed("Monitor", "a", source="Patrol"), _printed("Courier", "b", source="Observer")],
        1,
    ),
    (
        "a report told by its symbol, and the report itself",
        [_document("a", title=REPORT), _document("b")],
        [],
        [_printed("Monitor", "a"), _printed("Courier", "b", source="S/2020/11")],
        1,
    ),
    (
        "a report told by its title, and what the report quotes",
        [_document("a", title=REPORT), _document("b")],
        [],
        [_printed("Monitor", "a", source="Observer"), _printed("Courier", "b", source=REPORT)],
        1,
    ),
    (
        "two reports of one title, so that nobody can tell which is meant",
        [_document("a", title="Daily report"), _document("c", title="Daily report")],
        [],
        [_printed("Monitor", "a"), _printed("Courier", "b", source="Daily report")],
        2,
    ),
]


@pytest.mark.parametrize(
    ("documents", "decided", "reports", "voices"),
    [case[1:] for case in ONE_SOURCE],
    ids=[case[0] for case in ONE_SOURCE],
)
def test_what_is_one_source_is_one_voice(
    documents: list[Document],
    decided: list[frozenset[str]],
    reports: list[Observation],
    voices: int,
) -> None:
    for one, other in (reports, reports[::-1]):
        (incident,) = corroborate([one, other], copies=same_source(documents, decided=decided))
        assert len(incident.voices) == voices


def test_a_denial_in_a_summary_keeps_its_voice() -> None:
    report = _printed("Monitor", "a", source="Patrol")
    denial = replace(_printed("Courier", "b", source="Alpha"), stance=Stance.DENIES)
    kept = [_document("a"), _document("b")]
    (one,) = corroborate([report, denial], copies=same_source(kept, decided=[{"a", "b"}]))

    assert [voice.stance for voice in one.voices] == [Stance.ASSERTS, Stance.DENIES]


def test_a_coded_row_that_cites_a_kept_page_is_one_source_with_it() -> None:
    page = _printed("Gazette", "a")
    row = _printed("Gazette Online", "record")
    assert isinstance(row.basis, LogRow)
    row = replace(row, basis=replace(row.basis, url="https://example.org/news/1"))
    kept = [_document("a", url="https://example.org/news/1"), _document("record")]
    (one,) = corroborate([page, row], copies=same_source(kept))

    assert len(one.voices) == 1


_outlets = st.sampled_from(("Gazette", "Courier", "Herald", "Echo"))
_prints = st.lists(
    st.tuples(
        _outlets,
        st.sampled_from("abcdef"),
        st.sampled_from((None, None, "Mission", "Observer")),
        st.sampled_from(("B2", "C3", "D4")),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda one: one[1],
)


@pytest.mark.slow
@settings(max_examples=60)
@given(_prints, _outlets, st.data())
def test_an_echo_never_raises_a_probability(
    prints: list[tuple[str, str, str | None, str]], outlet: str, data: st.DataObject
) -> None:
    reports = [
        replace(_printed(paper, document, source=source), grade=seen(grade=grade).grade)
        for paper, document, source, grade in prints
    ]
    first = data.draw(st.sampled_from(reports))
    groups = [frozenset({"a", "b", "c"}), frozenset({"d", "e"})]
    told = next((one for one in groups if first.basis.document in one), {first.basis.document})
    echo = replace(_printed(outlet, "z"), grade=first.grade)
    with_echo = [*(one for one in groups if one != told), frozenset({*told, "z"})]

    (before,) = corroborate(reports, copies=groups)
    (after,) = corroborate([*reports, echo], copies=with_echo)

    assert len(after.voices) <= len(before.voices)
    p_before, p_after = (finding("no-forces", "alpha", one).p_breach for one in (before, after))
    assert p_after <= p_before + 1e-9
