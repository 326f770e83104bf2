"""The constructions on lines of real agreements, against published figures."""

from __future__ import annotations

from functools import cache

import pytest

from tests.conftest import from_shared
from truceline.errors import GeometryInvalid
from truceline.geo import band, combine, doubt, geojson, measure
from truceline.geo.line import Line
from truceline.geo.place import Place
from truceline.geo.zone import Zone

pytestmark = pytest.mark.slow


@cache
def golan() -> tuple[Line, Line, Line]:
    """Return the two lines of the separation area of 1974, and the crest that closes it."""
    features = geojson.read_features(from_shared("facts/geo/undof-lines.geojson"))
    return tuple(  # type: ignore[return-value]
        Line(
            id=str(number),
            title=str(feature.properties["name"]),
            points=feature.points,
            error_m=float(str(feature.properties["est_error_m"])),
            source=str(feature.properties["derived_from"]),
        )
        for number, feature in enumerate(features[:3])
    )


@cache
def separation() -> Zone:
    """Return the area of separation."""
    a, b, crest = golan()
    return band.between(id="aos", title="Area of separation", a=a, b=b, closing=[crest])


def test_the_separation_area_has_the_size_measured_for_these_lines() -> None:
    assert measure.area_m2(separation()) / 1e6 == pytest.approx(221.6, abs=0.1)
    assert separation().error_m == 1500


def test_the_lines_have_the_lengths_measured_for_them() -> None:
    assert [measure.length_m(line) / 1000 for line in golan()] == pytest.approx(
        [78.9, 96.5, 15.1], abs=0.05
    )


def test_the_southern_end_is_about_a_kilometre_wide() -> None:
    a, b, _ = golan()
    width = measure.distance_to_line_m(b, Place(*a.points[-1], 0))

    assert width == pytest.approx(970, abs=50)


@pytest.mark.parametrize(
    ("lon_deg", "lat_deg", "inside"),
    [(35.8244, 33.1256, True), (35.7700, 33.2700, False), (36.1055, 32.6189, False)],
)
def test_clear_places_are_clearly_in_or_out(lon_deg: float, lat_deg: float, inside: bool) -> None:
    p = doubt.p_in_zone(separation(), Place(lon_deg, lat_deg, 500))

    assert p > 0.7 if inside else p < 0.3


def test_both_parties_have_bands_of_ten_kilometres_that_do_not_meet_the_area_between() -> None:
    a, b, _ = golan()
    for line, side in ((a, "west"), (b, "east")):
        zone = band.beside(id="z", title="Z", line=line, side=side, from_m=0, to_m=10_000)
        assert 600 < measure.area_m2(zone) / 1e6 < 1000
        with pytest.raises(GeometryInvalid, match="share has no area"):
            combine.intersection(id="i", title="I", zones=[zone, separation()])


def test_every_real_line_has_a_left_and_a_right_out_to_85_kilometres() -> None:
    features = geojson.read_features(from_shared("facts/geo/other-lines.geojson"))
    runs = [feature for feature in features if feature.kind == "LineString"]

    assert len(runs) == 4
    for feature in runs:
        line = Line(id="l", title="l", points=feature.points, error_m=0, source="-")
        for side in ("left", "right"):
            zone = band.beside(id="z", title="Z", line=line, side=side, from_m=0, to_m=85_000)
            assert measure.area_m2(zone) > 1e9
