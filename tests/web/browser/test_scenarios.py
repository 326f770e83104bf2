"""In a real browser: from an article to a reviewed finding, merge and undo, the past, the keys."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.web.browsed import Seen, page_of
from tests.web.browser.arrived import arrived, uploaded

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow


def test_the_seed_article_becomes_a_finding_that_somebody_reviewed(
    browser: Browser, golan_origin: str, seed_article: Path
) -> None:
    with page_of(browser, golan_origin) as (page, seen):
        arrived(page, "/?lang=en")
        page.get_by_role("link", name="Add a document").click()
        page.get_by_label("Files").set_input_files(str(seed_article))
        page.get_by_role("button", name="Add", exact=True).click()
        uploaded(page)
        page.locator("main li a").first.click()

        # One claim is accepted, one is found misread, and that is taken back.
        first, second = page.locator(".claim").nth(0), page.locator(".claim").nth(1)
        first.get_by_role("button", name="Accept").click()
        assert "Decision:" in first.inner_text()
        second.locator("details.reject summary").click()
        second.locator("details.reject input[name=reason]").fill("It is a headline.")
        second.locator("details.reject button").click()
        assert "It is a headline." in second.inner_text()
        second.locator("details.undo summary").click()
        second.locator("details.undo input[name=reason]").fill("It was right.")
        second.locator("details.undo button").click()
        assert "Decision:" not in second.inner_text()

        arrived(page, "/?agreement=undof-1974")
        page.locator("td.cell a.letter").locator("visible=true").first.click()
        arrived(page)
        page.get_by_label("ask for more").check()
        page.get_by_label("Reason").last.fill("Nobody looked yet.")
        page.get_by_role("button", name="Record the review").click()
        arrived(page)

        told = page.locator(".reviews").inner_text()
        assert "Nobody looked yet." in told
        assert "other inputs" not in told
        assert seen.outside == []
        assert seen.errors == []


def test_two_incidents_become_one_and_two_again(own_page: tuple[Page, Seen]) -> None:
    page, seen = own_page
    arrived(page, "/incidents?lang=en&kind=event")
    before = page.locator("main p[role=status]").inner_text()
    page.locator("input[name=incident]").nth(0).check()
    page.locator("input[name=incident]").nth(1).check()
    page.get_by_label("Reason").fill("One patrol saw both.")
    page.get_by_role("button", name="Merge").click()

    assert "One patrol saw both." in page.locator("main").inner_text()
    page.locator("summary", has_text="Undo").click()
    page.get_by_label("Reason").last.fill("The hours differ.")
    page.get_by_role("button", name="Undo the decision").click()
    arrived(page, "/incidents?lang=en&kind=event")

    assert page.locator("main p[role=status]").inner_text() == before
    assert seen.outside == []


def test_the_past_shows_what_was_known_and_offers_nothing_to_change(
    browser: Browser, origin: str
) -> None:
    with page_of(browser, origin) as (page, _):
        arrived(page, "/documents?lang=en")
        assert page.locator("table.rows tbody tr").count() > 0
        page.get_by_label("As known on").fill("2020-01-01")
        page.get_by_role("button", name="Show", exact=True).click()

        assert "as-of=2020-01-01" in page.url
        assert "You are reading the past" in page.locator("form.state").inner_text()
        assert page.locator("main form[method=post]").count() == 0
        page.get_by_role("link", name="Incidents").first.click()
        arrived(page)
        assert "Nothing was reported yet." in page.locator("main").inner_text()


def ready(page: Page, selector: str) -> None:
    """Wait for an element, and for the scripts that listen to keys: they run before the load."""
    page.wait_for_selector(selector)
    page.wait_for_load_state("load")


def test_claims_are_decided_by_keyboard_alone(own_page: tuple[Page, Seen]) -> None:
    page, seen = own_page
    arrived(page, "/documents?lang=en")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.className") == "skip"
    page.locator("table.rows tbody a").first.focus()
    page.keyboard.press("Enter")
    ready(page, ".claim")

    page.keyboard.press("j")
    page.wait_for_function("() => document.activeElement.id === 'claim-1'")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.wait_for_function("() => document.activeElement.id === 'claim-1'")
    page.keyboard.press("a")
    ready(page, "#claim-1.d-accept")

    page.keyboard.press("k")
    page.keyboard.press("r")
    page.keyboard.press("k")
    page.wait_for_url(re.compile("#claim-"))
    page.locator("#claim-2").focus()
    page.keyboard.press("r")
    page.keyboard.type("jk: misread")
    page.keyboard.press("Enter")
    ready(page, "#claim-2.d-reject")
    assert "jk: misread" in page.locator("#claim-2").inner_text()

    page.locator("#claim-2").focus()
    page.keyboard.press("u")
    page.keyboard.type("read right")
    page.keyboard.press("Enter")
    ready(page, "#claim-2:not(.decided)")

    page.keyboard.press("?")
    assert page.locator("#keys-help").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#keys-help").is_visible()
    assert seen.errors == []


def test_the_keys_can_be_switched_off(own_page: tuple[Page, Seen]) -> None:
    page, _ = own_page
    arrived(page, "/documents?lang=en")
    page.locator("table.rows tbody a").first.click()
    page.get_by_label("Keys are on").uncheck()
    page.locator("#claim-1").focus()
    page.keyboard.press("a")
    page.wait_for_timeout(500)

    assert page.locator(".claim.decided").count() == 0


def test_the_matrix_is_walked_by_arrows_in_the_direction_of_the_page(
    browser: Browser, origin: str
) -> None:
    with page_of(browser, origin) as (page, _):
        for lang, forward in (("en", "ArrowRight"), ("ar", "ArrowLeft")):
            arrived(page, f"/?lang={lang}&step=month&every=1")
            cells = page.locator("table[data-grid] a.letter")
            cells.first.focus()
            page.keyboard.press(forward)
            there = page.evaluate("() => document.activeElement.getAttribute('href')")
            assert there == cells.nth(1).get_attribute("href")
