"""Passages, values: spans, places, times and quantities as plain records.

Offsets count Unicode characters of the text from 0, the end exclusive. Doubt is in kilometres,
days are ISO dates, and a length is in the unit that its words name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta

from truceline.evidence.document import Span
from truceline.geo.place import Place
from truceline.reading.claim import PlaceMention, Quantity, TimeMention
from truceline.timespan import Precision, Timespan

Record = dict[str, object]

# How the words name a length or an area, the unit's name in records, and how many metres it has.
_NAMED_UNITS = (
    (re.compile(r"(?i)nautical mile"), "nautical mile", 1852.0),
    (re.compile(r"(?i)(?<![a-z])(?:km|kms|kilomet(?:re|er)s?)(?![a-z])"), "km", 1000.0),
    (re.compile(r"(?i)(?<![a-z])(?:mm|millimet(?:re|er)s?)(?![a-z])"), "mm", 0.001),
    (re.compile(r"(?i)(?<![a-z])miles?(?![a-z])"), "mile", 1609.344),
)


def spanned(span: Span) -> Record:
    """Return a span as a record.

    >>> spanned(Span.within("a truce held", "truce"))
    {'start': 2, 'end': 7, 'quote': 'truce'}
    """
    return {"start": span.start, "end": span.end, "quote": span.quote}


def number(value: float | None) -> int | float | None:
    """Return a number without a fraction that it does not have.

    >>> number(3.0), number(10.8), number(None)
    (3, 10.8, None)
    """
    if value is None:
        return None
    return int(value) if value == int(value) else round(value, 6)


def point_of(place: Place | None) -> Record:
    """Return latitude, longitude and doubt; all null where nobody could put it on a map."""
    if place is None:
        return {"lat": None, "lon": None, "doubt_km": None}
    return {
        "lat": round(place.lat_deg, 4),
        "lon": round(place.lon_deg, 4),
        "doubt_km": number(round(place.accuracy_m / 1000, 1)),
    }


def place_record(mention: PlaceMention) -> Record:
    """Return a place as written, bearing and distance in one span, with the point meant."""
    return {**spanned(mention.span), **point_of(mention.place)}


def days_of(when: Timespan | None) -> tuple[str | None, str | None]:
    """Return the first and the last day of a span, as ISO dates; None is open or not known.

    >>> days_of(Timespan.parse("2031-05"))
    ('2031-05-01', '2031-05-31')
    """
    if when is None:
        return None, None
    first = when.start.date().isoformat() if when.start else None
    last = (when.end - timedelta(microseconds=1)).date().isoformat() if when.end else None
    return first, last


def time_record(mention: TimeMention) -> Record:
    """Return a time with its first and last day."""
    first, last = days_of(mention.when)
    return {**spanned(mention.span), "from": first, "to": last}


def date_record(mention: TimeMention) -> Record:
    """Return a time as one day, month or year (``when``), or as what bounds it.

    >>> date_record(TimeMention(span=Span(0, 8, "May 2031"), when=Timespan.parse("2031-05")))
    {'start': 0, 'end': 8, 'quote': 'May 2031', 'when': '2031-05'}
    """
    record = spanned(mention.span)
    when = mention.when
    first, last = days_of(when)
    if when is None:
        return {**record, "when": None}
    length = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}.get(when.precision)
    if first is not None and first == last:
        length = 10
    if first is not None and length is not None:
        return {**record, "when": first[:length]}
    if first is not None and last is not None:
        return {**record, "from": first, "to": last}
    if first is not None:
        return {**record, "notBefore": first}
    return {**record, "notAfter": last}


def quantity_record(quantity: Quantity) -> Record:
    """Return a quantity with its range, in the unit that the words name.

    >>> quantity_record(Quantity(span=Span(0, 5, "12 km"), minimum=12000.0, maximum=12000.0,
    ...     unit="m"))["unit"]
    'km'
    """
    unit, factor = _unit_as_written(quantity)
    return {
        **spanned(quantity.span),
        "value_min": _scaled(quantity.minimum, factor),
        "value_max": _scaled(quantity.maximum, factor),
        "unit": unit,
    }


def _unit_as_written(quantity: Quantity) -> tuple[str, float]:
    if quantity.unit not in ("m", "m2"):
        return quantity.unit, 1.0
    for pattern, name, metres in _NAMED_UNITS:
        if pattern.search(quantity.span.quote):
            if quantity.unit == "m2":
                return f"{name}2", metres**2
            return name, metres
    return quantity.unit, 1.0


def _scaled(value: float | None, factor: float) -> int | float | None:
    return None if value is None else number(round(value / factor, 6))


def published_of(when: Timespan | None) -> str | None:
    """Return a date of publication as text, or None where it is not known."""
    return None if when is None else str(when)


def with_role(record: Mapping[str, object], role: str | None) -> Record:
    """Return a record with a role, where it has one."""
    return {**record, "role": role} if role else dict(record)
