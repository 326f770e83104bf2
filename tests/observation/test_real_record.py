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


@pytest.fixture(scope="module")
def record(incident_record: Path) -> RecordRead:
    return read_record(document_at(incident_record), gazetteer=None, actors=load_actors())


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


def test_the_record_gathers_into_fewer_incidents_than_it_has_observations(
    record: RecordRead,
) -> None:
    incidents = corroborate(record.observations)
    held = [o.id for incident in incidents for o in incident.observations]
    assert sorted(held) == sorted(o.id for o in record.observations)
    assert len(incidents) < len(record.observations)
