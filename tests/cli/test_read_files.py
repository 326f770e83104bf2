"""Reading files and streams from the command line: nothing is kept, nothing is hidden."""

from __future__ import annotations

import io
import json
import re
import sys
from pathlib import Path

import pytest

from tests.cli.line import truceline

PAGE = """Home | World | Politics

Two tanks cross the line near Quneitra

By Jane Doe
3 May 2031

Two tanks crossed the ceasefire line 3 km south of Quneitra on Friday, an officer told the Herald.

The army <b>denied</b> that it had fired since 2 May.

Sign up for our newsletter
"""


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """Return a saved page."""
    path = tmp_path / "page.txt"
    path.write_text(PAGE, "utf-8")
    return path


def test_a_file_is_read_without_a_casefile(article: Path) -> None:
    told = truceline("read", article, "--format", "jsonl")

    record = json.loads(told.out)
    assert told.code == 0
    assert record["published"] == "2031-05-03"
    assert {line["label"] for line in record["lines"]} >= {"navigation", "headline", "body"}
    assert list(article.parent.iterdir()) == [article]


def test_what_is_passed_in_goes_before_what_the_file_states(article: Path) -> None:
    told = truceline(
        "read", article, "-f", "jsonl", "--published", "2031-06-01", "--outlet", "Echo"
    )

    assert json.loads(told.out)["published"] == "2031-06-01"
    assert json.loads(told.out)["outlet"] == "Echo"


def test_a_stream_keeps_its_order_and_ends_with_3_where_a_passage_was_bad(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given = io.TextIOWrapper(io.BytesIO(b'{"id": "a", "text": "All is calm."}\nnothing\n'))
    monkeypatch.setattr(sys, "stdin", given)

    told = truceline("read", "--stdin-jsonl", "--stage", "times")

    assert [json.loads(row)["id"] for row in told.out.splitlines()] == ["a", "2"]
    assert told.code == 3
    assert "1 could not be read" in told.err


def test_a_reading_explains_itself_in_80_columns(article: Path) -> None:
    told = truceline("read", article, "--explain")

    assert max(map(len, told.out.splitlines())) <= 80
    assert "navigation" in told.out
    assert "a date line states 2031-05-03" in told.out
    assert re.search(r"kind +\w+, since ", told.out)


def test_a_reading_drawn_is_one_page_that_asks_for_nothing(article: Path) -> None:
    told = truceline("read", article, "--format", "html")

    assert told.out == truceline("read", article, "--format", "html").out
    assert "default-src 'none'" in told.out
    assert "<script" not in told.out
    assert "http://" not in told.out
    assert "https://" not in told.out
    assert "&lt;b&gt;" in told.out
    assert "<b>denied" not in told.out
    assert 'class="line chrome"' in told.out
    assert 'class="link unnamed"' in told.out


def test_the_text_stands_whole_on_the_page(article: Path) -> None:
    shown = truceline("read", article, "--format", "html").out
    body = shown.split('id="text"')[1].split('id="claims"')[0]
    bare = re.sub(r"<sup[^>]*>[^<]*</sup>|<[^>]+>|[\u27e6\u27e7]", "", body)

    for line in filter(None, PAGE.replace("<", "&lt;").replace(">", "&gt;").split("\n")):
        assert line in bare


def test_files_and_documents_are_not_mixed(article: Path) -> None:
    told = truceline("read", article, "d-8a0f1c")

    assert told.code == 2
    assert "is no file" in told.err


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    told = truceline("read", tmp_path / "nothing.txt", "--format", "jsonl")

    assert told.code == 3
    assert "there is no file" in json.loads(told.out)["error"]


def test_an_option_for_files_is_refused_for_a_casefile() -> None:
    told = truceline("read", "--published", "2031-05-03")

    assert told.code == 2
    assert "is for files and streams" in told.err


def test_two_readers_that_are_the_same_agree_on_every_claim(article: Path) -> None:
    told = truceline("read", article, "--reader", "grammar,grammar")

    assert "differ" not in told.out.replace("A difference", "")
    assert "agree" in told.out
