"""Record: any frozen noun as a plain record, and back, exactly.

A record holds what ``digest.canonical_bytes`` takes: text, whole numbers, true, false, null, lists
and objects. The form follows the noun's own annotations, so a new noun needs nothing here:

- numbers with a fraction travel as text (``repr``), so that every reader gets the same bits;
- moments travel in UTC with ``Z``, durations as ``[days, seconds, microseconds]``;
- a field that holds its default is left out, so that a field added later changes no old digest;
- where a field may hold one of several nouns, ``is`` names which (no field can be called ``is``);
- geometry travels as the hexadecimal of its WKB.

Equal nouns give equal records: ``35`` and ``35.0`` in a float field, ``0.0`` and ``-0.0``, and one
moment in two time zones are written alike.
"""

from __future__ import annotations

import dataclasses
import functools
import operator
import types
import typing
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, TypeVar

from truceline.errors import LedgerDamaged
from truceline.evidence.form import (
    PLAIN,
    Form,
    Misfit,
    Pair,
    of_enum,
    of_geometry,
    of_kind,
    optional,
)

Noun = TypeVar("Noun")

_TAG = "is"


def to_record(noun: object) -> dict[str, object]:
    """Return a frozen noun as a plain record, ready for ``digest.canonical_bytes``.

    Raises:
        TypeError: the thing is no dataclass, or holds what its annotations do not say.

    >>> from truceline.geo.place import Place
    >>> to_record(Place(35.82, 33.13, 2000))
    {'lon_deg': '35.82', 'lat_deg': '33.13', 'accuracy_m': '2000.0'}
    """
    cls: type[Any] = type(noun)
    if not dataclasses.is_dataclass(cls):
        raise TypeError(f"{noun!r:.80} is no noun; a record is made of a frozen dataclass")
    try:
        return _form_of_noun(cls).write(noun)
    except Misfit as misfit:
        raise TypeError(f"{cls.__name__} cannot become a record: {misfit}") from None


def from_record(cls: type[Noun], record: Mapping[str, object]) -> Noun:
    """Return the noun of a class that a record was made of.

    Raises:
        LedgerDamaged: the record does not fit the class; the message names the place in it.

    >>> from truceline.geo.place import Place
    >>> place = Place(35.82, 33.13, 2000)
    >>> from_record(Place, to_record(place)) == place
    True
    >>> from_record(Place, {"lon_deg": "35.82"})
    Traceback (most recent call last):
    truceline.errors.LedgerDamaged: a record does not fit Place: at the top: no lat_deg...
    """
    try:
        noun: Noun = _form_of_noun(typing.cast(Any, cls)).read(record)
    except Misfit as misfit:
        raise LedgerDamaged(
            f"a record does not fit {cls.__name__}: {misfit}. "
            "It was changed, or written by another version of Truceline"
        ) from None
    return noun


class _NounForm:
    """The form of one noun. Its fields are looked up on first use: a noun may hold its own kind."""

    def __init__(self, cls: type[Any]) -> None:
        self.cls = cls

    @functools.cached_property
    def fields(self) -> tuple[tuple[str, Form, object], ...]:
        hints = _hints(self.cls)
        return tuple(
            (field.name, _form(hints[field.name]), _default(field))
            for field in dataclasses.fields(self.cls)
        )

    def write(self, noun: Any) -> dict[str, object]:
        if type(noun) is not self.cls:
            raise Misfit(f"{type(noun).__name__} where {self.cls.__name__} belongs")
        record: dict[str, object] = {}
        for name, form, default in self.fields:
            value = getattr(noun, name)
            if default is not dataclasses.MISSING and value == default:
                continue
            try:
                record[name] = form.write(value)
            except Misfit as misfit:
                raise misfit.under(name) from None
        return record

    def read(self, record: Any) -> Any:
        if not isinstance(record, Mapping):
            raise Misfit(f"{type(record).__name__} where {self.cls.__name__} belongs")
        values: dict[str, Any] = {}
        for name, form, default in self.fields:
            if name in record:
                try:
                    values[name] = form.read(record[name])
                except Misfit as misfit:
                    raise misfit.under(name) from None
            elif default is dataclasses.MISSING:
                raise Misfit(f"no {name}")
        if len(values) != len(record):
            unknown = sorted(set(record) - set(values) - {_TAG})
            if unknown:
                raise Misfit(f"{self.cls.__name__} has no {', '.join(unknown)}")
        try:
            return self.cls(**values)
        except ValueError as error:
            raise Misfit(str(error)) from None


@functools.cache
def _form_of_noun(cls: Any, /) -> _NounForm:
    return _NounForm(cls)


def _hints(cls: type) -> dict[str, Any]:
    try:
        return typing.get_type_hints(cls)
    except NameError:
        # Geometry is imported for the type checker alone, because shapely is slow to load.
        import shapely

        geometry = {"Polygon": shapely.Polygon, "MultiPolygon": shapely.MultiPolygon}
        return typing.get_type_hints(cls, localns=geometry)


def _default(field: dataclasses.Field[Any]) -> object:
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return field.default


@functools.cache
def _form(hint: Any) -> Form:
    """Return the form of an annotation; TypeError where a record has none for it."""
    hint = getattr(hint, "__supertype__", hint)
    if hint in PLAIN:
        return PLAIN[hint]
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        parts = tuple(part for part in arguments if part is not type(None))
        inner = _form(parts[0]) if len(parts) == 1 else _form_of_several(parts)
        return inner if len(parts) == len(arguments) else optional(inner)
    if origin is tuple:
        return _form_of_tuple(arguments)
    if isinstance(hint, type):
        if issubclass(hint, Enum):
            return of_enum(hint)
        if dataclasses.is_dataclass(hint):
            return _form_of_noun(hint)
        if _is_geometry(hint):
            return of_geometry()
    raise TypeError(f"a record has no form for {hint}")


def _is_geometry(hint: type) -> bool:
    return hint.__module__.startswith("shapely.")


def _form_of_several(parts: tuple[Any, ...]) -> Form:
    together = functools.reduce(operator.or_, parts)
    return PLAIN[together] if together in PLAIN else _form_of_choice(parts)


def _form_of_choice(parts: tuple[Any, ...]) -> Form:
    if all(_is_geometry(part) for part in parts):
        return of_geometry()
    if not all(dataclasses.is_dataclass(part) for part in parts):
        raise TypeError(f"a record cannot tell {' from '.join(map(str, parts))}")
    forms = {part.__name__: _form_of_noun(part) for part in parts}

    def write(noun: Any) -> dict[str, object]:
        name = type(noun).__name__
        if name not in forms:
            raise Misfit(f"{name} where one of {', '.join(forms)} belongs")
        return {_TAG: name, **forms[name].write(noun)}

    def read(record: Any) -> Any:
        name = record.get(_TAG) if isinstance(record, Mapping) else None
        if name not in forms:
            raise Misfit(f"{_TAG!r} says {name!r:.80}, not one of {', '.join(forms)}")
        return forms[name].read(record)

    return Pair(write, read)


def _form_of_tuple(arguments: tuple[Any, ...]) -> Form:
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        item = _form(arguments[0])
        return Pair(
            lambda values: _each(of_kind(values, tuple), lambda _: item.write),
            lambda values: tuple(_each(of_kind(values, list), lambda _: item.read)),
        )
    items = tuple(_form(argument) for argument in arguments)

    def counted(values: Any) -> Any:
        if len(values) != len(items):
            raise Misfit(f"{len(values)} values where {len(items)} belong")
        return values

    return Pair(
        lambda values: _each(counted(of_kind(values, tuple)), lambda at: items[at].write),
        lambda values: tuple(_each(counted(of_kind(values, list)), lambda at: items[at].read)),
    )


def _each(values: Any, how: Callable[[int], Callable[[Any], Any]]) -> list[Any]:
    done: list[Any] = []
    for index, value in enumerate(values):
        try:
            done.append(how(index)(value))
        except Misfit as misfit:
            raise misfit.under(f"[{index}]") from None
    return done
