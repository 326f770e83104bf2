"""Truceline checks whether a ceasefire or disengagement agreement is being kept.

Two arms that do not know each other meet once: what was promised (``load_agreement``) and what
happened (``add``, ``read``, ``observe``, ``corroborate``); ``assess`` judges, ``compose`` tells.
Names are found on first use, so that importing the package costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from truceline.geo.place import Place as Place
    from truceline.timespan import Timespan as Timespan

__version__ = "0.1.0"

_HOME = {
    "Place": "truceline.geo.place",
    "Timespan": "truceline.timespan",
}

__all__ = ["Place", "Timespan", "__version__"]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"truceline has no {name!r}")
    return getattr(importlib.import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
