"""The public names: each is found where it says it lives, and none is forgotten by the types."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import truceline


@pytest.mark.parametrize("name", [name for name in truceline.__all__ if name != "__version__"])
def test_each_public_name_is_found_on_first_use(name: str) -> None:
    assert getattr(truceline, name).__name__ == name


def test_the_type_checker_is_told_of_every_public_name() -> None:
    source = Path(truceline.__file__).read_text(encoding="utf-8")
    told = set(re.findall(r"^    from \S+ import (\w+) as \1$", source, re.MULTILINE))

    assert told == set(truceline.__all__) - {"__version__"}


def test_an_unknown_name_is_refused_by_name() -> None:
    with pytest.raises(AttributeError, match="no 'Unheard'"):
        truceline.Unheard  # noqa: B018
