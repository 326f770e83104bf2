"""What a cluster gives is what one process gives, byte for byte, also when workers die."""

from __future__ import annotations

import os
import shutil
import signal
import zlib
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.cli.line import Outcome, truceline
from truceline.agreement.load import load_agreement
from truceline.casework.read_tracks import ReadTracks, tracks_of_files
from truceline.casework.runner import Runner, Told, run_here
from truceline.casework.sort_tracks import sort_tracks
from truceline.errors import PartMissing
from truceline.observation.forms import tracks_part, tracks_sort
from truceline.observation.forms.half_written import PREFIX
from truceline.observation.grade import Grade
from truceline.observation.track import TrackRules
from truceline.scale import cluster as door

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("spark"),
    # PySpark leaves a socket to be closed by the collector when it stops.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

RIVERTON = "src/truceline/examples/riverton/agreement"
ARTICLES = Path("src/truceline/examples/riverton/articles")
START, MINUTE = 1_990_000_000_000_000, 60_000_000
SMALL = {"spark.executor.memory": "512m", "spark.driver.memory": "512m"}


@pytest.fixture(scope="module")
def standing(spark: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the address of a standalone cluster of two workers."""
    from tests.scale.standalone import standalone

    with standalone(tmp_path_factory.mktemp("cluster")) as address:
        yield address


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of partitions: eight files in many row groups, one cut short."""
    folder = tmp_path_factory.mktemp("logs")
    rng = np.random.default_rng(8)
    for day in range(8):
        rows = [
            (f"t{n}", START + (1440 * day + i) * MINUTE, 0.01 * n, -0.03 + 0.004 * i)
            for n in range(6)
            for i in range(25)
        ]
        rows.append(("bad", START, float("nan"), 0.0))
        objects, times, lons, lats = zip(*(rows[at] for at in rng.permutation(len(rows))),
                                         strict=True)  # fmt: skip
        table = pa.table(
            {
                "object": objects,
                "time": pa.array(times, pa.int64()).cast(pa.timestamp("us", "UTC")),
                "lon": lons,
                "lat": lats,
            }
        )
        (folder / f"day={day}").mkdir()
        pq.write_table(table, folder / f"day={day}" / "log.parquet", row_group_size=40)
    (folder / "cut.parquet").write_bytes(b"PAR1 and no more")
    return folder


def _bytes_in(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _alike(one: Outcome, other: Outcome) -> bool:
    return (one.code, one.out, one.err) == (other.code, other.out, other.err)


@pytest.fixture(params=["local[2]", "two workers"])
def master(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Yield a master whose one connection serves all commands of a test."""
    alone = request.param.startswith("local")
    address = request.param if alone else request.getfixturevalue("standing")
    with door.cluster(address, conf=SMALL) as run:
        monkeypatch.setattr(door, "cluster", lambda *_, **__: nullcontext(run))
        yield address


def test_a_cluster_counts_writes_sorts_and_tells_what_one_process_does(
    master: str, logs: Path, tmp_path: Path
) -> None:
    shutil.copytree(logs, tmp_path / "whole", ignore=shutil.ignore_patterns("cut.parquet"))
    agreed = ("-a", RIVERTON)
    counted, written, arranged, crossed = [], [], [], []
    for name, more in {"here": (), "there": ("--master", master)}.items():
        to = tmp_path / name
        to.mkdir()
        counted.append(truceline("tracks", "summary", logs, *agreed, "-f", "json", *more))
        written.append(truceline("tracks", "classify", logs, *agreed, "-o", to / "zoned", *more))
        arranged.append(truceline("tracks", "sort", tmp_path / "whole", "-o", to / "sorted", *more))
        crossed.append(
            truceline("tracks", "crossings", to / "sorted", *agreed, "-f", "json", *more)
        )

    assert counted[0].code == 0
    assert "cut.parquet" in counted[0].err
    assert "151 rows, 150 used, 1 refused" in counted[0].err
    for pair in (counted, written, arranged, crossed):
        assert _alike(*pair)
    assert "crossed Northern line" in crossed[0].out
    assert _bytes_in(tmp_path / "here") == _bytes_in(tmp_path / "there")
    assert len(_bytes_in(tmp_path / "here")) == 9


def test_one_big_sorted_file_is_dealt_out_by_its_objects_and_read_as_a_whole(
    logs: Path, tmp_path: Path, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tracks_sort, "OBJECT_ROWS", 60)
    one = tmp_path / "one.parquet"
    files, agreed = sorted(logs.rglob("log.parquet")), load_agreement(RIVERTON)
    sort_tracks(files, one, rules=TrackRules(), run=run_here(lambda _: None))
    verb = ReadTracks(lines=tuple(agreed.lines), zones=(), rules=TrackRules())
    told = {"source": "radar", "grade": Grade.parse("B2")}

    whole = tracks_of_files([one], verb, run=run_here(lambda _: None), **told)  # type: ignore[arg-type]
    monkeypatch.setattr(tracks_part, "PART_ROWS", 200)
    there = tracks_of_files([one], verb, run=runner, **told)  # type: ignore[arg-type]

    assert len(tracks_part.object_parts_of(one)) == 6
    assert there == whole
    assert whole[0].passages


@pytest.fixture
def runner(spark: None) -> Iterator[Runner]:
    """Yield the runner of a cluster on this machine."""
    with door.cluster("local[2]", conf=SMALL) as run:
        yield run


@dataclass(frozen=True)
class DyingOnce:
    """A verb whose first worker for a kind of task is killed in the middle of it."""

    verb: Callable[..., object]
    grave: Path

    def __call__(self, task: object, told: Told) -> object:
        stone = self.grave / f"{type(self.verb).__name__}-{zlib.crc32(str(task).encode()) % 2}"

        def die(rows: int) -> None:
            if not stone.exists():
                stone.write_text("died here", encoding="utf-8")
                os.kill(os.getpid(), signal.SIGKILL)
            told(rows)

        return self.verb(task, die)


def test_a_worker_that_dies_in_a_task_loses_nothing_and_doubles_nothing(
    logs: Path, tmp_path: Path, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tracks_sort, "_BUCKET_BYTES", 10_000)
    monkeypatch.setattr(tracks_sort, "_DEALT_ROWS", 60)
    files = sorted(logs.rglob("log.parquet"))
    grave = tmp_path / "grave"
    grave.mkdir()

    def run(verb: Callable[..., object], tasks: object) -> object:
        return runner(DyingOnce(verb, grave), tasks)  # type: ignore[arg-type]

    here = sort_tracks(files, tmp_path / "here", rules=TrackRules(), run=run_here(lambda _: None))
    there = sort_tracks(files, tmp_path / "there", rules=TrackRules(), run=run)  # type: ignore[arg-type]

    assert len(list(grave.iterdir())) >= 1
    assert there == here
    assert _bytes_in(tmp_path / "there") == _bytes_in(tmp_path / "here")
    assert not list(tmp_path.rglob(f"{PREFIX}*"))
    assert sum(pq.read_table(file).num_rows for file in (tmp_path / "there").iterdir()) == 8 * 150


def test_articles_read_on_a_cluster_give_the_lines_that_one_process_gives(
    tmp_path: Path,
) -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(ARTICLES.iterdir())]
    rows = [{"id": f"a{n}", "text": texts[n % len(texts)], "published": "2031-05-03"}
            for n in range(6)]  # fmt: skip
    rows.append({"id": "empty", "text": "  ", "published": None})  # type: ignore[dict-item]
    (tmp_path / "in").mkdir()
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "in" / "x.parquet", row_group_size=2)

    here = truceline("scale", "read", tmp_path / "in", "-o", tmp_path / "out")
    first = _bytes_in(tmp_path / "out")
    there = truceline("scale", "read", tmp_path / "in", "-o", tmp_path / "out", "--master",
                      "local[2]", "--conf", "spark.driver.memory=512m")  # fmt: skip

    assert here.code == there.code == 3
    assert "7 articles, 6 read, 1 could not be" in here.err
    assert here.err == there.err
    assert _bytes_in(tmp_path / "out") == first
    assert len(first) == 4


def test_many_agreements_judge_alike_here_and_on_a_cluster(tmp_path: Path) -> None:
    case = tmp_path / "case"
    assert truceline("init", case, "--agreement", RIVERTON).code == 0
    for article in sorted(ARTICLES.iterdir()):
        assert truceline("add", article, "--case", case, "--published", "2031-05-03").code == 0
    assert truceline("read", "--case", case).code == 0
    assert truceline("observe", "--case", case).code == 0
    words = ("scale", "assess", "--case", case, "-a", RIVERTON, "--library", "--period", "2031")

    here = truceline(*words)
    there = truceline(*words, "--master", "local[2]", "--conf", "spark.driver.memory=512m")

    assert here.code == 0, here.err
    assert _alike(here, there)
    assert '"finding": "riverton' in here.out
    assert '"finding": "undof-1974/' in here.out


def test_without_java_the_reason_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("JAVA_HOME", raising=False)

    with pytest.raises(PartMissing, match="Spark needs Java 17"), door.cluster("local[1]"):
        pass


def test_an_archive_read_on_a_cluster_gives_the_lines_that_one_process_gives(
    warcio: None, tmp_path: Path
) -> None:
    text = next(iter(sorted(ARTICLES.glob("*.txt")))).read_bytes()
    head = "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Record-ID: <urn:uuid:{}>\r\n"
    head += "WARC-Date: 2031-05-03T00:00:00Z\r\nWARC-Target-URI: https://riverton.example/{}\r\n"
    head += "Content-Type: text/plain\r\nContent-Length: {}\r\n\r\n"
    pages = [text + f"\nNote {n}.".encode() for n in range(4)]
    whole = b"".join(
        head.format(n, n, len(page)).encode() + page + b"\r\n\r\n" for n, page in enumerate(pages)
    )
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.warc").write_bytes(whole)
    (tmp_path / "in" / "cut.warc").write_bytes(whole[:-40])

    here = truceline("scale", "read", tmp_path / "in", "-o", tmp_path / "out")
    first = _bytes_in(tmp_path / "out")
    there = truceline("scale", "read", tmp_path / "in", "-o", tmp_path / "out", "--master",
                      "local[2]", "--conf", "spark.driver.memory=512m")  # fmt: skip

    assert here.code == there.code == 3
    assert "8 articles, 7 read, 1 could not be" in here.err
    assert (there.err, _bytes_in(tmp_path / "out")) == (here.err, first)
