"""Riverton: a casefile with the invented agreement and articles, read and observed."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.resources import as_file, files
from pathlib import Path

from truceline.casework.add import add_files
from truceline.casework.observe import observe_claims
from truceline.casework.read import read_documents
from truceline.evidence.layout import Casefile

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


def riverton_in(folder: Path) -> Path:
    """Make the casefile in a folder that is not there yet, and return the folder."""
    with as_file(files("truceline.examples").joinpath("riverton")) as riverton:
        case = Casefile.create(
            folder, name="Riverton", agreements=(str(riverton / "agreement"),), author="desk"
        )
        articles = sorted((riverton / "articles").glob("*.txt"))
        add_files(case, articles, author="desk", recorded_at=NOW)
        for _ in read_documents(case, author="desk", recorded_at=NOW):
            pass
        observe_claims(case, author="desk", recorded_at=NOW)
        # The agreement is an example of the package, so its path stays good afterwards.
    return folder
