"""A report on paper says what the Markdown says, runs no markup of a source, and stays alike."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import Any

import pytest

from tests.report.world import report as the_report
from truceline.report.as_docx import as_docx
from truceline.report.as_pdf import as_pdf
from truceline.report.blocks import Heading, Item, Paragraph, Picture, Table, blocks_of
from truceline.report.matrix import Matrix
from truceline.report.report import Point, Report


def _words(report: Report) -> str:
    return "\n".join(
        one.text for one in blocks_of(report) if isinstance(one, Heading | Item | Paragraph)
    )


def test_the_sections_stand_in_the_order_of_the_other_forms_with_the_maps_among_them() -> None:
    titles = [one.text for one in blocks_of(the_report()) if isinstance(one, Heading)
              and one.level == 2]  # fmt: skip

    assert titles[:4] == ["In short", "Matrix", "Map", "Findings"]
    assert titles[-1] == "Method and limits"
    assert any(isinstance(one, Picture) for one in blocks_of(the_report()))


def test_words_of_a_source_are_words_on_paper_whatever_they_look_like() -> None:
    hostile = '# no heading *no stress* <b>no tag</b> [no link](https://example.org) #eval("1")'
    report = replace(the_report(), headline=(Point(hostile, (hostile,)),))

    assert _words(report).count(hostile) == 2


def test_a_matrix_that_is_too_wide_goes_on_with_its_first_columns_said_again() -> None:
    report = the_report()
    wide = Matrix(
        periods=report.matrix.periods * 9,
        rows=tuple(replace(row, cells=row.cells * 9) for row in report.matrix.rows),
    )
    tables = [one for one in blocks_of(replace(report, matrix=wide)) if isinstance(one, Table)
              and one.header[:2] == ("provision", "party")]  # fmt: skip

    assert len(tables) > 1
    assert sum(len(one.header) - 2 for one in tables) == len(wide.periods)
    assert all(len(one.header) <= 12 for one in tables)
    assert len({tuple(row[:2] for row in one.rows) for one in tables}) == 1


@pytest.mark.slow
def test_a_pdf_is_tagged_titled_and_the_same_every_time() -> None:
    report = replace(the_report(), title="Week 7: تقرير")
    data = as_pdf(report)

    assert data.startswith(b"%PDF-")
    assert b"/Marked true" in data
    assert b"pdfuaid" in data
    assert b"/URI" not in data
    assert data == as_pdf(report)


@pytest.mark.slow
@pytest.mark.usefixtures("python_docx")
def test_a_docx_has_the_headings_of_the_report_and_words_for_every_picture() -> None:
    import docx

    report = the_report()
    data = as_docx(report)
    document: Any = docx.Document(io.BytesIO(data))
    headings = [one.text for one in document.paragraphs if one.style.name.startswith("Heading")]
    pictures = [one for one in blocks_of(report) if isinstance(one, Picture)]

    assert headings == [one.text for one in blocks_of(report) if isinstance(one, Heading)]
    assert len(document.tables) == sum(isinstance(one, Table) for one in blocks_of(report))
    assert [one._inline.docPr.get("descr") for one in document.inline_shapes] == [
        one.words for one in pictures
    ]
    assert data == as_docx(report)
    with zipfile.ZipFile(io.BytesIO(data)) as members:
        assert not [name for name in members.namelist() if "external" in name.lower()]
