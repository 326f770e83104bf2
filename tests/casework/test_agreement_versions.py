"""A casefile keeps on record which version of each agreement it judges by."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from truceline.agreement.load import load_agreement
from truceline.agreement.new import new_agreement
from truceline.casework.agreement_as_recorded import agreement_as_recorded, version_named
from truceline.casework.agreement_versions import (
    record_versions,
    recorded_versions,
    versions,
)
from truceline.cli.main import app
from truceline.errors import LedgerDamaged, NotFound
from truceline.evidence.doctor import looked_over
from truceline.evidence.layout import Casefile
from truceline.evidence.ledger import Draft, EntryKind

NOON = datetime(2031, 6, 1, 12, tzinfo=UTC)


def _case(tmp_path: Path) -> tuple[Casefile, Path]:
    folder = tmp_path / "river"
    new_agreement(folder)
    words = ["init", str(tmp_path / "case"), "--agreement", str(folder)]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output
    return Casefile.open(tmp_path / "case"), folder / "agreement.yaml"


def _digests(case: Casefile) -> list[object]:
    with case.ledger() as ledger:
        return [entry.record["digest"] for entry in ledger.entries(kind=EntryKind.AGREEMENT)]


def test_a_new_casefile_records_its_agreements(tmp_path: Path) -> None:
    case, file = _case(tmp_path)

    assert _digests(case) == [load_agreement(file.parent).digest]
    assert not any(version.is_new for version in versions(case))
    assert record_versions(case, author="a", recorded_at=NOON) == ()


def test_a_change_and_a_return_are_entries_of_their_own(tmp_path: Path) -> None:
    case, file = _case(tmp_path)
    first = file.read_text(encoding="utf-8")
    file.write_text(first.replace("at most: 40", "at most: 30"), encoding="utf-8")
    (changed,) = record_versions(case, author="a", recorded_at=NOON)
    file.write_text(first, encoding="utf-8")
    (back,) = record_versions(case, author="a", recorded_at=NOON)

    assert changed.now == back.recorded
    assert changed.recorded == back.now
    assert len(_digests(case)) == 3
    with case.ledger() as ledger:
        (stands,) = ledger.standing(kind=EntryKind.AGREEMENT)
    assert stands.record["digest"] == load_agreement(file.parent).digest


def _changed(case: Casefile, file: Path) -> str:
    """Change the agreement's file and record the change; return the text of before."""
    before = file.read_text(encoding="utf-8")
    file.write_text(before.replace("at most: 40", "at most: 30"), encoding="utf-8")
    record_versions(case, author="a", recorded_at=NOON)
    return before


def test_a_version_reads_as_it_was_recorded_whatever_became_of_its_files(tmp_path: Path) -> None:
    case, file = _case(tmp_path)
    first = load_agreement(file.parent)
    _changed(case, file)
    second = load_agreement(file.parent)
    shutil.rmtree(file.parent)
    known = recorded_versions(case)

    assert [one.digest for one in known] == [second.digest, first.digest]
    assert agreement_as_recorded(case, known[1]) == first
    assert agreement_as_recorded(case, version_named(known, second.digest[:16])) == second
    assert all(sign.sound for sign in looked_over(case))


def test_what_was_known_on_a_day_holds_no_later_version(tmp_path: Path) -> None:
    case, file = _case(tmp_path)
    _changed(case, file)

    assert len(recorded_versions(case, as_of=datetime(2030, 1, 1, tzinfo=UTC))) == 1


def test_two_recorded_versions_are_compared_by_the_beginnings_of_their_digests(
    tmp_path: Path,
) -> None:
    case, file = _case(tmp_path)
    _changed(case, file)
    second, first = (one.digest.removeprefix("sha256:") for one in recorded_versions(case))
    words = ["agreement", "diff", first[:8], second[:8], "--case", str(case.path)]
    done = CliRunner().invoke(app, words)
    listed = CliRunner().invoke(app, ["agreement", "versions", "--case", str(case.path)])

    assert done.exit_code == 0, done.output
    assert "40" in done.output
    assert "30" in done.output
    assert listed.output.count(" kept") == 2


def test_a_digest_of_no_version_or_of_several_is_refused(tmp_path: Path) -> None:
    case, file = _case(tmp_path)
    _changed(case, file)

    with pytest.raises(NotFound, match="single version"):
        version_named(recorded_versions(case), "0" * 64)
    with pytest.raises(NotFound, match="single version"):
        version_named(recorded_versions(case), "")


def test_a_version_recorded_without_its_files_says_so_once_they_are_others(tmp_path: Path) -> None:
    case, file = _case(tmp_path)
    _without_files(case)
    old = recorded_versions(case)[0]
    first = load_agreement(file.parent)

    assert agreement_as_recorded(case, old) == first
    before = file.read_text(encoding="utf-8")
    file.write_text(before.replace("at most: 40", "at most: 30"), encoding="utf-8")
    with pytest.raises(NotFound, match="kept text"):
        agreement_as_recorded(case, old)


def test_a_version_recorded_without_its_files_is_recorded_again_with_them(tmp_path: Path) -> None:
    case, _ = _case(tmp_path)
    _without_files(case)

    (kept,) = record_versions(case, author="a", recorded_at=NOON)
    assert not kept.is_new
    assert recorded_versions(case)[0].files
    assert record_versions(case, author="a", recorded_at=NOON) == ()


def test_what_a_folder_holds_beyond_an_agreement_is_not_taken_into_the_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, file = _case(tmp_path)
    monkeypatch.setattr("truceline.casework.agreement_versions._MOST_KEPT_BYTES", 10)
    _changed(case, file)

    assert recorded_versions(case)[0].files == ()
    assert record_versions(case, author="a", recorded_at=NOON) == ()


def test_files_that_lead_out_of_their_folder_are_refused(tmp_path: Path) -> None:
    case, _ = _case(tmp_path)
    (known,) = recorded_versions(case)
    digest = known.files[0][1]

    with pytest.raises(LedgerDamaged, match="names a file"):
        agreement_as_recorded(case, replace(known, files=(("../outside.yaml", digest),)))


def _without_files(case: Casefile) -> None:
    """Record the standing version as an earlier release did."""
    with case.ledger() as ledger:
        (stands,) = ledger.standing(kind=EntryKind.AGREEMENT)
        old = {key: value for key, value in stands.record.items() if key not in ("files", "main")}
        draft = Draft(kind=EntryKind.AGREEMENT, key="a-old", record=old, supersedes=stands.key)
        ledger.append([draft], author="a", recorded_at=NOON)
