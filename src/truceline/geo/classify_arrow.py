"""Tables of positions in Arrow: in with columns of degrees, out with a column of zones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from truceline.errors import GeometryInvalid
from truceline.geo.classify import Classified, Classifier, classify

if TYPE_CHECKING:
    from numpy import ndarray


def classify_table(
    classifier: Classifier, table: Any, *, lon: str = "lon", lat: str = "lat", into: str = "zones"
) -> Any:
    """Return an Arrow table with a column of the ids of all zones that hold each position.

    Coordinates are degrees, or whole ten-millionths of a degree as int32. Ids are parted by blanks,
    and the column is a dictionary: a byte or two a row. It is empty text in no zone, and null where
    the position is null or no place on the ground.

    Raises:
        GeometryInvalid: a column is missing or holds no numbers.

    >>> import pyarrow
    >>> from shapely import box
    >>> from truceline.geo.classify import make_classifier
    >>> from truceline.geo.zone import Zone
    >>> square = Zone(id="s", title="s", polygon=box(35, 33, 36, 34), error_m=0, construction="-")
    >>> table = pyarrow.table({"lon": [35.5, 30.0, None], "lat": [33.5, 33.5, 33.5]})
    >>> classify_table(make_classifier([square]), table)["zones"].to_pylist()
    ['s', '', None]
    """
    lons, lats = _numbers(table, lon), _numbers(table, lat)
    if lons.dtype != lats.dtype:
        # Whole numbers with a null among them came back as degrees; the other column follows.
        lons, lats = (at / 1e7 if at.dtype.kind == "i" else at for at in (lons, lats))
    found = classify(classifier, lons, lats)
    return table.append_column(into, zone_words(found))


def zone_words(found: Classified) -> Any:
    """Return codes as an Arrow dictionary of words, null where a position is nowhere.

    >>> import numpy
    >>> zone_words(Classified(codes=numpy.array([1, 0, 255], dtype=numpy.uint8),
    ...                       legend=((), ("a", "b")), nowhere=255)).to_pylist()
    ['a b', '', None]
    """
    import pyarrow as pa

    words = pa.array([" ".join(ids) for ids in found.legend], pa.string())
    lost = found.codes == found.nowhere
    codes = pa.array(found.codes, mask=lost if lost.any() else None)
    return pa.DictionaryArray.from_arrays(codes, words)


def _numbers(table: Any, name: str) -> ndarray:
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    if name not in table.column_names:
        raise GeometryInvalid(f"there is no column {name!r}; name the columns of coordinates")
    column = table.column(name)
    if pa.types.is_int32(column.type) and not column.null_count:
        return np.asarray(column.combine_chunks() if column.num_chunks != 1 else column.chunk(0))
    if pa.types.is_int32(column.type):
        column = pc.divide(column.cast(pa.float64()), 1e7)
    if not (pa.types.is_floating(column.type)):
        raise GeometryInvalid(f"the column {name!r} holds {column.type}, no degrees")
    if column.null_count:
        column = pc.fill_null(column, np.nan)
    return np.asarray(column.cast(pa.float64()).combine_chunks())
