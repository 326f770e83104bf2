"""Covers kept in a folder of the user's, each under the digest of its zones."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

from truceline.digest import Digest, digest_of_bytes
from truceline.geo.cover import Cover, lay_cover
from truceline.geo.cover_edges import ZoneEdges
from truceline.geo.measure import drawn_polygon
from truceline.geo.zone import Zone

if TYPE_CHECKING:
    from numpy import ndarray

# Raised whenever a cover is laid in another way, so that older ones are laid anew.
_EDITION = 3


def cache_folder() -> Path:
    """Return where the user's system keeps what can be made again."""
    home = Path.home()
    if os.name == "nt":
        place = os.environ.get("LOCALAPPDATA") or str(home / "AppData" / "Local")
    elif sys.platform == "darwin":
        place = str(home / "Library" / "Caches")
    else:
        place = os.environ.get("XDG_CACHE_HOME") or str(home / ".cache")
    return Path(place) / "truceline"


def zones_digest(zones: Sequence[Zone]) -> Digest:
    """Return the digest of zones' ids and shapes, in their order.

    >>> from shapely import box
    >>> square = Zone(id="s", title="s", polygon=box(35, 33, 36, 34), error_m=0, construction="-")
    >>> zones_digest([square]) == zones_digest([square])
    True
    """
    parts = [f"cover {_EDITION}".encode()]
    for zone in zones:
        parts += [zone.id.encode(), bytes(drawn_polygon(zone).wkb)]
    return digest_of_bytes(b"".join(len(part).to_bytes(8, "big") + part for part in parts))


def kept_cover(zones: Sequence[Zone], folder: Path) -> Cover:
    """Return the cover of zones from a folder, or lay it and keep it there.

    A file that cannot be read is laid anew; a folder that cannot be written is no hindrance.
    """
    path = folder / f"cover-{zones_digest(zones).removeprefix('sha256:')[:32]}.npz"
    if path.is_file():
        found = _load(path)
        if found is not None:
            return found
    cover = lay_cover(zones)
    _keep(path, cover)
    return cover


def _load(path: Path) -> Cover | None:
    import zipfile

    import numpy as np

    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as parts:
            arrays: dict[str, ndarray] = {name: parts[name] for name in parts.files}
        edges = ZoneEdges(points_deg=arrays.pop("points_deg"), marks=arrays.pop("edge_marks"))
        return Cover(edges=edges, **arrays)
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile):
        return None


def _keep(path: Path, cover: Cover) -> None:
    import numpy as np

    arrays = {f.name: getattr(cover, f.name) for f in fields(Cover) if f.name != "edges"}
    half = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with half.open("wb") as sink:
            np.savez(
                sink,
                allow_pickle=False,
                points_deg=cover.edges.points_deg,
                edge_marks=cover.edges.marks,
                **arrays,
            )
        half.replace(path)
    except OSError:
        half.unlink(missing_ok=True)
