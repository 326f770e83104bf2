"""The figure: how many times faster than each peer, with the spread of the rounds."""

from __future__ import annotations

from pathlib import Path
from statistics import median

from matplotlib.figure import Figure


def draw_figure(ratios: dict[str, list[float]], path: Path) -> None:
    """Draw a bar for each peer, its median, and a stroke from its worst round to its best."""
    names = sorted(ratios, key=lambda name: median(ratios[name]))
    middle = [median(ratios[name]) for name in names]
    low = [m - min(ratios[name]) for m, name in zip(middle, names, strict=True)]
    high = [max(ratios[name]) - m for m, name in zip(middle, names, strict=True)]
    figure = Figure(figsize=(8, 0.6 * len(names) + 1.2), layout="constrained")
    axes = figure.subplots()
    axes.barh(names, middle, xerr=[low, high], color="#4a6fa5", ecolor="#222222", capsize=3)
    axes.set_xscale("log")
    axes.set_xlabel(
        "times as fast by processor time (log scale); bar: median, stroke: worst to best round"
    )
    axes.set_title("Zones of positions: Truceline over each", loc="left")
    axes.grid(axis="x", color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    figure.savefig(path, dpi=110, metadata={"Software": None})
