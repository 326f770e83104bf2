"""truceline ledger bundle, tiles and check: hand entries on, and check what was handed on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from truceline.cli.case import open_case
from truceline.cli.listing import show, tell
from truceline.cli.options import CaseOption, Format, FormatOption

if TYPE_CHECKING:
    from truceline.evidence.checkpoint import Seal
    from truceline.evidence.note import VerifierKey


def bundle(
    ids: Annotated[list[str], typer.Argument(help="Ids of what was recorded.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The ZIP to write.")],
    case: CaseOption = None,
    field: Annotated[
        list[str] | None,
        typer.Option("--field", help="Disclose this field alone; repeatable. Default: all."),
    ] = None,
    documents: Annotated[
        bool, typer.Option("--documents", help="Original bytes of documents go along.")
    ] = False,
) -> None:
    """Write entries, their proofs and disclosed values as a ZIP that is checked without Truceline.

    Example: truceline ledger bundle c-8a0f1c21 --field span --field time -o claim.zip
    """
    from truceline.casework.hand_on import bundled

    data = bundled(open_case(case), ids, fields=field, documents=documents)
    output.write_bytes(data)
    tell(f"Wrote {output} ({len(data):,} bytes). Who gets it reads VERIFY.txt in it first.")


def tiles(
    folder: Annotated[Path, typer.Argument(help="The folder to write, or to bring up.")],
    case: CaseOption = None,
    hashes_only: Annotated[
        bool, typer.Option("--hashes-only", help="Write no entries: their hashes alone.")
    ] = False,
) -> None:
    """Write the sealed ledger as tiles (C2SP tlog-tiles), to be published by any web server.

    Who has the tiles and the public key makes and checks every proof without asking you. Entries
    in them hold commitments, kinds and times; no value can be read. What stands in the folder
    already is kept, so to bring it up after each checkpoint takes little time.

    Example: truceline ledger tiles /srv/www/golan
    """
    from truceline.casework.hand_on import published

    done = published(open_case(case), folder, entries=not hashes_only)
    tell(f"{folder}: {done.size} entries; {done.written} files written, {done.kept} kept.")


def check(
    file: Annotated[Path, typer.Argument(help="The bundle, or the folder of tiles.")],
    key: Annotated[
        list[str],
        typer.Option("--key", help="The public key, as it came to you by another way; repeatable."),
    ],
    format: FormatOption = Format.TABLE,
) -> None:
    """Check a bundle and show what it discloses, or check tiles, every one of them.

    Example: truceline ledger check claim.zip --key "truceline/golan-1f2e3d4c+...+..."

    Example: truceline ledger check /srv/www/golan --key "truceline/golan-1f2e3d4c+...+..."
    """
    from truceline.evidence.handover.check import check_bundle
    from truceline.evidence.note import VerifierKey

    keys = [VerifierKey.parse(one) for one in key]
    if file.is_dir():
        _check_tiles(file, keys)
        return
    found = check_bundle(file, keys=keys)
    seal = found.seal
    rows = [
        {"entry": index, "field": path, "value": value.decode("utf-8", "replace")}
        for (index, path), value in found.values.items()
    ]
    show(rows, columns=["entry", "field", "value"], format=format, empty="Nothing is disclosed.")
    tell(f"good: {len(found.entries)} of {_sealed(seal)}")
    if not found.exact:
        tell("The ZIP is not byte for byte as it was made: its files are, and were packed anew.")


def _check_tiles(folder: Path, keys: list[VerifierKey]) -> None:
    from truceline.evidence.handover.tile_reader import TileReader

    reader = TileReader.open(folder, keys=keys)
    reader.verify()
    what = "every tile and entry" if reader.has_entries() else "every tile; there are no entries"
    tell(f"good: {what}; {_sealed(reader.seal)}")


def _sealed(seal: Seal) -> str:
    when = f"{seal.sealed_at:%Y-%m-%d %H:%M} UTC" if seal.sealed_at else "a time not shown"
    return (
        f"{seal.checkpoint.size} entries of {seal.checkpoint.origin}, sealed {when}, witnesses: "
        f"{', '.join(seal.witnesses) or 'none'}"
    )


def register(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    app.command("bundle")(bundle)
    app.command("tiles")(tiles)
    app.command("check")(check)
