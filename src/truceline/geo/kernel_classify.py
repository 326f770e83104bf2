"""The loop over positions: cell, sub-cell, the few edges at hand, or passed on to geodesics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from truceline.geo import kernel_frame

if TYPE_CHECKING:
    from numpy import ndarray

KERNELS = ("find_cells", "by_edges", "classify_block", "classify_run")

BLOCK = 4096


def find_cells(  # noqa: PLR0917
    lon: ndarray, lat: ndarray, per_degree: float, grid: ndarray, across: ndarray, up: ndarray,
    out: ndarray, nowhere: int,
) -> None:  # fmt: skip
    """Put the column and row of each position's sub-cell into arrays, or -1 outside the grid.

    A position that is no number, or not on the ground, gets the code ``nowhere``; others 0.
    """
    west, south = grid[0] * per_degree, grid[1] * per_degree
    scale = 8.0 / (grid[2] * per_degree)
    wide, high = grid[3] * 8.0, grid[4] * 8.0
    furthest_lon, furthest_lat = 180.0 * per_degree, 90.0 * per_degree
    strange = 0
    for j in range(lon.shape[0]):
        x = (lon[j] - west) * scale
        y = (lat[j] - south) * scale
        inside = (x >= 0.0) & (x < wide) & (y >= 0.0) & (y < high)
        across[j] = x if inside else -1.0
        up[j] = y if inside else -1.0
        out[j] = 0
        fine = (abs(lon[j]) <= furthest_lon) & (abs(lat[j]) <= furthest_lat)
        strange += 0 if fine else 1
    if strange > 0:
        for j in range(lon.shape[0]):
            if not (abs(lon[j]) <= furthest_lon and abs(lat[j]) <= furthest_lat):
                out[j] = nowhere


def by_edges(  # noqa: PLR0917
    lon: float, lat: float, cell: int, sheets: ndarray, starts: ndarray, strokes: ndarray,
    marks: ndarray, anchor_masks: ndarray, pass_on_m: float,
) -> int:  # fmt: skip
    """Return the zones at a place by the edges of its split cell, or -1 within reach of one."""
    sheet = sheets[cell]
    x, y = kernel_frame.metres(lon, lat, sheet[0], sheet[1], sheet[2:7])
    qx, qy = sheet[7], sheet[8]
    mask = anchor_masks[cell]
    close = pass_on_m * pass_on_m
    for at in range(starts[cell], starts[cell + 1]):
        ax, ay, bx, by = strokes[at, 0], strokes[at, 1], strokes[at, 2], strokes[at, 3]
        beside = kernel_frame.side(ax, ay, bx, by, x, y)
        squared = (bx - ax) * (bx - ax) + (by - ay) * (by - ay)
        # Far from the stroke prolonged is far from the stroke; only the rest needs a division.
        if (
            beside * beside <= 4.0 * close * squared
            and kernel_frame.squared_to_edge(ax, ay, bx, by, x, y) <= close
        ):
            return -1
        # As kernel_frame.crosses, with the side of the position already known.
        from_a = kernel_frame.side(qx, qy, x, y, ax, ay) >= 0.0
        from_b = kernel_frame.side(qx, qy, x, y, bx, by) >= 0.0
        if from_a != from_b and (kernel_frame.side(ax, ay, bx, by, qx, qy) >= 0.0) != (
            beside >= 0.0
        ):
            mask ^= marks[at]
    return int(mask)


def classify_block(  # noqa: PLR0917
    lon: ndarray, lat: ndarray, per_degree: float, grid: ndarray,
    level1: ndarray, level2: ndarray, sheets: ndarray, starts: ndarray, strokes: ndarray,
    marks: ndarray, anchor_masks: ndarray, masks: ndarray, codes: ndarray, pass_on_m: float,
    out: ndarray, across: ndarray, up: ndarray, kept: ndarray, undecided: int, pending: int,
) -> int:  # fmt: skip
    """Classify a block of positions, keeping at each stage what is left open; count the pending."""
    columns = int(grid[3])
    left = 0
    for j in range(lon.shape[0]):
        kept[left] = j
        left += 1 if across[j] >= 0 else 0
    split = 0
    for n in range(left):
        j = kept[n]
        answer = level1[(up[j] >> 3) * columns + (across[j] >> 3)]
        out[j] = max(answer, 0)
        up[j] = (-1 - answer) * 64 + (up[j] & 7) * 8 + (across[j] & 7)
        kept[split] = j
        split += 1 if answer < 0 else 0
    waiting = 0
    for n in range(split):
        j = kept[n]
        answer = level2[up[j]]
        if answer != undecided:
            out[j] = answer
            continue
        mask = by_edges(
            lon[j] / per_degree, lat[j] / per_degree, up[j] >> 6, sheets, starts, strokes,
            marks, anchor_masks, pass_on_m,
        )  # fmt: skip
        out[j] = pending
        if mask >= 0:
            low, high = 0, masks.shape[0]
            while low < high:
                middle = (low + high) >> 1
                if masks[middle] < mask:
                    low = middle + 1
                else:
                    high = middle
            if low < masks.shape[0] and masks[low] == mask:
                out[j] = codes[low]
        waiting += out[j] == pending
    return waiting


def classify_run(  # noqa: PLR0917
    lon: ndarray, lat: ndarray, start: int, stop: int, per_degree: float, grid: ndarray,
    level1: ndarray, level2: ndarray, sheets: ndarray, starts: ndarray, strokes: ndarray,
    marks: ndarray, anchor_masks: ndarray, masks: ndarray, codes: ndarray, pass_on_m: float,
    out: ndarray, across: ndarray, up: ndarray, kept: ndarray, undecided: int, pending: int,
    nowhere: int,
) -> int:  # fmt: skip
    """Classify a run of positions block by block; return how many are left pending."""
    left = 0
    for block in range(start, stop, BLOCK):
        end = min(block + BLOCK, stop)
        lons, lats, answers = lon[block:end], lat[block:end], out[block:end]
        find_cells(lons, lats, per_degree, grid, across, up, answers, nowhere)
        left += classify_block(
            lons, lats, per_degree, grid, level1, level2, sheets, starts, strokes, marks,
            anchor_masks, masks, codes, pass_on_m, answers, across, up, kept, undecided, pending,
        )  # fmt: skip
    return left
