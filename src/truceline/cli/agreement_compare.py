"""truceline agreement diff, places and map: what an agreement means on the ground."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from truceline.cli.case import open_case
from truceline.cli.listing import show as show_rows
from truceline.cli.listing import tell
from truceline.cli.options import CaseOption, Format, FormatOption

if TYPE_CHECKING:
    from truceline.agreement.agreement import Agreement
    from truceline.geo.place import Place

_AGREEMENT = typer.Argument(help="A shipped agreement's id, or a folder.")


class DiffFormat(StrEnum):
    """How a difference is written."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


def diff(
    first: Annotated[
        str, typer.Argument(help="The one before: an id, a folder, or a recorded version's digest.")
    ],
    second: Annotated[str, typer.Argument(help="The one after, named likewise.")],
    format: Annotated[
        DiffFormat, typer.Option("--format", "-f", help="How to write it.")
    ] = DiffFormat.TEXT,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The file to write.", show_default=False)
    ] = None,
    case: CaseOption = None,
) -> None:
    """Compare two agreements, or two versions of one: provisions, ground in km2, named places.

    Provisions and zones are matched by their ids. Digests are those of `truceline agreement
    versions`; a beginning of seven digits is enough.

    Example: truceline agreement diff undof-1974 ./undof-amended

    Example: truceline agreement diff 3fe1c02 undof-1974 --case golan

    Example: truceline agreement diff old new --format html --output difference.html
    """
    from truceline.agreement.difference import difference
    from truceline.report import difference_page

    found = difference(_named(first, case), _named(second, case), places=_towns())
    written = {
        DiffFormat.TEXT: difference_page.as_text,
        DiffFormat.JSON: difference_page.as_json,
        DiffFormat.HTML: difference_page.as_html,
    }[format](found)
    if output is None:
        sys.stdout.write(written)
    else:
        output.write_text(written, encoding="utf-8")
        tell(f"Wrote {output}.")


def places(
    agreement: Annotated[str, _AGREEMENT],
    zone: Annotated[
        str | None, typer.Option("--zone", help="Only this zone.", show_default=False)
    ] = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """List the named places in each zone, with the probability that they lie there.

    A place between 0.05 and 0.95 is too close to call: the line's error and its own decide.

    Example: truceline agreement places undof-1974 --zone separation
    """
    from truceline.agreement.load import load_agreement
    from truceline.agreement.places import places_in

    loaded = load_agreement(agreement)
    if zone is not None:
        loaded.zone(zone)
    rows = [
        {"place": one.place, "zone": one.zone, "p": f"{one.p:.2f}", "answer": one.answer,
         "lon_deg": one.lon_deg, "lat_deg": one.lat_deg}
        for one in places_in(loaded, _towns())
        if zone is None or one.zone == zone
    ]  # fmt: skip
    show_rows(rows, columns=["place", "zone", "p", "answer"], format=format, empty="None.")


def map_(
    agreement: Annotated[str, _AGREEMENT],
    output: Annotated[
        Path,
        typer.Option("--output", "-o", help="The file to write: .svg, .png, .geojson or .kml."),
    ],
) -> None:
    """Draw the lines and zones of an agreement, without a casefile.

    Lines are approximate and imply no view on status; every map says so.

    Example: truceline agreement map undof-1974 --output golan.svg
    """
    from truceline.agreement.load import load_agreement
    from truceline.report import map as maps
    from truceline.report.as_kml import as_kml

    loaded = load_agreement(agreement)
    match output.suffix.lower():
        case ".svg":
            data = maps.draw(loaded).encode()
        case ".png":
            data = maps.as_png(maps.draw(loaded))
        case ".geojson":
            data = maps.as_geojson(loaded).encode()
        case ".kml":
            data = as_kml(loaded).encode()
        case other:
            raise typer.BadParameter(
                f"{other or 'no ending'} is no form of map; end the name in .svg, .png, "
                ".geojson or .kml",
                param_hint="--output",
            )
    output.write_bytes(data)
    tell(f"Wrote {output} ({len(data) / 1024:.0f} KiB).")


def _named(name: str, case: Path | None) -> Agreement:
    """Return an agreement by its id or folder, or a version of one by the digest on record."""
    from truceline.agreement.load import load_agreement, shipped_agreements
    from truceline.casework.agreement_as_recorded import (
        agreement_as_recorded,
        names_a_version,
        version_named,
    )
    from truceline.casework.agreement_versions import recorded_versions

    if Path(name).exists() or name in shipped_agreements() or not names_a_version(name):
        return load_agreement(name)
    opened = open_case(case)
    return agreement_as_recorded(opened, version_named(recorded_versions(opened), name))


def _towns() -> tuple[tuple[str, Place], ...]:
    from truceline.report.towns import towns

    return towns()


def register(commands: typer.Typer) -> None:
    """Put the commands among those on agreements."""
    commands.command("diff")(diff)
    commands.command("places")(places)
    commands.command("map")(map_)
