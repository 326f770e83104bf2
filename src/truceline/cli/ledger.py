"""truceline ledger: seal what was recorded, check it, prove it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from truceline.cli import (
    ledger_bundle,
    ledger_copy,
    ledger_erase,
    ledger_keep,
    ledger_seal,
    ledger_witness,
)
from truceline.cli.case import moment_from, open_case
from truceline.cli.listing import show, tell
from truceline.cli.options import AsOfOption, CaseOption, Format, FormatOption

_commands = typer.Typer(
    help="The ledger: seal it, check it, prove entries, hand them on, keep it safe.",
    no_args_is_help=True,
)


@_commands.command("verify")
def verify(
    case: CaseOption = None,
    checkpoint: Annotated[
        list[Path] | None,
        typer.Option("--checkpoint", help="A checkpoint that was kept elsewhere; repeatable."),
    ] = None,
    key: Annotated[
        list[str] | None,
        typer.Option("--key", help="A public key that came to you by another way; repeatable."),
    ] = None,
) -> None:
    """Hash every entry anew and hold the ledger to its checkpoints; needs no keys.

    Somebody who can write the whole casefile can rewrite its checkpoints too. Only a checkpoint
    that was kept elsewhere finds that: name it.

    Example: truceline ledger verify

    Example: truceline ledger verify --checkpoint from-partner.checkpoint --key "truceline/..."
    """
    from truceline.casework.seal import audited, outside_seal
    from truceline.evidence.note import VerifierKey

    casefile = open_case(case)
    keys = [VerifierKey.parse(one) for one in key or ()]
    seals = [outside_seal(casefile, file, keys=keys) for file in checkpoint or ()]
    found = audited(casefile, [seal.checkpoint for seal in seals])
    tell(f"{found.size} entries hashed anew, none differs. {found.sealed} of them are sealed.")
    if found.unsealed:
        tell(f"unsealed: {found.unsealed} entries at the end, which nothing protects yet.")
    if not seals:
        tell("Held to the casefile's own checkpoints only; name one that was kept elsewhere.")


@_commands.command("log")
def log(
    case: CaseOption = None, as_of: AsOfOption = None, format: FormatOption = Format.TABLE
) -> None:
    """List the checkpoints: size, root, when sealed, by whom witnessed; or what was known on a day.

    Example: truceline ledger log

    Example: truceline ledger log --as-of 2026-11-22 --format json
    """
    from truceline.casework.seal import known_on

    casefile = open_case(case)
    moment = moment_from(as_of)
    seals = list(casefile.seals.all())
    if moment is not None:
        known = known_on(casefile, moment)
        seals = [] if known.seal is None else [known.seal]
        tell(f"{known.recorded} entries were recorded by then, {known.unsealed} of them unsealed.")
        if known.contradicted:
            tell(f"{known.contradicted} more were made by then by their own clocks, set wrongly.")
    rows = [
        {
            "size": seal.checkpoint.size,
            "sealed_at": f"{seal.sealed_at:%Y-%m-%d %H:%M:%S} UTC" if seal.sealed_at else None,
            "root": seal.checkpoint.root.hex()
            if format != Format.TABLE
            else seal.checkpoint.root.hex()[:16],
            "witnesses": list(seal.witnesses),
            "origin": seal.checkpoint.origin,
        }
        for seal in seals
    ]
    show(
        rows,
        columns=["size", "sealed_at", "root", "witnesses"],
        format=format,
        empty="No checkpoint: seal the ledger (truceline ledger checkpoint).",
    )


@_commands.command("prove")
def prove(
    key: Annotated[str, typer.Argument(help="An entry's index, or the id of what it records.")],
    case: CaseOption = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Where to write it; the entry goes beside it."),
    ] = None,
) -> None:
    """Write the proof that an entry is sealed (C2SP tlog-proof), for who has the public key.

    Example: truceline ledger prove 7 --output entry-7.tlog-proof
    """
    from truceline.casework.seal import proof_of

    proof, leaf = proof_of(open_case(case), key)
    if output is None:
        sys.stdout.write(bytes(proof).decode())
        return
    output.write_bytes(bytes(proof))
    entry = output.with_suffix(".json")
    entry.write_bytes(leaf)
    tell(f"Wrote {output} and {entry}: entry {proof.index}, {len(proof.hashes)} hashes.")


def register(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    for module in (
        ledger_seal,
        ledger_bundle,
        ledger_witness,
        ledger_erase,
        ledger_keep,
        ledger_copy,
    ):
        module.register(_commands)
    app.add_typer(_commands, name="ledger")
