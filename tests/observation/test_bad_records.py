"""Records that people get wrong: all problems at once, and bad rows refused one by one."""

from __future__ import annotations

import pytest

from tests.observation.records import (
    COVERAGE_HEADER,
    DUTY_HEADER,
    FIRED,
    INCIDENT_HEADER,
    document_of,
    read,
    read_rows,
    sheet,
)
from truceline.errors import RecordInvalid
from truceline.observation.forms.csv_record import read_record
from truceline.reading.actors import load_actors
from truceline.reading.gazetteer import load_gazetteer

LOOKED = {
    "date_start": "2013-04-01",
    "date_end": "2013-06-30",
    "area": "area of separation",
    "method": "patrol",
    "detection": "0.5",
    "by": "UNDOF",
    "document": "[P] S/2013/345",
}
INSPECTED = {
    "date_start": "2013-04-01",
    "duty": "inspection",
    "area": "area of limitation",
    "by": "UNDOF",
    "document": "[P] S/2013/345",
}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ["the record is empty"]),
        ("\n \n", ["the record is empty"]),
        (INCIDENT_HEADER.replace(",", ";"), ["parted by semicolons"]),
        (INCIDENT_HEADER.replace(",", "\t"), ["parted by tabs"]),
        ("name,age\nx,1\n", ["no known form of record"]),
        (INCIDENT_HEADER.replace("party,", ""), ["'party'", "is missing"]),
        (INCIDENT_HEADER.replace("kind,", ""), ["'kind'", "is missing"]),
        (INCIDENT_HEADER + ",grad", ["no column 'grad'", "did you mean 'grade'"]),
        (INCIDENT_HEADER + ",kind", ["'kind' stands 2 times"]),
        (
            INCIDENT_HEADER.replace("lat,lon,", "latitude,") + ",side",
            ["'lat'", "'lon'", "no column 'latitude'", "'side' stands 2 times"],
        ),
        (INCIDENT_HEADER + '\n2013,"2013', ["record.csv:2", "Close the quote"]),
        (INCIDENT_HEADER + "\n2013,\0,", ["record.csv:2", "NUL"]),
        (DUTY_HEADER.replace("date_start,", ""), ["date or date_start+date_end"]),
        (COVERAGE_HEADER.replace("share,", ""), ["'share'", "coverage"]),
    ],
)
def test_a_record_that_cannot_be_used_tells_every_reason(text: str, words: list[str]) -> None:
    with pytest.raises(RecordInvalid) as refused:
        read(text)
    for word in words:
        assert word in str(refused.value)


BAD_CELLS = [
    ({"date_start": "2026-02-30"}, "date_start", "there is no day '2026-02-30'"),
    ({"date_start": "30/02/2026"}, "date_start", "cannot read the date"),
    ({"date_start": ""}, "date_start", "is empty"),
    ({"date_start": "2030-06-01"}, "date_end", "lies before"),
    ({"lat": "133.1", "lon": "35.8"}, "lat", "outside -90..90"),
    ({"lat": "33.1", "lon": "-235.8"}, "lon", "outside -180..180"),
    ({"lat": "33.1"}, "lon", "the other one is not"),
    ({"lat": "33,1", "lon": "35.8"}, "lat", "no plain number"),
    ({"lat": "nan", "lon": "35.8"}, "lat", "no plain number"),
    ({"accuracy_m": "500"}, "accuracy_m", "no position"),
    ({"count_min": "5", "count_max": "2"}, "count_min", "more than count_max"),
    ({"count_min": "-1", "count_max": ""}, "count_min", "no whole number"),
    ({"count_min": "٣"}, "count_min", "no whole number"),
    ({"kind": "artilery_fire"}, "kind", "did you mean 'artillery_fire'"),
    ({"kind": ""}, "kind", "is empty"),
    ({"document": ""}, "document", "is empty"),
    ({"grade": "G9"}, "grade", "no Admiralty grade"),
    ({"method": "smelt"}, "method", "none of its words"),
    ({"stance": "denied"}, "stance", "did you mean 'denies'"),
]


@pytest.mark.parametrize(("cells", "column", "words"), BAD_CELLS)
def test_a_bad_row_is_refused_by_row_and_column_and_the_rest_goes_on(
    cells: dict[str, str], column: str, words: str
) -> None:
    record = read_rows(FIRED, FIRED | cells, FIRED | {"asset": "rockets"})
    assert (record.rows, record.accepted, record.refused) == (3, 2, 1)
    assert len(record.observations) == 2
    (problem,) = record.refusals
    assert (problem.file, problem.line) == ("record.csv", 3)
    assert problem.column > 0
    assert f"row 2, {column}: " in problem.what
    assert words in problem.what
    assert problem.mend


def test_every_problem_of_a_row_is_told_at_once() -> None:
    bad = {"date_start": "", "kind": "x", "lat": "91", "lon": "1", "count_min": "a", "grade": "Z"}
    record = read_rows(FIRED | bad)
    assert (record.refused, len(record.refusals)) == (1, 5)


def test_a_row_of_another_width_is_refused() -> None:
    record = read(sheet([FIRED]) + "2030-01-01,2030-01-01\n")
    assert (record.accepted, record.refused) == (1, 1)
    assert "fewer than the header" in record.refusals[0].what


def test_latitude_and_longitude_the_wrong_way_round_are_seen_by_the_place_named() -> None:
    text = sheet([FIRED | {"place_text": "Quneitra", "lat": "35.82", "lon": "33.13"}])
    record = read_record(document_of(text), gazetteer=load_gazetteer(), actors=load_actors())
    assert record.refused == 1
    assert record.refusals[0].mend == "Swap lat and lon"


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"detection": ""}, "is empty"),
        ({"detection": "1.2"}, "outside 0 to 1"),
        ({"share": "150"}, "outside 0 to 1"),
        ({"denied": "maybe"}, "neither yes nor no"),
        ({"denied": "yes"}, "nothing was seen"),
        ({"area": ""}, "is empty"),
    ],
)
def test_bad_coverage_is_refused(cells: dict[str, str], words: str) -> None:
    record = read(sheet([LOOKED | cells, LOOKED], header=COVERAGE_HEADER))
    assert (record.accepted, record.refused, len(record.coverage)) == (1, 1, 1)
    assert words in record.refusals[0].what


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"duty": "inspecton"}, "did you mean 'inspection'"),
        ({"every_days": "0"}, "does not fit"),
        ({"every_days": "14"}, "does not fit"),
        ({"date_start": ""}, "is empty"),
        ({"by": ""}, "is empty"),
    ],
)
def test_a_bad_duty_is_refused(cells: dict[str, str], words: str) -> None:
    record = read(sheet([INSPECTED | cells, INSPECTED], header=DUTY_HEADER + ",date"))
    assert (record.accepted, record.refused) == (1, 1)
    assert words in record.refusals[0].what


def test_denied_access_is_coverage_that_saw_nothing() -> None:
    (looked,) = read(
        sheet([LOOKED | {"denied": "yes", "detection": ""}], header=COVERAGE_HEADER)
    ).coverage
    assert (looked.denied, looked.detection) == (True, 0.0)


def test_areas_and_what_a_method_sees_are_lists() -> None:
    (looked,) = read(
        sheet(
            [LOOKED | {"area": "AOS; Mount Hermon", "sees": "firing; Battle tank"}],
            header=COVERAGE_HEADER,
        )
    ).coverage
    assert looked.areas == ("aos", "mount hermon")
    assert looked.sees == ("firing", "battle tank")


def test_a_rhythm_is_one_act_at_some_moment_of_each_stretch() -> None:
    row = INSPECTED | {"date_end": "2013-06-30", "every_days": "14"}
    done = read(sheet([row], header=DUTY_HEADER)).observations
    assert len(done) == 6
    assert {o.when.seconds for o in done} == {14 * 86400.0}
    assert len({o.id for o in done}) == 6


def test_a_byte_order_mark_blank_lines_and_windows_line_ends_change_nothing() -> None:
    plain = sheet([FIRED, FIRED | {"asset": "rockets"}])
    other = "\ufeff" + plain.replace("\n", "\r\n\r\n")
    assert [o.id for o in read(other).observations] == [o.id for o in read(plain).observations]


def test_a_cell_of_two_lines_keeps_its_words_and_the_count_of_lines() -> None:
    record = read(
        sheet([FIRED | {"place_text": "ceasefire line\nnorth"}, FIRED | {"kind": "none"}])
    )
    (seen,) = record.observations
    assert seen.place_text == "ceasefire line\nnorth"
    assert record.refusals[0].line == 4
