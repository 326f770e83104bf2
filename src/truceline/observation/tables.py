"""Tables of this package: what people may debate lies in YAML beside the code, read once."""

from __future__ import annotations

import functools
from importlib.resources import files
from typing import Any


@functools.cache
def table(name: str) -> dict[str, Any]:
    """Return the table ``<name>.yaml`` of this package. It is shared: nobody may change it.

    >>> table("grades")["monitor"]["grade"]
    'A2'
    """
    from ruamel.yaml import YAML

    text = files("truceline.observation").joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = YAML(typ="safe").load(text)
    return loaded
