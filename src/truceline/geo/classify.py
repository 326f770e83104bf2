"""Classify: millions of positions against all zones at once, each answer certain.

Three tiers, each certain or passing on: a cell of the cover; the few edges of the position's own
cell on a flat sheet; and, within 5 mm of an edge, exact geodesics. See docs/explain/exactness.md.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from truceline.errors import GeometryInvalid
from truceline.geo.classify_exact import exact_masks
from truceline.geo.cover import PASS_ON_M, Cover, lay_cover
from truceline.geo.cover_cache import kept_cover
from truceline.geo.kernel import compile_kernels
from truceline.geo.threads import threads_for
from truceline.geo.zone import Zone

if TYPE_CHECKING:
    from numpy import ndarray

# Whole numbers are degrees times this: a ten-millionth of a degree is a centimetre.
PER_DEGREE = 10_000_000

# Positions per task: some milliseconds of work, so that threads share it evenly.
_RUN = 1 << 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Classifier:
    """Zones made ready for many positions; ``legend`` has the ids for each code of the cover."""

    ids: tuple[str, ...]
    cover: Cover
    legend: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Classified:
    """A code for each position; ``legend[code]`` are the ids of all zones that hold it.

    Code 0 is no zone. ``nowhere`` is the code of a position that is no number or not on the ground;
    it has no place in the legend.
    """

    codes: ndarray
    legend: tuple[tuple[str, ...], ...]
    nowhere: int


def make_classifier(zones: Sequence[Zone], *, cache: Path | None = None) -> Classifier:
    """Return a classifier of zones; those not drawn must be left out by the caller.

    Edges between two vertices are geodesics. With ``cache``, a folder, the cover is kept there
    under the zones' digest and found again.

    Raises:
        GeometryInvalid: a zone is not drawn, crosses the 180th meridian or lies near a pole; there
            are no zones, or more than 62; or they lie too far apart for one pass.
        PartMissing: numba is not installed.

    >>> from shapely import box
    >>> square = Zone(id="s", title="s", polygon=box(35, 33, 35.1, 33.1), error_m=0,
    ...               construction="-")
    >>> make_classifier([square]).ids
    ('s',)
    """
    if not zones:
        raise GeometryInvalid("there are no zones to classify against")
    ids = tuple(zone.id for zone in zones)
    if len(set(ids)) < len(ids):
        raise GeometryInvalid(f"two zones have the same id among {', '.join(ids)}")
    cover = lay_cover(zones) if cache is None else kept_cover(zones, cache)
    legend = tuple(ids_of(ids, mask) for mask in cover.legend.tolist())
    return Classifier(ids=ids, cover=cover, legend=legend)


def classify(
    classifier: Classifier,
    lons: ndarray,
    lats: ndarray,
    *,
    threads: int | None = None,
    out: ndarray | None = None,
) -> Classified:
    """Return the zones of each position.

    Positions are degrees (float64) or whole ten-millionths of a degree (int32). ``threads`` is all
    processors, or what ``OMP_NUM_THREADS`` allows, unless told otherwise. ``out`` is an array of
    the classifier's code type to write into, so that many batches need room for one.

    Raises:
        GeometryInvalid: the arrays differ in length or kind, or ``out`` does not fit.

    >>> import numpy
    >>> from shapely import box
    >>> square = Zone(id="s", title="s", polygon=box(35, 33, 35.1, 33.1), error_m=0,
    ...               construction="-")
    >>> found = classify(make_classifier([square]), numpy.array([35.05, 36.0, numpy.nan]),
    ...                  numpy.array([33.05, 33.0, 33.0]))
    >>> [found.legend[code] if code != found.nowhere else None for code in found.codes]
    [('s',), (), None]
    """
    import numpy as np

    from truceline.geo import kernel_classify, kernel_frame

    compile_kernels(kernel_frame, kernel_classify)
    cover = classifier.cover
    _refuse_unlike(lons, lats)
    codes = np.empty(len(lons), dtype=cover.level2.dtype) if out is None else out[: len(lons)]
    if codes.dtype != cover.level2.dtype or len(codes) < len(lons):
        raise GeometryInvalid(f"out must hold {len(lons)} codes of type {cover.level2.dtype}")
    per_degree = 1.0 if lons.dtype == np.float64 else float(PER_DEGREE)

    waiting = deque(range(0, len(lons), _RUN))

    def work() -> list[int]:
        """Take runs until there are none; return those in which a position is left pending."""
        cells, kept = np.empty((2, kernel_classify.BLOCK + 1), dtype=np.uint32)
        answers = np.empty(kernel_classify.BLOCK, dtype=cover.level1.dtype)
        where, open_yet = np.empty((2, kernel_classify.LATE_ROOM), dtype=np.uint64)
        found = []
        while waiting:
            try:
                start = waiting.popleft()
            except IndexError:
                break
            if kernel_classify.classify_run(
                lons, lats, start, min(start + _RUN, len(lons)), per_degree, cover.grid,
                cover.level1, cover.level2, cover.sheets, cover.starts, cover.strokes, cover.marks,
                cover.anchor_masks, cover.legend, PASS_ON_M, codes, cells, answers, kept, where,
                open_yet, cover.undecided,
            ):  # fmt: skip
                found.append(start)
        return found

    late = _together(work, min(threads_for(threads), len(waiting)))
    legend = classifier.legend
    if late:
        legend = _settle(classifier, lons, lats, per_degree, codes, late)
    return Classified(codes=codes, legend=legend, nowhere=cover.undecided + 2)


def count_codes(found: Classified) -> ndarray:
    """Return how many positions have each code, from 0 to the greatest of its kind.

    >>> import numpy
    >>> codes = numpy.array([1, 1, 255], dtype=numpy.uint8)
    >>> counts = count_codes(Classified(codes=codes, legend=((), ("a",)), nowhere=255))
    >>> counts[[0, 1, 255]].tolist()
    [0, 2, 1]
    """
    import numpy as np

    from truceline.geo import kernel_classify, kernel_frame

    compile_kernels(kernel_frame, kernel_classify)
    lanes = np.zeros(4 << 8 * found.codes.dtype.itemsize, dtype=np.int64)
    kernel_classify.count_codes(found.codes, lanes)
    counts: ndarray = lanes.reshape(4, -1).sum(axis=0)
    return counts


def _together(work: Callable[[], list[int]], workers: int) -> list[int]:
    """Return what a number of threads found, this one among them, in order."""
    if workers < 2:
        return work()
    with ThreadPoolExecutor(workers - 1) as pool:
        others = [pool.submit(work) for _ in range(workers - 1)]
        found = work()
        for other in others:
            found += other.result()
    return sorted(found)


def ids_of(ids: Sequence[str], mask: int) -> tuple[str, ...]:
    """Return the ids whose bits are set.

    >>> ids_of(("a", "b", "c"), 0b101)
    ('a', 'c')
    """
    return tuple(name for bit, name in enumerate(ids) if mask >> bit & 1)


def _settle(  # noqa: PLR0917
    classifier: Classifier, lons: ndarray, lats: ndarray, per_degree: float, codes: ndarray,
    runs: list[int],
) -> tuple[tuple[str, ...], ...]:  # fmt: skip
    """Settle what is pending in some runs by geodesics; return the legend, longer where need be."""
    import numpy as np

    cover = classifier.cover
    waiting = np.concatenate(
        [at + np.flatnonzero(codes[at : at + _RUN] == cover.undecided + 1) for at in runs]
    )
    masks = exact_masks(cover.edges, lons[waiting] / per_degree, lats[waiting] / per_degree)
    fresh = np.setdiff1d(masks, cover.legend)
    legend = np.concatenate([cover.legend, fresh])
    if len(legend) > cover.undecided:
        raise GeometryInvalid("the zones overlap in too many ways; classify them in groups")
    order = np.argsort(legend, kind="stable")
    codes[waiting] = order[np.searchsorted(legend[order], masks)]
    return (*classifier.legend, *(ids_of(classifier.ids, mask) for mask in fresh.tolist()))


def _refuse_unlike(lons: ndarray, lats: ndarray) -> None:
    import numpy as np

    if len(lons) != len(lats):
        raise GeometryInvalid(f"{len(lons)} longitudes and {len(lats)} latitudes are no pairs")
    for name, values in (("longitudes", lons), ("latitudes", lats)):
        if values.dtype not in (np.dtype(np.float64), np.dtype(np.int32)):
            raise GeometryInvalid(
                f"{name} are {values.dtype}; give degrees as float64, or ten-millionths as int32"
            )
    if lons.dtype != lats.dtype:
        raise GeometryInvalid(f"longitudes are {lons.dtype} and latitudes {lats.dtype}")
