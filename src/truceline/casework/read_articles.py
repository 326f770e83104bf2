"""Read articles: a folder of texts, read part by part, claims written as JSON lines.

Texts come in Parquet, or as the pages of archives (WARC, ``warc_part``). A row of Parquet is a
passage as ``truceline read --stdin-jsonl`` takes it: ``text``, and if known ``id``, ``published``
and ``outlet``. What is written is what that command writes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from truceline.casework.read_passages import Source, record_of
from truceline.casework.runner import Runner, Told
from truceline.casework.warc_part import WarcPart, is_warc, warc_parts
from truceline.errors import NotFound, Problem, RecordInvalid
from truceline.observation.forms.half_written import clear_halves, half_written

_COLUMNS = ("id", "text", "published", "outlet")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlePart:
    """One row group of a file of articles; its first row counts from 1."""

    file: Path
    group: int
    first_row: int
    place: Path

    def sources(self) -> Iterator[Source | None]:
        """Yield the rows of the part."""
        for number, line in enumerate(_lines(self), start=self.first_row):
            yield Source(number=number, line=line)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlesRead:
    """What came of a part: rows are those read and those that could not be.

    What was ``passed_over`` are records of an archive that are no page.
    """

    place: Path
    rows: int
    failed: int
    claims: int
    passed_over: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadArticles:
    """The verb: read one part, and write its claims to a file of its own."""

    reader: str = "grammar"

    def __call__(self, part: ArticlePart | WarcPart, told: Told) -> ArticlesRead:
        failed = claims = rows = passed_over = 0
        with half_written(part.place) as half, half.open("w", encoding="utf-8") as sink:
            for source in part.sources():
                if source is None:
                    passed_over += 1
                    continue
                record = record_of(source, stage=None, reader=self.reader)
                rows += 1
                failed += "error" in record
                found = record.get("claims")
                claims += len(found) if isinstance(found, list) else 0
                sink.write(json.dumps(record, ensure_ascii=False) + "\n")
                told(1)
        return ArticlesRead(
            place=part.place, rows=rows, failed=failed, claims=claims, passed_over=passed_over
        )


def read_articles(
    paths: Sequence[Path], output: Path, *, run: Runner, reader: str = "grammar"
) -> tuple[ArticlesRead, ...]:
    """Read files of articles, or folders of them; write claims into a folder, a file a part.

    Raises:
        NotFound: a path is not there, or holds no such file; no reader has that name.
        PartMissing: there are archives of pages, and warcio is not installed.
        RecordInvalid: a file is damaged or has no column ``text``; every such file is told.
    """
    parts = article_parts(paths, output)
    output.mkdir(parents=True, exist_ok=True)
    done = tuple(run(ReadArticles(reader=reader), parts))
    clear_halves(output)
    return done


def article_parts(paths: Sequence[Path], output: Path) -> list[ArticlePart | WarcPart]:
    """Return the parts of files of articles, each with the file it becomes.

    A part is a row group, or some records of an archive of pages.
    """
    parts: list[ArticlePart | WarcPart] = []
    problems: list[Problem] = []
    for number, file in enumerate(_files(paths)):
        if is_warc(file):
            parts += warc_parts(file, output, number=number)
            continue
        try:
            rows = _rows_of_groups(file)
        except RecordInvalid as refused:
            problems += refused.problems
            continue
        first = 1
        for group, count in enumerate(rows):
            place = output / f"{number:05d}-{group:05d}.jsonl"
            parts.append(ArticlePart(file=file, group=group, first_row=first, place=place))
            first += count
    if problems:
        raise RecordInvalid(problems)
    return parts


def _files(paths: Sequence[Path]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(
                file for file in path.rglob("*") if file.suffix == ".parquet" or is_warc(file)
            )
        elif path.is_file():
            found.append(path)
        else:
            raise NotFound("file or folder", str(path))
    if not found:
        raise NotFound("file of articles (Parquet or WARC)", ", ".join(map(str, paths)))
    return found


def _rows_of_groups(file: Path) -> list[int]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(file) as opened:
            names = opened.schema_arrow.names
            foot = opened.metadata
            rows = [foot.row_group(at).num_rows for at in range(foot.num_row_groups)]
    except (pa.ArrowException, OSError) as damaged:
        what = f"the file cannot be read on: {' '.join(str(damaged).split())[:200]}"
        raise RecordInvalid([Problem(file.name, 0, 0, what, "Fetch or write it anew")]) from None
    if "text" not in names:
        what = f"there is no column 'text'; the columns are {', '.join(names[:20])}"
        raise RecordInvalid([Problem(file.name, 1, 0, what, "Name the column of texts so")])
    return rows


def _lines(part: ArticlePart) -> Iterable[str]:
    """Yield the rows of a part as lines of JSON."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(part.file) as opened:
        columns = [name for name in _COLUMNS if name in opened.schema_arrow.names]
        for batch in opened.iter_batches(256, row_groups=[part.group], columns=columns):
            for row in batch.to_pylist():
                given = {name: value for name, value in row.items() if value is not None}
                yield json.dumps(given, ensure_ascii=False, default=_day)


def _day(value: object) -> str:
    """Return a date or a moment as a day; what is neither is told by its kind."""
    from datetime import date

    return f"{value:%Y-%m-%d}" if isinstance(value, date) else type(value).__name__
