"""Load an agreement: its files become an Agreement, or every Problem at once."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from truceline.agreement.agreement import Agreement
from truceline.agreement.checker import Checker
from truceline.agreement.read_lines import Drawings, read_lines
from truceline.agreement.read_provisions import read_provisions
from truceline.agreement.read_sections import read_papers, read_parties, read_status
from truceline.agreement.read_sources import read_clock, read_inventories, read_moments
from truceline.agreement.read_zones import ZoneBuilder
from truceline.agreement.scope import Scope
from truceline.agreement.yaml_nodes import Mapping, Node, read_nodes
from truceline.digest import Digest, digest_of
from truceline.errors import AgreementInvalid, NotFound, Problem

LIBRARY = Path(__file__).resolve().parent.parent / "library"
FILE = "agreement.yaml"
CASES = "cases.yaml"
DISCLAIMER = (
    "Lines and zones are approximate, are drawn from open sources with the error stated, and imply "
    "no view on the status of any territory, boundary or authority."
)

KEYS = (
    "agreement", "title", "summary", "disclaimer", "in force", "clock", "papers", "status",
    "parties", "lines", "zones", "moments", "inventories", "provisions",
)  # fmt: skip
NEEDED = ("agreement", "title", "papers", "parties", "provisions")


def load_agreement(path_or_id: Path | str) -> Agreement:
    """Return the agreement of a folder, of an ``agreement.yaml``, or of a shipped id.

    Raises:
        AgreementInvalid: the files cannot be used; the error carries every problem.
        NotFound: there is no such path, and no shipped agreement of this id.

    >>> agreement = load_agreement("undof-1974")
    >>> agreement.provision("US-1b").rule.at_most
    75
    """
    agreement, problems = _read(file_of(path_or_id))
    if agreement is None or problems:
        raise AgreementInvalid(problems)
    return agreement


def check_agreement(path_or_id: Path | str) -> tuple[Problem, ...]:
    """Return every problem of an agreement's files, in the order of the file; empty if none.

    Raises:
        NotFound: there is no such path, and no shipped agreement of this id.

    >>> check_agreement("undof-1974")
    ()
    """
    return tuple(sorted(_read(file_of(path_or_id))[1]))


def shipped_agreements() -> tuple[str, ...]:
    """Return the ids of the agreements that come with Truceline.

    >>> "undof-1974" in shipped_agreements()
    True
    """
    return tuple(sorted(path.parent.name for path in LIBRARY.glob(f"*/{FILE}")))


def file_of(path_or_id: Path | str) -> Path:
    """Return the ``agreement.yaml`` that a folder, a file or a shipped id leads to.

    Raises:
        NotFound: there is no such path, and no shipped agreement of this id.
    """
    path = Path(path_or_id)
    if path.is_dir() and (path / FILE).is_file():
        return path / FILE
    if path.is_file():
        return path
    shipped = shipped_agreements()
    if str(path_or_id) in shipped:
        return LIBRARY / str(path_or_id) / FILE
    raise NotFound("agreement", str(path_or_id), known=shipped)


def _read(path: Path) -> tuple[Agreement | None, tuple[Problem, ...]]:
    return _read_shipped(path, _digest(path)) if path.is_relative_to(LIBRARY) else _read_files(path)


@lru_cache(maxsize=64)
def _read_shipped(
    path: Path,
    digest: Digest,  # noqa: ARG001
) -> tuple[Agreement | None, tuple[Problem, ...]]:
    """Read a shipped agreement once in a process; the digest names the version that was read."""
    return _read_files(path)


def _read_files(path: Path) -> tuple[Agreement | None, tuple[Problem, ...]]:
    top, problems = read_nodes(path.read_bytes(), file=path.name)
    if top is None:
        return None, problems
    checker = Checker(path.name)
    checker.problems.extend(problems)
    drawings = Drawings(path.parent)
    agreement = _agreement(top, drawings=drawings, digest=_digest(path), checker=checker)
    return agreement, (*checker.problems, *drawings.problems)


def _agreement(
    top: Mapping, *, drawings: Drawings, digest: Digest, checker: Checker
) -> Agreement | None:
    checker.keys(top, known=KEYS, needed=NEEDED, of="an agreement")
    parties = read_parties(top.get("parties"), checker=checker)
    declared_parties = _ids(top.get("parties"))
    lines, undrawn = read_lines(top.get("lines"), drawings=drawings, checker=checker)
    builder = ZoneBuilder(
        top.get("zones"),
        lines=lines,
        undrawn=undrawn,
        declared_lines=_ids(top.get("lines")),
        drawings=drawings,
        checker=checker,
    )
    zones = builder.build_all()
    clock = read_clock(top.get("clock"), checker=checker)
    moments = read_moments(top.get("moments"), clock=clock, checker=checker)
    inventories = read_inventories(
        top.get("inventories"), parties=declared_parties, zones=builder.declared, checker=checker
    )
    scope = Scope(
        papers=_ids(top.get("papers")),
        parties=parties,
        declared_parties=declared_parties,
        lines=_ids(top.get("lines")),
        zones=builder.declared,
        provisions=_ids(top.get("provisions")),
        in_force=checker.timespan(top.get("in force")),
        moments={moment.id: moment for moment in moments},
        inventories={inventory.id: inventory for inventory in inventories},
        clock=clock,
        open_depths=builder.open_depths,
    )
    return Agreement(
        id=checker.text(top.get("agreement")) or "",
        title=checker.text(top.get("title")) or "",
        summary=checker.text(top.get("summary")) or "",
        papers=read_papers(top.get("papers"), parties=declared_parties, checker=checker),
        parties=parties,
        lines=lines,
        undrawn_lines=undrawn,
        zones=zones,
        provisions=read_provisions(top.get("provisions"), scope=scope, checker=checker),
        statements=read_status(top.get("status"), checker=checker),
        moments=moments,
        inventories=inventories,
        open_depths=tuple((zone, least) for zone, (least, _) in builder.open_depths.items()),
        disclaimer=checker.text(top.get("disclaimer")) or DISCLAIMER,
        digest=digest,
    )


def _ids(node: Node | None) -> frozenset[str]:
    if not isinstance(node, Mapping):
        return frozenset()
    return frozenset(key.text for key, _ in node.entries)


def files_of(path_or_id: Path | str) -> dict[str, Path]:
    """Return every file that a version is named by, each under its path in the folder.

    Worked cases are left out: they test what an agreement says, and are no part of it.

    Raises:
        NotFound: there is no such path, and no shipped agreement of this id.

    >>> sorted(files_of("undof-1974"))[0]
    'agreement.yaml'
    """
    folder = file_of(path_or_id).parent
    return {
        file.relative_to(folder).as_posix(): file
        for file in folder.rglob("*")
        if file.is_file()
        and file.name != CASES
        and not any(part.startswith((".", "__")) for part in file.relative_to(folder).parts)
    }


def _digest(path: Path) -> Digest:
    """Return the digest over every file of the folder, each by its path and its bytes."""
    return digest_of({name: _digest_of_file(file) for name, file in files_of(path).items()})


def _digest_of_file(file: Path) -> Digest:
    """Return the digest of a file's bytes, read piece by piece: a huge one must not fill memory."""
    with file.open("rb") as opened:
        return Digest(f"sha256:{hashlib.file_digest(opened, 'sha256').hexdigest()}")
