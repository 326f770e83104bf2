"""Whoever drew a line of the library is credited, and nobody else."""

from __future__ import annotations

import json

from tests.conftest import ROOT
from truceline.agreement.load import LIBRARY

DRAWERS = (
    "GeoNames",
    "Large Scale International Boundaries",
    "Mesoshapes",
    "Natural Earth",
    "Who's On First",
)


def test_the_notice_credits_those_whose_lines_are_used() -> None:
    sources = [
        feature["properties"]["source"]
        for file in LIBRARY.glob("*/lines.geojson")
        for feature in json.loads(file.read_text(encoding="utf-8"))["features"]
    ]
    notice = " ".join((ROOT / "NOTICE").read_text(encoding="utf-8").split())
    credited = notice.partition("Lines and outlines of the agreements")[2].partition("The weights")[
        0
    ]

    assert [name for name in DRAWERS if not any(name in source for source in sources)] == []
    assert [name for name in DRAWERS if name not in credited] == []
    others = [
        source
        for source in sources
        if not any(name in source for name in (*DRAWERS, "Drawn", "Blue Line", "this project"))
    ]
    assert others == []
