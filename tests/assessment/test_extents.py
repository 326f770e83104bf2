"""Places by a name with a shape, by a number, by bearing and distance, held against a zone."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from shapely import LineString, box

from tests.assessment.builders import looked, seen, told, truce
from truceline.assessment.finding import Finding, Reason, Status
from truceline.errors import InputInvalid
from truceline.geo.extent import Extent, lies
from truceline.geo.extents_file import read_extents
from truceline.geo.measure import separation_m
from truceline.geo.place import Place
from truceline.observation.observation import Observation
from truceline.observation.whereabouts import unlocated, whereabouts
from truceline.reading.gazetteer import Gazetteer, load_gazetteer

TRUCE = truce(only=("no-forces", "police"))
BUFFER = next(zone for zone in TRUCE.zones if zone.id == "buffer")
POST = Place(35.99, 33.1, 50)
CSV = (
    "name,kind,country,lon_deg,lat_deg,accuracy_m,variants,source\n"
    "position 68,post,,35.99,33.10,50,,the mission's own list\n"
)


def _extent(name: str, shape: Any, error_m: float = 0.0) -> Extent:
    return Extent(name=name, called=(), shape=shape, error_m=error_m, source="drawn by hand")


# Two fifths of it, 0.02 of 0.05 degrees, lie in the buffer zone (35.98 to 36.02).
SOUTH = _extent("southern valley", box(35.95, 33.02, 36.0, 33.08))
ROAD = _extent("mill road", LineString([(35.96, 33.05), (36.0, 33.05)]), 20.0)
INNER = _extent("the orchard", box(35.99, 33.05, 36.01, 33.1), 100.0)


def _finding(report: Observation, *, extents: tuple[Extent, ...], **rest: Any) -> Finding:
    from truceline.assessment.assess import assess
    from truceline.assessment.bench import laid_out
    from truceline.assessment.policy_file import load_policy
    from truceline.timespan import Timespan

    evidence: dict[str, Any] = {"coverage": (), "duties": (), "claims": (), "reviews": ()} | rest
    found = assess(
        TRUCE,
        incidents=[told(report)] if report is not NOTHING else [],
        periods=[Timespan.parse("2020-Q1")],
        as_of="2021-01-01",
        policy=load_policy(None),
        bench=laid_out(TRUCE, extents=extents),
        **evidence,
    )
    return next(one for one in found if (one.provision, one.party) == ("no-forces", "alpha"))


NOTHING = seen()


def _said(words: str, **rest: Any) -> Observation:
    return replace(seen(areas=(), grade="A1", **rest), place_text=words)


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    file = tmp_path_factory.mktemp("places") / "places.csv"
    file.write_text(CSV, encoding="utf-8")
    return load_gazetteer(extra=file)


def test_a_thousand_metres_north_west_of_a_position_is_a_point_with_its_doubt(
    gazetteer: Gazetteer,
) -> None:
    words = "about 1,000 m north-west of position 68"
    found = whereabouts(words, given=None, named=(), gazetteer=gazetteer).place

    assert found is not None
    assert separation_m(found, POST) == pytest.approx(1000, abs=15)
    assert found.lon_deg < POST.lon_deg
    assert found.lat_deg > POST.lat_deg
    # 50 m of the post, 400 m of an eighth of the circle, 100 m of "about", squared and added.
    assert found.accuracy_m == pytest.approx((50**2 + 400**2 + 100**2) ** 0.5, abs=1)
    # No town: its own doubt stands.
    near = whereabouts("position 68", given=None, named=(), gazetteer=gazetteer).place
    assert near == POST


def test_a_position_that_no_list_knows_is_not_located_and_says_so(gazetteer: Gazetteer) -> None:
    words = "300 m east of position 80"

    assert unlocated(words, gazetteer=gazetteer) == ("position 80",)
    assert unlocated("300 m east of position 68", gazetteer=gazetteer) == ()
    assert whereabouts(words, given=None, named=(), gazetteer=gazetteer).place is None
    found = _finding(_said(words), extents=())
    zone = next(one for one in found.weighed[0].factors if one.name == "in zone")
    assert zone.why == "not located: no list of places tells where position 80 is"
    assert found.status is Status.INDETERMINATE


def test_a_named_district_counts_by_the_ground_of_it_in_the_zone_and_tells_metres() -> None:
    found = _finding(_said("in the southern valley"), extents=(SOUTH,))
    zone = next(one for one in found.weighed[0].factors if one.name == "in zone")

    assert zone.probability == pytest.approx(0.4 * 0.97, abs=0.01)
    assert found.status is Status.INDETERMINATE
    assert Reason.TOO_CLOSE_TO_CALL in found.reasons
    assert "m inside the edge" in zone.why
    assert "m outside the edge" in zone.why
    assert "40% of it lies in the zone" in zone.why


def test_a_road_counts_by_its_length_and_a_place_well_inside_is_in() -> None:
    road = _finding(_said("on the mill road"), extents=(SOUTH, ROAD))
    inner = _finding(_said("the orchard"), extents=(SOUTH, ROAD, INNER))

    assert road.weighed[0].factors[1].probability == pytest.approx(0.5 * 0.97, abs=0.01)
    assert inner.status is Status.SUSPECTED


def test_what_is_near_a_district_is_not_in_it_and_an_area_of_the_paper_comes_first() -> None:
    near = _finding(_said("near the southern valley"), extents=(SOUTH,))
    both = _finding(
        replace(seen(grade="A1"), place_text="southern valley, in the buffer zone"),
        extents=(SOUTH,),
    )

    assert near.p_told < 0.1
    assert both.status is Status.SUSPECTED


def test_a_point_sharper_than_the_district_speaks_for_itself() -> None:
    sharp = _finding(
        _said("in the southern valley", place=Place(35.99, 33.05, 50)), extents=(SOUTH,)
    )

    assert sharp.status is Status.SUSPECTED


def test_a_look_at_a_district_covers_its_part_of_the_zone() -> None:
    record = looked(detection=1.0, areas=("southern valley",))
    found = _finding(seen(what="police"), extents=(SOUTH,), coverage=(record,))

    # 0.02 x 0.06 of 0.04 x 0.2 square degrees.
    assert found.look.detection == pytest.approx(0.15 * 0.97, abs=0.002)


def test_named_ground_is_part_of_what_a_review_was_made_on() -> None:
    report = _said("in the southern valley")
    moved = replace(SOUTH, shape=box(35.94, 33.02, 35.99, 33.08))

    digests = {_finding(report, extents=own).inputs_digest for own in ((), (SOUTH,), (moved,))}
    assert len(digests) == 3


@pytest.mark.slow
@settings(max_examples=8, phases=[Phase.explicit, Phase.generate])
@given(st.floats(35.9, 36.1), st.floats(0.001, 0.08), st.floats(0, 3000))
def test_a_share_is_one_whatever_the_doubt(west: float, width: float, error_m: float) -> None:
    here = lies(_extent("it", box(west, 33.05, west + width, 33.15), error_m), BUFFER)

    assert 0 <= here.share <= 1
    assert here.outmost_m <= here.middle_m <= here.deepest_m


def test_more_doubt_of_a_district_inside_puts_less_of_it_in_the_zone() -> None:
    shares = [lies(replace(INNER, error_m=error), BUFFER).share for error in (0.0, 500.0, 3000.0)]

    assert shares[0] == pytest.approx(1.0)
    assert shares == sorted(shares, reverse=True)


def test_a_file_of_places_tells_every_problem_with_its_place(tmp_path: Path) -> None:
    square = [[[35, 33], [35.1, 33], [35.1, 33.1], [35, 33.1], [35, 33]]]
    features = [
        {"type": "Feature", "properties": {"name": "a", "error_m": 5, "called": ["b"]},
         "geometry": {"type": "Polygon", "coordinates": square}},
        {"type": "Feature", "properties": {"error_m": -1},
         "geometry": {"type": "Polygon", "coordinates": square}},
        {"type": "Feature", "properties": {"name": "c", "error_m": 5},
         "geometry": {"type": "Point", "coordinates": [35, 33]}},
    ]  # fmt: skip
    file = tmp_path / "places.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}))

    with pytest.raises(InputInvalid) as told_of:
        read_extents(file)
    text = str(told_of.value)
    assert all(said in text for said in ("has no name", "how far off", "places.csv"))
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features[:1]}))
    assert [one.name for one in read_extents(file)] == ["a"]
    assert load_gazetteer(extra=(file,)).find("b")[0].name == "a"
