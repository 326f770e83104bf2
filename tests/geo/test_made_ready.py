"""Shapes that several threads ask at once."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
import shapely

from truceline.geo.made_ready import made_ready

# Memory that two threads spoil ends the process, so it is a process of its own. On the way that
# shapely alone would go, it ends within a few rounds.
_ASKED_BY_THREADS = """
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import numpy as np
import shapely

from truceline.geo.doubt import p_in_zone
from truceline.geo.made_ready import made_ready
from truceline.geo.place import Place
from truceline.geo.zone import Zone

draw = np.random.default_rng(1)
turn = np.linspace(0, 2 * np.pi, 20_000, endpoint=False)
away = 0.1 * (1 + 0.1 * draw.random(len(turn)))
ring = np.column_stack([35 + away * np.cos(turn), 33 + away * np.sin(turn)])
x, y = draw.uniform(-0.05, 0.05, (2, 20)) + [[35], [33]]
start = Barrier(8)


def ask(ready):
    start.wait()
    return int(shapely.contains_xy(ready, x, y).sum())


def doubt(zone):
    start.wait()
    return p_in_zone(zone, Place(35.0, 33.0, 5.0))


with ThreadPoolExecutor(8) as pool:
    for number in range(100):
        shape = shapely.Polygon(ring + number * 1e-6)
        assert set(pool.map(ask, [made_ready(shape)] * 8)) == {20}
    zone = Zone(id="z", title="z", polygon=shape, error_m=0, construction="-")
    assert set(pool.map(doubt, [zone] * 8)) == {1.0}
print("whole")
"""


@pytest.mark.slow
def test_many_threads_may_ask_one_shape_at_once() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", _ASKED_BY_THREADS], capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stdout) == (0, "whole\n"), ran.stderr


def test_the_shape_itself_is_left_as_it_was() -> None:
    shape = shapely.box(35, 33, 36, 34)
    ready = made_ready(shape)
    assert not shapely.is_prepared(shape)
    assert shapely.contains_xy(ready, [35.5, 37], 33.5).tolist() == [True, False]


def test_an_empty_shape_holds_nothing() -> None:
    assert not np.any(shapely.contains_xy(made_ready(shapely.Polygon()), 35.0, 33.0))
