"""truceline ledger witness and stamp: have others say that the ledger was what it was."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from truceline.cli.case import now, open_case
from truceline.cli.listing import tell
from truceline.cli.options import CaseOption
from truceline.errors import TrucelineError

_witness = typer.Typer(
    help="Partners who sign that the ledger only grew, by file: ask, sign, take.",
    no_args_is_help=True,
)
OutputOption = Annotated[Path, typer.Option("--output", "-o", help="The file to write.")]
_LONGEST_ANSWER_BYTES = 1024 * 1024
_TIMEOUT_S = 30.0


@_witness.command("ask")
def ask(
    output: OutputOption,
    case: CaseOption = None,
    old: Annotated[int, typer.Option("--old", help="How many entries the witness saw last.")] = 0,
) -> None:
    """Write the request to a witness: checkpoint, and proof that the ledger grew from what it saw.

    Example: truceline ledger witness ask --old 1200 -o to-partner.txt
    """
    from truceline.casework.witness import request_to_witness

    output.write_bytes(request_to_witness(open_case(case), old=old))
    tell(f"Wrote {output}: send it to the witness, and the public key by another way.")


@_witness.command("sign")
def sign(
    request: Annotated[Path, typer.Argument(help="The request that came by file.")],
    folder: Annotated[Path, typer.Option("--folder", help="The witness's own folder.")],
    key: Annotated[str, typer.Option("--key", help="The ledger's public key.")],
    output: OutputOption,
    name: Annotated[
        str | None, typer.Option("--name", help="Make the witness, under this name.")
    ] = None,
) -> None:
    """Sign that a ledger grew from what this witness saw last; refuse any other.

    Example: truceline ledger witness sign request.txt --folder ~/witness --key KEY -o signed.txt
    """
    from truceline.evidence.note import VerifierKey
    from truceline.evidence.witness import Witness

    if name is not None and not (folder / "witness.json").exists():
        Witness.create(folder, name=name)
    own = Witness.open(folder)
    note = own.cosign(request.read_bytes(), keys=[VerifierKey.parse(key)], now=now())
    output.write_bytes(bytes(note))
    tell(f"Wrote {output}. This witness's public key:\n  {own.verifier}")


@_witness.command("take")
def take(
    file: Annotated[Path, typer.Argument(help="What the witness sent back.")],
    key: Annotated[str, typer.Option("--key", help="The witness's public key.")],
    case: CaseOption = None,
) -> None:
    """Keep what a witness signed, beside the checkpoint.

    Example: truceline ledger witness take signed.txt --key "partner.example/w+1f2e3d4c+..."
    """
    from truceline.casework.witness import take_cosigned
    from truceline.evidence.note import VerifierKey

    seal = take_cosigned(open_case(case), file, key=VerifierKey.parse(key))
    tell(f"{seal.checkpoint.size} entries, witnessed by: {', '.join(seal.witnesses)}")


def stamp(
    case: CaseOption = None,
    query: Annotated[
        Path | None, typer.Option("--query", help="Write the question to this file (.tsq).")
    ] = None,
    answer: Annotated[
        Path | None, typer.Option("--answer", help="Keep the authority's answer (.tsr).")
    ] = None,
    authority: Annotated[
        Path | None, typer.Option("--authority", help="Its root certificate (PEM).")
    ] = None,
    name: Annotated[str, typer.Option("--name", help="What to call the authority.")] = "authority",
    url: Annotated[
        str | None, typer.Option("--url", help="Ask this authority over the network.")
    ] = None,
) -> None:
    """Have a time authority (RFC 3161) say that the last checkpoint existed; by file, or by --url.

    Without --url nothing leaves this machine. What leaves it then is a digest and nothing else.

    Example: truceline ledger stamp --query checkpoint.tsq

    Example: truceline ledger stamp --answer checkpoint.tsr --authority ca.pem --name example
    """
    from truceline.casework.witness import last_seal
    from truceline.evidence.stamp import keep_stamp, query_for

    casefile = open_case(case)
    checkpoint = last_seal(casefile).checkpoint
    if query is not None:
        query.write_bytes(query_for(checkpoint))
        tell(f"Wrote {query}: send it to an authority, and keep the answer with --answer.")
        return
    if authority is None or (answer is None) == (url is None):
        raise TrucelineError(
            "name --query FILE to ask by file; or --authority FILE with --answer FILE or --url URL"
        )
    data = _asked(url, query_for(checkpoint)) if answer is None else answer.read_bytes()
    moment = keep_stamp(
        casefile.seals, checkpoint, data, name=name, authority=authority.read_bytes()
    )
    tell(f"{checkpoint.size} entries, stamped {moment:%Y-%m-%d %H:%M:%S} UTC by {name}.")


def _asked(url: str | None, question: bytes) -> bytes:
    import urllib.request

    if url is None or not url.startswith(("https://", "http://")):
        raise TrucelineError(f"{url} is no address of an authority; it begins with https://")
    headers = {"Content-Type": "application/timestamp-query"}
    asked = urllib.request.Request(url, data=question, headers=headers)  # noqa: S310
    try:
        with urllib.request.urlopen(asked, timeout=_TIMEOUT_S) as said:  # noqa: S310
            data: bytes = said.read(_LONGEST_ANSWER_BYTES)
    except OSError as error:
        raise TrucelineError(f"{url} gave no answer ({error}); ask by file: --query") from None
    return data


def register(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    app.add_typer(_witness, name="witness")
    app.command("stamp")(stamp)
