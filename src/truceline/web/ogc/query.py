"""Query: what a request for items asks for, read from its address, with every problem at once."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from truceline.errors import InputInvalid, Problem, TimespanInvalid
from truceline.timespan import Timespan

Box = tuple[float, float, float, float]

DEFAULT_LIMIT = 100
# As many as a map program reads in one step without its user noticing; a larger wish gets these.
MOST_ITEMS = 10_000
_ITEM_KEYS = ("bbox", "bbox-crs", "crs", "datetime", "limit", "offset", "as-of", "f")
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
# An interval that ends before it starts stands for one that could not be read.
_BACKWARDS = (datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC))
_FORMS = ("json", "geojson", "application/geo+json", "application/json")


class QueryInvalid(InputInvalid):
    """Parameters of a request that cannot be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """``boxes`` are empty for everywhere; a box over the 180th meridian is two.

    ``as_of`` is as written. ``start`` and ``end`` are both included; None is open, and both None is
    any time.
    """

    boxes: tuple[Box, ...] = ()
    start: datetime | None = None
    end: datetime | None = None
    limit: int = DEFAULT_LIMIT
    offset: int = 0
    as_of: str | None = None


def query_of(pairs: Iterable[tuple[str, str]], *, known: Sequence[str] = _ITEM_KEYS) -> Query:
    """Return what name and value pairs of an address ask for.

    Raises:
        QueryInvalid: a parameter is unknown, given twice, or has a value that cannot be used; every
            problem is told.

    >>> query_of([("bbox", "170,-10,-170,10")]).boxes
    ((170.0, -10.0, 180.0, 10.0), (-180.0, -10.0, -170.0, 10.0))
    >>> query_of([("limit", "0"), ("colour", "red")])
    Traceback (most recent call last):
    truceline.web.ogc.query.QueryInvalid: colour: there is no such parameter...
    """
    given: dict[str, str] = {}
    problems: list[Problem] = []
    for name, value in pairs:
        if name not in known:
            mend = f"Use {', '.join(known)}"
            problems.append(Problem(name[:40], 0, 0, "there is no such parameter", mend))
        elif name in given:
            problems.append(Problem(name, 0, 0, "it is given twice", "Give it once"))
        given[name] = value
    start, end = _time(given.get("datetime"), problems)
    read = Query(
        boxes=_boxes(given.get("bbox"), problems),
        start=start,
        end=end,
        limit=min(_whole(given, "limit", DEFAULT_LIMIT, least=1, problems=problems), MOST_ITEMS),
        offset=_whole(given, "offset", 0, least=0, problems=problems),
        as_of=_as_of(given.get("as-of"), problems),
    )
    _check_words(given, problems)
    if problems:
        raise QueryInvalid(problems)
    return read


def _check_words(given: dict[str, str], problems: list[Problem]) -> None:
    if given.get("f", "json") not in _FORMS:
        problems.append(Problem("f", 0, 0, "there is no such form", "Write f=json"))
    for name in ("bbox-crs", "crs"):
        if given.get(name, CRS84) != CRS84:
            mend = f"Leave it out, or write {CRS84}"
            problems.append(Problem(name, 0, 0, "only longitude and latitude are served", mend))


def _boxes(text: str | None, problems: list[Problem]) -> tuple[Box, ...]:
    if text is None:
        return ()
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) == 6:
        # Heights are nothing to ground: of two corners with heights the first two numbers count.
        numbers = [*numbers[:2], *numbers[3:5]]
    wrong = _wrong_with_box(numbers)
    if wrong:
        mend = "Write west,south,east,north in degrees, as in 35.5,32.6,36.2,33.5"
        problems.append(Problem("bbox", 0, 0, wrong, mend))
        return ()
    west, south, east, north = numbers
    if west <= east:
        return ((west, south, east, north),)
    return ((west, south, 180.0, north), (-180.0, south, east, north))


def _wrong_with_box(numbers: list[float]) -> str:
    if len(numbers) != 4 or not all(math.isfinite(number) for number in numbers):
        return "it is no list of four or six numbers"
    west, south, east, north = numbers
    if not (-180 <= west <= 180 and -180 <= east <= 180):
        return "a longitude lies outside -180..180"
    if not (-90 <= south <= 90 and -90 <= north <= 90):
        return "a latitude lies outside -90..90; longitude comes first"
    return "" if south <= north else "its south lies north of its north"


def _time(text: str | None, problems: list[Problem]) -> tuple[datetime | None, datetime | None]:
    if text is None:
        return None, None
    first, slash, last = text.partition("/")
    try:
        start = None if slash and first in ("", "..") else _moment(first, last=False)
        end = (_moment(first, last=True) if not slash else
               None if last in ("", "..") else _moment(last, last=True))  # fmt: skip
    except (ValueError, OverflowError):
        start, end = _BACKWARDS
    if start is not None and end is not None and start > end:
        mend = (
            "Write 2018-06-01, 2018-06-01T12:00:00Z, or two of them joined by '/', where '..' is "
            "open and the earlier comes first"
        )
        problems.append(Problem("datetime", 0, 0, "it is no instant and no interval", mend))
        return None, None
    return start, end


def _moment(text: str, *, last: bool) -> datetime:
    """Return a moment; of a whole day its first or its last one."""
    if len(text) == len("2018-06-01"):
        day = date.fromisoformat(text)
        start = datetime(day.year, day.month, day.day, tzinfo=UTC)
        return start + timedelta(days=1, microseconds=-1) if last else start
    moment = datetime.fromisoformat(text.replace(" ", "+") if "T" in text else text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment.astimezone(UTC)


def _as_of(text: str | None, problems: list[Problem]) -> str | None:
    if text is None:
        return None
    try:
        if Timespan.parse(text).end is not None:
            return text
    except TimespanInvalid:
        pass
    mend = "Write a day such as 2018-06-01, or a moment such as 2018-06-01T12:00Z"
    problems.append(Problem("as-of", 0, 0, "it is no day and no moment", mend))
    return None


def _whole(
    given: dict[str, str], name: str, default: int, *, least: int, problems: list[Problem]
) -> int:
    text = given.get(name)
    if text is None:
        return default
    # More digits than this are no count of anything here, and slow to read.
    if text.isascii() and text.isdigit() and len(text) <= 12 and int(text) >= least:
        return int(text)
    what = f"it is no whole number from {least} up"
    problems.append(Problem(name, 0, 0, what, f"Write {name}={max(least, default)}"))
    return default
