"""Form: how values of one annotation are written into a record and read out of it."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any, Protocol

from truceline.sentence import Words, as_plain, from_plain


class Misfit(Exception):
    """A value that does not fit; the path to it grows on the way out."""

    def __init__(self, what: str) -> None:
        self.what, self.path = what, ""
        super().__init__(what)

    def under(self, step: str) -> Misfit:
        """Return the same misfit, seen from one level further out."""
        dot = "." if self.path and not self.path.startswith("[") else ""
        self.path = f"{step}{dot}{self.path}"
        return self

    def __str__(self) -> str:
        return f"at {self.path or 'the top'}: {self.what}"


class Form(Protocol):
    """Writes a value as plain text, number, list or object, and reads it back; else Misfit."""

    def write(self, value: Any, /) -> object:
        """Return the plain value."""
        ...

    def read(self, value: Any, /) -> Any:
        """Return the value that a plain one stands for."""
        ...


@dataclass(frozen=True, slots=True)
class Pair:
    """A form made of two functions."""

    write: Callable[[Any], object]
    read: Callable[[Any], Any]


def of_kind(value: Any, kind: type) -> Any:
    """Return the value if it is of this kind."""
    if not isinstance(value, kind):
        raise Misfit(f"{type(value).__name__} {value!r:.80} where a {kind.__name__} belongs")
    return value


def of_enum(cls: type[Enum]) -> Pair:
    """Return the form of a closed list: its members' values."""
    members = {member.value: member for member in cls}

    def read(value: Any) -> Enum:
        if not isinstance(value, str | int) or value not in members:
            raise Misfit(f"{value!r:.80} is no {cls.__name__}")
        return members[value]

    return Pair(lambda value: of_kind(value, cls).value, read)


def of_geometry() -> Pair:
    """Return the form of a shapely geometry: the hexadecimal of its WKB, which is exact."""
    import shapely

    def read(value: Any) -> Any:
        try:
            return shapely.from_wkb(of_kind(value, str))
        except shapely.errors.GEOSException as error:
            raise Misfit(str(error)) from None

    return Pair(lambda value: shapely.to_wkb(value, hex=True), read)


def optional(inner: Form) -> Pair:
    """Return the form of a value that may be None."""
    return Pair(
        lambda value: None if value is None else inner.write(value),
        lambda value: None if value is None else inner.read(value),
    )


def _text(value: Any) -> str:
    # A member of a StrEnum in a text field is written as the text it is.
    return value if type(value) is str else str.__str__(of_kind(value, str))


def _read_words(value: Any) -> Words:
    try:
        return of_kind(from_plain(value), str)  # type: ignore[no-any-return]
    except (KeyError, ValueError, TypeError, AttributeError):
        raise Misfit(f"{value!r:.80} where a sentence belongs") from None


def _whole(value: Any) -> int:
    if type(value) is int:
        return value
    if not isinstance(value, bool) and hasattr(value, "__index__"):
        return operator.index(value)
    raise Misfit(f"{value!r:.80} where a whole number belongs")


def _write_float(value: Any) -> str:
    if isinstance(value, bool | str):
        raise Misfit(f"{value!r:.80} where a number belongs")
    try:
        # Adding 0.0 turns -0.0 into 0.0; float() sheds the types of numpy, whose repr differs.
        return repr(float(value) + 0.0)
    except (TypeError, OverflowError):
        raise Misfit(f"{value!r:.80} where a number belongs") from None


def _read_float(value: Any) -> float:
    try:
        return float(of_kind(value, str))
    except ValueError:
        raise Misfit(f"{value!r:.80} where a number as text belongs") from None


def _write_moment(value: Any) -> str:
    if of_kind(value, datetime).utcoffset() is None:
        raise Misfit(f"{value} has no time zone")
    return str(value.astimezone(UTC).isoformat()).replace("+00:00", "Z")


def _read_moment(value: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(of_kind(value, str))
    except ValueError:
        raise Misfit(f"{value!r:.80} where a moment belongs") from None
    if moment.utcoffset() is None:
        raise Misfit(f"{value!r:.80} has no time zone")
    return moment.astimezone(UTC)


def _write_duration(value: Any) -> list[int]:
    duration = of_kind(value, timedelta)
    return [duration.days, duration.seconds, duration.microseconds]


def _read_duration(value: Any) -> timedelta:
    if len(of_kind(value, list)) != 3:
        raise Misfit(f"{value!r:.80} where days, seconds and microseconds belong")
    days, seconds, microseconds = (_whole(part) for part in value)
    return timedelta(days, seconds, microseconds)


def _flag(value: Any) -> bool:
    return bool(of_kind(value, bool))


PLAIN: dict[Any, Pair] = {
    str: Pair(_text, _text),
    int: Pair(_whole, _whole),
    bool: Pair(_flag, _flag),
    float: Pair(_write_float, _read_float),
    datetime: Pair(_write_moment, _read_moment),
    timedelta: Pair(_write_duration, _read_duration),
    Words: Pair(as_plain, _read_words),
}
