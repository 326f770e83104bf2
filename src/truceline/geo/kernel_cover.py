"""Loops that lay a cover: which cells lie clear of every edge, and what the others hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from truceline.geo import kernel_frame

if TYPE_CHECKING:
    from numpy import ndarray

KERNELS = ("near_cells", "mask_at", "choose_anchors", "fill_split", "fill_clear")

# Sub-cells along one side of a cell.
SPLIT = 8


def near_cells(
    edges: ndarray, grid: ndarray, factors: ndarray, reach_m: ndarray, pairs: ndarray
) -> int:
    """Find every pair of a cell and an edge that comes within reach of the cell's centre.

    ``edges`` are rows of two points in degrees; ``grid`` is west, south, step (degrees), columns,
    rows; ``factors`` and ``reach_m`` hold a row for each row of cells. Returns how many pairs there
    are; those that fit are put into ``pairs`` as cell and edge.
    """
    west, south, step = grid[0], grid[1], grid[2]
    columns, rows = int(grid[3]), int(grid[4])
    found = 0
    for edge in range(edges.shape[0]):
        a_lon, a_lat, b_lon, b_lat = edges[edge]
        lowest = int((min(a_lat, b_lat) - south) / step) - 1
        highest = int((max(a_lat, b_lat) - south) / step) + 1
        for row in range(max(lowest, 0), min(highest, rows - 1) + 1):
            lat = south + (row + 0.5) * step
            wide = reach_m[row] / factors[row, 0] * 1.01
            first = int((min(a_lon, b_lon) - wide - west) / step) - 1
            last = int((max(a_lon, b_lon) + wide - west) / step) + 1
            for column in range(max(first, 0), min(last, columns - 1) + 1):
                lon = west + (column + 0.5) * step
                ax, ay = kernel_frame.metres(a_lon, a_lat, lon, lat, factors[row])
                bx, by = kernel_frame.metres(b_lon, b_lat, lon, lat, factors[row])
                squared = kernel_frame.squared_to_edge(ax, ay, bx, by, 0.0, 0.0)
                if squared <= reach_m[row] * reach_m[row]:
                    if found < pairs.shape[0]:
                        pairs[found, 0] = row * columns + column
                        pairs[found, 1] = edge
                    found += 1
    return found


def mask_at(  # noqa: PLR0917
    lon: float, lat: float, edges: ndarray, marks: ndarray, first: int, last: int, listed: ndarray
) -> int:
    """Return the zones at a place a metre or more from every edge, by the edges north of it.

    ``listed[first:last]`` are the edges that the place's meridian may meet.
    """
    mask = 0
    for at in range(first, last):
        edge = listed[at]
        a_lon, a_lat, b_lon, b_lat = edges[edge]
        if a_lon <= lon < b_lon:
            crossing = a_lat + (b_lat - a_lat) * (lon - a_lon) / (b_lon - a_lon)
            if crossing > lat:
                mask ^= marks[edge]
    return mask


def choose_anchors(
    starts: ndarray, strokes: ndarray, offsets: ndarray, row_of: ndarray, anchors: ndarray
) -> None:
    """Choose for each split cell the middle of the sub-cell that lies farthest from its edges.

    ``offsets`` holds the sub-cells' middles in metres, for each row of cells. ``anchors`` takes the
    sub-cell's number and how far off the nearest edge is.
    """
    for cell in range(starts.shape[0] - 1):
        best, best_squared = 0, -1.0
        for sub in range(SPLIT * SPLIT):
            x, y = offsets[row_of[cell], sub, 0], offsets[row_of[cell], sub, 1]
            nearest = 1e30
            for at in range(starts[cell], starts[cell + 1]):
                ax, ay, bx, by = strokes[at]
                squared = kernel_frame.squared_to_edge(ax, ay, bx, by, x, y)
                nearest = min(nearest, squared)
            if nearest > best_squared:
                best, best_squared = sub, nearest
        anchors[cell, 0] = best
        anchors[cell, 1] = best_squared**0.5


def fill_split(  # noqa: PLR0917
    starts: ndarray,
    strokes: ndarray,
    marks: ndarray,
    offsets: ndarray,
    row_of: ndarray,
    clear_m: ndarray,
    anchors: ndarray,
    anchor_masks: ndarray,
    masks: ndarray,
) -> None:
    """Fill each sub-cell with its zones, or with -1 where an edge comes within its radius."""
    for cell in range(starts.shape[0] - 1):
        row = row_of[cell]
        anchor = int(anchors[cell, 0])
        qx, qy = offsets[row, anchor, 0], offsets[row, anchor, 1]
        for sub in range(SPLIT * SPLIT):
            x, y = offsets[row, sub, 0], offsets[row, sub, 1]
            mask = anchor_masks[cell]
            for at in range(starts[cell], starts[cell + 1]):
                ax, ay, bx, by = strokes[at]
                squared = kernel_frame.squared_to_edge(ax, ay, bx, by, x, y)
                if squared <= clear_m[row] * clear_m[row]:
                    mask = -1
                    break
                if kernel_frame.crosses(ax, ay, bx, by, x, y, qx, qy):
                    mask ^= marks[at]
            masks[cell, sub] = mask


def fill_clear(  # noqa: PLR0917
    grid: ndarray,
    edges: ndarray,
    marks: ndarray,
    starts: ndarray,
    listed: ndarray,
    toggles: ndarray,
    masks: ndarray,
) -> None:
    """Fill every cell of the grid with the zones at its centre, column by column from the north.

    It holds where the centre lies clear of the edges; ``toggles`` is room for one column.
    """
    west, south, step = grid[0], grid[1], grid[2]
    columns, rows = int(grid[3]), int(grid[4])
    for column in range(columns):
        lon = west + (column + 0.5) * step
        for row in range(rows):
            toggles[row] = 0
        for at in range(starts[column], starts[column + 1]):
            edge = listed[at]
            a_lon, a_lat, b_lon, b_lat = edges[edge]
            if a_lon <= lon < b_lon:
                crossing = a_lat + (b_lat - a_lat) * (lon - a_lon) / (b_lon - a_lon)
                # The highest cell whose centre lies south of the crossing.
                row = int((crossing - south) / step + 0.5) - 1
                if row >= 0:
                    toggles[min(row, rows - 1)] ^= marks[edge]
        mask = 0
        for row in range(rows - 1, -1, -1):
            mask ^= toggles[row]
            masks[row * columns + column] = mask
