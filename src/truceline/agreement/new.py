"""New: a folder with a small, commented agreement that checks green, to be written over."""

from __future__ import annotations

import re
from pathlib import Path

from truceline.errors import CasefileExists

_SKELETON = Path(__file__).with_name("skeleton")
_STANDS_FOR_NAME = "agreement: NAME"


def new_agreement(folder: Path) -> tuple[Path, ...]:
    """Make a folder with agreement.yaml, lines.geojson and cases.yaml; return what was written.

    The agreement's id is the folder's name, with hyphens for what an id cannot hold.

    Raises:
        CasefileExists: the folder holds one of these files already; nothing is written over.
    """
    sources = sorted(path for path in _SKELETON.iterdir() if path.suffix in (".yaml", ".geojson"))
    taken = [source.name for source in sources if (folder / source.name).exists()]
    if taken:
        raise CasefileExists(
            f"{folder} holds {', '.join(taken)} already; name a new folder for the agreement"
        )
    name = re.sub(r"[^a-z0-9.]+", "-", folder.absolute().name.lower()).strip("-.") or "my-agreement"
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for source in sources:
        text = source.read_text(encoding="utf-8").replace(_STANDS_FOR_NAME, f"agreement: {name}")
        target = folder / source.name
        target.write_text(text, encoding="utf-8")
        written.append(target)
    return tuple(written)
