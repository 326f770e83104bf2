"""Arrived: a page once it is there, however long the first look at a casefile takes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

_TRIES = 240


def arrived(page: Page, address: str = "") -> None:
    """Go to an address, or stay, until the page is no longer the one that tells of waiting."""
    if address:
        page.goto(address)
    for _ in range(_TRIES):
        if page.locator("progress#working").count() == 0:
            return
        page.wait_for_timeout(500)
    raise TimeoutError(f"{address or page.url} never came")


def uploaded(page: Page) -> None:
    """Wait until an upload is over."""
    told = ""
    for _ in range(_TRIES):
        told = page.locator("main").inner_text()
        if re.search(r"Done\.|It broke off:", told):
            return
        page.wait_for_timeout(500)
    raise TimeoutError(f"the upload never ended; {page.url} says: {told}")
