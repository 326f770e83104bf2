"""Front end: fetch the browser's libraries at pinned versions, check their hashes, lay them out.

Usage: python -m scripts.front_end [--check]

What is taken, from which package and under which licence, is in front_end.json. ``npm pack``
fetches the packages (nothing of theirs is run); without npm the pages draw their maps on the
server. ``--check`` fetches nothing: it says whether all is there and as pinned.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scripts.base_map import land_and_borders

ROOT = Path(__file__).resolve().parent.parent
LISTED = Path(__file__).with_suffix(".json")
# Where each part of the list goes; "tests" is never shipped.
FOLDERS = {
    "pages": ROOT / "src" / "truceline" / "web" / "static" / "vendor",
    "tests": ROOT / "tests" / "web" / "vendor",
}
# A package comes over the network; one that takes longer than this does not come.
_PATIENCE_S = 180


class NotFetched(Exception):
    """npm did not bring a package, for want of a network or of the package."""


def listed() -> list[dict[str, Any]]:
    """Return the packages of front_end.json."""
    packages: list[dict[str, Any]] = json.loads(LISTED.read_text(encoding="utf-8"))["packages"]
    return packages


def problems(part: str) -> list[str]:
    """Return what is missing, changed or too much in the folder of a part, in sentences."""
    folder = FOLDERS[part]
    wanted = {name: digest for package in listed() if package["for"] == part
              for name, digest in _laid_out(package)}  # fmt: skip
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    told = [f"{name} is missing" for name in sorted(wanted.keys() - found)]
    told += [f"{name} is not on the list" for name in sorted(found - wanted.keys())]
    for name in sorted(found & wanted.keys()):
        digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        if wanted[name] and digest != wanted[name]:
            told.append(f"{name} is not the file that was pinned")
    return told


def fetch(part: str, *, npm: str) -> None:
    """Fetch the packages of a part and put them in its folder, all or nothing."""
    target = FOLDERS[part]
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".front-end-") as made:
        fresh = Path(made) / "vendor"
        fresh.mkdir()
        for package in listed():
            if package["for"] == part:
                _lay_out(package, _unpacked(package, npm=npm, folder=Path(made)), fresh)
        shutil.rmtree(target, ignore_errors=True)
        fresh.rename(target)


def _laid_out(package: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield each file that a package ends in, with its SHA-256; empty for one that is made."""
    for file in package["files"]:
        yield file["as"], file.get("sha256", "")
    for name in package.get("made", ()):
        yield name, ""
    yield f"licences/{_plain(package)}.txt", ""


def _unpacked(package: dict[str, Any], *, npm: str, folder: Path) -> Path:
    """Return the folder of a package as it was published; SystemExit where its hash is another.

    A wrong hash stops everything, everywhere; that there is no network stops nothing but the maps.
    """
    name = f"{package['package']}@{package['version']}"
    done = subprocess.run(  # noqa: S603
        [npm, "pack", "--silent", "--ignore-scripts", name],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=_PATIENCE_S,
    )
    if done.returncode != 0:
        raise NotFetched(f"npm could not fetch {name}: {done.stderr.strip() or 'no reason given'}")
    packed = folder / done.stdout.split()[-1]
    digest = base64.b64encode(hashlib.sha512(packed.read_bytes()).digest()).decode("ascii")
    if f"sha512-{digest}" != package["integrity"]:
        raise SystemExit(f"{name} is not the package that was pinned; nothing was taken from it")
    into = folder / _plain(package)
    with tarfile.open(packed) as archive:
        archive.extractall(into, filter="data")
    return into / "package"


def _lay_out(package: dict[str, Any], unpacked: Path, fresh: Path) -> None:
    for file in package["files"]:
        shutil.copyfile(unpacked / file["take"], fresh / file["as"])
    if "made" in package:
        _make(package, unpacked, fresh)
    licences = fresh / "licences"
    licences.mkdir(exist_ok=True)
    own = package.get("licence_file")
    text = unpacked / own if own else LISTED.parent / "licences" / f"{_plain(package)}.txt"
    shutil.copyfile(text, licences / f"{_plain(package)}.txt")


def _make(package: dict[str, Any], unpacked: Path, fresh: Path) -> None:
    source = (unpacked / package["from"]).read_text(encoding="utf-8")
    for name, text in zip(package["made"], land_and_borders(source), strict=True):
        (fresh / name).write_text(text, encoding="utf-8")


def _plain(package: dict[str, Any]) -> str:
    return str(package["package"]).removeprefix("@").replace("/", "-")


def main() -> int:
    """Fetch what is missing, or say what is."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="fetch nothing; say what is missing")
    asked = parser.parse_args()
    wrong = [part for part in FOLDERS if problems(part)]
    if not wrong:
        return 0
    if asked.check:
        print(*(f"{part}: {told}" for part in wrong for told in problems(part)), sep="\n")
        return 1
    npm = shutil.which("npm")
    if npm is None:
        return _without("there is no npm here (on Debian and Ubuntu: apt install npm)")
    try:
        for part in wrong:
            print(f"front-end: fetching the libraries for the {part}", file=sys.stderr)
            fetch(part, npm=npm)
    except NotFetched as reason:
        return _without(str(reason))
    return 0


def _without(reason: str) -> int:
    """Say why the libraries are not there; in continuous integration that is a failure."""
    print(
        f"front-end: {reason}. The libraries of the map were not fetched, and the pages draw their "
        "maps on the server; try again with: make front-end",
        file=sys.stderr,
    )
    return 1 if os.environ.get("CI") else 0


if __name__ == "__main__":
    raise SystemExit(main())
