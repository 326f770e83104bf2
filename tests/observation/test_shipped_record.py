"""The record that ships reads whole, and says what its sources say."""

from __future__ import annotations

import itertools
from importlib.resources import files

import pytest

from tests.observation.records import document_of
from truceline.observation.corroborate import corroborate
from truceline.observation.forms.csv_record import read_record
from truceline.observation.forms.record_read import RecordRead
from truceline.observation.observation import ObservationKind
from truceline.reading.actors import load_actors
from truceline.reading.claim import Stance
from truceline.reading.gazetteer import load_gazetteer
from truceline.timespan import Timespan


def _read(name: str) -> RecordRead:
    text = (files("truceline.examples") / "undof" / name).read_text(encoding="utf-8")
    document = document_of(text, filename=name)
    return read_record(document, gazetteer=load_gazetteer(), actors=load_actors())


@pytest.mark.parametrize(
    ("name", "form", "rows"),
    [
        ("incidents.csv", "incidents", 45),
        ("coverage.csv", "coverage", 11),
        ("duties.csv", "duties", 4),
    ],
)
def test_every_shipped_row_is_accepted(name: str, form: str, rows: int) -> None:
    read = _read(name)
    assert (read.form, read.rows, read.accepted, read.refusals) == (form, rows, rows, ())


def test_every_judged_detection_says_so_in_its_row() -> None:
    for looked in _read("coverage.csv").coverage:
        assert looked.detection == 0 or "judgement" in looked.basis.quote


def test_the_bravo_side_has_no_inspection_after_may_2014() -> None:
    after = Timespan.parse("2014-06-01/2016-10-31")
    bravo = [
        o
        for o in _read("duties.csv").observations
        if o.side == "bravo" and o.when.overlap(after) is not None
    ]
    assert [o.stance for o in bravo] == [Stance.DENIES]


def test_inspections_by_rhythm_leave_no_gap_longer_than_it() -> None:
    alpha = [
        o
        for o in _read("duties.csv").observations
        if o.side == "alpha" and o.kind is ObservationKind.DUTY
    ]
    ordered = sorted(o.when.start for o in alpha if o.when.start)
    gaps = {(b - a).days for a, b in itertools.pairwise(ordered)}
    assert len(alpha) > 90
    assert max(gaps) <= 15


def test_the_entry_of_july_2012_is_one_incident_of_two_voices() -> None:
    incidents = corroborate(_read("incidents.csv").observations)
    two = [i for i in incidents if i.lead.when == Timespan.parse("2012-07-19")]
    assert sorted(len(i.voices) for i in two) == [1, 2]
