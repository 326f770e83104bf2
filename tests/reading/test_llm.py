"""The llm reader proposes, and nothing that a text or a model says can make it do more."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cli.line import truceline
from tests.reading.injections import NEWS, injections
from tests.reading.measure import plain_document
from tests.reading.obeying_server import Service, claim, content, obeying_service
from truceline.cli.llm_endpoint import Endpoint, endpoint_from_environment
from truceline.errors import DocumentUnreadable, PartMissing
from truceline.evidence.ledger import EntryKind
from truceline.reading.gazetteer import load_gazetteer
from truceline.reading.pages.tell_apart import tell_apart
from truceline.reading.readers.llm import MOST_ASKS, LlmReader, Proposals
from truceline.reading.readers.llm_answer import ANSWER_FORM, AnswerRefused, answer_from

pytestmark = pytest.mark.slow


@pytest.fixture
def service() -> Iterator[Service]:
    """Run the service that obeys orders in texts."""
    with obeying_service() as running:
        yield running


def proposals(text: str, reader: LlmReader) -> Proposals:
    document = plain_document(text)
    return reader.propose(document, page=tell_apart(document), gazetteer=load_gazetteer())


def answering(answer: str) -> LlmReader:
    return LlmReader(ask=lambda _request: answer, model="m")


def quotes_of(found: Proposals) -> list[tuple[int, int, str]]:
    spans = []
    for one in found.claims:
        spans += [one.span, *(link.span for link in one.chain if link.span)]
        spans += [actor.span for actor in (*one.who, *one.to_whom)]
        spans += [place.span for place in one.places]
    return [(span.start, span.end, span.quote) for span in spans]


def test_two_hundred_orders_to_the_model_have_no_effect(service: Service) -> None:
    reader = LlmReader(ask=Endpoint(base_url=service.url, model="m"), model="m")
    unanswered = 0
    for text in injections():
        before = len(service.requests)
        try:
            found = proposals(text, reader)
        except DocumentUnreadable:
            unanswered += 1
            continue
        assert 1 <= len(service.requests) - before <= MOST_ASKS
        assert all(text[start:end] == quote for start, end, quote in quotes_of(found))
        assert all(one.document == "d-1" and one.reader == reader.version for one in found.claims)

    assert len(injections()) == 200
    assert 0 < unanswered < 40
    assert service.canary == []
    for request in service.requests:
        assert set(request) == {"model", "temperature", "messages", "response_format"}
        assert request["response_format"]["json_schema"]["schema"] == ANSWER_FORM


def test_the_model_sees_the_article_of_one_document_and_no_chrome(service: Service) -> None:
    service.answer = content()
    proposals(
        f"Home | World\n\nTanks cross the line\n\n{NEWS} {NEWS}\n\nSign up now",
        LlmReader(ask=Endpoint(base_url=service.url, model="m"), model="m"),
    )

    (request,) = service.requests
    shown = json.loads(request["messages"][1]["content"])["sentences"]
    assert [row["text"] for row in shown] == ["Tanks cross the line", NEWS, NEWS]


def test_a_proposal_takes_places_times_and_assets_from_the_quoted_words() -> None:
    quote = "Two tanks crossed the ceasefire line near Quneitra on Friday"
    link = {"quote": "a witness", "named": False, "how": "said"}
    (one,) = proposals(
        NEWS, answering(content(claim(quote, chain=[link], who=["Two tanks"])))
    ).claims

    assert [teller.name for teller in one.chain][1:] == ["a witness"]
    assert [place.span.quote for place in one.places] == ["the ceasefire line", "near Quneitra"]
    assert [asset.asset for asset in one.assets] == ["battle tank"]
    assert one.confidence < 0.45


@given(st.text(min_size=1, max_size=40), st.integers(-3, 5))
def test_a_quote_that_does_not_stand_in_its_sentence_is_refused(quote: str, sentence: int) -> None:
    found = proposals(NEWS, answering(content(claim(quote, sentence=sentence))))

    stands = sentence == 1 and NEWS.count(quote) == 1
    assert len(found.claims) == stands
    assert len(found.refused) == (not stands)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from([*claim(""), "claims", "x"]), inner, max_size=4)
        ),
        max_leaves=8,
    )
)
def test_an_answer_in_another_form_is_refused_whole(value: Any) -> None:
    if value == {"claims": []}:
        return
    with pytest.raises(AnswerRefused):
        answer_from(json.dumps(value))


def test_a_broken_answer_is_asked_for_once_more_and_both_are_kept() -> None:
    found = proposals(NEWS, answering("no JSON"))

    assert found.answers == ("no JSON", "no JSON")
    assert found.claims == ()


def test_the_reader_is_off_until_it_is_turned_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TRUCELINE_LLM_BASE_URL", raising=False)
    with pytest.raises(PartMissing, match="is off"):
        endpoint_from_environment()

    assert truceline("read", "--stdin-jsonl", "--reader", "llm").code == PartMissing.exit_code


def test_the_key_comes_from_a_file_and_is_never_shown(
    service: Service, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "key").write_text("s3cret\n")
    monkeypatch.setenv("TRUCELINE_LLM_BASE_URL", service.url)
    monkeypatch.setenv("TRUCELINE_LLM_MODEL", "m")
    monkeypatch.setenv("TRUCELINE_LLM_API_KEY_FILE", str(tmp_path / "key"))
    service.answer = content()
    endpoint = endpoint_from_environment()
    endpoint({"messages": [{}, {"content": '{"sentences": []}'}]})

    assert service.keys == ["Bearer s3cret"]
    assert "s3cret" not in repr(endpoint)


def test_proposals_lie_in_the_ledger_and_count_for_nothing_until_accepted(
    service: Service, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from truceline.casework.gather import gather
    from truceline.evidence.layout import Casefile

    case = tmp_path / "case"
    article = tmp_path / "news.txt"
    article.write_text(f"{NEWS}\n", "utf-8")
    assert truceline("init", case, "--agreement", "undof-1974").code == 0
    assert truceline("add", article, "--case", case).code == 0
    monkeypatch.setenv("TRUCELINE_LLM_BASE_URL", service.url)
    monkeypatch.setenv("TRUCELINE_LLM_MODEL", "m")
    service.answer = content(claim("Two tanks crossed the ceasefire line near Quneitra on Friday"))

    told = truceline("read", "--reader", "llm", "--case", case, "--format", "json")
    (row,) = json.loads(told.out)
    casefile = Casefile.open(case)
    assert gather(casefile).claims == ()
    with casefile.ledger() as ledger:
        (entry,) = ledger.standing(kind=EntryKind.PROPOSAL)
    assert entry.record["model"] == "m"
    assert entry.record["answers"] == [service.answer]
    assert str(entry.record["prompt"]).startswith("sha256:")

    assert (
        truceline("read", "--accept", row["claim"], "--case", case, "--author", "B. Ray").code == 0
    )
    (kept,) = gather(casefile).claims
    assert kept.reader.startswith("llm/1 m ")
