"""truceline ledger checkpoint and signer: seal the ledger by a process with a memory of its own."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from truceline.cli.case import now, open_case
from truceline.cli.listing import tell
from truceline.cli.options import CaseOption
from truceline.errors import LedgerBusy, SealRefused, TrucelineError

if TYPE_CHECKING:
    from truceline.evidence.layout import Casefile

SignerOption = Annotated[
    Path | None,
    typer.Option(
        "--signer",
        envvar="TRUCELINE_SIGNER",
        help="The signer's folder, outside the casefile. Default: in your state folder.",
        show_default=False,
    ),
]
SocketOption = Annotated[
    Path | None,
    typer.Option("--socket", help="The socket of a signer that runs by itself (a server's)."),
]
# A signer that starts reads new entries at some 100,000 a second; ten minutes are 60 million.
_ANSWER_S = 600.0


def checkpoint(
    case: CaseOption = None,
    signer: SignerOption = None,
    socket: SocketOption = None,
    new_signer: Annotated[
        bool, typer.Option("--new-signer", help="Make a signer with new keys in its folder.")
    ] = False,
) -> None:
    """Seal the ledger: sign its size and root, and keep the checkpoint.

    The signer is a process of its own. It remembers what it signed, reads the new entries itself,
    and refuses a ledger that was set back or rewritten. Send the checkpoint to somebody else: only
    what lies elsewhere proves anything later.

    Example: truceline ledger checkpoint

    Example: truceline ledger checkpoint --socket /run/truceline/signer.sock
    """
    from truceline.casework.seal import sealed_by
    from truceline.evidence.note import Note, VerifierKey

    casefile = open_case(case)
    before = casefile.seals.last()
    if socket is not None:
        answer = _asked(socket)
    else:
        answer = _started(casefile, signer, new=new_signer or before is None)
    note = Note.parse(answer["note"].encode())
    seal = sealed_by(casefile, note, [VerifierKey.parse(key) for key in answer["keys"]])
    size = seal.checkpoint.size
    if before is not None and before.checkpoint == seal.checkpoint:
        tell(f"Nothing new to seal: {size} entries were sealed before.")
        return
    tell(f"Sealed {size} entries: {casefile.seals.path_of(seal.checkpoint)}")
    if before is None:
        tell(f"The public key, to be given to others by another way:\n  {casefile.seals.keys()[0]}")


def signer(
    folder: Annotated[Path, typer.Argument(help="The signer's folder.")],
    case: CaseOption = None,
    new: Annotated[bool, typer.Option("--new", help="Make it, with new keys, if need be.")] = False,
    socket: SocketOption = None,
) -> None:
    """Sign the ledger as it is and print the checkpoint, or answer at a socket until it is ended.

    `truceline ledger checkpoint` starts this by itself. On a server run it as another user.

    Example: truceline ledger signer /var/lib/signer --case golan --socket /run/signer.sock
    """
    from truceline.casework.seal import origin_for
    from truceline.evidence.signer import Signer

    casefile = open_case(case)
    if new and not (folder / "keys.json").exists():
        if casefile.seals.origin is not None:
            raise SealRefused(
                "this ledger has a signer, and a ledger has one: name its folder (--signer). "
                "Where its key is lost, begin a new casefile as its successor"
            )
        Signer.create(folder, origin=origin_for(casefile))
    own = Signer.open(folder)
    if socket is None:
        sys.stdout.write(_signed(own, casefile))
        return
    tell(f"{own.origin}: answering at {socket}")
    _serve(own, casefile, socket)


def _signed(own: object, casefile: Casefile) -> str:
    from truceline.evidence.signer import Signer

    assert isinstance(own, Signer)  # noqa: S101
    with casefile.ledger(with_keys=False) as ledger:
        note = own.sign(ledger, now=now())
    return json.dumps({"note": bytes(note).decode(), "keys": [str(key) for key in own.verifiers]})


def _serve(own: object, casefile: Casefile, path: Path) -> None:
    path.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(path))
        path.chmod(0o660)
        listening.listen()
        while True:
            caller, _ = listening.accept()
            with caller:
                try:
                    answer = _signed(own, casefile)
                except TrucelineError as refusal:
                    answer = json.dumps({"refused": str(refusal)})
                caller.sendall(answer.encode())


def _asked(path: Path) -> dict[str, str]:
    with socket.socket(socket.AF_UNIX) as calling:
        calling.settimeout(_ANSWER_S)
        try:
            calling.connect(str(path))
            said = b"".join(iter(lambda: calling.recv(65_536), b""))
        except OSError as error:
            raise LedgerBusy(f"no signer answers at {path} ({error}); start it there") from None
    return _answer(said)


def _started(casefile: Casefile, folder: Path | None, *, new: bool) -> dict[str, str]:
    from truceline.casework.seal import origin_for

    place = folder or _state_folder() / origin_for(casefile).replace("/", "-")
    words = ["ledger", "signer", str(place), "--case", str(casefile.path), *(["--new"] * new)]
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "truceline.cli", *words],
        capture_output=True,
        timeout=_ANSWER_S,
        check=False,
    )
    if done.returncode:
        told = done.stderr.decode("utf-8", "replace").strip().rpartition("truceline: ")[2]
        raise SealRefused(told or f"the signer ended with exit code {done.returncode}")
    return _answer(done.stdout)


def _answer(said: bytes) -> dict[str, str]:
    try:
        answer: dict[str, str] = json.loads(said)
    except ValueError:
        raise SealRefused(
            "the signer gave no answer that can be read; look at its messages"
        ) from None
    if "refused" in answer:
        raise SealRefused(answer["refused"])
    return answer


def _state_folder() -> Path:
    """Return where signers of this user live: outside every casefile, so no copy sets them back."""
    given = os.environ.get("XDG_STATE_HOME")
    return (Path(given) if given else Path.home() / ".local" / "state") / "truceline" / "signer"


def register(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    app.command("checkpoint")(checkpoint)
    app.command("signer")(signer)
