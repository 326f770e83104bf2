"""truceline ledger backup, restore and doctor: keep a casefile safe."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from truceline.cli.case import open_case
from truceline.cli.listing import show, tell
from truceline.cli.options import CaseOption, Format, FormatOption


def backup(
    folder: Annotated[Path, typer.Argument(help="The new folder to make.")],
    case: CaseOption = None,
    keys: Annotated[
        Path | None,
        typer.Option("--keys", help="A new folder for the keys; best on another medium."),
    ] = None,
) -> None:
    """Copy the casefile while it is in use, without its keys, and verify the copy.

    Keep backups of the keys apart, and destroy them when they have grown old: only then does an
    erasure reach the backups.

    Example: truceline ledger backup /media/one/golan-11-22 --keys /media/two/keys-11-22
    """
    from truceline.evidence.backup import back_up, back_up_keys

    casefile = open_case(case)
    done = back_up(casefile, folder)
    tell(
        f"{folder}: {done.audit.size} entries, {done.audit.sealed} sealed, "
        f"{done.originals} originals; verified."
    )
    if keys is None:
        tell("The keys are not in it. Without them it can be verified and not read: --keys FOLDER")
        return
    back_up_keys(casefile, keys)
    tell(f"{keys}: the keys. Destroy this folder when it has grown old.")


def restore(
    backup: Annotated[Path, typer.Argument(help="The folder of the backup.")],
    folder: Annotated[Path, typer.Argument(help="The casefile to make; it must not exist.")],
    keys: Annotated[Path, typer.Option("--keys", help="The folder of the keys' backup.")],
) -> None:
    """Make a casefile from a backup and its keys, and verify it.

    A signer that sealed more than the backup holds refuses to seal it: then a newer backup is
    missing, or the ledger goes on as a successor.

    Example: truceline ledger restore /media/one/golan-11-22 golan --keys /media/two/keys-11-22
    """
    from truceline.evidence.backup import restore as bring_back

    done = bring_back(backup, folder, keys=keys)
    tell(
        f"{folder}: {done.audit.size} entries, {done.audit.sealed} sealed, "
        f"{done.originals} originals; verified."
    )


def doctor(case: CaseOption = None, format: FormatOption = Format.TABLE) -> None:
    """Look the casefile over, part by part, and say how to mend what is wrong; change nothing.

    Example: truceline ledger doctor
    """
    from truceline.evidence.doctor import looked_over

    signs = list(looked_over(open_case(case)))
    rows = [
        {"part": sign.part, "state": "sound" if sign.sound else "WRONG", "found": sign.what}
        for sign in signs
    ]
    show(rows, columns=["part", "state", "found"], format=format, empty="")
    if not all(sign.sound for sign in signs):
        raise typer.Exit(4)


def migrate(case: CaseOption = None) -> None:
    """Move a plain ledger of an older Truceline over to the sealed form; every entry goes along.

    The old file stays under another name. It holds everything in the clear: delete it once you
    have looked at the new one.

    Example: truceline ledger migrate
    """
    from truceline.evidence.migrate import OLD_FILE
    from truceline.evidence.migrate import migrate as move_over

    done = move_over(open_case(case))
    tell(f"Moved {done.entries} entries and {done.originals} originals over.")
    tell(f"The old ledger is {OLD_FILE}, in the clear; look at the new one, then delete it.")


def register(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    app.command("backup")(backup)
    app.command("restore")(restore)
    app.command("doctor")(doctor)
    app.command("migrate")(migrate)
