"""The loop over positions: cell, sub-cell, the few edges at hand, or passed on to geodesics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from truceline.geo import kernel_frame
from truceline.geo.prefetch import prefetch
from truceline.geo.truncated import truncated

if TYPE_CHECKING:
    from numpy import ndarray

KERNELS = (
    "find_cells", "by_edges", "code_of", "look_deeper", "answer_cells", "by_all_edges",
     "classify_run", "count_codes",
)  # fmt: skip

# Positions of one stage: what the stages hand on stays in the nearest memory.
BLOCK = 1024
# Positions are read so far ahead: some microseconds, many times what a wait for memory takes.
AHEAD = 2048
# So many positions are left open before their edges are looked at.
TOGETHER = 64
# Room for those of one block more, and for one that is written before it is counted.
LATE_ROOM = BLOCK + TOGETHER + 1


def find_cells(lon: ndarray, lat: ndarray, per_degree: float, grid: ndarray, cells: ndarray) -> int:
    """Put the number of each position's cell into ``cells``; count what is not on the ground.

    Beyond the grid a position gets a cell of the grid's rim, which no zone comes near, and so does
    one that is no number. There are no branches, so that several positions go at a time.
    """
    west, south = grid[0] * per_degree, grid[1] * per_degree
    scale = 1.0 / (grid[2] * per_degree)
    columns = int(grid[3])
    last, highest = grid[3] - 1.0, grid[4] - 1.0
    furthest_lon, furthest_lat = 180.0 * per_degree, 90.0 * per_degree
    strange = 0
    for j in range(lon.shape[0]):
        x = (lon[j] - west) * scale
        y = (lat[j] - south) * scale
        # In this order what is no number becomes 0.
        x = x if x > 0.0 else 0.0
        y = y if y > 0.0 else 0.0
        x = x if x < last else last
        y = y if y < highest else highest
        cells[j] = truncated(y) * columns + truncated(x)
        fine = (abs(lon[j]) <= furthest_lon) & (abs(lat[j]) <= furthest_lat)
        strange += 0 if fine else 1
    return strange


def by_edges(  # noqa: PLR0917
    lon: float, lat: float, cell: int, sheets: ndarray, starts: ndarray, strokes: ndarray,
    marks: ndarray, anchor_masks: ndarray, pass_on_m: float,
) -> int:  # fmt: skip
    """Return the zones at a place by the edges of its split cell, or -1 within reach of one."""
    east, north = lon - sheets[cell, 0], lat - sheets[cell, 1]
    x, y = kernel_frame.metres_off(
        east, north, sheets[cell, 2], sheets[cell, 3], sheets[cell, 4], sheets[cell, 5],
        sheets[cell, 6],
    )  # fmt: skip
    qx, qy = sheets[cell, 7], sheets[cell, 8]
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


def code_of(mask: int, legend: ndarray, pending: int) -> int:
    """Return the code of a mask in the legend, which is in order; ``pending`` if it has none."""
    low, high = 0, legend.shape[0]
    while low < high:
        middle = (low + high) >> 1
        if legend[middle] < mask:
            low = middle + 1
        else:
            high = middle
    if mask >= 0 and low < legend.shape[0] and legend[low] == mask:
        return low
    return pending


def look_deeper(  # noqa: PLR0917
    lon: ndarray, lat: ndarray, per_degree: float, grid: ndarray, answers: ndarray, kept: ndarray,
    split: int, level2: ndarray, out: ndarray, first: int, where: ndarray, late: ndarray,
    left: int, undecided: int,
) -> int:  # fmt: skip
    """Answer the first ``split`` positions of ``kept`` by their sub-cells; list what is left open.

    To ``where`` and ``late`` go the split cell and the number of each, from place ``left`` on.
    """
    west, south = grid[0] * per_degree, grid[1] * per_degree
    scale = 8.0 / (grid[2] * per_degree)
    for n in range(split):
        j = kept[n]
        cell = -1 - answers[j]
        x, y = (lon[j] - west) * scale, (lat[j] - south) * scale
        answer = level2[cell * 64 + (int(y) & 7) * 8 + (int(x) & 7)]
        out[j] = answer
        where[left] = cell
        late[left] = first + j
        left += 1 if answer == undecided else 0
    return left


def answer_cells(  # noqa: PLR0917
    cells: ndarray, level1: ndarray, answers: ndarray, codes: ndarray, kept: ndarray,
    lon: ndarray, lat: ndarray, ahead: int,
) -> int:  # fmt: skip
    """Put what is answered into ``codes``; keep and count the positions of split cells.

    These are few, and are looked for only in an eight that has any. What ``lon`` and ``lat`` hold
    from place ``ahead`` on is asked for.
    """
    count = codes.shape[0]
    split = 0
    for eight in range(count >> 3):
        prefetch(lon, ahead + eight * 8)
        prefetch(lat, ahead + eight * 8)
        together = 0
        for j in range(eight * 8, eight * 8 + 8):
            answer = level1[cells[j]]
            answers[j] = answer
            together |= answer
        if together < 0:
            for j in range(eight * 8, eight * 8 + 8):
                kept[split] = j
                split += 1 if answers[j] < 0 else 0
    for j in range(count >> 3 << 3, count):
        answers[j] = level1[cells[j]]
        kept[split] = j
        split += 1 if answers[j] < 0 else 0
    for j in range(count):
        codes[j] = max(answers[j], 0)
    return split


def by_all_edges(  # noqa: PLR0917
    lon: ndarray, lat: ndarray, per_degree: float, where: ndarray, late: ndarray, left: int,
    sheets: ndarray, starts: ndarray, strokes: ndarray, marks: ndarray, anchor_masks: ndarray,
    legend: ndarray, pass_on_m: float, out: ndarray, undecided: int,
) -> int:  # fmt: skip
    """Answer the positions that are left open by the edges of their cells; count the pending."""
    pending = 0
    for n in range(left):
        j = late[n]
        mask = by_edges(
            lon[j] / per_degree, lat[j] / per_degree, where[n], sheets, starts, strokes, marks,
            anchor_masks, pass_on_m,
        )  # fmt: skip
        code = code_of(mask, legend, undecided + 1)
        out[j] = code
        pending += 1 if code == undecided + 1 else 0
    return pending


def classify_run(  # noqa: PLR0917
    lon: ndarray, lat: ndarray, start: int, stop: int, per_degree: float, grid: ndarray,
    level1: ndarray, level2: ndarray, sheets: ndarray, starts: ndarray, strokes: ndarray,
    marks: ndarray, anchor_masks: ndarray, legend: ndarray, pass_on_m: float, out: ndarray,
    cells: ndarray, answers: ndarray, kept: ndarray, where: ndarray, late: ndarray,
    undecided: int,
) -> int:  # fmt: skip
    """Classify a run of positions block by block; return how many are left pending.

    The codes after ``undecided`` stand for what is pending, and for what is not on the ground.
    ``where`` and ``late`` have room for ``LATE_ROOM`` positions. What later blocks need is asked
    for while this one is worked on, and so are the edges of a position that is left open.
    """
    left = pending = 0
    for block in range(start, stop, BLOCK):
        end = min(block + BLOCK, stop)
        lons, lats, codes = lon[block:end], lat[block:end], out[block:end]
        strange = find_cells(lons, lats, per_degree, grid, cells)
        split = answer_cells(cells, level1, answers, codes, kept, lon, lat, block + AHEAD)
        known = left
        left = look_deeper(
            lons, lats, per_degree, grid, answers, kept, split, level2, codes, block, where, late,
            left, undecided,
        )  # fmt: skip
        for n in range(known, left):
            cell = where[n]
            prefetch(sheets, cell * 9)
            prefetch(sheets, cell * 9 + 8)
            prefetch(anchor_masks, cell)
            prefetch(marks, starts[cell])
            prefetch(strokes, starts[cell] * 4)
            prefetch(strokes, starts[cell] * 4 + 8)
        if strange > 0:
            for j in range(lons.shape[0]):
                if not (abs(lons[j]) <= 180.0 * per_degree and abs(lats[j]) <= 90.0 * per_degree):
                    codes[j] = undecided + 2
        if left >= TOGETHER or end == stop:
            pending += by_all_edges(
                lon, lat, per_degree, where, late, left, sheets, starts, strokes, marks,
                anchor_masks, legend, pass_on_m, out, undecided,
            )  # fmt: skip
            left = 0
    return pending


def count_codes(codes: ndarray, lanes: ndarray) -> None:
    """Count codes in four lanes that follow each other, so that no count waits for the one before.

    A lane is as long as there are codes of their kind.
    """
    lane = lanes.shape[0] >> 2
    whole = codes.shape[0] >> 2 << 2
    for i in range(0, whole, 4):
        lanes[codes[i]] += 1
        lanes[lane + codes[i + 1]] += 1
        lanes[2 * lane + codes[i + 2]] += 1
        lanes[3 * lane + codes[i + 3]] += 1
    for i in range(whole, codes.shape[0]):
        lanes[codes[i]] += 1
