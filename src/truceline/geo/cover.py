"""Cover: the ground about some zones in cells, each answered once for all, or split, or undecided.

A cell has an answer only if its centre lies farther from every edge than the cell reaches. Distance
cannot change faster than one goes, so no place in such a cell can lie beyond an edge: the answer is
certified, not sampled.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from truceline.errors import GeometryInvalid
from truceline.geo.cover_edges import ZoneEdges, edges_of, share_of_radius
from truceline.geo.ellipsoid import wgs84
from truceline.geo.kernel import compile_kernels
from truceline.geo.zone import Zone

if TYPE_CHECKING:
    from numpy import ndarray

# The side of a cell in units of a ten-millionth of a degree: 364 m northward, and eight sub-cells.
_FINEST_BITS = 15
_MOST_CELLS = 6_000_000

# Added to every reach: above all that rounding and the sheets of the largest cells leave out.
_SLACK_M = 0.5

# A place this near an edge is passed on to exact geodesics. The bound of what the sheets leave out
# is held below a tenth of it; see docs/explain/exactness.md.
PASS_ON_M = 0.005

_UNIT_DEG = 1e-7
_MEAN_RADIUS_M = 6_371_008.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """Cells about zones, as arrays that the loops of ``kernel_classify`` read.

    ``grid`` is west, south and step in degrees, columns, rows. ``level1`` holds a code from 0, or
    minus one minus the number of a split cell; ``level2`` the 64 codes of each split cell. Code 0
    is "no zone"; code ``n`` stands for ``legend[n]``, a whole number with a bit for each zone. No
    zone comes near the cells of the grid's rim.
    """

    grid: ndarray
    level1: ndarray
    level2: ndarray
    sheets: ndarray
    starts: ndarray
    strokes: ndarray
    marks: ndarray
    anchor_masks: ndarray
    legend: ndarray
    edges: ZoneEdges

    @property
    def undecided(self) -> int:
        """Return the code of a sub-cell that needs its edges."""
        return undecided_code(self.level2)


def undecided_code(codes: ndarray) -> int:
    """Return the code that stands for no answer: the third-greatest of the array's kind."""
    import numpy as np

    return int(np.iinfo(codes.dtype).max) - 2


def lay_cover(zones: Sequence[Zone]) -> Cover:
    """Return the cover of some zones.

    Raises:
        GeometryInvalid: a zone is not drawn or torn, or the zones reach too far apart for sheets
            that are true to half a millimetre.

    >>> from shapely import box
    >>> square = Zone(id="s", title="s", polygon=box(35, 33, 35.1, 33.1), error_m=0,
    ...               construction="-")
    >>> cover = lay_cover([square])
    >>> cover.legend.tolist(), cover.level1.shape == (int(cover.grid[3] * cover.grid[4]),)
    ([0, 1], True)
    """
    import numpy as np

    from truceline.geo import kernel_cover, kernel_frame

    compile_kernels(kernel_frame, kernel_cover)
    edges = edges_of(zones)
    grid = _grid(edges.points_deg)
    factors, reach_m, offsets = _rows(grid)
    pairs = _pairs(edges, grid, factors, reach_m)
    split, starts = np.unique(pairs[:, 0], return_index=True)
    starts = np.append(starts, len(pairs)).astype(np.int64)
    row_of = (split // int(grid[3])).astype(np.int64)
    centres = _centres(grid, split)
    strokes = _strokes(edges, pairs, np.repeat(centres, np.diff(starts), axis=0))
    marks = edges.marks[pairs[:, 1]]
    anchors = np.zeros((len(split), 2))
    kernel_cover.choose_anchors(starts, strokes, offsets, row_of, anchors)
    if anchors[:, 1].min() < 2 * _SLACK_M:
        at = centres[int(anchors[:, 1].argmin())]
        raise GeometryInvalid(
            f"the zones' edges crowd within a metre near {at[0]:.4f}, {at[1]:.4f}; simplify them"
        )
    at_m = offsets[row_of, anchors[:, 0].astype(int)]
    anchor_masks = _anchor_masks(edges, grid, split, anchors[:, 0].astype(int))
    masks = np.zeros((len(split), 64), dtype=np.int64)
    clear_m = (reach_m - _SLACK_M) / 8 + _SLACK_M
    kernel_cover.fill_split(
        starts, strokes, marks, offsets, row_of, clear_m, anchors, anchor_masks, masks
    )
    clear = _clear_masks(edges, grid)
    legend, level1, level2 = _coded(clear, masks, split, anchor_masks)
    return Cover(
        grid=grid,
        level1=level1,
        level2=level2,
        sheets=np.column_stack([centres, factors[row_of], at_m]),
        starts=starts,
        strokes=strokes,
        marks=marks,
        anchor_masks=anchor_masks,
        legend=legend,
        edges=edges,
    )


def _grid(points: ndarray) -> ndarray:
    """Return west, south, step, columns and rows of a grid.

    There are two cells to spare on each side, so that no edge comes near the outermost.
    """
    import numpy as np

    west, east = points[:, [0, 2]].min(), points[:, [0, 2]].max()
    south, north = points[:, [1, 3]].min(), points[:, [1, 3]].max()
    bits = _FINEST_BITS
    while (east - west) * (north - south) / (_UNIT_DEG * 2**bits) ** 2 > _MOST_CELLS:
        bits += 1
    units = 2**bits
    step = units * _UNIT_DEG
    left, low = math.floor(west / step) - 2, math.floor(south / step) - 2
    columns, rows = math.floor(east / step) + 3 - left, math.floor(north / step) + 3 - low
    furthest = max(abs(south), abs(north)) + 3 * step
    off = left_out_m(math.hypot(step, step) / 2 * 111_700.0, furthest)
    if off > PASS_ON_M / 10:
        raise GeometryInvalid(
            f"the zones reach from {west:.1f}, {south:.1f} to {east:.1f}, {north:.1f}: too far for "
            "one pass; classify them in groups that lie nearer together"
        )
    return np.array([left * units * _UNIT_DEG, low * units * _UNIT_DEG, step, columns, rows])


def left_out_m(reach_m: float, lat_deg: float) -> float:
    """Return a bound of what the sheets' second order leaves out, in metres.

    >>> left_out_m(230.0, 33.0) < 1e-5
    True
    """
    return reach_m**3 * share_of_radius(lat_deg) / _MEAN_RADIUS_M**2


def _rows(grid: ndarray) -> tuple[ndarray, ndarray, ndarray]:
    """Return for each row of cells: sheet factors, how far a cell reaches, sub-cells' middles."""
    import numpy as np

    from truceline.geo import kernel_frame

    _, south, step, _, rows = grid
    factors = np.zeros((int(rows), 5))
    lats = south + (np.arange(int(rows)) + 0.5) * step
    for lat, row in zip(lats.tolist(), factors, strict=True):
        kernel_frame.sheet_factors(lat, row)
    shares = ((np.arange(8) + 0.5) / 8 - 0.5) * step
    north, east = (part.ravel()[None, :] for part in np.meshgrid(shares, shares, indexing="ij"))
    f = factors[:, :, None]
    offsets = np.stack(
        [
            east * (f[:, 0] - f[:, 1] * north),
            north * (f[:, 2] + f[:, 3] * north) + f[:, 4] * east**2,
        ],
        axis=2,
    )
    # The corner nearest the equator is the farthest; both are tried, and the slack covers the rest.
    half = step / 2
    reach = np.hypot(half * (f[:, 0] + abs(f[:, 1]) * half), half * (f[:, 2] + abs(f[:, 3]) * half))
    bulge = abs(f[:, 4]) * half**2
    return factors, (reach + bulge)[:, 0] + _SLACK_M, offsets


def _pairs(edges: ZoneEdges, grid: ndarray, factors: ndarray, reach_m: ndarray) -> ndarray:
    import numpy as np

    from truceline.geo import kernel_cover

    room = np.zeros((0, 2), dtype=np.int64)
    count = kernel_cover.near_cells(edges.points_deg, grid, factors, reach_m, room)
    pairs = np.zeros((count, 2), dtype=np.int64)
    kernel_cover.near_cells(edges.points_deg, grid, factors, reach_m, pairs)
    return pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]


def _centres(grid: ndarray, cells: ndarray) -> ndarray:
    import numpy as np

    west, south, step, columns, _ = grid
    row, column = np.divmod(cells, int(columns))
    return np.column_stack([west + (column + 0.5) * step, south + (row + 0.5) * step])


def _strokes(edges: ZoneEdges, pairs: ndarray, centres: ndarray) -> ndarray:
    """Return the ends of each pair's edge on the cell's sheet, placed by exact geodesics."""
    import numpy as np

    ends = []
    lon, lat = np.ascontiguousarray(centres.T)
    for first in (0, 2):
        to_lon, to_lat = np.ascontiguousarray(edges.points_deg[pairs[:, 1], first : first + 2].T)
        bearing, _, distance = wgs84().inv(lon, lat, to_lon, to_lat)
        bearing = np.radians(bearing)
        ends += [distance * np.sin(bearing), distance * np.cos(bearing)]
    return np.column_stack(ends)


def _by_column(edges: ZoneEdges, grid: ndarray) -> tuple[ndarray, ndarray]:
    """Return for each column of cells the edges that its meridians may meet."""
    import numpy as np

    west, _, step, columns, _ = grid
    first = np.floor((edges.points_deg[:, 0] - west) / step).astype(int)
    last = np.floor((edges.points_deg[:, 2] - west) / step).astype(int)
    counts = last - first + 1
    edge = np.repeat(np.arange(len(first)), counts)
    column = np.arange(len(edge)) - np.repeat(np.cumsum(counts) - counts, counts) + first[edge]
    order = np.argsort(column, kind="stable")
    return np.searchsorted(column[order], np.arange(int(columns) + 1)), edge[order]


def _anchor_masks(edges: ZoneEdges, grid: ndarray, split: ndarray, sub: ndarray) -> ndarray:
    import numpy as np

    from truceline.geo import kernel_cover

    starts, listed = _by_column(edges, grid)
    step = grid[2]
    centres = _centres(grid, split)
    lon = centres[:, 0] + ((sub % 8 + 0.5) / 8 - 0.5) * step
    lat = centres[:, 1] + ((sub // 8 + 0.5) / 8 - 0.5) * step
    column = split % int(grid[3])
    known = (edges.points_deg, edges.marks)
    return np.array(
        [
            kernel_cover.mask_at(x, y, *known, starts[c], starts[c + 1], listed)
            for x, y, c in zip(lon.tolist(), lat.tolist(), column.tolist(), strict=True)
        ],
        dtype=np.int64,
    )  # fmt: skip


def _clear_masks(edges: ZoneEdges, grid: ndarray) -> ndarray:
    import numpy as np

    from truceline.geo import kernel_cover

    masks = np.zeros(int(grid[3] * grid[4]), dtype=np.int64)
    toggles = np.zeros(int(grid[4]), dtype=np.int64)
    starts, listed = _by_column(edges, grid)
    kernel_cover.fill_clear(grid, edges.points_deg, edges.marks, starts, listed, toggles, masks)
    return masks


def _coded(
    clear: ndarray, masks: ndarray, split: ndarray, anchor_masks: ndarray
) -> tuple[ndarray, ndarray, ndarray]:
    """Return the legend, and both levels written in its codes."""
    import numpy as np

    clear[split] = 0
    found = np.unique(np.concatenate([[0], clear, masks[masks >= 0], anchor_masks]))
    # A few codes stay free for slivers that only single places reveal.
    kind = np.uint8 if len(found) <= 200 else np.uint16
    if len(found) > 60_000:
        raise GeometryInvalid(f"the zones overlap in {len(found)} ways; classify them in groups")
    level2 = np.searchsorted(found, masks.ravel()).astype(kind)
    level2[masks.ravel() < 0] = undecided_code(level2)
    narrow = len(split) < 32_000 and len(found) < 32_000
    level1 = np.searchsorted(found, clear).astype(np.int16 if narrow else np.int32)
    level1[split] = -1 - np.arange(len(split))
    return found, level1, level2
