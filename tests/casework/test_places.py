"""A casefile's own places: where its positions are, and what is said where none is listed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from truceline.casework.gather import gather
from truceline.casework.import_record import import_record
from truceline.evidence.layout import Casefile

RECORD = (
    "date_start,date_end,place_text,lat,lon,side,party,kind,asset,count_min,count_max,document,"
    "paragraph,source_url\n"
    "2013-03-06,2013-03-06,about 1000 m north-west of position 68,,,bravo,SAAF,"
    "vehicles_in_area_of_separation,tank,1,1,[P] S/2013/345 UNDOF report,3,\n"
)
POINTS = (
    "name,kind,country,lon_deg,lat_deg,accuracy_m,variants,source\n"
    "position 68,post,,35.83,33.10,50,,the mission's list\n"
)


@pytest.mark.parametrize("listed", [False, True])
def test_a_position_is_placed_by_the_casefiles_own_list_and_named_where_none_knows_it(
    tmp_path: Path, listed: bool
) -> None:
    case = Casefile.create(tmp_path / "case", name="c", agreements=("undof-1974",), author="ann")
    if listed:
        (case.path / "places.csv").write_text(POINTS, encoding="utf-8")
    record = tmp_path / "record.csv"
    record.write_text(RECORD, encoding="utf-8")
    taken = import_record(case, record, author="ann", recorded_at=datetime(2026, 1, 1, tzinfo=UTC))
    (seen,) = gather(case).observations

    assert taken.accepted == 1, taken.refusals
    assert taken.not_located == (() if listed else ("position 68",))
    assert (seen.place is not None) is listed
    if seen.place is not None:
        assert seen.place.accuracy_m < 500
