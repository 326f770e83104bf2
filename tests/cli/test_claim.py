"""truceline claim: decisions on claims from the command line, and back."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.casework.test_decide import NOW
from truceline.casework.add import add_files
from truceline.casework.gather import gather
from truceline.casework.read import read_documents
from truceline.cli.main import app
from truceline.evidence.layout import Casefile
from truceline.reading.claim import Modality

_WORDS = "Northland forces shelled the village of Oakford on 3 May 2031, the commission said.\n"


@pytest.fixture
def case(tmp_path: Path) -> Casefile:
    """Return a casefile with one sentence, read."""
    article = tmp_path / "echo.txt"
    article.write_text(_WORDS, encoding="utf-8")
    made = Casefile.create(tmp_path / "case", name="Riverton", agreements=(), author="desk")
    add_files(made, [article], author="desk", recorded_at=NOW)
    for _ in read_documents(made, author="desk", recorded_at=NOW):
        pass
    return made


def test_a_claim_is_amended_and_put_back_by_the_command_line(case: Casefile) -> None:
    (claim, *_) = gather(case).claims
    by = ["--by", "Ann", "--reason", "If.", "--case", str(case.path)]
    runner = CliRunner()

    told = runner.invoke(app, ["claim", "amend", claim.id, "--modality", "threatened", *by])
    assert told.exit_code == 0, told.output
    (decision,) = gather(case).decisions
    assert decision.claim == claim.id
    assert claim not in gather(case).claims
    assert Modality.THREATENED in {one.modality for one in gather(case).claims}

    key = told.output.split("claim undo ")[1].split()[0]
    assert runner.invoke(app, ["claim", "undo", key, *by]).exit_code == 0
    assert claim in gather(case).claims


def test_a_rejection_without_a_reason_is_refused(case: Casefile) -> None:
    (claim, *_) = gather(case).claims
    told = CliRunner().invoke(
        app, ["claim", "reject", claim.id, "--by", "Ann", "--reason", " ", "--case", str(case.path)]
    )

    assert told.exit_code != 0
    assert claim in gather(case).claims
