"""The pages hold what the program does: links lead somewhere, commands exist, examples run."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

COMMAND = re.compile(r"(?:    |\$ )(?:\.venv/bin/)?truceline ([a-z].*?)(?:\s{2,}#.*)?$")
DOCS_COMMAND = [sys.executable, "-m", "typer", "truceline.cli.main", "utils", "docs"]
DOCS_COMMAND += ["--name", "truceline"]
PAGES = sorted([*(ROOT / "docs").rglob("*.md"), ROOT / "README.md"])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_to_a_file_leads_to_one(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text(encoding="utf-8"))

    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_command_line_page_is_what_the_program_says(tmp_path: Path) -> None:
    fresh = tmp_path / "cli.md"
    subprocess.run(
        [*DOCS_COMMAND, "--output", str(fresh)],
        check=True,
        capture_output=True,
    )
    page = ROOT / "docs" / "reference" / "cli.md"

    assert page.read_text(encoding="utf-8") == fresh.read_text(encoding="utf-8"), "run: make docs"


def test_every_command_in_a_page_exists_with_its_options() -> None:
    from typer.main import get_command

    from truceline.cli.main import app

    top = get_command(app)
    wrong = []
    for page in PAGES:
        for line in page.read_text(encoding="utf-8").splitlines():
            match = re.match(
                r"^(?:    |\$ )(?:\.venv/bin/)?truceline ([a-z].*?)(?:\s{2,}#.*)?$", line
            )
            if match is None or "[OPTIONS]" in line:
                continue
            if not _is_known(top, shlex.split(match[1].split(" > ")[0])):
                wrong.append(f"{page.name}: {line.strip()}")

    assert wrong == []


def _is_known(command: object, words: list[str]) -> bool:
    while words and hasattr(command, "commands"):
        command = command.commands.get(words.pop(0))
    if command is None:
        return False
    options = {name for param in getattr(command, "params", []) for name in param.opts}
    return {word for word in words if re.match(r"-{1,2}[a-z]", word)} <= options | {"--help", "-h"}


def test_the_python_in_the_readme_runs() -> None:
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.S)

    assert blocks
    for block in blocks:
        subprocess.run([sys.executable, "-c", block], check=True, capture_output=True)
