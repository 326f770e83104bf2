"""The page stands alone, is built soundly, and lets nothing through."""

from __future__ import annotations

import functools
import itertools
import re
from collections import Counter
from typing import Any

import pytest
from lxml import html as lxml_html

from tests.report.world import (
    CLAIMS,
    COVERAGE,
    DOCUMENTS,
    FINDINGS,
    INCIDENTS,
    OBSERVATIONS,
    report,
)
from truceline.report.as_html import as_html


@functools.cache
def page() -> str:
    """Return the page of the report of this folder, written once."""
    return as_html(report())


@pytest.fixture(scope="module")
def root() -> Any:
    return lxml_html.document_fromstring(page())


def test_nothing_is_loaded_from_anywhere(root: Any) -> None:
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        assert element.tag not in {"script", "iframe", "object", "embed", "link", "form", "img"}
        for name, value in element.attrib.items():
            assert not name.startswith("on"), f"{element.tag} has a handler {name}"
            assert name not in {"src", "srcset", "style", "action", "data"}
            if name == "href":
                assert value.startswith("#"), value
    style = root.find(".//style").text
    assert "url(" not in style
    assert "@import" not in style


def test_the_page_forbids_itself_all_but_its_own_style(root: Any) -> None:
    policy = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy


def test_hostile_words_are_shown_and_do_nothing(root: Any) -> None:
    assert "<script" not in page()
    assert "\x1b" not in page()
    assert "<script>alert('x')</script>" in root.find(".//h1").text_content()
    assert "<script>alert('x')</script>" in root.find(".//title").text_content()
    assert "javascript:alert(1)" in root.text_content()


def test_every_finding_has_an_anchor_that_the_matrix_leads_to(root: Any) -> None:
    ids = set(root.xpath("//@id"))
    targets = [href[1:] for href in root.xpath("//a/@href")]
    assert set(targets) <= ids
    leading = root.xpath("//table[@class='matrix']//td/a/@href")
    assert len(leading) == len(FINDINGS)
    assert len(set(leading)) == len(FINDINGS)


def test_ids_are_unique(root: Any) -> None:
    counted = Counter(root.xpath("//@id"))
    assert [id_ for id_, count in counted.items() if count > 1] == []


def test_labels_refer_to_what_is_there(root: Any) -> None:
    ids = set(root.xpath("//@id"))
    for names in root.xpath("//@aria-labelledby"):
        assert set(names.split()) <= ids


def test_tables_have_captions_and_scoped_headers(root: Any) -> None:
    tables = root.xpath("//table")
    assert len(tables) >= 10
    for table in tables:
        assert table.find("caption").text_content().strip()
        assert {header.get("scope") for header in table.iter("th")} <= {
            "col", "row", "colgroup", "rowgroup",
        }  # fmt: skip
        for row in table.xpath("./tbody/tr"):
            assert row.find("th") is not None


def test_every_picture_has_words(root: Any) -> None:
    pictures = root.xpath("//*[local-name()='svg']")
    assert pictures
    for picture in pictures:
        assert picture.get("role") == "img"
        assert picture.get("aria-label") or picture.get("aria-labelledby")


def test_headings_go_down_one_step_at_a_time(root: Any) -> None:
    levels = [int(element.tag[1]) for element in root.iter("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in itertools.pairwise(levels))


def test_the_page_tells_its_language_and_direction(root: Any) -> None:
    assert (root.get("lang"), root.get("dir")) == ("en", "ltr")
    turned = lxml_html.document_fromstring(as_html(report(), lang="ar", direction="rtl"))
    assert (turned.get("lang"), turned.get("dir")) == ("ar", "rtl")


def test_the_style_follows_the_direction_of_the_text(root: Any) -> None:
    style = root.find(".//style").text
    assert not re.search(
        r"\b(margin|padding|border)-(left|right)\b|text-align: (left|right)", style
    )


def test_the_colours_are_those_that_were_measured(root: Any) -> None:
    style = root.find(".//style").text
    for colour in ("#0B5FA5", "#8C8C8C", "#D97706", "#7F0F1E"):
        assert colour in style


def test_the_same_parts_in_any_order_give_the_same_page() -> None:
    turned = report(
        findings=tuple(reversed(FINDINGS)),
        incidents=tuple(reversed(INCIDENTS)),
        observations=tuple(reversed(OBSERVATIONS)),
        coverage=tuple(reversed(COVERAGE)),
        claims=tuple(reversed(CLAIMS)),
        documents=tuple(reversed(DOCUMENTS)),
    )
    assert as_html(turned) == page()


def test_only_one_line_changes_with_the_hour() -> None:
    later = as_html(report(made_at="2031-04-03T09:30Z"))
    changed = [
        (a, b) for a, b in zip(page().splitlines(), later.splitlines(), strict=True) if a != b
    ]
    assert len(changed) == 1


def test_a_report_without_findings_says_so() -> None:
    empty = as_html(
        report(findings=(), incidents=(), observations=(), coverage=(), claims=(), documents=(),
               pages=(), agreements=(), reviews=())
    )  # fmt: skip
    assert empty.count("Nothing on record.") >= 8
    assert "no findings" in empty
