"""Archives of crawled pages: what is a page is read, all else is counted, damage is told."""

from __future__ import annotations

import gzip
import json
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest

from truceline.casework import warc_part
from truceline.casework.read_articles import ArticlesRead, read_articles
from truceline.casework.runner import run_here
from truceline.errors import NotFound

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("warcio")]

ARTICLES = Path("src/truceline/examples/riverton/articles")
TEXT = next(iter(sorted(ARTICLES.glob("*.txt")))).read_text(encoding="utf-8")
TEXTS = [f"{TEXT}\nNote {number}." for number in range(3)]


def _record(number: int, kind: str, body: bytes, status: str | None, *headers: str) -> bytes:
    """Return one record as crawlers write it, squeezed by itself."""
    block = body
    if status is not None:
        head = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}", "", ""]
        block = "\r\n".join(head).encode() + body
    stated = "Content-Type: application/http; msgtype=response" if status else headers[0]
    lines = [
        "WARC/1.0", f"WARC-Type: {kind}", f"WARC-Record-ID: <urn:uuid:0-{number}>",
        "WARC-Date: 2031-05-03T00:00:00Z", f"WARC-Target-URI: https://riverton.example/{number}",
        stated, f"Content-Length: {len(block)}", "", "",
    ]  # fmt: skip
    return gzip.compress("\r\n".join(lines).encode() + block + b"\r\n\r\n")


def _archive(path: Path) -> list[int]:
    """Write an archive of nine records, five of them pages; return where each record ends."""
    page = "<html><head><title>T</title></head><body><p>{}</p></body></html>"
    html, plain = "Content-Type: text/html; charset=utf-8", "Content-Type: text/plain"
    records: list[tuple[str, bytes, str | None, tuple[str, ...]]] = [
        ("metadata", b"how: crawled", None, (plain,)),
        ("response", page.format(TEXTS[0]).encode(), "200 OK", (html,)),
        ("response", b"gone", "404 Not Found", (html,)),
        ("response", b"\x89PNG", "200 OK", ("Content-Type: image/png",)),
        ("response", gzip.compress(TEXTS[1].encode()), "200 OK", (plain, "Content-Encoding: gzip")),
        ("response", b"", "301 Moved", (html,)),
        (
            "response",
            "Caf\xe9 shelled.".encode("latin-1"),
            "200 OK",
            (f"{plain}; charset=latin-1",),
        ),
        ("response", b"\x00\x01\x02\x03", "200 OK", (plain,)),
        ("conversion", TEXTS[2].encode(), None, (plain,)),
    ]
    written = [
        _record(number, kind, body, status, *headers)
        for number, (kind, body, status, headers) in enumerate(records, start=1)
    ]
    path.write_bytes(b"".join(written))
    return list(accumulate(map(len, written)))


def _read(file: Path, output: Path) -> tuple[tuple[ArticlesRead, ...], list[dict[str, Any]]]:
    done = read_articles([file], output, run=run_here(lambda _: None))
    lines = [line for one in done for line in one.place.read_text(encoding="utf-8").splitlines()]
    return done, [json.loads(line) for line in lines]


def test_pages_are_read_and_what_is_none_is_counted(tmp_path: Path) -> None:
    _archive(tmp_path / "crawl.warc.gz")
    (done,), records = _read(tmp_path / "crawl.warc.gz", tmp_path / "out")
    assert (done.rows, done.failed, done.passed_over) == (5, 1, 4)
    assert [record["id"].startswith("d-") for record in records] == [True, True, True, False, True]
    assert records[3]["id"] == "https://riverton.example/8"
    assert records[3]["error"]
    assert done.claims == sum(len(record.get("claims", [])) for record in records) > 0


def test_an_archive_cut_short_is_read_up_to_there_and_told(tmp_path: Path) -> None:
    ends = _archive(tmp_path / "whole.warc.gz")
    whole = (tmp_path / "whole.warc.gz").read_bytes()
    cut = tmp_path / "cut.warc.gz"
    cut.write_bytes(whole[: (ends[6] + ends[7]) // 2])
    (done,), records = _read(cut, tmp_path / "out")
    assert done.failed >= 1
    assert any("cut.warc.gz cannot be read on" in record.get("error", "") for record in records)
    _, before = _read(tmp_path / "whole.warc.gz", tmp_path / "whole")
    assert records[:3] == before[:3]


def test_what_is_no_archive_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    _archive(tmp_path / "a.warc.gz")
    (tmp_path / "b.warc").write_bytes(b"this is no archive at all\n" * 9)
    done = read_articles([tmp_path], tmp_path / "out", run=run_here(lambda _: None))
    assert [(one.rows, one.failed) for one in done] == [(5, 1), (1, 1)]


def test_parts_of_an_archive_together_hold_each_record_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _archive(tmp_path / "a.warc.gz")
    _, once = _read(tmp_path / "a.warc.gz", tmp_path / "once")
    monkeypatch.setattr(warc_part, "_BYTES_A_PART", 700)
    done, parted = _read(tmp_path / "a.warc.gz", tmp_path / "parted")
    assert len(done) > 2
    assert sum(one.rows + one.passed_over for one in done) == 9
    told = sorted(json.dumps(record) for record in parted)
    assert told == sorted(json.dumps(record) for record in once)


def test_a_folder_without_articles_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="Parquet or WARC"):
        read_articles([tmp_path], tmp_path / "out", run=run_here(lambda _: None))
