"""A browser's map over a hundred thousand incidents: what it draws, and how long it stops.

    python -m benchmarks.web.moving CASE

opens the map of a desk in this machine's Chromium, its incidents taken from an invented crowd, and
moves it as a hand would: along, in, out, through time, layers on and off. For each act: how many
features the views held at most, the bytes that came, and the long tasks: stretches of 50 ms and
more in which the page answers to nothing. The map is drawn by the processor here, without a
graphics card, so that a long task is at its longest.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.report.many import MANY, MOST_FEATURES, many_incidents
from tests.web.browsed import PATIENCE_MS, chromium, page_of, until
from tests.web.served import served
from truceline.web import mapped as map_of
from truceline.web.pages import map as map_page
from truceline.web.settings import Settings

if TYPE_CHECKING:
    from fastapi import Request
    from playwright.sync_api import Page, Response

    from truceline.web.asked import Asked
    from truceline.web.mapped import Mapped

_STEPS = 6
_REST_MS = 700
_WATCH = """
globalThis.longTasks = [];
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) globalThis.longTasks.push(one.duration);
}).observe({ type: "longtask", buffered: true });
"""


def _pressed(page: Page, key: str) -> None:
    page.focus("#map canvas")
    for _ in range(_STEPS):
        page.keyboard.press(key)
        page.wait_for_timeout(_REST_MS)


def _slid(page: Page) -> None:
    page.focus("#during")
    for _ in range(_STEPS):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(_REST_MS)


def _layered(page: Page) -> None:
    for _ in range(2):
        for box in page.locator("[data-layer]").all():
            box.click()
            page.wait_for_timeout(_REST_MS // 4)


ACTS: dict[str, Callable[[Page], None]] = {
    "in": lambda page: _pressed(page, "Equal"),
    "along": lambda page: _pressed(page, "ArrowRight"),
    "out": lambda page: _pressed(page, "Minus"),
    "through time": _slid,
    "layers off and on": _layered,
}


def main(case: str) -> None:
    """Move, count, print the table."""
    crowd, mapped = many_incidents(), map_of.mapped

    def crowded(request: Request, state: Asked) -> Mapped:
        return replace(mapped(request, state), incidents=crowd)

    setattr(map_page, "mapped", crowded)  # noqa: B010
    answers: list[Response] = []

    def noted(one: Response) -> None:
        answers.append(one)

    with (
        served(Settings(casefile=Path(case))) as origin,
        chromium() as browser,
        page_of(browser, origin) as (page, seen),
    ):
        page.add_init_script(_WATCH)
        page.on("response", noted)
        page.goto("/map#view=6/33.1/35.8")
        page.wait_for_selector("#map[data-ready]", state="attached", timeout=4 * PATIENCE_MS)
        print(f"{MANY:,} incidents")
        print("| act | most features in a view | KB that came | long tasks | longest, ms |")
        print("|---|---|---|---|---|")
        print(_row("opened", page, answers))
        for name, act in ACTS.items():
            act(page)
            until(page, "() => document.getElementById('map').dataset.shown !== undefined")
            print(_row(name, page, answers), flush=True)
        if seen.errors or seen.outside:
            print("errors:", seen.errors, seen.outside)


def _row(name: str, page: Page, answers: list[Response]) -> str:
    bodies = [one.body() for one in answers if "/map/" in one.url and one.ok]
    views: list[dict[str, Any]] = [
        one.json() for one in answers if "/map/incidents.json" in one.url and one.ok
    ]
    answers.clear()
    most = max((len(one["points"]["features"]) + len(one["doubts"]["features"]) for one in views),
               default=0)  # fmt: skip
    tasks: list[float] = page.evaluate("() => globalThis.longTasks.splice(0)")
    over = " over" if most > MOST_FEATURES else ""
    size = sum(map(len, bodies)) / 1024
    return f"| {name} | {most}{over} | {size:.0f} | {len(tasks)} | {max(tasks, default=0):.0f} |"


if __name__ == "__main__":
    main(*sys.argv[1:])
