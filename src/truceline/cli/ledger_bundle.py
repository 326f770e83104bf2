"""truceline ledger bundle and check: hand entries on, and check what was handed on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from truceline.cli.case import open_case
from truceline.cli.listing import show, tell
from truceline.cli.options import CaseOption, Format, FormatOption


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


def check(
    file: Annotated[Path, typer.Argument(help="The bundle.")],
    key: Annotated[
        list[str],
        typer.Option("--key", help="The public key, as it came to you by another way; repeatable."),
    ],
    format: FormatOption = Format.TABLE,
) -> None:
    """Check a bundle and show what it discloses.

    Example: truceline ledger check claim.zip --key "truceline/golan-1f2e3d4c+...+..."
    """
    from truceline.evidence.handover.check import check_bundle
    from truceline.evidence.note import VerifierKey

    found = check_bundle(file, keys=[VerifierKey.parse(one) for one in key])
    seal = found.seal
    when = f"{seal.sealed_at:%Y-%m-%d %H:%M} UTC" if seal.sealed_at else "a time not shown"
    rows = [
        {"entry": index, "field": path, "value": value.decode("utf-8", "replace")}
        for (index, path), value in found.values.items()
    ]
    show(rows, columns=["entry", "field", "value"], format=format, empty="Nothing is disclosed.")
    tell(
        f"good: {len(found.entries)} of {seal.checkpoint.size} entries of "
        f"{seal.checkpoint.origin}, sealed {when}, witnesses: {', '.join(seal.witnesses) or 'none'}"
    )


def register(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    app.command("bundle")(bundle)
    app.command("check")(check)
