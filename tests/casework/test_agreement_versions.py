"""A casefile keeps on record which version of each agreement it judges by."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from typer.testing import CliRunner

from truceline.agreement.load import load_agreement
from truceline.agreement.new import new_agreement
from truceline.casework.agreement_versions import record_versions, versions
from truceline.cli.main import app
from truceline.evidence.layout import Casefile
from truceline.evidence.ledger import EntryKind

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
