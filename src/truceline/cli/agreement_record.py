"""truceline agreement record, versions: which versions a casefile judged by, on record."""

from __future__ import annotations

import typer

from truceline.cli.case import author_of, moment_from, now, open_case
from truceline.cli.listing import show as show_rows
from truceline.cli.listing import tell
from truceline.cli.options import AsOfOption, AuthorOption, CaseOption, Format, FormatOption


def record(case: CaseOption = None, author: AuthorOption = None) -> None:
    """Record the version of each agreement of a casefile that changed since it was recorded.

    Versions are named by their digest; what was recorded before stays in the ledger, and the files
    of each version in the archive.

    Example: truceline agreement record --author desk-2
    """
    from truceline.casework.agreement_versions import record_versions

    opened = open_case(case)
    new = record_versions(opened, author=author_of(opened, author), recorded_at=now())
    for version in new:
        before = version.recorded or "no version"
        if version.is_new:
            tell(f"Recorded: {version.agreement} is {version.now}, after {before}.")
        else:
            tell(f"Kept: the files of {version.agreement}, {version.now}.")
    if not new:
        tell("Every version is on record.")


def versions(
    case: CaseOption = None, as_of: AsOfOption = None, format: FormatOption = Format.TABLE
) -> None:
    """List every version of an agreement that a casefile has recorded, the latest first.

    A version whose files are kept can be compared: truceline agreement diff DIGEST DIGEST.

    Example: truceline agreement versions
    """
    from truceline.casework.agreement_versions import recorded_versions

    rows = [
        {
            "agreement": one.agreement,
            "digest": one.digest,
            "recorded": f"{one.at:%Y-%m-%d %H:%M}",
            "by": one.by,
            "files": "kept" if one.files else "not kept",
        }
        for one in recorded_versions(open_case(case), as_of=moment_from(as_of))
    ]
    short = [{**row, "digest": str(row["digest"])[:19]} for row in rows]
    show_rows(
        short if format is Format.TABLE else rows,
        columns=["agreement", "digest", "recorded", "by", "files"],
        format=format,
        empty="No version is on record.",
    )


def register(commands: typer.Typer) -> None:
    """Put the commands among those on agreements."""
    commands.command("record")(record)
    commands.command("versions")(versions)
