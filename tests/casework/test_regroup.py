"""By hand: reports are put together and taken apart on record, and every word can be taken back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.line import truceline
from truceline.casework.gather import gather
from truceline.casework.import_record import import_record
from truceline.casework.incidents import incidents_of
from truceline.casework.regroup import merge_incidents, one_source, part_incident, undo_regrouping
from truceline.errors import NotFound, RecordInvalid
from truceline.evidence.layout import Casefile
from truceline.observation.incident import Incident

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
HEAD = "date_start,date_end,place_text,lat,lon,side,party,kind,asset,count_min,count_max,document,paragraph,source_url\n"  # noqa: E501
FIRED = "area of separation,,,alpha,IDF,firing_into_area_of_separation,tank rounds"
ROWS = (
    f"2013-04-02,2013-04-02,{FIRED},2,2,[P] S/2013/345,3,\n",
    f"2013-04-03,2013-04-03,{FIRED},2,2,[L] Letter of Syria,3,\n",
    f"2013-04-01,2013-06-30,{FIRED} (total for the period),9,9,[P] S/2013/345,4,\n",
)


def _hours(hours: int) -> datetime:
    return AT + timedelta(hours=hours)


@pytest.fixture
def case(tmp_path: Path) -> Casefile:
    case = Casefile.create(tmp_path / "case", name="c", agreements=("undof-1974",), author="a")
    record = tmp_path / "record.csv"
    record.write_text(HEAD + "".join(ROWS), encoding="utf-8")
    import_record(case, record, author="a", recorded_at=AT)
    return case


def _incidents(case: Casefile, *, as_of: datetime | None = None) -> tuple[Incident, ...]:
    return incidents_of(gather(case, as_of=as_of))


def _dated(case: Casefile) -> list[str]:
    return [one.id for one in _incidents(case) if one.lead.when.seconds <= 86_400]


def test_what_is_merged_is_one_incident_and_says_who_merged_it(case: Casefile) -> None:
    before = _incidents(case)
    key, made = merge_incidents(case, _dated(case), reason="one salvo", by="Ann", at=_hours(1))

    assert len(before) == 3
    assert len(_incidents(case)) == 2
    assert len(made.voices) == 2
    assert "merged by Ann: one salvo" in made.why
    assert _incidents(case, as_of=AT) == before

    undo_regrouping(case, key, reason="two salvos", by="Bo", at=_hours(2))
    assert _incidents(case) == before
    assert len(_incidents(case, as_of=_hours(1))) == 2


def test_what_is_parted_again_is_apart(case: Casefile) -> None:
    _, made = merge_incidents(case, _dated(case), reason="one salvo", by="Ann", at=_hours(1))
    out = made.observations[0].id
    _, alone = part_incident(case, made.id, [out], reason="another day", by="Bo", at=_hours(2))

    assert [one.id for one in alone.observations] == [out]
    assert "parted by Bo: another day" in alone.why
    assert len(_incidents(case)) == 3


def test_a_total_stays_apart_from_the_items_it_may_hold(case: Casefile) -> None:
    everything = [one.id for one in _incidents(case)]

    with pytest.raises(RecordInvalid, match="total over a time stays apart"):
        merge_incidents(case, everything, reason="all", by="Ann", at=_hours(1))
    assert len(_incidents(case)) == 3


def test_an_unsigned_decision_is_none(case: Casefile) -> None:
    with pytest.raises(RecordInvalid) as refused:
        merge_incidents(case, _dated(case), reason=" ", by="", at=_hours(1))
    assert len(refused.value.problems) == 2

    with pytest.raises(NotFound):
        merge_incidents(case, ["i-none", *_dated(case)], reason="r", by="Ann", at=_hours(1))


def test_not_every_report_can_be_taken_out(case: Casefile) -> None:
    one = _incidents(case)[0]

    with pytest.raises(RecordInvalid, match="not all or none"):
        part_incident(
            case, one.id, [o.id for o in one.observations], reason="r", by="Ann", at=_hours(1)
        )


REPORT = (
    "On 12 June 2013 patrols of the monitors saw three battle tanks in the area of separation near "
    "Quneitra. The patrol stayed on the road until noon and saw nothing else on that day."
)
SUMMARY = (
    "Three battle tanks were in the area of separation near Quneitra on 12 June 2013, Local Watch "
    "said on Thursday. It gave no further details, and nobody in the town wanted to speak of it."
)


@pytest.mark.slow
def test_a_summary_in_other_words_is_one_voice_once_a_person_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    papers = {"report.txt": REPORT, "summary.txt": SUMMARY}
    steps: list[tuple[str | Path, ...]] = [("init", folder, "--agreement", "undof-1974")]
    for name, words in papers.items():
        (tmp_path / name).write_text(f"Patrols\n\n{words}\n", encoding="utf-8")
        steps.append(("add", tmp_path / name, "--published", "2013-06-20", "--case", folder))
    steps += [("read", "--case", folder), ("observe", "--case", folder)]
    for step in steps:
        told = truceline(*step)
        assert told.code == 0, told.err
    case = Casefile.open(folder)
    before = _incidents(case)
    documents = [one.id for one in gather(case).documents]
    signed = ("--by", "Ann", "--reason", "The second retells the first.", "--case", folder)
    said = truceline("incident", "one-source", *(one[:9] for one in documents), *signed)
    assert said.code == 0, said.err

    assert [len(one.voices) for one in before] == [2]
    assert [len(one.voices) for one in _incidents(case)] == [1]
    key = next(word for word in said.err.split() if word.startswith("g-")).rstrip(":")
    assert truceline("incident", "undo", key, *signed).code == 0
    assert _incidents(case) == before


def test_one_document_is_no_pair(case: Casefile) -> None:
    (document,) = (one.id for one in gather(case).documents)

    with pytest.raises(RecordInvalid, match="two documents or more") as caught:
        one_source(case, [document, document], reason=" ", by="Ann", at=AT)
    assert caught.value.problems[0].what == "the reason is empty"
    with pytest.raises(NotFound):
        one_source(case, ["d-none"], reason="x", by="Ann", at=AT)
