"""The hand-coded record of the UN's reports is read whole, each row for what it says."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.observation.records import document_at
from truceline.observation.corroborate import corroborate
from truceline.observation.forms.csv_record import read_record
from truceline.observation.forms.record_read import RecordRead
from truceline.observation.kinds import coded_kind
from truceline.observation.lineage import akin, is_kind_of
from truceline.observation.observation import LogRow, Observation
from truceline.reading.actors import load_actors
from truceline.reading.gazetteer import load_gazetteer


@pytest.fixture(scope="module")
def record(incident_record: Path) -> RecordRead:
    return read_record(
        document_at(incident_record), gazetteer=load_gazetteer(), actors=load_actors()
    )


def _by_row(record: RecordRead, row: int) -> list[Observation]:
    return [o for o in record.observations if _row(o) == row]


def _row(observation: Observation) -> int:
    assert isinstance(observation.basis, LogRow)
    return observation.basis.row


def test_all_113_rows_are_accepted_or_refused(record: RecordRead) -> None:
    assert (record.rows, record.accepted, record.refused) == (113, 113, 0)
    assert {_row(o) for o in record.observations} == set(range(1, 114))


def test_each_row_gets_the_kind_that_its_coder_wrote(
    record: RecordRead, incident_record: Path
) -> None:
    with incident_record.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for number, row in enumerate(rows, start=1):
        kind = coded_kind(row["kind"])
        for o in _by_row(record, number):
            assert o.kind is kind.kind, row
            assert o.relation is kind.relation, row
            assert akin(o.what, kind.what) or any(is_kind_of(o.what, t) for t in kind.takes), row
            assert set(kind.areas) <= set(o.areas), row


def test_every_quote_is_the_row_itself(record: RecordRead, incident_record: Path) -> None:
    text = incident_record.read_text(encoding="utf-8")
    assert all(o.basis.quote in text for o in record.observations if isinstance(o.basis, LogRow))


def test_the_record_gathers_into_the_incidents_that_the_page_tells_of(record: RecordRead) -> None:
    incidents = corroborate(record.observations)
    held = [o.id for incident in incidents for o in incident.observations]
    assert sorted(held) == sorted(o.id for o in record.observations)
    assert (len(record.observations), len(incidents)) == (115, 112)
    several = [i for i in incidents if len(i.observations) > 1]
    assert sorted((str(i.lead.when), len(i.voices)) for i in several) == [
        ("2012-07-19", 2),
        ("2013-02-27", 2),
        ("2024-12-07/2024-12-13", 1),
    ]


def test_a_row_that_names_a_place_is_put_on_the_map_and_one_that_names_none_is_not(
    record: RecordRead,
) -> None:
    placed = {_row(o) for o in record.observations if o.place is not None}
    assert {20, 113}.isdisjoint(placed)
    assert all(o.place.accuracy_m >= 2000 for o in record.observations if o.place is not None)
    (camp,) = _by_row(record, 60)
    assert camp.place is not None
    assert 33.0 < camp.place.lat_deg < 33.3
