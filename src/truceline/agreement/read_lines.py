"""The lines of an agreement: names and notes from agreement.yaml, geometry from lines.geojson."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

from truceline.agreement.checker import Checker, nearest
from truceline.agreement.undrawn import UndrawnLine
from truceline.agreement.yaml_nodes import Mapping, Node
from truceline.errors import GeometryInvalid, Problem
from truceline.geo.line import Line

LINE_KEYS = ("title", "geometry", "called", "undrawn", "replaced", "note")
_PROPERTIES = ("error_m", "source", "licence")
# A line of a hundred kilometres with a point every hundred metres takes some 30 kB; the finest
# coast of an island, some two megabytes. Beyond this no agreement was ever drawn.
MAX_DRAWING_BYTES = 5_000_000
# Bands are laid out leg by leg; the finest line of the library has 240 points, and ten times as
# many take seconds. What is finer than that is finer than any source.
MAX_POINTS = 3_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """One feature of a GeoJSON file: its rings or its single chain of points, and where from."""

    id: str
    chains: tuple[tuple[tuple[float, float], ...], ...]
    is_area: bool
    error_m: float
    source: str
    licence: str
    note: str


class _TooFine(ValueError):
    """A feature has more points than are read."""


class Drawings:
    """The GeoJSON files beside an agreement, each read once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self._files: dict[str, dict[str, Drawing]] = {}

    def find(self, reference: Node | None, *, area: bool, checker: Checker) -> Drawing | None:
        """Return the drawing that ``file.geojson#id`` names, or None with a problem."""
        text = checker.text(reference)
        if text is None or reference is None:
            return None
        name, hash_mark, wanted = text.partition("#")
        if not hash_mark or not name.endswith(".geojson") or "/" in name or "\\" in name:
            checker.wrong(
                reference, f"{text!r} names no drawing", "Write 'lines.geojson#the-feature-id'"
            )
            return None
        if name not in self._files:
            self._files[name] = self._read(name, reference, checker)
        drawing = self._files[name].get(wanted)
        if drawing is None:
            if self._files[name]:
                mend = nearest(wanted, self._files[name])
                checker.wrong(reference, f"{name} has no feature {wanted!r}", mend)
            return None
        if drawing.is_area is not area:
            form, other = ("an area", "a line") if drawing.is_area else ("a line", "an area")
            mend = f"Name a feature that is {other}"
            checker.wrong(reference, f"feature {wanted!r} of {name} is {form}", mend)
            return None
        return drawing

    def _read(self, name: str, reference: Node, checker: Checker) -> dict[str, Drawing]:
        try:
            size = (self.folder / name).stat().st_size
            if size > MAX_DRAWING_BYTES:
                what = f"the file has {size:,} bytes; at most {MAX_DRAWING_BYTES:,} are read"
                mend = "Simplify the lines: a point every hundred metres is finer than any source"
                self.problems.append(Problem(name, 0, 0, what, mend))
                return {}
            collection = json.loads((self.folder / name).read_text(encoding="utf-8"))
            features = list(collection["features"])
        except OSError:
            mend = f"Put {name} beside the agreement"
            checker.wrong(reference, f"there is no file {name}", mend)
            return {}
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            mend = "Write a GeoJSON FeatureCollection"
            self.problems.append(Problem(name, 0, 0, f"this is not GeoJSON: {error}", mend))
            return {}
        found: dict[str, Drawing] = {}
        for number, feature in enumerate(features, start=1):
            try:
                drawing = _drawing(feature)
            except (KeyError, TypeError, ValueError, IndexError) as error:
                what = f"feature {number} cannot be read: {error}"
                if isinstance(error, _TooFine):
                    mend = "Simplify it: drop points that lie within its error of a straight leg"
                    self.problems.append(Problem(name, 0, 0, what, mend))
                    continue
                mend = f"Give it an id, a geometry and the properties {', '.join(_PROPERTIES)}"
                self.problems.append(Problem(name, 0, 0, what, mend))
                continue
            if drawing.id in found:
                what = f"feature {number} has the id {drawing.id!r} of an earlier one"
                self.problems.append(Problem(name, 0, 0, what, "Give each feature its own id"))
            found[drawing.id] = drawing
        return found


def read_lines(
    node: Node | None, *, drawings: Drawings, checker: Checker
) -> tuple[tuple[Line, ...], tuple[UndrawnLine, ...]]:
    """Return the lines that are drawn, and those that are named only."""
    drawn: list[Line] = []
    undrawn: list[UndrawnLine] = []
    for key, body in checker.named(node, of="lines"):
        row = checker.keys(body, known=LINE_KEYS, needed=("title",), of="a line")
        if row is None:
            continue
        if row.get("undrawn") is not None:
            undrawn.append(_undrawn(key.text, row, checker=checker))
            continue
        if row.get("geometry") is None:
            mend = "Add 'geometry: lines.geojson#id', or 'undrawn:' with the reason"
            checker.wrong(body, f"line {key.text!r} has no geometry", mend)
            continue
        drawing = drawings.find(row.get("geometry"), area=False, checker=checker)
        if drawing is not None:
            line = _line(key.text, row, drawing, checker=checker)
            drawn.extend([line] if line is not None else [])
    lines = _replaced(node, drawn, {line.id for line in undrawn}, checker=checker)
    return lines, tuple(undrawn)


def _replaced(
    node: Node | None, drawn: list[Line], undrawn: set[str], *, checker: Checker
) -> tuple[Line, ...]:
    """Return the lines, each with the stretch taken by another that stands in for it there."""
    from truceline.agreement.replaced import replaced_on_a_stretch

    lines = {line.id: line for line in drawn}
    for key, body in node.entries if isinstance(node, Mapping) else ():
        wanted = body.get("replaced") if isinstance(body, Mapping) else None
        row = checker.keys(wanted, known=("by",), needed=("by",), of="'replaced'")
        known = {*lines, *undrawn} - {key.text}
        name = checker.choice(row.get("by"), known=known, kind="line") if row else None
        if wanted is None or name is None or key.text not in lines:
            continue
        main = lines[key.text]
        if name in undrawn:
            note = f"on a stretch {name} stands in for it, which is not drawn"
            lines[main.id] = replace(main, note="; ".join(p for p in (main.note, note) if p))
            continue
        substitute = next(line for line in drawn if line.id == name)
        try:
            lines[main.id] = replaced_on_a_stretch(main, substitute)
        except GeometryInvalid as error:
            checker.wrong(wanted, str(error), "Let the substitute begin and end on the line")
    return tuple(lines.values())


def _undrawn(name: str, row: Mapping, *, checker: Checker) -> UndrawnLine:
    return UndrawnLine(
        id=name,
        title=checker.text(row.get("title")) or "",
        why=checker.text(row.get("undrawn")) or "",
        called=checker.called(row.get("called"), kind="line", owner=name),
    )


def _line(name: str, row: Mapping, drawing: Drawing, *, checker: Checker) -> Line | None:
    try:
        return Line(
            id=name,
            title=checker.text(row.get("title")) or "",
            points=drawing.chains[0],
            error_m=drawing.error_m,
            source=drawing.source,
            licence=drawing.licence,
            note=checker.text(row.get("note")) or drawing.note,
            called=checker.called(row.get("called"), kind="line", owner=name),
        )
    except GeometryInvalid as error:
        checker.wrong(row, str(error), "Mend the drawing")
        return None


def _drawing(feature: dict[str, object]) -> Drawing:
    properties, geometry = feature["properties"], feature["geometry"]
    if not isinstance(properties, dict) or not isinstance(geometry, dict):
        raise TypeError("no properties or no geometry")
    missing = [name for name in _PROPERTIES if name not in properties]
    if missing:
        raise ValueError(f"it lacks {', '.join(missing)}")
    kind, coordinates = geometry["type"], geometry["coordinates"]
    if kind == "LineString":
        chains = [coordinates]
    elif kind == "Polygon":
        chains = list(coordinates)
    elif kind == "MultiPolygon":
        chains = [ring for polygon in coordinates for ring in polygon]
    else:
        raise ValueError(f"its geometry is a {kind}")
    count = sum(len(chain) for chain in chains)
    if count > MAX_POINTS:
        raise _TooFine(f"it has {count:,} points; at most {MAX_POINTS:,} are read")
    error_m = float(properties["error_m"])
    if not 0 < error_m < 1e6:
        raise ValueError(f"error_m {error_m} is not a distance")
    points = tuple(tuple(_point(pair) for pair in chain) for chain in chains)
    for ring in points if kind != "LineString" else ():
        if len(ring) < 4 or ring[0] != ring[-1]:
            raise ValueError("a ring is open; its last point must be its first, with two between")
    return Drawing(
        id=str(feature["id"]),
        chains=points,
        is_area=kind != "LineString",
        error_m=error_m,
        source=str(properties["source"]),
        licence=str(properties["licence"]),
        note=str(properties.get("note", "")),
    )


def _point(pair: list[float]) -> tuple[float, float]:
    lon_deg, lat_deg = float(pair[0]), float(pair[1])
    if not (-180 <= lon_deg <= 180 and -90 <= lat_deg <= 90):
        raise ValueError(f"{lon_deg}, {lat_deg} is not on the ground; longitude comes first")
    return lon_deg, lat_deg
