"""truceline tracks: sort positions, put them in zones, and find who crossed which line when."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from truceline.cli.case import author_of, now, open_case
from truceline.cli.listing import show, tell
from truceline.cli.options import AuthorOption, CaseOption, Format, FormatOption
from truceline.errors import NotFound, PartMissing, RecordInvalid

if TYPE_CHECKING:
    from truceline.agreement.agreement import Agreement
    from truceline.casework.import_tracks import TracksRead
    from truceline.observation.grade import Grade
    from truceline.observation.track import TrackTally
    from truceline.observation.track_passages import Watched

_commands = typer.Typer(
    help="Logged positions, by the million: sort them, put them in zones, find crossings.\n\n"
    "For checking what was promised, after the fact: there are no live positions here.",
    no_args_is_help=True,
)

FilesArgument = Annotated[
    list[Path], typer.Argument(help="Parquet, Arrow IPC or CSV files, or folders of them.")
]
AgreementOption = Annotated[
    str, typer.Option("--agreement", "-a", help="Whose lines and zones: an id or a folder.")
]


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
    output: Annotated[Path, typer.Option("--output", "-o", help="The Parquet file to write.")],
) -> None:
    """Write positions in order of object and time; what is no position is counted and left out.

    Example: truceline tracks sort ./logs --output sorted.parquet
    """
    from truceline.observation.forms.tracks_sort import sort_tracks
    from truceline.observation.forms.tracks_source import track_files
    from truceline.observation.track import TrackRules

    with _progress("rows") as told:
        tallies = sort_tracks(track_files(files), output, rules=TrackRules(), told=told)
    for tally in tallies:
        _tell_tally(tally)


@_commands.command("classify")
def classify(
    files: FilesArgument,
    agreement: AgreementOption,
    output: Annotated[Path, typer.Option("--output", "-o", help="The folder to write into.")],
) -> None:
    """Write each file again with a column of the zones that hold each position.

    Example: truceline tracks classify sorted.parquet -a undof-1974 --output zoned
    """
    output.mkdir(parents=True, exist_ok=True)
    _counted(files, agreement, output)


@_commands.command("summary")
def summary(
    files: FilesArgument, agreement: AgreementOption, format: FormatOption = Format.TABLE
) -> None:
    """Count the positions in each zone.

    Example: truceline tracks summary sorted.parquet -a undof-1974
    """
    counts = _counted(files, agreement, None)
    loaded = _load(agreement)
    rows = [
        {"zone": zone.id, "title": zone.title, "positions": counts.get(zone.id, 0)}
        for zone in loaded.zones
        if zone.polygon is not None
    ]
    rows.append({"zone": "", "title": "in no zone", "positions": counts.get("", 0)})
    show(rows, columns=["zone", "title", "positions"], format=format, empty="No zones.")


@_commands.command("crossings")
def crossings(
    files: FilesArgument,
    agreement: AgreementOption,
    line: Annotated[list[str] | None, typer.Option(help="Only this line; again for more.")] = None,
    zone: Annotated[
        list[str] | None, typer.Option(help="Stays in this zone too; again for more.")
    ] = None,
    source: Annotated[str, typer.Option(help="Who recorded the positions.")] = "position log",
    grade: Annotated[str, typer.Option(help="How good the source is, A1 to F6.")] = "F6",
    keep: Annotated[bool, typer.Option("--keep", help="Keep them in the casefile.")] = False,
    case: CaseOption = None,
    author: AuthorOption = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Tell who crossed which line when, and who stayed in which zone; files must be sorted.

    Example: truceline tracks crossings sorted.parquet -a undof-1974 --line A

    Example: truceline tracks crossings sorted.parquet -a undof-1974 --zone separation --keep
    """
    from truceline.casework.import_tracks import keep_tracks
    from truceline.observation.forms.tracks_source import track_files
    from truceline.observation.observation import LogRow
    from truceline.observation.track_passages import watch

    loaded = _load(agreement)
    lines = [loaded.line(name) for name in line] if line else list(loaded.lines)
    watched = watch(lines, [loaded.zone(name) for name in zone or ()])
    for reason in watched.refused:
        tell(reason)
    rows: list[dict[str, object]] = []
    bad = 0
    for file in track_files(files):
        read = _read(file, watched, source=source, grade=_graded(grade))
        if read is None:
            bad += 1
            continue
        _tell_tally(read.tally)
        if keep:
            casefile = open_case(case)
            new, known = keep_tracks(
                casefile,
                read,
                source=source,
                author=author_of(casefile, author),
                recorded_at=now(),
            )
            tell(f"{file.name}: {new} entries kept, {known} known already")
        rows += [
            {"observation": seen.id, "told": seen.basis.quote}
            for seen in read.observations
            if isinstance(seen.basis, LogRow)
        ]
    show(rows, columns=["told"], format=format, empty="No crossing and no stay was found.")
    if bad:
        raise typer.Exit(3)


def _read(file: Path, watched: Watched, *, source: str, grade: Grade) -> TracksRead | None:
    """Return what a file of positions amounts to, or None once its refusal is told."""
    from truceline.casework.import_tracks import read_tracks
    from truceline.observation.track import TrackRules

    try:
        with _progress("fixes") as told:
            return read_tracks(
                file, watched, source=source, grade=grade, rules=TrackRules(), told=told
            )
    except RecordInvalid as refused:
        tell(f"refused: {refused}")
        return None


def _graded(text: str) -> Grade:
    from truceline.observation.grade import Grade

    try:
        return Grade.parse(text)
    except ValueError as wrong:
        raise typer.BadParameter(str(wrong), param_hint="--grade") from None


def _load(agreement: str) -> Agreement:
    from truceline.agreement.load import load_agreement

    return load_agreement(agreement)


def _counted(files: list[Path], agreement: str, output: Path | None) -> dict[str, int]:
    from truceline.geo.classify import make_classifier
    from truceline.geo.cover_cache import cache_folder
    from truceline.observation.forms.tracks_source import track_files
    from truceline.observation.forms.tracks_zones import count_zones
    from truceline.observation.track import TrackRules

    zones = [zone for zone in _load(agreement).zones if zone.polygon is not None]
    if not zones:
        raise NotFound("drawn zone", agreement)
    classifier = make_classifier(zones, cache=cache_folder())
    counts: dict[str, int] = {}
    bad = 0
    all_files = track_files(files)
    for file in all_files:
        target = None if output is None else _target(file, all_files, output)
        try:
            with _progress("rows") as told:
                tally, found = count_zones(
                    file, classifier, rules=TrackRules(), told=told, output=target
                )
        except RecordInvalid as refused:
            bad += 1
            tell(f"refused: {refused}")
            continue
        _tell_tally(tally)
        for ids, number in found.items():
            for name in ids or ("",):
                counts[name] = counts.get(name, 0) + number
    if bad == len(all_files):
        raise typer.Exit(3)
    return counts


def _target(file: Path, files: list[Path], output: Path) -> Path:
    """Return where a file is written again; partitions keep their folders."""
    import os

    top = Path(os.path.commonpath([path.resolve().parent for path in files]))
    place = output / file.resolve().relative_to(top)
    if place.suffix != ".parquet":
        place = place.with_name(place.name + ".parquet")
    place.parent.mkdir(parents=True, exist_ok=True)
    return place


def _tell_tally(tally: TrackTally) -> None:
    refused = sum(tally.refused.values())
    tell(f"{tally.file}: {tally.rows} rows, {tally.accepted} used, {refused} refused")
    for reason, count in sorted(tally.refused.items()):
        tell(f"  refused {count}: {reason}")
    for what, count in sorted(tally.marked.items()):
        tell(f"  marked {count}: {what}")
    for note in tally.notes:
        tell(f"  {note}")


@contextmanager
def _progress(what: str) -> Iterator[Callable[[int], None]]:
    """Yield what takes the numbers of rows done; shown on a terminal's standard error only."""
    import sys

    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.completed:,.0f} " + what), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=None)
        yield lambda done: progress.advance(task, done)


def register(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    app.add_typer(_commands, name="tracks")
