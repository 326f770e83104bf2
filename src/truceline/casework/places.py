"""Places: what a casefile, and its agreements' own folders, say of where things are.

``places.csv`` lists points (the position 68 of a mission), ``places.geojson`` draws districts,
roads and lines. Both are looked for by these names; neither is needed.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from truceline.evidence.layout import Casefile
    from truceline.geo.extent import Extent
    from truceline.reading.gazetteer import Gazetteer

POINTS, SHAPES = "places.csv", "places.geojson"


def gazetteer_of(case: Casefile) -> Gazetteer:
    """Return the gazetteer with the casefile's own places before all others.

    Raises:
        InputInvalid: a file of places cannot be used; every problem is told.
    """
    from truceline.reading.gazetteer import load_gazetteer

    return load_gazetteer(extra=(*_files(case, POINTS), *_files(case, SHAPES)) or None)


def extents_of(case: Casefile) -> tuple[Extent, ...]:
    """Return the districts, roads and lines that the casefile's files draw, by name.

    Where two files draw one name, the casefile's own has the word.

    Raises:
        InputInvalid: a file of places cannot be used; every problem is told.
    """
    from truceline.geo.extents_file import read_extents

    found: dict[str, Extent] = {}
    for file in _files(case, SHAPES):
        for extent in read_extents(file):
            found.setdefault(extent.name.lower(), extent)
    return tuple(found[name] for name in sorted(found))


def _files(case: Casefile, name: str) -> tuple[Path, ...]:
    """Return the files of a name: the casefile's, then those beside its own agreements."""
    folders = [case.path, *(case.path / given for given in case.settings.agreements)]
    return tuple(folder / name for folder in folders if (folder / name).is_file())
