"""Tile path: where a tile of hashes or a bundle of entries lies among the files of a log.

Source: c2sp.org/tlog-tiles.
"""

from __future__ import annotations

TILE_WIDTH = 256
"""Hashes in a full tile, and entries in a full bundle."""

ENTRIES = "entries"


def tile_path(level: int | str, index: int, *, width: int = TILE_WIDTH) -> str:
    """Return the path of a tile at a level, or of a bundle at the level ``entries``.

    >>> tile_path(0, 1234067)
    'tile/0/x001/x234/067'
    >>> tile_path("entries", 273, width=112)
    'tile/entries/273.p/112'
    """
    digits = str(index)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    parts = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    place = "/".join([*(f"x{part}" for part in parts[:-1]), parts[-1]])
    return f"tile/{level}/{place}" + ("" if width == TILE_WIDTH else f".p/{width}")


def widths(level: int, size: int) -> tuple[int, int]:
    """Return how many full tiles a tree has at a level, and how wide its partial one is.

    >>> [widths(level, 70_000) for level in range(4)]
    [(273, 112), (1, 17), (0, 1), (0, 0)]
    """
    hashes: int = size // TILE_WIDTH**level
    return divmod(hashes, TILE_WIDTH)


def levels_of(size: int) -> int:
    """Return how many levels of tiles a tree of a size has.

    >>> [levels_of(size) for size in (0, 1, 255, 256, 70_000)]
    [0, 1, 1, 2, 3]
    """
    levels = 0
    while size:
        levels, size = levels + 1, size // TILE_WIDTH
    return levels
