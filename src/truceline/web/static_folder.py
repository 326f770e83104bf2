"""Static folder: where the pages' own style and scripts lie, and the libraries fetched for them."""

from __future__ import annotations

from importlib import resources
from pathlib import Path


def static_folder() -> Path:
    """Return the folder of the pages' own style and scripts."""
    return Path(str(resources.files("truceline.web").joinpath("static")))
