"""In a real browser: the way in and what is one's own, in both directions, wide and narrow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import from_front_end
from tests.web.browsed import grave_findings, page_of
from tests.web.browser.arrived import arrived
from tests.web.entering import somebody
from truceline.evidence.layout import Casefile
from truceline.web.people import sessions
from truceline.web.people.accounts import invite
from truceline.web.people.first_run import first_link
from truceline.web.people.roles import Role
from truceline.web.people.store import PeopleStore

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

_LOOKS = (("en", "light"), ("ar", "dark"))
_WIDTHS_PX = (1300, 360)
_WIDER = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"
_PASSWORD = "seven rivers run north"  # noqa: S105


@dataclass(frozen=True, slots=True)
class Visit:
    """A page as somebody comes to it: who, where, and what is done there first."""

    name: str
    role: Role
    path: str
    first: Callable[[Page], None] = lambda _: None


def _sign_in_wrong(page: Page) -> None:
    page.fill("input[name=name]", "nobody")
    page.fill("input[name=password]", "wrong password here")
    page.click("main form button")


def _make_token(page: Page) -> None:
    page.fill("input[name=name]", "a map of my own")
    page.check("input[name=scope]")
    page.click("form[action='/account/tokens'] button")
    page.wait_for_selector("code.once")


def _weak_password(page: Page) -> None:
    page.evaluate("() => document.querySelectorAll('[minlength]').forEach((e) => e.minLength = 0)")
    if page.locator("input[name=name]").count():
        page.fill("input[name=name]", "ada")
    page.fill("input[name=password]", "short")
    page.click("main form button")


def _send_comment(page: Page) -> None:
    page.fill("form[action='/contribute/comments'] textarea", "Lights near Oxmere at night.")
    page.click("form[action='/contribute/comments'] button")


VISITS = (
    Visit("sign-in", Role.ANONYMOUS, "/sign-in"),
    Visit("sign-in refused", Role.ANONYMOUS, "/sign-in", _sign_in_wrong),
    Visit("first run", Role.ANONYMOUS, "/first-run#FIRST"),
    Visit("invitation, weak password", Role.ANONYMOUS, "/invitation#INVITED", _weak_password),
    Visit("account", Role.REVIEWER, "/account"),
    Visit("account with a new token", Role.REVIEWER, "/account", _make_token),
    Visit("people", Role.ADMINISTRATOR, "/people"),
    Visit("contribute", Role.CONTRIBUTOR, "/contribute", _send_comment),
    Visit("marks", Role.PROTECTION, "/marks"),
    Visit("reports", Role.REVIEWER, "/reports"),
    Visit("ledger", Role.AUDITOR, "/ledger"),
)


@contextmanager
def visited(
    browser: Browser, origin: str, case: Path, visit: Visit, *, lang: str, theme: str
) -> Iterator[tuple[Page, list[str]]]:
    """Come to a page as somebody, do what is to be done there, and yield it."""
    store = PeopleStore(Casefile.open(case).people_path, clock=lambda: datetime.now(UTC))
    with page_of(browser, origin, bypass_csp=True) as (page, seen):
        page.context.clear_cookies()
        path = visit.path
        if "FIRST" in path:
            path = path.replace("FIRST", str(first_link(store)))
        if "INVITED" in path:
            path = path.replace("INVITED", invite(store, somebody(store, Role.READER).id, by="t"))
        if visit.role is not Role.ANONYMOUS:
            secret = sessions.begin(store, somebody(store, visit.role).id)
            page.context.add_cookies([{"name": sessions.COOKIE, "value": secret, "url": origin}])
        store.close()
        address, _, secret = path.partition("#")
        taste = f"{address}?lang={lang}&theme={theme}"
        arrived(page, f"{taste}#{secret}" if secret else taste)
        visit.first(page)
        page.wait_for_load_state()
        yield page, seen.outside


@pytest.mark.parametrize(("lang", "theme"), _LOOKS)
def test_the_way_in_holds_nothing_grave_and_fits_in_every_window(
    browser: Browser, own_origin: str, own_case: Path, lang: str, theme: str
) -> None:
    from_front_end("tests")
    grave: dict[str, list[str]] = {}
    for visit in VISITS:
        with visited(browser, own_origin, own_case, visit, lang=lang, theme=theme) as (page, out):
            found = grave_findings(page)
            for width in _WIDTHS_PX:
                page.set_viewport_size({"width": width, "height": 800})
                if page.evaluate(_WIDER):
                    found.append(f"the page is wider than a window of {width}")
            if page.get_attribute("html", "dir") != ("rtl" if lang == "ar" else "ltr"):
                found.append("it runs in the other direction")
            if found or out:
                grave[visit.name] = found + out

    assert grave == {}


def test_the_way_in_is_gone_by_the_keys_alone(
    browser: Browser, own_origin: str, own_case: Path
) -> None:
    visit = next(one for one in VISITS if one.name == "first run")
    with visited(browser, own_origin, own_case, visit, lang="en", theme="light") as (page, _):
        page.focus("input[name=name]")
        page.keyboard.type("ada")
        page.keyboard.press("Tab")
        page.keyboard.type(_PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/people")
        page.goto("/account")
        page.get_by_role("button", name="Sign out everywhere").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/sign-in")
        page.focus("input[name=name]")
        page.keyboard.type("ada")
        page.keyboard.press("Tab")
        page.keyboard.type(_PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/people")

        assert page.locator("h1").inner_text() == "People and tokens"
