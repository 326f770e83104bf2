"""In a real browser: the map draws with the network off, by keyboard, or as a picture."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import from_front_end
from tests.web.browsed import chromium, grave_findings, page_of, until
from tests.web.served import served
from truceline.web.settings import Settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from_front_end("pages")
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def origin(riverton_case: Path) -> Iterator[str]:
    with served(Settings(casefile=riverton_case)) as found:
        yield found


def _drawn(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector("#map[data-ready]", state="attached")


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_the_map_draws_and_asks_nothing_of_any_other_machine(
    browser: Browser, origin: str, lang: str
) -> None:
    with page_of(browser, origin) as (page, seen):
        # The whole world: where the invented reports lie is not where the invented zones do.
        _drawn(page, f"/map?lang={lang}&layers=looks,symbols,posts#view=1/0/0")

        assert int(page.get_attribute("#map", "data-shown") or 0) > 0
        assert page.locator("#map canvas").get_attribute("aria-label")
        assert seen.outside == []
        assert seen.errors == []


@pytest.mark.parametrize("path", ["/map", "/coverage", "/reports"])
@pytest.mark.parametrize(("lang", "theme"), [("en", "light"), ("en", "dark"), ("ar", "light")])
def test_axe_holds_nothing_on_the_page_for_serious(
    browser: Browser, origin: str, path: str, lang: str, theme: str
) -> None:
    with page_of(browser, origin) as (page, _):
        if path == "/map":
            _drawn(page, f"{path}?lang={lang}&theme={theme}")
        else:
            page.goto(f"{path}?lang={lang}&theme={theme}")

        assert grave_findings(page) == []


def test_by_keyboard_alone_the_map_moves_and_its_place_stands_in_the_address(
    browser: Browser, origin: str
) -> None:
    with page_of(browser, origin) as (page, _):
        _drawn(page, "/map")
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement?.tagName") == "CANVAS":
                break
        before = page.url
        page.keyboard.press("ArrowRight")
        until(page, "before => location.href !== before", before)

        assert re.search(r"#view=[\d.]+/[\d.-]+/[\d.-]+", page.url)


def test_the_slider_of_time_changes_address_and_table(browser: Browser, origin: str) -> None:
    with page_of(browser, origin) as (page, _):
        _drawn(page, "/map")
        page.focus("#during")
        page.keyboard.press("ArrowRight")
        until(page, "() => location.search.includes('during=')")
        told = page.inner_text("#during-told")
        until(
            page,
            "told => document.getElementById('incident-table').textContent.includes(told) "
            "|| document.querySelector('#incident-table .empty')",
            told,
        )
        shared = page.url
        page.goto("about:blank")
        page.goto(shared)

        assert page.inner_text("#during-told") == told


def test_a_place_in_the_table_leads_to_the_map(browser: Browser, origin: str) -> None:
    with page_of(browser, origin) as (page, _):
        _drawn(page, "/map")
        page.locator(".goto").first.click()
        until(page, "() => location.hash.startsWith('#view=')")

        assert page.evaluate("document.activeElement.tagName") == "CANVAS"


def test_a_browser_without_webgl_gets_the_picture(browser: Browser, origin: str) -> None:
    with page_of(browser, origin) as (page, seen):
        page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
        page.goto("/map")
        page.wait_for_selector("#map img.map-picture")
        until(page, "() => document.querySelector('.map-picture').naturalWidth > 100")

        assert page.inner_text("#map-told")
        assert seen.outside == []
