"""What tests share: where the maintainers' material lies, and how its absence is told."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import settings

from tests.faults.table import Report, Tell, table_of, telling
from tests.places import Place, PostgresqlPlace, SqlitePlace, new_database

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

settings.register_profile("fast", max_examples=40, deadline=None)
settings.register_profile("ci", max_examples=80, deadline=None, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "fast")


# Their examples run kernels, which a fresh clone compiles first: some ten seconds each.
COMPILING = ("geo.classify", "geo.classify_arrow", "geo.classify_doubt", "geo.pyramid")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Count the examples in docstrings that compile kernels among the slow tests."""
    for item in items:
        module = item.name.rpartition(".")[0].removeprefix("truceline.")
        if isinstance(item, pytest.DoctestItem) and module in COMPILING:
            item.add_marker(pytest.mark.slow)


def from_shared(relative: str) -> Path:
    """Return a path of the maintainers' material; skip with a reason where it is absent.

    In continuous integration (``CI`` set) it is required, and its absence fails the test.
    """
    path = SHARED / relative
    if not path.exists():
        _missing(f"{relative} is not in this clone (it belongs to the maintainers' material)")
    return path


def from_front_end(part: str) -> Path:
    """Return the folder of the browser's libraries for a part: "pages" or "tests".

    Skips with a reason where ``make front-end`` did not bring them; in continuous integration they
    are required.
    """
    from scripts.front_end import FOLDERS

    if not FOLDERS[part].is_dir():
        _missing("the browser's libraries are not here; fetch them with: make front-end")
    return FOLDERS[part]


def required(found: str | None, reason: str) -> str:
    """Return what was found; skip with the reason where it was not, and fail in CI."""
    if found is None:
        _missing(reason)
    return found


def comparable(holds: bool, reason: str) -> None:
    """Skip with the reason where a comparison would compare machines, also in CI."""
    if not holds:
        pytest.skip(reason)


@pytest.fixture(scope="session")
def seed_article() -> Path:
    """Return the path of the first real report."""
    return from_shared("seed/article.txt")


@pytest.fixture(scope="session")
def incident_record() -> Path:
    """Return the path of the hand-coded record of incidents in the UN's reports."""
    return from_shared("facts/undof-incidents.csv")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Yield an administrator's address of a private PostgreSQL, made for the tests and gone after.

    On a machine without one the tests that need it are skipped with the reason; in continuous
    integration its absence fails them. TRUCELINE_TEST_POSTGRESQL names one that runs already.
    """
    given = os.environ.get("TRUCELINE_TEST_POSTGRESQL")
    if given:
        yield given
        return
    with private_server() as address:
        yield address


@contextmanager
def private_server() -> Iterator[str]:
    """Start a PostgreSQL of one's own, yield an administrator's address, and take it away."""
    script = ROOT / "scripts" / "postgresql.sh"
    started = subprocess.run(
        ["sh", script, "start", str(os.getpid())],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    if started.returncode != 0:
        _missing(f"no private PostgreSQL could be started: {started.stderr.strip()}")
    folder, address = started.stdout.split()
    try:
        yield address
    finally:
        subprocess.run(["sh", script, "stop", folder], check=True, timeout=60)


@pytest.fixture(scope="session")
def postgresql_ledger(postgresql: str) -> Iterator[str]:
    """Yield an administrator's address of a database with a ledger, which tests share."""
    with new_database(postgresql) as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Yield an empty place for a ledger: the same tests hold in a file and on a server."""
    if request.param == "sqlite":
        yield SqlitePlace(tmp_path)
        return
    found = PostgresqlPlace(tmp_path, request.getfixturevalue("postgresql_ledger"))
    yield found
    found.empty()


@pytest.fixture(scope="session")
def strace() -> str:
    """Return the path of strace; skip with a reason where there is none, or it may not trace."""
    found = shutil.which("strace")
    if found is None:
        _missing("there is no strace on this machine")
    tried = subprocess.run(
        [found, "-f", "-qq", "-o", os.devnull, "true"], capture_output=True, text=True, check=False
    )
    if tried.returncode != 0:
        _missing(f"strace may not trace here: {tried.stderr.strip()}")
    return found


@pytest.fixture(scope="session")
def spacy_pipeline(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a pipeline trained for a moment; skip with the reason where spaCy is absent."""
    if importlib.util.find_spec("spacy") is None:
        _missing("spaCy is not installed (make optional)")
    from truceline.reading.words.train_parser import train_parser

    treebank, folder = tmp_path_factory.mktemp("treebank"), tmp_path_factory.mktemp("pipeline")
    # The smaller of the two files: a few seconds instead of a minute.
    shutil.copy(from_shared("corpora/gum/dev.jsonl.gz"), treebank / "train.jsonl.gz")
    train_parser(treebank, folder, turns=3, told=lambda _: None)
    return folder


@pytest.fixture(scope="session")
def spark() -> None:
    """Require PySpark and Java; skip with the reason where either is absent."""
    if importlib.util.find_spec("pyspark") is None:
        _missing("PySpark is not installed (make optional)")
    if shutil.which("java") is None:
        _missing("there is no Java on this machine")


@pytest.fixture(scope="session")
def warcio() -> None:
    """Require warcio; skip with the reason where it is absent."""
    if importlib.util.find_spec("warcio") is None:
        _missing("warcio is not installed (make optional)")


@pytest.fixture(scope="session")
def python_docx() -> None:
    """Require python-docx; skip with the reason where it is absent."""
    if importlib.util.find_spec("docx") is None:
        _missing("python-docx is not installed (make demo brings it)")


@pytest.fixture
def tell(record_property: Callable[[str, object], None]) -> Tell:
    """Return what a harness of faults tells its row of the table with."""
    return telling(record_property)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table of faults where a run asks for it (TRUCELINE_TABLE)."""
    if not os.environ.get("TRUCELINE_TABLE"):
        return
    kinds = ("passed", "failed", "error", "skipped")
    reports: list[Report] = [
        report for kind in kinds for report in terminalreporter.stats.get(kind, ())
    ]
    terminalreporter.write_line(table_of(reports))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Yield a disk of two megabytes; skip with a reason where none may be mounted."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder],
        capture_output=True,
        text=True,
        check=False,
    )
    if mounted.returncode != 0:
        # Even in continuous integration: to mount takes rights that a runner may not have.
        pytest.skip(f"a small disk cannot be mounted here: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", folder], check=True)


def _missing(reason: str) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
