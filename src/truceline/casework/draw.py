"""Draw: a judged casefile's agreement and incidents, as a map file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from truceline.casework.left_out import within
from truceline.casework.report import write_whole
from truceline.errors import NotFound

if TYPE_CHECKING:
    from truceline.agreement.agreement import Agreement
    from truceline.assessment.finding import Finding
    from truceline.casework.assess import Judged
    from truceline.observation.incident import Incident

_FORMS = (".svg", ".png", ".geojson")


def written_map(judged: Judged, output: Path) -> int:
    """Write the map in the form that the file's ending names; return its size in bytes.

    Raises:
        NotFound: the ending names no form of map, or the casefile has several agreements and none
            was chosen.
    """
    if len(judged.agreements) != 1:
        raise NotFound(
            "single agreement to draw",
            "choose one with --agreement",
            known=(agreement.id for agreement in judged.agreements),
        )
    return write_map_of(judged.agreements[0], within(judged), output, findings=judged.findings)


def write_map_of(
    agreement: Agreement,
    incidents: Iterable[Incident],
    output: Path,
    *,
    findings: Iterable[Finding] = (),
) -> int:
    """Write a map of an agreement and incidents; return its size in bytes.

    Raises:
        NotFound: the ending names no form of map.
    """
    from truceline.report.map import as_geojson, as_png, draw

    if output.suffix not in _FORMS:
        raise NotFound("form of map", output.suffix or output.name, known=_FORMS)
    if output.suffix == ".geojson":
        text = as_geojson(agreement, incidents=incidents, findings=findings)
        return write_whole(output, text.encode("utf-8"))
    svg = draw(agreement, incidents=incidents, findings=findings)
    return write_whole(output, as_png(svg) if output.suffix == ".png" else svg.encode("utf-8"))
