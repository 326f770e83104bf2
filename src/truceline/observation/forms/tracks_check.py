"""Checks of positions, row by row: what is no position is counted under a reason and left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from truceline.errors import Problem, RecordInvalid
from truceline.observation.forms.tracks_source import TrackBatch
from truceline.observation.track import Fixes, NameBook, TrackRules, TrackTally

if TYPE_CHECKING:
    from numpy import ndarray

# Where so large a share of rows has a latitude beyond 90 that would be fine as a longitude, the
# axes are swapped; single ones are mistakes.
_SWAPPED_SHARE = 0.5
_NAIVE = "the time has no zone"
# Whole numbers are ten-millionths of a degree. Where all of them would be degrees too, they lie
# within two metres of the equator and of Greenwich, or are no ten-millionths.
_UNIT_DEG, _MOST_DEGREES = 1e-7, 180
# Text moments that name their zone: Z, +02:00, +0200.
_ZONED = r"(Z|[+-]\d{2}:?\d{2})$"


def checked(
    batch: TrackBatch, *, names: NameBook, rules: TrackRules, tally: TrackTally,
    window_us: tuple[int, int] | None = None,
) -> Fixes:  # fmt: skip
    """Return the usable fixes of a batch; the others are counted in the tally under a reason.

    With ``window_us``, from the first microsecond up to and without the second, what lies outside
    is passed over.

    Raises:
        RecordInvalid: a whole column is of a kind that holds no such values, or the axes are
            swapped.
    """
    import numpy as np

    columns = batch.columns
    count = columns.num_rows
    lon, lat = (_numbers(columns, name, batch) for name in ("lon", "lat"))
    # Where a column was not asked for there is nothing to check in it.
    time_us, naive = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=bool)
    if "time" in columns.column_names:
        time_us, naive = _moments(columns.column("time"), batch)
    unnamed = np.zeros(count, dtype=bool)
    if "object" in columns.column_names:
        unnamed = ~_stated(columns.column("object"))
    accuracy = _numbers(columns, "accuracy_m", batch, otherwise=rules.accuracy_mm / 1000)
    reasons = [
        ("no object", unnamed),
        (_NAIVE, naive),
        ("no time that can be read", time_us == _NO_TIME),
        ("a coordinate that is no number", np.isnan(lon) | np.isnan(lat)),
        ("an infinite coordinate", np.isinf(lon) | np.isinf(lat)),
        ("a latitude outside -90..90", np.abs(lat) > 90),
        ("a longitude outside -180..180", np.abs(lon) > 180),
        ("an accuracy that is no distance", ~(np.isfinite(accuracy) & (accuracy >= 0))),
    ]
    _refuse_swapped(batch, lon, lat)
    good = np.ones(count, dtype=bool)
    for reason, bad in reasons:
        tally.refuse(reason, int((good & bad).sum()))
        good &= ~bad
    if window_us is not None:
        outside = good & ~((time_us >= window_us[0]) & (time_us < window_us[1]))
        tally.passed_over += int(outside.sum())
        good &= ~outside
    tally.rows += count
    tally.accepted += int(good.sum())
    coded = {name: _named(columns, name, names) for name in ("object", "party", "asset")}
    return Fixes(
        objects=coded["object"],
        time_us=time_us,
        lon_deg=lon,
        lat_deg=lat,
        accuracy_m=accuracy,
        parties=coded["party"],
        assets=coded["asset"],
        row=np.arange(batch.first_row, batch.first_row + count),
        row_group=np.full(count, batch.row_group),
        marks=np.zeros(count, dtype=np.uint8),
        names=names,
    ).chosen(good)


_NO_TIME = -(2**63)


def _named(columns: Any, name: str, names: NameBook) -> ndarray:
    """Return a column of words as numbers in the book; -1 where there is none."""
    import numpy as np
    import pyarrow.compute as pc

    if name not in columns.column_names:
        return np.full(columns.num_rows, -1, dtype=np.int64)
    words = pc.cast(columns.column(name), "string").combine_chunks()
    coded = pc.dictionary_encode(words)
    book = [names.number(word) if word else -1 for word in coded.dictionary.to_pylist()]
    at = np.asarray(pc.fill_null(coded.indices, len(book)))
    numbers = np.array([*book, -1], dtype=np.int64)
    return np.asarray(numbers[at])


def _stated(column: Any) -> ndarray:
    import numpy as np
    import pyarrow.compute as pc

    words = pc.fill_null(pc.cast(column, "string"), "")
    stated: ndarray = np.asarray(pc.not_equal(words, ""))
    return stated


def _numbers(
    columns: Any, name: str, batch: TrackBatch, *, otherwise: float | None = None
) -> ndarray:
    """Return a column as numbers; a cell that is none becomes NaN, or ``otherwise`` if empty."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    if name not in columns.column_names:
        return np.full(columns.num_rows, otherwise, dtype=float)
    column = columns.column(name)
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        fits = pc.match_substring_regex(column, r"^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$")
        empty = pc.equal(column, "")
        column = pc.if_else(fits, pc.utf8_trim_whitespace(column), None).cast(pa.float64())
        values = np.asarray(pc.fill_null(column, np.nan), dtype=float)
        if otherwise is not None:
            values[np.asarray(pc.fill_null(empty, fill_value=True))] = otherwise
        return values
    if pa.types.is_integer(column.type) and name != "accuracy_m":
        return _from_whole(column, name, batch)
    if not (pa.types.is_floating(column.type) or pa.types.is_integer(column.type)):
        what = f"the column {name!r} holds {column.type}, no numbers"
        raise RecordInvalid([Problem(batch.file.name, 1, 0, what, "Write decimal degrees")])
    fill = np.nan if otherwise is None else otherwise
    return np.array(pc.fill_null(column.cast(pa.float64()), fill), dtype=float)


def _from_whole(column: Any, name: str, batch: TrackBatch) -> ndarray:
    """Return degrees of whole ten-millionths of a degree, as receivers log them."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    values = np.array(pc.fill_null(column.cast(pa.float64()), np.nan), dtype=float)
    if 0 < np.nanmax(np.abs(values), initial=0.0) <= _MOST_DEGREES:
        what = f"the column {name!r} holds whole numbers, which may be degrees or ten-millionths"
        mend = "Write decimal degrees, or whole ten-millionths of a degree"
        raise RecordInvalid([Problem(batch.file.name, 1, 0, what, mend)])
    return values * _UNIT_DEG


def _moments(column: Any, batch: TrackBatch) -> tuple[ndarray, ndarray]:
    """Return microseconds since 1970 in UTC, and which times have no zone."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    none = np.zeros(len(column), dtype=bool)
    if pa.types.is_timestamp(column.type):
        stamps = column.cast(pa.timestamp("us", column.type.tz), safe=False)
        values = np.array(pc.fill_null(stamps.cast(pa.int64()), _NO_TIME))
        return values, none if column.type.tz else values != _NO_TIME
    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        what = f"the column 'time' holds {column.type}, no moments"
        mend = "Write UTC timestamps, or text like 2026-11-22T10:02:00Z"
        raise RecordInvalid([Problem(batch.file.name, 1, 0, what, mend)])
    shape = pc.match_substring_regex(
        column, r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:?\d{2})?$"
    )
    zoned = pc.match_substring_regex(column, _ZONED)
    naive = np.asarray(pc.fill_null(pc.and_(shape, pc.invert(zoned)), fill_value=False))
    values = np.full(len(column), _NO_TIME, dtype=np.int64)
    usable = np.flatnonzero(np.asarray(pc.fill_null(pc.and_(shape, zoned), fill_value=False)))
    values[usable] = [_moment(text) for text in column.take(pa.array(usable)).to_pylist()]
    return values, naive


def _moment(text: str) -> int:
    from datetime import datetime, timedelta, timezone

    epoch = datetime(1970, 1, 1, tzinfo=timezone.utc)  # noqa: UP017
    try:
        moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return _NO_TIME
    return (moment - epoch) // timedelta(microseconds=1)


def _refuse_swapped(batch: TrackBatch, lon: ndarray, lat: ndarray) -> None:
    import numpy as np

    beyond = (np.abs(lat) > 90) & (np.abs(lat) <= 180) & (np.abs(lon) <= 90)
    if len(lat) and beyond.mean() >= _SWAPPED_SHARE:
        what = f"{int(beyond.sum())} of {len(lat)} rows have a latitude beyond 90 degrees"
        mend = "The columns of longitude and latitude look swapped; name them the other way round"
        raise RecordInvalid([Problem(batch.file.name, 1, 0, what, mend)])
