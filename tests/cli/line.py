"""Runs the command line inside the test, as a user would type it, and tells what came of it."""

from __future__ import annotations

import contextlib
import io
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True)
class Outcome:
    """What a command gave: its exit code, its data and its messages."""

    code: int
    out: str
    err: str


def truceline(*words: str | Path) -> Outcome:
    """Run ``truceline`` with these words."""
    from truceline.cli.main import run

    out, err, code = io.StringIO(), io.StringIO(), 0
    with (
        pytest.MonkeyPatch.context() as patch,
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        patch.setattr(sys, "argv", ["truceline", *(str(word) for word in words)])
        try:
            run()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
    return Outcome(code, out.getvalue(), err.getvalue())
