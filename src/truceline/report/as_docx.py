"""As DOCX: a report as a document that an office program opens, for those who must write in it."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from truceline.errors import PartMissing
from truceline.report.blocks import Block, Heading, Item, Paragraph, Picture, Table, blocks_of
from truceline.report.markup import writable
from truceline.report.report import Report

if TYPE_CHECKING:
    from docx.document import Document

# The first moment that a ZIP file can name: the same report gives the same bytes at any time.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_PICTURE_WIDTH_MM = 165
_INDENT_MM = 7
_BODY_PT, _TABLE_PT = 10, 8
# Letters of scripts that are written from right to left: Hebrew, Arabic and their neighbours.
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


def as_docx(report: Report) -> bytes:
    """Return a report as DOCX, with headings, lists, tables with headers, and pictures with words.

    The same report gives the same bytes.

    Raises:
        PartMissing: python-docx is not installed.
    """
    try:
        import docx
        from docx.shared import Mm, Pt
    except ModuleNotFoundError:
        raise PartMissing("a report as DOCX needs: pip install 'truceline[docx]'") from None
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    document.styles["Normal"].font.size = Pt(_BODY_PT)
    _say_what_it_is(document, report)
    for block in blocks_of(report):
        _lay(block, document)
    file = io.BytesIO()
    document.save(file)
    return _without_times(file.getvalue())


def _say_what_it_is(document: Document, report: Report) -> None:
    about = document.core_properties
    about.title, about.author, about.comments = writable(report.title), "Truceline", report.as_of
    about.last_modified_by, about.revision = "Truceline", 1
    about.created = about.modified = _moment(report.made_at)
    section = document.sections[0]
    section.header.paragraphs[0].text = f"{writable(report.title)} – as known on {report.as_of}"
    section.footer.paragraphs[0].text = report.made_at


def _moment(made_at: str) -> datetime:
    try:
        return datetime.fromisoformat(made_at).astimezone(UTC).replace(tzinfo=None)
    except ValueError:
        return datetime(*_NO_TIME)  # noqa: DTZ001  (a document's own times have no zone)


def _lay(block: Block, document: Document) -> None:
    from docx.shared import Mm

    match block:
        case Heading():
            _write(document.add_heading(level=block.level), block.text)
        case Paragraph():
            _write(document.add_paragraph(), block.text)
        case Item():
            item = document.add_paragraph(style="List Bullet")
            item.paragraph_format.left_indent = Mm(_INDENT_MM * (block.depth + 1))
            _write(item, block.text)
        case Table():
            _lay_table(block, document)
        case Picture():
            from truceline.report.map import as_png

            drawn = document.add_picture(io.BytesIO(as_png(block.svg)), width=Mm(_PICTURE_WIDTH_MM))
            drawn._inline.docPr.set("descr", block.words)
            _write(document.add_paragraph(style="Caption"), block.caption)


def _lay_table(block: Table, document: Document) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    table = document.add_table(rows=0, cols=len(block.header), style="Table Grid")
    for number, row in enumerate((block.header, *block.rows)):
        for cell, words in zip(table.add_row().cells, row, strict=True):
            run = _write(cell.paragraphs[0], words)
            run.font.size, run.font.bold = Pt(_TABLE_PT), number == 0
    header = OxmlElement("w:tblHeader")
    header.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(header)
    document.add_paragraph()


def _write(paragraph: Any, words: str) -> Any:
    run = paragraph.add_run(writable(words))
    if _RIGHT_TO_LEFT.search(words):
        run.font.rtl = True
    return run


def _without_times(data: bytes) -> bytes:
    """Return a ZIP file with the same members, none of which tells when it was written."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, _NO_TIME)
            member.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(member, old.read(name))
    return out.getvalue()
