"""In a real browser: every page in both directions and themes, without a word to other machines."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import from_front_end
from tests.web.browsed import grave_findings, page_of
from tests.web.browser.arrived import arrived

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

_PATHS = (
    "/", "/documents", "/incidents", "/incidents/proposals", "/agreements",
    "/agreements/riverton-2031", "/diplomacy", "/control", "/inbox", "/inbox?sort=leads",
    "/inbox?sort=submissions",
    "/agreements/difference?first=riverton-2031&second=idlib-2018",
)  # fmt: skip
# Pages that are reached from another: where from, and which link.
_BEHIND = (
    ("/documents", "table.rows tbody a"),
    ("/incidents", "table.rows tbody a"),
    ("/", "td.cell a.letter"),
)
_LOOKS = (("en", "light"), ("en", "dark"), ("ar", "light"), ("ar", "dark"), ("fr", "light"))
_WIDER = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"
_WIDEST = """() => [...document.querySelectorAll("body *")].filter((each) => {
  const box = each.getBoundingClientRect();
  const out = box.right > document.documentElement.clientWidth + 1 || box.left < -1;
  return out && !each.closest(".wide, .skip, .unseen");
}).slice(0, 4).map((each) => `${each.tagName}.${each.className}`).join(", ")"""


def _every(page: Page, *, lang: str, theme: str) -> list[str]:
    """Return the addresses of all pages in a language and a theme."""
    taste = f"lang={lang}&theme={theme}"
    found = [f"{path}{'&' if '?' in path else '?'}{taste}" for path in _PATHS]
    for path, link in _BEHIND:
        arrived(page, f"{path}?{taste}")
        found.append(str(page.locator(link).first.get_attribute("href")))
    return found


@pytest.mark.parametrize(("lang", "theme"), _LOOKS)
def test_every_page_holds_nothing_grave_and_fits_and_asks_nobody(
    browser: Browser, origin: str, lang: str, theme: str
) -> None:
    from_front_end("tests")
    grave: dict[str, list[str]] = {}
    with page_of(browser, origin, bypass_csp=True) as (page, seen):
        for address in _every(page, lang=lang, theme=theme):
            arrived(page, address)
            assert page.get_attribute("html", "dir") == ("rtl" if lang == "ar" else "ltr")
            found = grave_findings(page)
            if page.evaluate(_WIDER):
                found.append("the page is wider than the window")
            if found:
                grave[address] = found

        assert grave == {}
        assert seen.outside == []
        assert seen.errors == []


def test_a_narrow_window_holds_every_page(browser: Browser, origin: str) -> None:
    wide = []
    with page_of(browser, origin) as (page, _):
        page.set_viewport_size({"width": 390, "height": 800})
        for address in _every(page, lang="ar", theme="light"):
            arrived(page, address)
            if page.evaluate(_WIDER):
                wide.append(f"{address}: {page.evaluate(_WIDEST)}")

    assert wide == []


def test_no_word_of_a_page_in_arabic_is_left_in_english(browser: Browser, origin: str) -> None:
    left: dict[str, set[str]] = {}
    with page_of(browser, origin) as (page, _):
        for address in _every(page, lang="ar", theme="light"):
            arrived(page, address)
            words = page.evaluate(_OWN_WORDS)
            latin = {one for one in words if re.search(r"[A-Za-z]{4,}", one)} - _KEPT
            if latin:
                left[address.split("?")[0]] = latin

    assert left == {}


# What the pages themselves say: not names, quotes, ids and what is marked as English.
_OWN_WORDS = """() => {
  const own = [];
  const walk = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const at = walk.currentNode.parentElement;
    const other = at.closest("bdi, [lang=en], q, code, blockquote, kbd, option, [dir=auto], svg");
    if (!other && !at.closest(".words, .hint")) own.push(walk.currentNode.textContent.trim());
  }
  return own;
}"""
_KEPT: set[str] = set()


def test_pages_are_whole_without_a_script(
    browser: Browser, origin: str, riverton_case: Path
) -> None:
    assert riverton_case.is_dir()
    with page_of(browser, origin, java_script_enabled=False) as (page, _):
        for address in _every(page, lang="en", theme="light"):
            arrived(page, address)
            assert page.locator("h1").count() == 1
