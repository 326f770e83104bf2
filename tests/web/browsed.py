"""Browsed: a page in a real browser that may reach this machine alone, and what it did there."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from tests.conftest import from_front_end, required
from tests.web.served import cookies_at

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

# As root a sandbox cannot be made; the rest keeps the browser from speaking to anybody of itself,
# and lets it draw without a graphics card.
_FLAGS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
)
PATIENCE_MS = 60_000
_STEP_MS = 100


@dataclass(slots=True)
class Seen:
    """``outside`` are addresses of other machines that a page asked for; ``errors`` its own."""

    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@contextmanager
def chromium(flags: Sequence[str] = _FLAGS) -> Iterator[Browser]:
    """Start the machine's Chromium; skip with a reason where it or its driver is missing."""
    required("playwright" if find_spec("playwright") else None, "playwright is not installed")
    path = required(shutil.which("chromium"), "there is no chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=list(flags))
        yield browser
        browser.close()


@contextmanager
def page_of(browser: Browser, origin: str, **options: Any) -> Iterator[tuple[Page, Seen]]:
    """Open a page on a desk. What it asks of other machines is noted and not sent."""
    context = browser.new_context(
        base_url=origin, viewport={"width": 1300, "height": 950}, **options
    )
    context.add_cookies(
        [
            {"name": name, "value": value, "url": origin, "sameSite": "Lax", "httpOnly": True}
            for name, value in cookies_at(origin).items()
        ]
    )
    context.set_default_timeout(PATIENCE_MS)
    seen = Seen()

    def guard(route: Route) -> None:
        address = route.request.url
        if address.startswith((origin, "data:", "blob:")):
            route.continue_()
        else:
            seen.outside.append(address)
            route.abort()

    context.route("**/*", guard)
    page = context.new_page()
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    page.on(
        "console",
        lambda message: (
            seen.errors.append(message.text)
            if message.type == "error" and "favicon" not in str(message.location)
            else None
        ),
    )
    yield page, seen
    context.close()


def until(page: Page, script: str, argument: object = None) -> None:
    """Wait until a script answers true; asked from here, as the page forbids itself to evaluate."""
    tries = PATIENCE_MS // _STEP_MS
    for _ in range(tries):
        if page.evaluate(script, argument):
            return
        page.wait_for_timeout(_STEP_MS)
    raise TimeoutError(f"this never came true: {script}")


def grave_findings(page: Page) -> list[str]:
    """Return what axe holds for serious or critical on a page, one sentence for each element."""
    page.evaluate((from_front_end("tests") / "axe.min.js").read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate("() => axe.run(document)")
    return [
        f"{one['id']}: {one['help']}: {node['target']}"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]
