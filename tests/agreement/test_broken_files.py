"""A broken file tells all that is wrong with it, and where."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.agreement.load import check_agreement, load_agreement
from truceline.agreement.yaml_nodes import MAX_BYTES
from truceline.errors import AgreementInvalid, NotFound

HERE = Path(__file__).parent
BROKEN = sorted((HERE / "broken").glob("*.yaml"))
SMALL = (HERE / "small" / "agreement.yaml").read_text(encoding="utf-8")
LINES = (HERE / "small" / "lines.geojson").read_bytes()
FEATURE = """{"features": [{"id": "west",
  "properties": {"error_m": %s, "source": "survey", "licence": "CC0"},
  "geometry": {"type": "LineString", "coordinates": %s}}]}"""
WORDS = re.findall(r"[^\s\[\]{},:]+", SMALL)


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_file_tells_every_problem_with_its_place(path: Path) -> None:
    wanted = path.with_suffix(".problems.txt").read_text(encoding="utf-8").splitlines()

    assert [str(problem) for problem in check_agreement(path)] == wanted
    with pytest.raises(AgreementInvalid) as caught:
        load_agreement(path)
    assert len(caught.value.problems) == len(wanted)


def test_every_problem_offers_a_way_to_mend_it() -> None:
    for path in BROKEN:
        assert all(problem.mend for problem in check_agreement(path))


def test_a_sound_file_has_no_problem() -> None:
    assert check_agreement(HERE / "small") == ()
    assert load_agreement(HERE / "small" / "agreement.yaml").id == "riverton"


def test_a_file_too_large_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "agreement.yaml"
    path.write_bytes(b"#" * (MAX_BYTES + 1))

    assert "at most" in check_agreement(path)[0].what


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"\x00", b"a: \x07", b"", b"- [", b"? {"])
def test_bytes_that_are_no_text_are_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "agreement.yaml"
    path.write_bytes(data)

    with pytest.raises(AgreementInvalid):
        load_agreement(path)


def test_an_unknown_id_offers_the_nearest() -> None:
    with pytest.raises(NotFound, match="did you mean 'undof-1974'"):
        load_agreement("undof-1947")


BROKEN_DRAWINGS = {
    "no JSON": "{",
    "no collection": "[]",
    "no feature": '{"features": [1]}',
    "no geometry": '{"features": [{"id": "west"}]}',
    "negative error": FEATURE % ("-1", "[[35, 33], [35, 34]]"),
    "latitude first": FEATURE % ("1", "[[33, 135], [35, 34]]"),
    "one number": FEATURE % ("1", "[[33], [35, 34]]"),
    "not a number": FEATURE % ("1", "[[35, 33], [35, NaN]]"),
}


@pytest.mark.parametrize("drawing", BROKEN_DRAWINGS.values(), ids=list(BROKEN_DRAWINGS))
def test_a_broken_drawing_is_told(tmp_path: Path, drawing: str) -> None:
    (tmp_path / "agreement.yaml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "lines.geojson").write_text(drawing, encoding="utf-8")

    assert any(problem.file == "lines.geojson" for problem in check_agreement(tmp_path))


def test_the_digest_covers_every_file_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "agreement.yaml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "lines.geojson").write_bytes(LINES)
    first = load_agreement(tmp_path).digest
    (tmp_path / ".hidden").write_text("not a part", encoding="utf-8")
    assert load_agreement(tmp_path).digest == first
    (tmp_path / "lines.geojson").write_bytes(LINES + b"\n")

    assert load_agreement(tmp_path).digest != first


@pytest.mark.slow
@given(
    at=st.integers(0, len(WORDS) - 1),
    instead=st.sampled_from(
        ["", "no", "3.10", "-1", "[", "{", "*x", "&x", "west", "2026-02-30", "99999-01-01", "\t",
         "own", "any", "own 10", "any backed by", "over", "0 days", "1e9 km", "9" * 30, "strip",
         "banks", "one", "north", "raiders", "''", '"', "|", "~", "%", "é", "\U0001f6d1"]
    )
    | st.sampled_from(WORDS)
    | st.text(max_size=6),
)  # fmt: skip
def test_a_file_with_one_word_changed_loads_or_tells_its_problems(
    tmp_path_factory: pytest.TempPathFactory, at: int, instead: str
) -> None:
    folder = tmp_path_factory.mktemp("mutated")
    seen = -1

    def swap(match: re.Match[str]) -> str:
        nonlocal seen
        seen += 1
        return instead if seen == at else match[0]

    text = re.sub(r"[^\s\[\]{},:]+", swap, SMALL)
    (folder / "agreement.yaml").write_bytes(text.encode("utf-8", "surrogatepass"))
    (folder / "lines.geojson").write_bytes(LINES)

    problems = check_agreement(folder)

    if problems:
        with pytest.raises(AgreementInvalid):
            load_agreement(folder)
    else:
        load_agreement(folder)
