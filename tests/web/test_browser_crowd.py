"""In a real browser: a hundred thousand incidents are drawn, and the map moves on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import from_front_end
from tests.report.many import MANY, MOST_BYTES, MOST_FEATURES, many_incidents
from tests.web.browsed import PATIENCE_MS, chromium, page_of, until
from tests.web.served import served
from truceline.web import mapped as map_of
from truceline.web.pages import map as map_page
from truceline.web.settings import Settings

if TYPE_CHECKING:
    from fastapi import Request
    from playwright.sync_api import Response

    from truceline.web.asked import Asked
    from truceline.web.mapped import Mapped

pytestmark = pytest.mark.slow

# From the whole ground down to where single incidents stand with their doubt.
VIEWS = ("6/33.1/35.8", "14/33.1/35.8")


@pytest.fixture
def origin(riverton_case: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Serve a desk whose map holds that many: to make a casefile of them takes minutes."""
    crowd, mapped = many_incidents(), map_of.mapped

    def crowded(request: Request, state: Asked) -> Mapped:
        return replace(mapped(request, state), incidents=crowd)

    monkeypatch.setattr(map_page, "mapped", crowded)
    with served(Settings(casefile=riverton_case)) as found:
        yield found


def _is_told(response: Response) -> bool:
    return "/map/incidents.json" in response.url


def test_at_every_zoom_and_on_the_move_the_browser_gets_little_and_draws_it(origin: str) -> None:
    from_front_end("pages")
    answers: list[Response] = []
    bodies: list[bytes] = []
    with chromium() as browser, page_of(browser, origin) as (page, seen):
        page.on("response", lambda one: answers.append(one) if _is_told(one) else None)
        for view in VIEWS:
            page.goto("about:blank")
            page.goto(f"/map#{'view=' + view}")
            page.wait_for_selector("#map[data-ready]", state="attached", timeout=4 * PATIENCE_MS)
            before = page.url
            with page.expect_response(_is_told, timeout=PATIENCE_MS):
                page.focus("#map canvas")
                page.keyboard.press("ArrowRight")
            until(page, "before => location.href !== before", before)
            # Read now: what a page got is gone with it.
            bodies += [one.body() for one in answers]
            answers.clear()
        # The equal table is there, a page of it at a time.
        assert page.locator("#incident-table tbody tr").count() <= 60
        assert f"{MANY:,}" in page.inner_text("body").replace("\u202f", ",")
        assert seen.errors == []
        assert seen.outside == []
    assert len(bodies) >= 2 * len(VIEWS)
    for body in bodies:
        told = json.loads(body)
        drawn = len(told["points"]["features"]) + len(told["doubts"]["features"])
        assert drawn <= MOST_FEATURES
        assert len(body) <= MOST_BYTES
