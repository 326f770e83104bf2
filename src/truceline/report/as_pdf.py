"""As PDF: a report as pages of paper, tagged so that a screen reader can read them."""

from __future__ import annotations

import dataclasses
import json
from importlib import resources
from typing import Final

from truceline.report.blocks import Block, blocks_of
from truceline.report.markup import writable
from truceline.report.report import Report

# PDF/UA-1 (ISO 14289-1): headings, lists and tables as such, pictures with words, a title.
_STANDARD: Final = "ua-1"


def as_pdf(report: Report) -> bytes:
    """Return a report as PDF, A4, with bookmarks; nothing in it leads anywhere else.

    Drawn by Typst, without the network. Whatever comes from documents is handed over as text and
    can be no markup. Letters come from the fonts of the machine; where it has none, from those that
    Typst carries. The same report with the same fonts gives the same bytes.
    """
    import typst

    told = {
        "title": writable(report.title),
        "about": f"As known on {report.as_of}",
        "made_at": report.made_at,
        "blocks": [_plain(block) for block in blocks_of(report)],
    }
    template = resources.files("truceline.report").joinpath("templates", "report.typ")
    data = typst.compile(
        template.read_bytes(),
        format="pdf",
        sys_inputs={"report": json.dumps(told, ensure_ascii=False)},
        pdf_standards=_STANDARD,
    )
    return bytes(data)


def _plain(block: Block) -> dict[str, object]:
    return {"is": type(block).__name__, **dataclasses.asdict(block)}
