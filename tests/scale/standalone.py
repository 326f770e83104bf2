"""A standalone Spark cluster of two workers on the loopback address, for the length of a test."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pyspark

_HOST = "127.0.0.1"
_PATIENCE_S = 60


@contextmanager
def standalone(folder: Path, *, workers: int = 2) -> Iterator[str]:
    """Start a master and workers of one core each, yield the master's address, and end them."""
    port = _free_port()
    with ExitStack() as running:
        running.enter_context(
            _started(folder / "master.log", "Master", "--port", str(port), "--webui-port", "0")
        )
        _wait_for(folder / "master.log", "I have been elected leader", times=1)
        address = f"spark://{_HOST}:{port}"
        for number in range(workers):
            running.enter_context(
                _started(
                    folder / f"worker-{number}.log", "Worker", address, "--webui-port", "0",
                    "--cores", "1", "--memory", "700m", "--work-dir", str(folder / f"w{number}"),
                )
            )  # fmt: skip
        _wait_for(folder / "master.log", "Registering worker", times=workers)
        yield address


@contextmanager
def _started(log: Path, what: str, *words: str) -> Iterator[None]:
    home = Path(str(pyspark.__file__)).parent
    environment = {
        **os.environ, "SPARK_HOME": str(home), "PYSPARK_PYTHON": sys.executable,
        "SPARK_LOCAL_IP": _HOST, "SPARK_DAEMON_MEMORY": "256m",
    }  # fmt: skip
    command = [str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{what.lower()}.{what}"]
    with log.open("wb") as sink:
        process = subprocess.Popen(
            [*command, "--host", _HOST, *words], stdout=sink, stderr=sink, env=environment
        )
        try:
            yield
        finally:
            process.terminate()
            process.wait(timeout=30)


def _wait_for(log: Path, words: str, *, times: int) -> None:
    end = time.monotonic() + _PATIENCE_S
    while log.read_text(encoding="utf-8", errors="replace").count(words) < times:
        if time.monotonic() > end:
            raise TimeoutError(f"{words!r} not in {log}: {log.read_text(encoding='utf-8')[-2000:]}")
        time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind((_HOST, 0))
        return int(one.getsockname()[1])
