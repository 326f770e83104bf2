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

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="processes are not forked there"),
]

PROGRAM = Path(__file__).with_name("killed_verbs.py")
KILLS = int(os.environ.get("TRUCELINE_VERB_KILLS", "6"))
SEED = os.environ.get("TRUCELINE_SEED", "20310622")
# Of a build that is broken on purpose one kill in ten, at the least, leaves something between.
BROKEN_KILLS = 200
VERBS = ("bring up", "migrate", "back up", "erase", "seal", "publish")


def trials(verb: str, build: str, count: int, folder: Path) -> dict[str, Any]:
    """Run the program; return what it found."""
    words = [sys.executable, "-I", str(PROGRAM), str(ROOT), verb, build, str(count), SEED]
    done = subprocess.run([*words, str(folder)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.parametrize("verb", VERBS)
def test_a_kill_leaves_the_old_state_or_the_new_one(verb: str, tmp_path: Path) -> None:
    found = trials(verb, "sound", KILLS, tmp_path)

    print(f"{verb}: {found['killed']} killed, {found['done']} done before, seed {SEED}")
    assert found["wrong"] == []
    assert found["killed"] >= KILLS // 10


@pytest.mark.parametrize("verb", VERBS)
def test_the_harness_finds_a_verb_that_is_broken_on_purpose(verb: str, tmp_path: Path) -> None:
    found = trials(verb, "broken", BROKEN_KILLS, tmp_path)

    print(f"{verb}, broken: {found['wrong']}")
    assert found["wrong"]
