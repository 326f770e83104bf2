"""A hundred thousand incidents: whatever a reader looks at, an answer stays small and whole."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.report.many import MOST_BYTES, MOST_FEATURES, many_incidents
from truceline.report.layers.crowd import MOST_SINGLE, Crowd, in_view
from truceline.report.layers.shape import Shape, collection

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def hundred_thousand() -> Crowd:
    return many_incidents()


def _views() -> list[tuple[float, tuple[float, float, float, float]]]:
    """Return views of a screen of 1,600 by 1,000 dots, at every zoom, over the thickest crowd."""
    views = []
    for zoom in range(19):
        wide = min(360.0, 1600 * 360 / (512 * 2**zoom))
        high = min(170.0, wide / 1.6)
        views.append(
            (float(zoom), (35.8 - wide / 2, 33.1 - high / 2, 35.8 + wide / 2, 33.1 + high / 2))
        )
    return views


def _told(points: list[Shape]) -> int:
    tallies: list[Any] = [one["properties"] for one in points]
    return sum(about.get("count", 1) for about in tallies)


@pytest.mark.parametrize(("zoom", "box"), _views())
def test_a_view_is_small_and_leaves_nobody_out(
    hundred_thousand: Crowd, zoom: float, box: tuple[float, float, float, float]
) -> None:
    points, doubts = in_view(hundred_thousand, box=box, zoom=zoom)
    west, south, east, north = box
    inside = (
        (hundred_thousand.lon_deg >= west) & (hundred_thousand.lon_deg <= east)
        & (hundred_thousand.lat_deg >= south) & (hundred_thousand.lat_deg <= north)
    ).sum()  # fmt: skip
    assert _told(points) == inside
    assert len(points) + len(doubts) <= MOST_FEATURES
    body = json.dumps({"points": collection(points), "doubts": collection(doubts)})
    assert len(body) <= MOST_BYTES
    # Where few are seen each stands by itself, with the ground that it may have happened on.
    if inside <= MOST_SINGLE:
        assert len(points) == inside == len(doubts)
