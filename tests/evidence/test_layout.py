"""A casefile is made whole or not at all, is found from inside, and says what is wrong with it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.errors import CasefileExists, CasefileMissing, LedgerDamaged, SettingsInvalid
from truceline.evidence.layout import Casefile
from truceline.evidence.settings import Settings, read_settings, settings_text


def make(path: Path, **changes: object) -> Casefile:
    """Make a casefile with sound settings, but for the changes."""
    wanted: dict[str, object] = {"name": "Rill", "agreements": ["riverton"], "author": "ann"}
    return Casefile.create(path, **(wanted | changes))  # type: ignore[arg-type]


def tree(path: Path) -> list[str]:
    """Return everything under a folder."""
    return sorted(str(inside.relative_to(path)) for inside in path.rglob("*"))


def test_a_new_casefile_opens_with_what_it_was_made_with(tmp_path: Path) -> None:
    made = make(tmp_path / "new" / "case", policy="policy.yaml")
    opened = Casefile.open(tmp_path / "new" / "case")

    assert opened == made
    assert opened.settings.agreements == ("riverton",)
    assert opened.policy_path == opened.path / "policy.yaml"
    with opened.ledger() as ledger:
        assert ledger.verify() == 0
    assert tree(opened.path) == ["archive", "ledger.keys", "ledger.sqlite", "truceline.toml"]


def test_an_empty_folder_becomes_a_casefile_and_stays_the_same_folder(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    folder.mkdir()
    inode = folder.stat().st_ino
    make(folder)

    assert folder.stat().st_ino == inode
    assert tree(folder) == ["archive", "ledger.keys", "ledger.sqlite", "truceline.toml"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("note.txt", "is not empty"),
        ("ledger.sqlite", "never finished"),
        ("truceline.toml", "already"),
    ],
)
def test_a_folder_that_holds_something_is_left_as_it_is(
    tmp_path: Path, name: str, words: str
) -> None:
    (tmp_path / name).write_text("mine")

    with pytest.raises(CasefileExists, match=words):
        make(tmp_path)
    assert tree(tmp_path) == [name]
    assert (tmp_path / name).read_text() == "mine"


def test_a_file_is_no_place_for_a_casefile(tmp_path: Path) -> None:
    (tmp_path / "case").write_text("mine")

    with pytest.raises(CasefileExists, match="is a file"):
        make(tmp_path / "case")


@pytest.mark.parametrize(
    "changes", [{"name": " "}, {"author": "a\nb"}, {"agreements": ["riverton", ""]}, {"policy": ""}]
)
def test_after_a_refusal_nothing_is_left_behind(tmp_path: Path, changes: dict[str, object]) -> None:
    with pytest.raises(SettingsInvalid):
        make(tmp_path / "case", **changes)
    assert tree(tmp_path) == []


@pytest.mark.parametrize("limit_bytes", [0, 5_000])
def test_a_full_disk_leaves_no_half_made_casefile(tmp_path: Path, limit_bytes: int) -> None:
    program = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from truceline.evidence.layout import Casefile\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit_bytes}, {limit_bytes}))\n"
        "Casefile.create(Path(sys.argv[1]), name='x', agreements=[], author='ann')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "case")], capture_output=True, check=False
    )

    assert done.returncode == 1, done.stderr
    assert tree(tmp_path) == []


def test_a_casefile_is_found_from_any_folder_inside(tmp_path: Path) -> None:
    made = make(tmp_path / "case")
    inside = made.path / "archive" / "deep"
    inside.mkdir()

    assert Casefile.find(inside) == made
    assert Casefile.find(made.path) == made


def test_where_there_is_none_the_command_that_makes_one_is_told(tmp_path: Path) -> None:
    with pytest.raises(CasefileMissing, match="truceline init"):
        Casefile.find(tmp_path)
    with pytest.raises(CasefileMissing, match="truceline init"):
        Casefile.open(tmp_path)


def test_a_lost_ledger_is_told_and_never_made_anew(tmp_path: Path) -> None:
    case = make(tmp_path / "case")
    (case.path / "ledger.sqlite").unlink()

    with pytest.raises(CasefileMissing, match="bring the file back"):
        case.ledger()
    assert not (case.path / "ledger.sqlite").exists()


def test_a_ledger_file_that_is_no_ledger_is_told(tmp_path: Path) -> None:
    case = make(tmp_path / "case")
    (case.path / "ledger.sqlite").write_bytes(b"something else entirely, and long enough" * 100)

    with pytest.raises(LedgerDamaged, match="no ledger"):
        case.ledger()


def test_every_problem_of_the_settings_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "truceline.toml"
    file.write_text('format = 2\nname = ""\n\nagreements = "undof-1974"\nauthro = "ann"\n')

    with pytest.raises(SettingsInvalid) as caught:
        Casefile.open(tmp_path)
    assert [(problem.line, problem.what.split()[0]) for problem in caught.value.problems] == [
        (0, "author"), (1, "format"), (2, "name"), (4, "agreements"), (5, "there"),
    ]  # fmt: skip
    assert "did you mean 'author'?" in str(caught.value)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'format = 1\nname = "x\n', "truceline.toml:2:"),
        (b"\xff\xfe", "not UTF-8"),
        (b'format = 1\nname = "x"\nauthor = "a"\nagreements = [1]\n', "toml:4: .*no text"),
    ],
)
def test_a_file_that_is_not_toml_names_the_line(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "truceline.toml").write_bytes(content)

    with pytest.raises(SettingsInvalid, match=words):
        read_settings(tmp_path / "truceline.toml")


@given(
    text=st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]), min_size=1)
)
def test_any_name_on_one_line_survives_the_file(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    if not text.strip():
        return
    file = tmp_path_factory.getbasetemp() / "truceline.toml"
    settings = Settings(name=text, agreements=(text, "x"), author=text, policy=text)
    file.write_text(settings_text(settings), encoding="utf-8")

    assert read_settings(file) == settings
