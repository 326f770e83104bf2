"""truceline map: lines, zones and incidents, drawn."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from truceline.casework.audience import Audience
from truceline.cli.judged import judged
from truceline.cli.listing import tell
from truceline.cli.options import (
    AsOfOption,
    AudienceOption,
    CaseOption,
    PeriodOption,
    PolicyOption,
    Step,
)


def map_(
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The file to write: .svg, .png or .geojson.")
    ],
    agreement: Annotated[
        str | None,
        typer.Option(
            "--agreement",
            "-a",
            help="Which agreement; needed where the casefile has several.",
            show_default=False,
        ),
    ] = None,
    period: PeriodOption = None,
    as_of: AsOfOption = None,
    policy: PolicyOption = None,
    audience: AudienceOption = Audience.PARTNERS,
    case: CaseOption = None,
) -> None:
    """Draw an agreement's lines and zones with their doubt, and the incidents of a period.

    Lines are approximate and imply no view on status; every map says so.

    Example: truceline map --agreement undof-1974 --output map.svg

    Example: truceline map -o 2013.png --period 2013
    """
    from truceline.casework.draw import written_map
    from truceline.casework.left_out import left_out_of_map

    result = judged(
        case=case,
        period=period,
        step=Step.YEAR,
        as_of=as_of,
        agreements=[agreement] if agreement else None,
        policy=policy,
        audience=audience,
    )
    size = written_map(result, output)
    tell(f"Wrote {output} ({size / 1024:.0f} KiB).")
    for sentence in left_out_of_map(result):
        tell(sentence)


def register(app: typer.Typer) -> None:
    """Put the command on the command line."""
    app.command("map")(map_)
