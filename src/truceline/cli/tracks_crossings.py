"""truceline tracks crossings and map: who crossed which line when, told and drawn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from truceline.cli.case import author_of, now, open_case
from truceline.cli.listing import show, tell
from truceline.cli.options import AuthorOption, CaseOption, Format, FormatOption
from truceline.cli.runner import ConfOption, MasterOption, runner
from truceline.cli.tracks_told import (
    AgreementOption,
    BetweenOption,
    FilesArgument,
    rows_told,
    tell_problems,
    tell_tally,
    window_from,
)

if TYPE_CHECKING:
    from truceline.agreement.agreement import Agreement
    from truceline.casework.read_tracks import ReadTracks, TracksRead
    from truceline.observation.grade import Grade

# Whose positions they are, and how good, where nobody says so.
_UNNAMED, _UNGRADED = "position log", "F6"

LineOption = Annotated[list[str] | None, typer.Option(help="Only this line; again for more.")]
ZoneOption = Annotated[
    list[str] | None, typer.Option(help="Stays in this zone too; again for more.")
]
StopsOption = Annotated[
    bool, typer.Option("--stops", help="Stops of a quarter of an hour about the lines too.")
]
SourceOption = Annotated[str, typer.Option(help="Who recorded the positions.")]
GradeOption = Annotated[str, typer.Option(help="How good the source is, A1 to F6.")]


def crossings(
    files: FilesArgument,
    agreement: AgreementOption,
    line: LineOption = None,
    zone: ZoneOption = None,
    stops: StopsOption = False,
    between: BetweenOption = None,
    source: SourceOption = _UNNAMED,
    grade: GradeOption = _UNGRADED,
    keep: Annotated[bool, typer.Option("--keep", help="Keep them in the casefile.")] = False,
    case: CaseOption = None,
    author: AuthorOption = None,
    master: MasterOption = None,
    conf: ConfOption = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Tell who crossed which line when, who stayed in which zone, who stopped; files are sorted.

    Example: truceline tracks crossings sorted.parquet -a undof-1974 --line A

    Example: truceline tracks crossings sorted.parquet -a undof-1974 --zone separation --keep
    """
    from truceline.casework.import_tracks import keep_tracks
    from truceline.observation.observation import LogRow

    verb = _verb(_load(agreement), line, zone, between, stops=stops)
    rows: list[dict[str, object]] = []
    bad = 0
    for read in _each(files, verb, source=source, grade=grade, master=master, conf=conf):
        if read.problems:
            bad += 1
            continue
        if keep:
            casefile = open_case(case)
            new, known = keep_tracks(
                casefile,
                read,
                source=source,
                author=author_of(casefile, author),
                recorded_at=now(),
            )
            tell(f"{read.file}: {new} entries kept, {known} known already")
        rows += [
            {"observation": seen.id, "told": seen.basis.quote}
            for seen in read.observations
            if isinstance(seen.basis, LogRow)
        ]
    show(rows, columns=["told"], format=format, empty="No crossing and no stay was found.")
    if bad:
        raise typer.Exit(3)


def map_(
    files: FilesArgument,
    agreement: AgreementOption,
    output: Annotated[Path, typer.Option("--output", "-o", help="The file: .svg, .png, .geojson.")],
    line: LineOption = None,
    zone: ZoneOption = None,
    stops: StopsOption = False,
    between: BetweenOption = None,
    master: MasterOption = None,
    conf: ConfOption = None,
) -> None:
    """Draw lines and zones, and what the positions amount to: crossings and stays, not positions.

    Places are moved to town level, as on every map; no track is drawn.

    Example: truceline tracks map sorted.parquet -a undof-1974 --output crossings.svg
    """
    from truceline.casework.draw import write_map_of
    from truceline.observation.corroborate import corroborate

    loaded = _load(agreement)
    verb = _verb(loaded, line, zone, between, stops=stops)
    found = [
        seen
        for read in _each(files, verb, source=_UNNAMED, grade=_UNGRADED, master=master, conf=conf)
        for seen in read.observations
    ]
    size = write_map_of(loaded, corroborate(found), output)
    tell(f"Wrote {output} ({size / 1024:.0f} KiB): {len(found)} crossings and stays.")


def _verb(
    agreement: Agreement, line: list[str] | None, zone: list[str] | None, between: str | None,
    *, stops: bool,
) -> ReadTracks:  # fmt: skip
    from truceline.casework.read_tracks import ReadTracks
    from truceline.observation.track import TrackRules

    lines = [agreement.line(name) for name in line] if line else list(agreement.lines)
    return ReadTracks(
        lines=tuple(lines), zones=tuple(agreement.zone(name) for name in zone or ()),
        rules=TrackRules(stops=stops), window_us=window_from(between),
    )  # fmt: skip


def _each(
    files: list[Path], verb: ReadTracks, *, source: str, grade: str, master: str | None,
    conf: list[str] | None,
) -> Iterator[TracksRead]:  # fmt: skip
    """Yield what each file amounts to, once how it was counted, or why it is refused, is told."""
    from truceline.casework.read_tracks import tracks_of_files, watched_by
    from truceline.observation.forms.tracks_source import track_files

    graded = _graded(grade)
    for reason in watched_by(verb.lines, verb.zones).refused:
        tell(reason)
    found = track_files(files)
    with rows_told(found) as told, runner(master, conf, told=told) as run:
        done = tracks_of_files(found, verb, source=source, grade=graded, run=run)
    for read in done:
        if read.problems:
            tell_problems(read.problems)
        else:
            tell_tally(read.tally)
        yield read


def _graded(text: str) -> Grade:
    from truceline.observation.grade import Grade

    try:
        return Grade.parse(text)
    except ValueError as wrong:
        raise typer.BadParameter(str(wrong), param_hint="--grade") from None


def _load(agreement: str) -> Agreement:
    from truceline.agreement.load import load_agreement

    return load_agreement(agreement)


def register(commands: typer.Typer) -> None:
    """Put the commands among those of ``truceline tracks``."""
    commands.command("crossings")(crossings)
    commands.command("map")(map_)
