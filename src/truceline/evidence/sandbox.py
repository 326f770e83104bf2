"""Sandbox: a script run on foreign bytes in a short-lived child process with limits.

The child is a fresh interpreter in isolated mode, with no environment and an empty folder to stand
in. It can end badly without taking us along. On Windows there are no such limits: only the wall
clock holds there.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from truceline.errors import DocumentUnreadable

_SET_LIMITS = """
import runpy, sys
script, cpu_s, memory_bytes, files = sys.argv[1], *map(int, sys.argv[2:5])
try:
    import resource
except ImportError:
    pass
else:
    for what, limit in (
        (resource.RLIMIT_CPU, cpu_s),
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_NOFILE, files),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (limit, limit))
sys.dont_write_bytecode = True
runpy.run_path(script, run_name="__main__")
"""

# The loader must find its libraries, and nothing else of the environment is the child's business.
_PASSED_ON = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a child may use. A page of 1 MB takes about half a second; the rest is room.

    ``wall_s`` is wide, because a busy machine may give the child a small part of its time.
    """

    cpu_s: int = 5
    memory_bytes: int = 512 * 1024 * 1024
    files: int = 32
    wall_s: float = 60.0


def run_limited(script: Path, data: bytes, *, filename: str, limits: Limits) -> bytes:
    """Return what a script writes to its standard output when given bytes on its standard input.

    Raises:
        DocumentUnreadable: the child refused the bytes, ran into a limit, or died.
    """
    numbers = (limits.cpu_s, limits.memory_bytes, limits.files)
    command = [sys.executable, "-I", "-c", _SET_LIMITS, str(script), *map(str, numbers)]
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    with tempfile.TemporaryDirectory(prefix="truceline-") as folder:
        try:
            done = subprocess.run(  # noqa: S603
                command,
                input=data,
                capture_output=True,
                cwd=folder,
                env=environment,
                timeout=limits.wall_s,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise DocumentUnreadable(
                f"{filename} was not read within {limits.wall_s:g} seconds; "
                "save its text as a .txt file and add that"
            ) from None
    if done.returncode == 0:
        return done.stdout
    said = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
    if said.startswith("refused: "):
        raise DocumentUnreadable(f"{filename} {said.removeprefix('refused: ')}")
    raise DocumentUnreadable(
        f"{filename} could not be read: its parser {_ended(done.returncode, said, limits)}; "
        "save its text as a .txt file and add that"
    )


def _ended(code: int, said: str, limits: Limits) -> str:
    if "MemoryError" in said:
        return f"wanted more than {limits.memory_bytes // 1024**2} MB of memory"
    if code < 0:
        # SIGKILL and SIGXCPU are what the limit on processor time sends.
        if -code in (9, 24):
            return f"wanted more than {limits.cpu_s} seconds of processor time"
        return f"was ended by signal {-code}"
    return f"stopped ({said[:200] or f'exit code {code}'})"
