"""Bad input gives a clear error, and leaves nothing half-written behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.line import truceline

# Each command, as a user types it.
pytestmark = pytest.mark.slow

HEADER = (
    "date_start,date_end,place_text,lat,lon,side,party,kind,asset,count_min,count_max,"
    "document,paragraph,source_url"
)
GOOD = (
    "2013-04-02,2013-04-02,area of separation,,,alpha,IDF,firing_into_area_of_separation,"
    "tank rounds,2,2,[P] S/2013/345,3,https://example.org/report"
)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "case"
    assert truceline("init", path, "--agreement", "undof-1974").code == 0
    return path


def _entries(case: Path) -> int:
    from truceline.evidence.layout import Casefile
    from truceline.evidence.ledger import EntryKind

    with Casefile.open(case).ledger() as ledger:
        # A new casefile holds the versions of its agreements, and nothing else.
        return sum(entry.kind is not EntryKind.AGREEMENT for entry in ledger.entries())


def _record(tmp_path: Path, *rows: str, header: str = HEADER) -> Path:
    path = tmp_path / "record.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def test_a_missing_column_refuses_the_file_and_names_the_column(case: Path, tmp_path: Path) -> None:
    path = _record(tmp_path, GOOD, header=HEADER.replace("kind,", "knd,"))

    told = truceline("import", path, "--case", case)

    assert told.code == 3
    assert "record.csv:1" in told.err
    assert "kind" in told.err
    assert "Traceback" not in told.err
    assert _entries(case) == 0


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (GOOD.replace("2013-04-02,2013-04-02", "2026-02-30,2026-02-30"), "2026-02-30"),
        (GOOD.replace(",,,alpha", ",135.82,33.13,alpha"), "swapped"),
        (GOOD.replace("firing_into_area_of_separation", "firing_into_area"), "firing_into_area_of"),
        (GOOD.replace("rounds,2,2", "rounds,5,2"), "count"),
        (GOOD.replace("2013-04-02,2013-04-02", "2013-04-02,2013-04-01"), "before"),
    ],
)
def test_a_bad_row_is_refused_with_its_reason_and_the_others_go_in(
    case: Path, tmp_path: Path, row: str, said: str
) -> None:
    told = truceline("import", _record(tmp_path, GOOD, row), "--case", case, "--format", "csv")

    assert told.code == 0
    assert "record.csv,2,1,1" in told.out
    assert "record.csv:3" in told.err
    assert said in told.err


def test_a_dry_run_records_nothing(case: Path, tmp_path: Path) -> None:
    told = truceline("import", _record(tmp_path, GOOD), "--case", case, "--dry-run")

    assert told.code == 0
    assert _entries(case) == 0


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\n  \n", "no text"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "PNG"),
        ("report.pdf", b"%PDF-1.7\n" + bytes(range(256)), "PDF"),
        ("noise.txt", bytes(range(256)) * 40, "no text"),
    ],
)
def test_a_file_without_text_is_refused_by_name(
    case: Path, tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)

    told = truceline("add", path, "--case", case)

    assert told.code == 3
    assert name in told.err
    assert said.lower() in told.err.lower()
    assert _entries(case) == 0


def test_a_file_of_200_mb_is_refused_before_it_is_read(case: Path, tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(200_000_000)

    told = truceline("add", path, "--case", case)

    assert told.code == 3
    assert "20 MB" in told.err
    assert _entries(case) == 0


def test_an_article_with_no_body_says_so_and_gives_no_claim(case: Path, tmp_path: Path) -> None:
    path = tmp_path / "teasers.txt"
    path.write_text("Sign in\n\nSubscribe now for $1\n\nRead More\n\nLog Out\n", encoding="utf-8")
    assert truceline("add", path, "--case", case).code == 0

    told = truceline("read", "--case", case)

    assert told.code == 3
    assert "teasers.txt" in told.err
    assert "body" in told.err
    assert truceline("list", "claims", "--case", case, "--format", "jsonl").out == ""


def test_an_unknown_zone_in_an_agreement_is_told_with_its_line(tmp_path: Path) -> None:
    import shutil

    import truceline as package

    shipped = Path(package.__file__).parent / "examples" / "riverton" / "agreement"
    folder = tmp_path / "agreement"
    shutil.copytree(shipped, folder)
    file = folder / "agreement.yaml"
    text = file.read_text(encoding="utf-8").replace("    in: buffer\n", "    in: bufer\n", 1)
    file.write_text(text, encoding="utf-8")
    line = text.splitlines().index("    in: bufer") + 1

    told = truceline("agreement", "check", folder)

    assert told.code == 3
    assert f"agreement.yaml:{line}:" in told.err
    assert "'bufer'" in told.err
    assert "buffer" in told.err


def test_a_word_mistyped_is_answered_with_the_nearest(tmp_path: Path) -> None:
    told = truceline("init", tmp_path / "x", "--agreement", "undof-1947")

    assert told.code == 5
    assert "undof-1974" in told.err
    assert not (tmp_path / "x").exists()


def test_outside_a_casefile_the_way_to_one_is_told(tmp_path: Path) -> None:
    told = truceline("status", "--case", tmp_path)

    assert told.code == 5
    assert "truceline init" in told.err
