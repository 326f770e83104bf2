"""Files made to exhaust or mislead a reader: a clear refusal, in bounded time and memory."""

from __future__ import annotations

import json
import time
import tracemalloc
from pathlib import Path

import pytest

from truceline.agreement.load import check_agreement, load_agreement
from truceline.agreement.new import new_agreement
from truceline.agreement.read_lines import MAX_DRAWING_BYTES, MAX_POINTS
from truceline.agreement.read_zones import MAX_ZONES
from truceline.errors import Problem

# More than any of these took by a factor of ten; the machine may be busy.
SECONDS = 5.0
MEGABYTES = 100.0


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    new_agreement(tmp_path / "river")
    return tmp_path / "river"


def _checked(folder: Path) -> tuple[Problem, ...]:
    """Return the problems of a folder, found in bounded time."""
    start = time.process_time()
    problems = check_agreement(folder)
    assert time.process_time() - start < SECONDS
    assert all(problem.mend for problem in problems)
    return problems


BOMB = "a: &a [x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\n"
HOSTILE = {
    "a bomb of aliases": (BOMB, "is an anchor"),
    "nested lists": ("agreement: " + "[" * 100_000, "nested more than"),
    "nested mappings": ("{a: " * 100_000, "nested more than"),
    "a mapping that is its own key": ("&a {*a : x}\n", "is an anchor"),
    "a number as the whole file": ("3.1\n", "expected keys and values"),
    "a key twice": ("agreement: a\nagreement: b\n", "a second time"),
    "a tag that calls": ("agreement: !!python/object/apply:os.system [ls]\n", "is a tag"),
    "a merge key": ("agreement:\n  <<: {title: x}\n", "merges keys"),
    "two documents": ("agreement: a\n---\nagreement: b\n", "a second document"),
    "a key that is a list": ("? [a, b]\n: c\n", "a key must be plain text"),
    "a byte of no text": ("agreement: \x00\n", ""),
    "a very long word": ("agreement: " + "x" * 2_000_000, "at most"),
    "many keys": ("".join(f"k{n}: v\n" for n in range(3_000)), "has no key"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused(tmp_path: Path, name: str) -> None:
    text, said = HOSTILE[name]
    (tmp_path / "agreement.yaml").write_text(text, encoding="utf-8")

    problems = _checked(tmp_path)

    assert problems
    assert any(said in problem.what for problem in problems)


def test_words_that_other_readers_turn_into_numbers_stay_words(folder: Path) -> None:
    file = folder / "agreement.yaml"
    text = file.read_text(encoding="utf-8")
    text = text.replace("  A-3:", "  3.10:").replace("cites: P1 3", "cites: P1 3.10")
    text = text.replace("north", "no")
    file.write_text(text, encoding="utf-8")
    lines = (folder / "lines.geojson").read_text(encoding="utf-8")
    (folder / "lines.geojson").write_text(lines, encoding="utf-8")
    text = text.replace("side: no\n", "side: north\n")
    file.write_text(text, encoding="utf-8")

    agreement = load_agreement(folder)

    assert agreement.party("no").title == "North"
    assert agreement.provision("3.10").paragraph == "3.10"


POINTS = "[[35.0, 33.1], [35.3, 33.1]]"
RING = "[[35, 33], [35.1, 33], [35.1, 33.1]]"
DRAWINGS = {
    "not a number": ("[[35.0, NaN], [35.3, 33.1]]", "longitude comes first"),
    "endless": ("[[35.0, Infinity], [35.3, 33.1]]", "longitude comes first"),
    "latitude first": ("[[33.1, 135.0], [33.1, 135.3]]", "longitude comes first"),
    "one point": ("[[35.0, 33.1]]", "a line needs two"),
    "no numbers": ('[["x", "y"], ["z", "w"]]', "cannot be read"),
    "no pairs": ("[35.0, 33.1]", "cannot be read"),
    "nested deep": ("[" * 100_000 + "]" * 100_000, "this is not GeoJSON"),
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_hostile_drawing_is_refused(folder: Path, name: str) -> None:
    coordinates, said = DRAWINGS[name]
    file = folder / "lines.geojson"
    text = file.read_text(encoding="utf-8")
    assert POINTS in text
    file.write_text(text.replace(POINTS, coordinates), encoding="utf-8")

    assert any(said in problem.what for problem in _checked(folder))


def test_an_open_ring_and_an_id_given_twice_are_refused(folder: Path) -> None:
    file = folder / "lines.geojson"
    drawn = json.loads(file.read_text(encoding="utf-8"))
    first = drawn["features"][0]
    ring = {"type": "Polygon", "coordinates": [json.loads(RING)]}
    drawn["features"] += [first, {**first, "id": "open", "geometry": ring}]
    file.write_text(json.dumps(drawn), encoding="utf-8")

    said = " ".join(problem.what for problem in _checked(folder))

    assert "has the id 'N' of an earlier one" in said
    assert "a ring is open" in said


def test_ten_million_points_are_refused_before_they_are_read(folder: Path) -> None:
    file = folder / "lines.geojson"
    with file.open("r+b") as opened:
        # Ten million points take some 200 MB; a file of holes has the size without the bytes.
        opened.truncate(200_000_000)

    problems, peak = _measured(folder)

    assert peak < MEGABYTES * 1e6
    (first, *_) = problems
    assert f"at most {MAX_DRAWING_BYTES:,} are read" in first.what


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_takes_little_memory(tmp_path: Path, name: str) -> None:
    (tmp_path / "agreement.yaml").write_text(HOSTILE[name][0], encoding="utf-8")

    assert _measured(tmp_path)[1] < MEGABYTES * 1e6


def _measured(folder: Path) -> tuple[tuple[Problem, ...], int]:
    """Return the problems of a folder and the most memory that finding them took, in bytes."""
    tracemalloc.start()
    try:
        return check_agreement(folder), tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_line_finer_than_any_source_is_refused(folder: Path) -> None:
    file = folder / "lines.geojson"
    drawn = json.loads(file.read_text(encoding="utf-8"))
    fine = [[35 + n * 1e-6, 33.1] for n in range(20_000)]
    drawn["features"][0]["geometry"]["coordinates"] = fine
    file.write_text(json.dumps(drawn), encoding="utf-8")

    assert any(f"at most {MAX_POINTS:,} are read" in one.what for one in _checked(folder))


def test_more_zones_than_any_agreement_has_are_refused(folder: Path) -> None:
    file = folder / "agreement.yaml"
    many = "".join(f"  z{n}: {{title: z, beside: N, side: north, to: 9 km}}\n" for n in range(400))
    text = file.read_text(encoding="utf-8").replace("\nzones:\n", f"\nzones:\n{many}")
    file.write_text(text, encoding="utf-8")

    assert any(f"at most {MAX_ZONES} are read" in problem.what for problem in _checked(folder))
