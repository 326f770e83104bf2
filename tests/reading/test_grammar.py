"""The grammar reader keeps its promises on any text, and reads the first real report by meaning."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truceline.digest import digest_of_bytes
from truceline.errors import NotFound
from truceline.evidence.add import document_from
from truceline.evidence.document import Document, Span
from truceline.reading.claim import Claim, ClaimKind, Modality, Stance
from truceline.reading.gazetteer import load_gazetteer
from truceline.reading.page import Dating, LineLabel, Page, PageLine
from truceline.reading.pages.tell_apart import tell_apart
from truceline.reading.read import READERS, read
from truceline.timespan import Timespan

PUBLISHED = Timespan.parse("2024-05-16")


def document_of(text: str) -> Document:
    """Return a text as a document."""
    data = text.encode("utf-8", "surrogatepass")
    return Document(
        id="d-test", digest=digest_of_bytes(data), media_type="text/plain", size_bytes=len(data),
        filename="test.txt", publisher="Riverton Echo", title=None, url=None, published=PUBLISHED,
        text=text,
    )  # fmt: skip


def page_of(text: str, label: LineLabel = LineLabel.BODY) -> Page:
    """Return a page whose lines all bear one label."""
    lines, at = [], 0
    for row in text.split("\n"):
        if row.strip():
            lines.append(PageLine(span=Span(at, at + len(row), row), label=label, why="test"))
        at += len(row) + 1
    dating = Dating(published=PUBLISHED, stated=True, reasons=())
    return Page(document="d-test", lines=tuple(lines), dating=dating, outlet="Riverton Echo")


def claims_in(text: str, label: LineLabel = LineLabel.BODY) -> tuple[Claim, ...]:
    """Return the claims read in a text."""
    return read(document_of(text), page=page_of(text, label), gazetteer=load_gazetteer())


def one_claim(text: str) -> Claim:
    """Return the only claim of a text."""
    found = claims_in(text)
    assert len(found) == 1, [claim.span.quote for claim in found]
    return found[0]


_ROW = (
    'troops said that the IDF fired , . " “ ” ; : — ( ) if he had not been told by 25 km and who '
    "according to reportedly was were to will tanks 's which warned May \n confirmed it into in "
    "an interview with translation by Damascus no"
)
WORDS = st.sampled_from(_ROW.split(" "))


@given(st.text(max_size=150) | st.lists(WORDS, max_size=40).map(" ".join))
def test_any_text_gives_claims_that_quote_it_in_order_each_id_once(text: str) -> None:
    found = claims_in(text)

    assert all(text[c.span.start : c.span.end] == c.span.quote for c in found)
    assert all(c.span.quote.strip() == c.span.quote != "" for c in found)
    assert [c.span.start for c in found] == sorted(c.span.start for c in found)
    assert len({c.id for c in found}) == len(found)
    for claim in found:
        assert claim.chain[0].span is None
        for span in (link.span for link in claim.chain[1:]):
            assert span is not None
            assert text[span.start : span.end] == span.quote


@settings(max_examples=15)
@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_the_same_text_gives_the_same_claims(text: str) -> None:
    assert claims_in(text) == claims_in(text)


@pytest.mark.parametrize("label", [label for label in LineLabel if not label.is_article])
def test_no_line_outside_the_article_gives_a_claim(label: LineLabel) -> None:
    assert claims_in("Tanks crossed the ceasefire line on Monday.", label) == ()


def test_an_unknown_reader_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(NotFound, match="grammar"):
        read(document_of(""), page=page_of(""), gazetteer=load_gazetteer(), reader="gramar")


def test_a_reader_tells_its_version_with_a_digest_of_its_lexicons() -> None:
    assert READERS["grammar"]().version.startswith("grammar/4 sha256:")


@pytest.mark.parametrize(
    ("text", "kind", "modality", "stance"),
    [
        ("Two tanks crossed the line on Monday.", "event", "happened", "asserts"),
        ("No shots were fired on Monday.", "event", "happened", "denies"),
        ("The army pledged to leave the hill.", "commitment", "pledged", "asserts"),
        ("The rebels will leave if the fire stops.", "commitment", "conditional", "asserts"),
        ("The army is ready to leave the town.", "commitment", "offered", "asserts"),
        ("The rebels must leave the town.", "statement", "demanded", "asserts"),
        ("The two presidents met on Friday.", "contact", "happened", "asserts"),
        ("Rebels control the northern villages.", "control", "ongoing", "asserts"),
        ("Government troops seized the town.", "control", "happened", "asserts"),
        ("If shelling goes on, we will strike back.", "statement", "threatened", "asserts"),
        ("The patrol could not confirm the shelling.", "event", "happened", "cannot confirm"),
        ("Under the agreement neither party shall enter the zone.", "term", "demanded", "asserts"),
        ("Mediators carried a message to the army.", "relay", "happened", "asserts"),
        ("Three tanks are still on the hill.", "presence", "ongoing", "asserts"),
        ("The truce may collapse within days.", "statement", "possible", "asserts"),
    ],
)  # fmt: skip
def test_a_plain_sentence_is_read_as_what_it_is(
    text: str, kind: str, modality: str, stance: str
) -> None:
    claim = one_claim(text)

    assert (claim.kind, claim.modality, claim.stance) == (
        ClaimKind(kind), Modality(modality), Stance(stance),
    )  # fmt: skip
    assert {cue.field for cue in claim.cues} >= {"kind", "modality", "stance"}


INTERVIEW = (
    '"Tanks crossed the line," General Ann Lee said in an interview with Radio Vale published '
    "in a translation by news agency HANA."
)


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("Tanks crossed the line.", []),
        ("Tanks crossed the line, a witness said.", [("a witness", "said", False)]),
        ("The army said that tanks crossed the line.", [("army", "said", True)]),
        ('"Tanks crossed," said Colonel Ann Lee.', [("Colonel Ann Lee", "said", True)]),
        ("According to a nurse, tanks crossed the line.", [("a nurse", "said", False)]),
        ("Tanks reportedly crossed the line.", [("unnamed", "reported", False)]),
        (
            "UNDOF was informed by the IDF that tanks crossed the line.",
            [("UNDOF", "reported", True), ("IDF", "informed", True)],
        ),
        (
            "According to Echo Daily, which quoted officials, tanks crossed the line.",
            [("Echo Daily", "said", True), ("officials", "told", False)],
        ),
        (
            INTERVIEW,
            [
                ("news agency HANA", "translated", True),
                ("Radio Vale", "quoted", True),
                ("General Ann Lee", "said", True),
            ],
        ),
    ],
)
def test_a_chain_runs_from_the_outlet_to_the_first_teller(
    text: str, chain: list[tuple[str, str, bool]]
) -> None:
    claim = claims_in(text)[0]

    assert claim.chain[0].name == "Riverton Echo"
    assert [(link.name, link.how, link.named) for link in claim.chain[1:]] == chain


def test_a_pronoun_and_a_role_lead_back_to_their_teller() -> None:
    text = (
        "Newspaper Al-Vadi reported that tanks crossed the line. The report added that troops "
        "followed. Minister Ann Lee denied that troops crossed. She said the army was in barracks."
    )

    names = [[link.name for link in claim.chain[1:]] for claim in claims_in(text)]

    assert names == [["Newspaper Al-Vadi"]] * 2 + [["Minister Ann Lee"]] * 2


@cache
def _seed(path: Path) -> tuple[Claim, ...]:
    document = document_from(path)
    return read(document, page=tell_apart(document), gazetteer=load_gazetteer())


def _with(claims: tuple[Claim, ...], *words: str) -> Claim:
    """Return the first claim whose span holds all the words."""
    found = [c for c in claims if all(word in c.span.quote for word in words)]
    assert found, words
    return found[0]


def _tellers(claim: Claim) -> list[str]:
    return [link.actor or link.name for link in claim.chain[1:]]


# Key words of a clause, and what it must be read as.
REPORT = [
    (("Friday",), "contact", "happened"),
    (("last month",), "contact", "happened"),
    (("readiness",), "commitment", "offered"),
    (("warned",), "statement", "warned"),
    (("pledged",), "commitment", "pledged"),
    (("military force",), "statement", "threatened"),
    (("25 kilometers", "retreat"), "commitment", "offered"),
    (("revival",), "commitment", "offered"),
    (("mediators",), "relay", "happened"),
    (("relayed",), "relay", "happened"),
    (("buffer zone",), "term", "demanded"),
    (("10-kilometer",), "term", "demanded"),
    (("surface-to-air",), "term", "demanded"),
    (("outside the control",), "control", "ongoing"),
    (("recovered",), "control", "happened"),
    (("ongoing",), "contact", "ongoing"),
    (("could reaffirm",), "presence", "possible"),
]


@pytest.mark.parametrize(("words", "kind", "modality"), REPORT)
def test_the_first_report_is_read_by_meaning(
    seed_article: Path, words: tuple[str, ...], kind: str, modality: str
) -> None:
    claim = _with(_seed(seed_article), *words)

    assert (claim.kind, claim.modality) == (ClaimKind(kind), Modality(modality))


@pytest.mark.parametrize(
    ("words", "chain"),
    [
        ("Friday", ["Russia"]),
        ("readiness", ["Russia"]),
        ("retreat", ["Asharq Al-Awsat"]),
        ("revival", ["Asharq Al-Awsat"]),
        ("mediators", ["Asharq Al-Awsat", "diplomatic sources"]),
        ("ongoing", ["Syrian Arab News Agency", "Al-Alam", "Bashar al-Assad"]),
        ("no other option", ["Syrian Arab News Agency", "Al-Alam", "Bashar al-Assad"]),
    ],
)
def test_the_first_report_tells_its_chains(
    seed_article: Path, words: str, chain: list[str]
) -> None:
    assert _tellers(_with(_seed(seed_article), words)) == chain


def test_the_first_report_names_the_reporter_before_his_source(seed_article: Path) -> None:
    for words in ("relayed", "military profile"):
        chain = _with(_seed(seed_article), words).chain

        assert [link.named for link in chain] == [True, True, False]
        assert "source" in chain[2].name


def test_the_first_report_gives_the_distance_in_metres(seed_article: Path) -> None:
    claim = _with(_seed(seed_article), "retreat")

    assert [(q.minimum, q.maximum, q.unit) for q in claim.quantities] == [(25_000, 25_000, "m")]


def test_carrier_sender_and_receiver_of_a_relay_are_told_apart(seed_article: Path) -> None:
    claim = _with(_seed(seed_article), "relayed")

    assert [(who.actor, who.role) for who in claim.who] == [
        ("Russia", "carrier"),
        ("Bashar al-Assad", "sender"),
    ]
    assert [whom.actor for whom in claim.to_whom] == ["Israel"]


def test_nothing_but_what_happened_or_lasts_could_become_an_observation(
    seed_article: Path,
) -> None:
    for claim in _seed(seed_article):
        words = claim.span.quote
        hedged = ("threat", "pledged", "plans", "force if", "warned", "readiness", "could ")
        if any(word in words for word in hedged):
            assert not claim.modality.is_fact, words


def test_no_teaser_of_the_first_report_becomes_a_claim(seed_article: Path) -> None:
    document = document_from(seed_article)
    body = [line.span for line in tell_apart(document).lines if line.label.is_article]

    for claim in _seed(seed_article):
        assert any(span.start <= claim.span.start <= claim.span.end <= span.end for span in body)
        assert not any(name in claim.span.quote for name in ("Biden", "AIPAC", "Sanders", "Texas"))
