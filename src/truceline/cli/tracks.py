"""truceline tracks: sort positions, put them in zones, and find who crossed which line when."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from truceline.cli.listing import show
from truceline.cli.options import Format, FormatOption
from truceline.cli.runner import ConfOption, MasterOption, runner
from truceline.cli.tracks_crossings import register as register_crossings
from truceline.cli.tracks_told import (
    AgreementOption,
    BetweenOption,
    FilesArgument,
    Sorted,
    rows_told,
    tell_problems,
    tell_tally,
    window_from,
)
from truceline.errors import NotFound, PartMissing

if TYPE_CHECKING:
    from truceline.agreement.agreement import Agreement
    from truceline.geo.zone import Zone

_commands = typer.Typer(
    help="Logged positions, by the million: sort them, put them in zones, find crossings.\n\n"
    "For checking what was promised, after the fact: there are no live positions here.",
    no_args_is_help=True,
)


@_commands.callback()
def _ready() -> None:
    """Refuse at once where the libraries for positions are not installed."""
    from importlib.util import find_spec

    absent = [name for name in ("numba", "pyarrow") if find_spec(name) is None]
    if absent:
        raise PartMissing(
            f"{' and '.join(absent)} not installed; positions need: "
            "pip install 'truceline[positions]'"
        )


@_commands.command("sort")
def sort(
    files: FilesArgument,
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", help="The Parquet file to write; or a folder, for several files."
        ),
    ],
    by: Annotated[
        Sorted,
        typer.Option(help="By object and time, for crossings; or by place, for fast summaries."),
    ] = Sorted.OBJECT,
    master: MasterOption = None,
    conf: ConfOption = None,
) -> None:
    """Write positions in order; what is no position is counted and left out.

    What is sorted can be passed over: later commands skip row groups that their statistics tell to
    be far away, outside the time asked for, or all in one zone. A file that cannot be used is told,
    and the others are sorted.

    Example: truceline tracks sort ./logs --output sorted.parquet

    Example: truceline tracks sort ./logs --by place --output placed.parquet
    """
    from truceline.casework.sort_tracks import sort_tracks
    from truceline.observation.forms.tracks_sort import Order
    from truceline.observation.forms.tracks_source import track_files
    from truceline.observation.track import TrackRules

    found = track_files(files)
    with rows_told(found) as told, runner(master, conf, told=told) as run:
        done = sort_tracks(found, output, rules=TrackRules(), run=run, order=Order(by.value))
    for one in done:
        if one.problems:
            tell_problems(one.problems)
        else:
            tell_tally(one.tally)
    if any(one.problems for one in done):
        raise typer.Exit(3)


@_commands.command("classify")
def classify(
    files: FilesArgument,
    agreement: AgreementOption,
    output: Annotated[Path, typer.Option("--output", "-o", help="The folder to write into.")],
    master: MasterOption = None,
    conf: ConfOption = None,
) -> None:
    """Write each file again with a column of the zones that hold each position.

    Example: truceline tracks classify sorted.parquet -a undof-1974 --output zoned
    """
    output.mkdir(parents=True, exist_ok=True)
    zones = _zones(_load(agreement), None)
    _counted(files, zones, output=output, master=master, conf=conf)


@_commands.command("summary")
def summary(
    files: FilesArgument,
    agreement: AgreementOption,
    zone: Annotated[list[str] | None, typer.Option(help="Only this zone; again for more.")] = None,
    between: BetweenOption = None,
    master: MasterOption = None,
    conf: ConfOption = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Count the positions in each zone. Of sorted files, only what must be read is.

    Example: truceline tracks summary sorted.parquet -a undof-1974

    Example: truceline tracks summary placed.parquet -a undof-1974 --zone separation
    --between 2013-Q2
    """
    zones = _zones(_load(agreement), zone)
    counts = _counted(files, zones, window_us=window_from(between), master=master, conf=conf)
    rows = [
        {"zone": one.id, "title": one.title, "positions": counts.get(one.id, 0)} for one in zones
    ]
    elsewhere = "in no zone" if zone is None else "elsewhere"
    rows.append({"zone": "", "title": elsewhere, "positions": counts.get("", 0)})
    show(rows, columns=["zone", "title", "positions"], format=format, empty="No zones.")


def _load(agreement: str) -> Agreement:
    from truceline.agreement.load import load_agreement

    return load_agreement(agreement)


def _zones(agreement: Agreement, wanted: list[str] | None) -> list[Zone]:
    """Return the zones asked for, or all that are drawn."""
    chosen = [agreement.zone(name) for name in wanted] if wanted else list(agreement.zones)
    drawn = [zone for zone in chosen if zone.polygon is not None]
    if not drawn:
        raise NotFound("drawn zone", ", ".join(wanted or ()) or agreement.id)
    return drawn


def _counted(
    files: list[Path],
    zones: list[Zone],
    *,
    output: Path | None = None,
    window_us: tuple[int, int] | None = None,
    master: str | None,
    conf: list[str] | None,
) -> dict[str, int]:
    from truceline.casework.count_zones import zones_of_files
    from truceline.geo.cover_cache import cache_folder
    from truceline.observation.forms.tracks_source import track_files
    from truceline.observation.track import TrackRules

    found = track_files(files)
    with rows_told(found) as told, runner(master, conf, told=told) as run:
        done = zones_of_files(
            found, zones, rules=TrackRules(), run=run, cache=cache_folder(),
            output=output, window_us=window_us,
        )  # fmt: skip
    counts: dict[str, int] = {}
    for one in done:
        if one.problems:
            tell_problems(one.problems)
            continue
        tell_tally(one.tally)
        for ids, number in one.counts.items():
            for name in ids or ("",):
                counts[name] = counts.get(name, 0) + number
    if all(one.problems for one in done):
        raise typer.Exit(3)
    return counts


def register(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    register_crossings(_commands)
    app.add_typer(_commands, name="tracks")
