"""The same records give the same bytes: on either store, in any order, by other settings."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.resources import as_file, files
from itertools import groupby
from pathlib import Path

import pytest
from psycopg.conninfo import conninfo_to_dict

from tests.cli.line import truceline
from tests.places import APP, TOKEN, new_database
from truceline.casework.assess import assess_case
from truceline.casework.regroup import merge_incidents
from truceline.casework.review import record_review
from truceline.evidence.layout import Casefile
from truceline.evidence.ledger import Draft

pytestmark = pytest.mark.slow

AT = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
NOTE = (
    "Patrols of the week\n\nOn 12 June the monitors saw three battle tanks of the Syrian army in "
    "the area of separation near Quneitra — «عبور», as a farmer said. The Israeli army said that "
    "Syrian forces had fired two mortar rounds across the ceasefire line on 13 June.\n"
)
BREACH = "undof-1974/DA-B4/syria/2013-Q2"
# Asked one after another in a process of its own; the last word of the program is the casefile.
PROGRAM = """
import json, sys
from tests.cli.line import truceline
case, workers = sys.argv[1:]
rest = ("--case", case, "--as-of", "2100-01-01")
asked = [("assess", "--period", "2013-Q2", "--all", "--format", "json", "--workers", workers),
         ("matrix", "--period", "2013-Q2", "--step", "month", "--all", "--format", "csv"),
         *(("explain", {breach!r}, *form) for form in ((), ("--json",), ("--html",)))]
told = {{" ".join(words[:4]): truceline(*words, *rest) for words in asked}}
said = {{words: [one.code, one.out, one.err] for words, one in told.items()}}
sys.stdout.buffer.write(json.dumps(said).encode())
"""
SETTINGS = {
    "file": {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"},
    "file, shuffled": {"TZ": "Asia/Damascus", "LC_ALL": "POSIX", "PYTHONHASHSEED": "2"},
    "server, shuffled": {"TZ": "Pacific/Apia", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "3"},
}


def _first(folder: Path) -> Casefile:
    """Make the casefile whose records all others hold: a note, a record, a merge and a review."""
    path = folder / "case"
    (folder / "note.txt").write_text(NOTE, encoding="utf-8")
    made = [truceline("init", path, "--agreement", "undof-1974", "--name", "Golan")]
    made.append(truceline("add", folder / "note.txt", "--published", "2013-06-20", "--case", path))
    made.append(truceline("read", "--case", path))
    for name in ("incidents", "coverage", "duties"):
        with as_file(files("truceline.examples").joinpath("undof", f"{name}.csv")) as record:
            made.append(truceline("import", record, "--case", path))
    made.append(truceline("observe", "--case", path))
    assert [one.err for one in made if one.code] == []
    case = Casefile.open(path)
    two = [one.id for one in assess_case(case, step="year").incidents if one.lead.what == "firing"]
    with case.ledger() as ledger:
        at = ledger.latest() or AT
    merge_incidents(case, two[:2], reason="one night", by="A. Reviewer", at=at)
    record_review(case, BREACH, verdict="confirm", reviewer="A. Reviewer", reason="Read.", at=at)
    return case


def _shuffled(case: Casefile, into: Casefile) -> Casefile:
    """Record anew what a casefile holds, in another order."""
    with case.ledger() as ledger:
        entries = list(ledger.entries())
        latest = ledger.latest() or AT
    random.Random(7).shuffle(entries)  # noqa: S311
    with into.ledger() as ledger:
        for author, group in groupby(entries, key=lambda one: one.author):
            drafts = [
                Draft(kind=one.kind, key=one.key, record=one.record, supersedes=one.supersedes)
                for one in group
            ]
            ledger.append(drafts, author=author, recorded_at=latest)
    return into


def _address(admin: str) -> str:
    """Return the address that the application uses, as the settings of a casefile name it."""
    known = conninfo_to_dict(admin)
    return f"postgresql://{APP}@/{known['dbname']}?host={known['host']}&port={known['port']}"


@pytest.fixture(scope="module")
def casefiles(
    tmp_path_factory: pytest.TempPathFactory, postgresql: str
) -> Iterator[dict[str, Casefile]]:
    folder = tmp_path_factory.mktemp("bytes")
    with (
        new_database(postgresql) as one,
        new_database(postgresql) as other,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("TRUCELINE_DATABASE_TOKEN", TOKEN)
        first = _first(folder)
        shutil.copytree(first.path, folder / "moved")
        moved = truceline("ledger", "copy", "--case", folder / "moved", "--to", _address(one))
        assert moved.code == 0, moved.err
        author = first.settings.author
        other_file = _like(folder / "other", author)
        other_server = _like(folder / "far", author, ledger=_address(other))
        yield {
            "file": first,
            "file, shuffled": _shuffled(first, other_file),
            "server": Casefile.open(folder / "moved"),
            "server, shuffled": _shuffled(first, other_server),
        }


def _like(path: Path, author: str, ledger: str | None = None) -> Casefile:
    return Casefile.create(
        path, name="Golan", agreements=("undof-1974",), author=author, ledger=ledger
    )


def _said(case: Casefile, settings: dict[str, str], workers: int) -> dict[str, list[object]]:
    program = PROGRAM.format(breach=BREACH)
    run = subprocess.run(
        [sys.executable, "-c", program, str(case.path), str(workers)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **settings},
        capture_output=True,
        text=True,
        check=True,
    )
    with case.ledger() as ledger:
        root = ledger.root().hex()
    # The root is of salted leaves: each casefile's own, unless it is a copy of another.
    told: dict[str, list[object]] = json.loads(
        run.stdout.replace(root, "ROOT").replace(root[:16], "ROOT")
    )
    return told


def test_the_same_records_are_judged_to_the_same_bytes_anywhere(
    casefiles: dict[str, Casefile],
) -> None:
    said = {
        name: _said(casefiles[name], settings, workers)
        for workers, (name, settings) in enumerate(SETTINGS.items(), start=1)
    }
    first = said["file"]

    assert {words: told[2] for words, told in first.items() if told[0]} == {}
    assert '"letter": "S"' in str(first) or "suspected" in str(first)
    for name in ("file, shuffled", "server, shuffled"):
        for words in first:
            assert said[name][words] == first[words], f"{words} on {name}"


def test_a_copy_on_a_server_names_the_same_root(casefiles: dict[str, Casefile]) -> None:
    with casefiles["file"].ledger() as one, casefiles["server"].ledger() as other:
        assert one.root() == other.root()


def test_a_pipe_gets_utf_8_whatever_encoding_the_machine_prefers(
    casefiles: dict[str, Casefile],
) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "truceline.cli", "list", "lines", "-f", "json"],
        cwd=casefiles["file"].path,
        env={**os.environ, "PYTHONIOENCODING": "latin-1"},
        capture_output=True,
        check=True,
    )

    assert "«عبور»" in run.stdout.decode("utf-8")
