"""Loops for the probability that a doubtful position lies in a zone, by the edges near it.

In units of the error, r and theta being the distance and bearing of the boundary from the position,

    P = inside - (1 / 2 pi) * integral of exp(-r^2 / 2) d theta

in which only edges within some deviations count. An ellipse of errors is made a circle by squeezing
the sheet, which leaves straight edges straight.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from truceline.geo import kernel_frame

if TYPE_CHECKING:
    from numpy import ndarray

KERNELS = (
    "_density", "swept", "bins_away", "settle_far", "mass_at", "masses", "node_masses",
)  # fmt: skip

# Beyond five deviations the exponential is below 4e-6.
REACH_SIGMAS = 5.0
# Four Gauss-Legendre nodes on a panel of two deviations leave an error below 1e-5.
PANEL_SIGMAS = 2.0
# On an edge so short two nodes leave less than 4e-5 of what it sweeps; they lie so far from its
# middle, half of it being 1.
SHORT_SIGMAS, TWO_NODES = 0.7, 1.0 / math.sqrt(3.0)
# A position exactly on a vertex sees no angle there; moved by so little, it sees one.
NUDGE = 1e-7
# Bins are laid in degrees; in metres they are at most so much smaller than meant.
LEAST_BIN = 0.95


def _density(ax: float, ay: float, run_x: float, run_y: float, at: float) -> float:
    """Return (1 - exp(-energy)) / energy, whose limit at 0 is 1, a share of the way from a."""
    x, y = ax + at * run_x, ay + at * run_y
    energy = 0.5 * (x * x + y * y)
    return (1.0 - math.exp(-energy)) / energy if energy > 1e-6 else 1.0 - 0.5 * energy


def swept(ax: float, ay: float, bx: float, by: float, nodes: ndarray) -> float:
    """Return the integral of exp(-r^2 / 2) d theta from a to b as seen from the origin.

    ``nodes`` are rows of Gauss-Legendre nodes on 0 to 1 and their weights.
    """
    run_x, run_y = bx - ax, by - ay
    squared = run_x * run_x + run_y * run_y
    if squared < 1e-24:
        return 0.0
    cross = ax * by - ay * bx
    beyond = REACH_SIGMAS * REACH_SIGMAS * squared - cross * cross
    if beyond <= 0.0:
        return 0.0
    half = math.sqrt(beyond) / squared
    foot = -(ax * run_x + ay * run_y) / squared
    enter, leave = max(foot - half, 0.0), min(foot + half, 1.0)
    if leave <= enter:
        return 0.0
    share = leave - enter
    cx, cy = ax + enter * run_x, ay + enter * run_y
    dx, dy = ax + leave * run_x, ay + leave * run_y
    angle = math.atan2(cross * share, cx * dx + cy * dy)
    length = share * math.sqrt(squared)
    if length < SHORT_SIGMAS:
        width = 0.5 * share
        smooth = _density(ax, ay, run_x, run_y, enter + (1.0 - TWO_NODES) * width)
        smooth += _density(ax, ay, run_x, run_y, enter + (1.0 + TWO_NODES) * width)
        return angle - smooth * width * cross * 0.5
    panels = int(length / PANEL_SIGMAS) + 1
    width = share / panels
    smooth = 0.0
    for panel in range(panels):
        for node in range(nodes.shape[0]):
            at = enter + (panel + nodes[node, 0]) * width
            smooth += nodes[node, 1] * _density(ax, ay, run_x, run_y, at)
    return angle - smooth * width * cross * 0.5


def bins_away(starts: ndarray, columns: int, rows: int, away: ndarray) -> None:
    """Put for each bin into ``away`` how many steps off the nearest bin with an edge is.

    A step goes to any of eight neighbours. Two sweeps there and back find the least of all ways.
    """
    for home in range(rows * columns):
        away[home] = 0 if starts[home + 1] > starts[home] else rows + columns
    for sweep in range(2):
        for n in range(rows * columns):
            home = n if sweep == 0 else rows * columns - 1 - n
            row, column = home // columns, home % columns
            for y in range(max(row - 1, 0), min(row + 2, rows)):
                for x in range(max(column - 1, 0), min(column + 2, columns)):
                    away[home] = min(away[home], away[y * columns + x] + 1)


def settle_far(  # noqa: PLR0917
    lons: ndarray, lats: ndarray, chosen: ndarray, reach_m: ndarray, margin_m: float, grid: ndarray,
    away: ndarray, inside: ndarray, out: ndarray, left: ndarray,
) -> int:  # fmt: skip
    """Put 0 or 1 for the chosen positions that no edge is within reach of, as far as bins tell.

    The others are listed in ``left`` and counted. An edge lies within its greatest length of the
    bin that holds its middle, and bins are twice that length wide. All lie farther than
    ``margin_m`` from the northern and southern ends of the bins.
    """
    west, south, up, wide = grid[0], grid[1], grid[2], grid[3]
    columns, rows = int(grid[4]), int(grid[5])
    count = 0
    for n in range(chosen.shape[0]):
        i = chosen[n]
        column, row = math.floor((lons[i] - west) / wide), math.floor((lats[i] - south) / up)
        home = min(max(row, 0), rows - 1) * columns + min(max(column, 0), columns - 1)
        out[i] = inside[home]
        clear_m = (2 * away[home] - 3) * grid[6] * LEAST_BIN
        # Nearer a pole than the bins are, columns are narrower than meant; rows are not.
        if row < 0 or row >= rows:
            clear_m = margin_m
        left[count] = i
        count += 0 if clear_m > reach_m[i] else 1
    return count


def mass_at(  # noqa: PLR0917
    lon: float, lat: float, xx: float, xy: float, yy: float, reach_m: float, factors: ndarray,
    grid: ndarray, starts: ndarray, edges: ndarray, anchors: ndarray, inside: ndarray,
    nodes: ndarray,
) -> float:  # fmt: skip
    """Return the mass of a Gaussian about a position over a zone.

    ``xx, xy, yy`` squeeze metres into deviations. ``edges`` are rows of two points in degrees, kept
    in square bins: ``grid`` is west, south, step north and step east (degrees), columns, rows and
    the greatest length of an edge in metres; ``anchors`` is a place in each bin.
    """
    west, south, up, wide = grid[0], grid[1], grid[2], grid[3]
    columns, rows = int(grid[4]), int(grid[5])
    column, row = math.floor((lon - west) / wide), math.floor((lat - south) / up)
    # Beyond the bins there is no edge on the way to the nearest of them.
    column, row = min(max(column, 0), columns - 1), min(max(row, 0), rows - 1)
    kernel_frame.sheet_factors(lat, factors)
    home = row * columns + column
    qx, qy = kernel_frame.metres(anchors[home, 0], anchors[home, 1], lon, lat, factors)
    qx, qy = xx * qx + xy * qy + NUDGE, xy * qx + yy * qy + NUDGE
    within = inside[home]
    high = (reach_m + grid[6]) / factors[2] * 1.02
    broad = (reach_m + grid[6]) / factors[0] * 1.05
    first, last = int((lon - broad - west) / wide), int((lon + broad - west) / wide)
    low, top = int((lat - high - south) / up), int((lat + high - south) / up)
    total = 0.0
    # Edges of a ring follow each other, so that one often starts where the last one ended.
    last_lon = last_lat = math.nan
    bx = by = 0.0
    for y in range(max(min(low, row - 1), 0), min(max(top, row + 1), rows - 1) + 1):
        left = y * columns + max(min(first, column - 1), 0)
        right = y * columns + min(max(last, column + 1), columns - 1)
        # Bins of a row lie side by side, and so do their edges.
        for at in range(starts[left], starts[right + 1]):
            a_lon, a_lat, b_lon, b_lat = edges[at]
            ax, ay = bx, by
            if a_lon != last_lon or a_lat != last_lat:
                mx, my = kernel_frame.metres(a_lon, a_lat, lon, lat, factors)
                ax, ay = xx * mx + xy * my + NUDGE, xy * mx + yy * my + NUDGE
            last_lon, last_lat = b_lon, b_lat
            mx, my = kernel_frame.metres(b_lon, b_lat, lon, lat, factors)
            bx, by = xx * mx + xy * my + NUDGE, xy * mx + yy * my + NUDGE
            total += swept(ax, ay, bx, by, nodes)
            if kernel_frame.crosses(ax, ay, bx, by, 0.0, 0.0, qx, qy):
                within = 1 - within
    mass: float = within - total / (2.0 * math.pi)
    return min(max(mass, 0.0), 1.0)


def masses(  # noqa: PLR0917
    lons: ndarray, lats: ndarray, squeezed: ndarray, reach_m: ndarray, factors: ndarray,
    grid: ndarray, starts: ndarray, edges: ndarray, anchors: ndarray, inside: ndarray,
    nodes: ndarray, out: ndarray,
) -> None:  # fmt: skip
    """Put the mass of each position's Gaussian over a zone into ``out``.

    ``squeezed`` holds the three squeezing factors of each position.
    """
    for i in range(lons.shape[0]):
        out[i] = mass_at(
            lons[i], lats[i], squeezed[i, 0], squeezed[i, 1], squeezed[i, 2], reach_m[i], factors,
            grid, starts, edges, anchors, inside, nodes,
        )  # fmt: skip


def node_masses(  # noqa: PLR0917
    west: float, south: float, wide: float, up: float, tiles: ndarray, columns: int,
    sigma_m: float, factors: ndarray, grid: ndarray, starts: ndarray, edges: ndarray,
    anchors: ndarray, inside: ndarray, nodes: ndarray, out: ndarray,
) -> None:  # fmt: skip
    """Put the mass at each node of some tiles of 8 by 8 cells into ``out``, for one deviation."""
    for n in range(tiles.shape[0]):
        left, low = (tiles[n] % columns) * 8, (tiles[n] // columns) * 8
        for row in range(9):
            for column in range(9):
                mass = mass_at(
                    west + (left + column) * wide, south + (low + row) * up, 1.0 / sigma_m, 0.0,
                    1.0 / sigma_m, REACH_SIGMAS * sigma_m, factors, grid, starts, edges, anchors,
                    inside, nodes,
                )  # fmt: skip
                out[n, row * 9 + column] = mass * 65535.0 + 0.5
