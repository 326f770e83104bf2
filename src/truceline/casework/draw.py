"""Draw: a judged casefile's agreement and incidents, as a map file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from truceline.casework.left_out import within
from truceline.casework.report import write_whole
from truceline.errors import NotFound

if TYPE_CHECKING:
    from truceline.casework.assess import Judged

_FORMS = (".svg", ".png", ".geojson")


def written_map(judged: Judged, output: Path) -> int:
    """Write the map in the form that the file's ending names; return its size in bytes.

    Raises:
        NotFound: the ending names no form of map, or the casefile has several agreements and none
            was chosen.
    """
    from truceline.report.map import as_geojson, as_png, draw

    if output.suffix not in _FORMS:
        raise NotFound("form of map", output.suffix or output.name, known=_FORMS)
    if len(judged.agreements) != 1:
        raise NotFound(
            "single agreement to draw",
            "choose one with --agreement",
            known=(agreement.id for agreement in judged.agreements),
        )
    agreement = judged.agreements[0]
    if output.suffix == ".geojson":
        text = as_geojson(agreement, incidents=within(judged), findings=judged.findings)
        return write_whole(output, text.encode("utf-8"))
    svg = draw(agreement, incidents=within(judged), findings=judged.findings)
    return write_whole(output, as_png(svg) if output.suffix == ".png" else svg.encode("utf-8"))
