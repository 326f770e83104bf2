"""The main pages look as they did, in both directions: by their boxes, and by a coarse picture.

Letters of other fonts take other room, so the looks are compared only where the browser draws with
the fonts that the kept pictures were drawn with. After a change that is meant:
``TRUCELINE_KEEP_LOOKS=1 pytest tests/web/browser/test_looks.py``, and look at what changed.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.conftest import comparable
from tests.web.browsed import page_of
from tests.web.browser.arrived import arrived

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

_KEPT = Path(__file__).parent / "looks"
_BOXES = _KEPT / "boxes.json"
_PAGES = {
    "situation": "/?step=year",
    "documents": "/documents",
    "document": "/documents",
    "incidents": "/incidents",
    "agreement": "/agreements/riverton-2031",
    "diplomacy": "/diplomacy",
}
_SIZE_PX = (130, 95)
# Of 255 levels of grey: what the edges of letters may differ between releases of the browser.
_MEAN_LEVELS = 3.0
# Cells that may differ clearly: a moved rule or a wrapped word, not a moved part of the page.
_CLEAR_LEVELS, _CLEAR_SHARE = 48, 0.02
_BOX_PX = 6
_PARTS = "header.top, form.state, main h1, main table, main form, main section, article, footer"
_MEASURE = f"""() => [...document.querySelectorAll("{_PARTS}")].slice(0, 12).map((each) => {{
  const box = each.getBoundingClientRect();
  return [each.tagName, box.x, box.y, box.width, box.height].map((v) => v.toFixed?.(0) ?? v);
}})"""

# A picture takes its room once it is there; those of closed details are never asked for.
_OPEN_PICTURES = "[...document.images].filter((one) => one.checkVisibility())"
_FETCH_PICTURES = f"() => {_OPEN_PICTURES}.forEach((one) => {{ one.loading = 'eager'; }})"
_PICTURES_ARE_THERE = f"() => {_OPEN_PICTURES}.every((one) => one.complete)"


def _fonts() -> str:
    """Return what the machine draws the pages' fonts with."""
    names = ("system-ui", "Noto Sans Arabic")
    try:
        told = [
            subprocess.run(["fc-match", name], capture_output=True, text=True, check=True).stdout
            for name in names
        ]
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return " / ".join(one.split(":")[0] for one in told)


def _grey(picture: bytes) -> np.ndarray:
    from PIL import Image

    with Image.open(io.BytesIO(picture)) as image:
        return np.asarray(image.convert("L").resize(_SIZE_PX, Image.Resampling.BOX), dtype=float)


def _look(page: Page, name: str, lang: str) -> tuple[np.ndarray, list[list[str]]]:
    arrived(page, f"{_PAGES[name]}{'&' if '?' in _PAGES[name] else '?'}lang={lang}&theme=light")
    if name == "document":
        page.locator("table.rows tbody a").last.click()
        arrived(page)
    page.evaluate("() => document.fonts.ready")
    page.wait_for_load_state("load")
    page.evaluate(_FETCH_PICTURES)
    page.wait_for_function(_PICTURES_ARE_THERE)
    return _grey(page.screenshot()), page.evaluate(_MEASURE)


def _keep(name: str, grey: np.ndarray, boxes: list[list[str]]) -> None:
    from PIL import Image

    _KEPT.mkdir(exist_ok=True)
    Image.fromarray(grey.astype(np.uint8)).save(_KEPT / f"{name}.png", optimize=True)
    kept = json.loads(_BOXES.read_text(encoding="utf-8")) if _BOXES.exists() else {}
    kept |= {"fonts": _fonts(), name: boxes}
    lines = json.dumps(dict(sorted(kept.items())), indent=1, ensure_ascii=False)
    _BOXES.write_text(lines + "\n", encoding="utf-8")


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("name", list(_PAGES))
def test_a_page_looks_as_it_did(browser: Browser, origin: str, name: str, lang: str) -> None:
    keeping = bool(os.environ.get("TRUCELINE_KEEP_LOOKS"))
    kept = json.loads(_BOXES.read_text(encoding="utf-8")) if _BOXES.exists() else {}
    fonts = kept.get("fonts")
    comparable(keeping or fonts == _fonts(), f"the looks were kept with {fonts}, not {_fonts()}")
    with page_of(browser, origin) as (page, _):
        grey, boxes = _look(page, name, lang)
    own = f"{name}-{lang}"
    if keeping:
        _keep(own, grey, boxes)
        return
    before = _grey((_KEPT / f"{own}.png").read_bytes())
    apart = np.abs(grey - before)
    moved = [
        (then, now)
        for then, now in zip(kept[own], boxes, strict=True)
        if then[0] != now[0]
        or any(abs(int(a) - int(b)) > _BOX_PX for a, b in zip(then[1:], now[1:], strict=True))
    ]

    assert moved == []
    assert apart.mean() <= _MEAN_LEVELS
    assert (apart > _CLEAR_LEVELS).mean() <= _CLEAR_SHARE
