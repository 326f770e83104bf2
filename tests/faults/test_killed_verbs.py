"""Whatever is done to a casefile, and whenever it is killed: the old state or the new one is there.

TRUCELINE_VERB_KILLS sets how many kills for each verb (6 by default), TRUCELINE_SEED when.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.faults.table import Tell

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="processes are not forked there"),
]

PROGRAM = Path(__file__).with_name("killed_verbs.py")
KILLS = int(os.environ.get("TRUCELINE_VERB_KILLS", "6"))
SEED = os.environ.get("TRUCELINE_SEED", "20310622")
# Of a build that is broken on purpose one kill in ten, at the least, leaves something between.
BROKEN_KILLS = 200
BREAKS = {
    "bring up": "commits its steps one by one",
    "migrate": "takes the old ledger away first",
    "back up": "calls itself whole too early",
    "erase": "destroys secrets before the tombstone",
    "seal": "hands a signature out before it is remembered",
    "publish": "the checkpoint before its tiles",
}
VERBS = tuple(BREAKS)


def trials(verb: str, build: str, count: int, folder: Path) -> dict[str, Any]:
    """Run the program; return what it found."""
    words = [sys.executable, "-I", str(PROGRAM), str(ROOT), verb, build, str(count), SEED]
    done = subprocess.run([*words, str(folder)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.parametrize("verb", VERBS)
def test_a_kill_leaves_the_old_state_or_the_new_one(verb: str, tmp_path: Path, tell: Tell) -> None:
    found = trials(verb, "sound", KILLS, tmp_path)

    tell(
        f"kill -9: {verb}",
        tried=f"{KILLS} kills",
        came_out=f"{found['killed']} in the middle, {found['done']} after",
        lost=len(found["wrong"]),
    )
    assert found["wrong"] == []
    assert found["killed"] >= KILLS // 10


@pytest.mark.parametrize("verb", VERBS)
def test_the_harness_finds_a_verb_that_is_broken_on_purpose(
    verb: str, tmp_path: Path, tell: Tell
) -> None:
    found = trials(verb, "broken", BROKEN_KILLS, tmp_path)

    for at, *_ in found["wrong"][:1]:
        tell(
            f"kill -9: {verb}",
            build=BREAKS[verb],
            tried=f"up to {BROKEN_KILLS} kills",
            came_out=f"found at kill {at + 1}",
            lost=1,
        )
    assert found["wrong"]
