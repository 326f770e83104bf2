"""Cluster: a connection to Spark, and a runner that sends verbs there.

Rows never pass through the JVM. What is sent is a verb and references (a file, some row groups); a
worker reads the file itself, so that it must be able to reach it under the same path. Every worker
needs this package, in the same version, and the same Python.
"""

from __future__ import annotations

import gc
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from truceline import __version__
from truceline.casework.runner import Runner, Told
from truceline.errors import PartMissing

if TYPE_CHECKING:
    from pyspark import SparkContext

_Task = TypeVar("_Task")
_Done = TypeVar("_Done")

# How often a task is tried where a worker died under it. Spark on one machine tries once only,
# unless told so in the master's name.
TRIES = 4
# Tasks go out in so many pieces for each core: what dies is done again piece by piece, and a piece
# costs Spark some hundredths of a second.
PIECES_PER_CORE = 8


@contextmanager
def cluster(master: str, *, conf: Mapping[str, str] | None = None) -> Iterator[Runner]:
    """Yield the runner of a cluster: ``local[*]``, ``spark://host:7077``, ``yarn``, ``k8s://...``.

    ``conf`` are settings of Spark, which go before ours.

    Raises:
        PartMissing: PySpark or Java is not installed.
    """
    _refuse_without_java()
    try:
        from pyspark import SparkConf, SparkContext
    except ModuleNotFoundError as absent:
        raise PartMissing(
            "PySpark is not installed; work on a cluster needs: pip install 'truceline[spark]'"
        ) from absent
    settings = {
        "spark.app.name": f"truceline {__version__}",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": str(sys.stderr.isatty()).lower(),
        "spark.log.level": "ERROR",
        "spark.task.maxFailures": str(TRIES),
        # A worker keeps its Python, and with it what is compiled and laid for the zones.
        "spark.python.worker.reuse": "true",
        **_settings_here(master),
        **(conf or {}),
    }
    chosen = SparkConf().setMaster(with_tries(master)).setAll(list(settings.items()))
    context = SparkContext(conf=chosen)
    try:
        yield run_on(context)
    finally:
        context.stop()


def run_on(context: SparkContext) -> Runner:
    """Return the runner that sends a verb to every worker once, and each task to one of them.

    Few tasks go one by one, many in pieces of some that follow each other.
    """

    def run(verb: Callable[[_Task, Told], _Done], tasks: Sequence[_Task]) -> Iterable[_Done]:
        if not tasks:
            return []
        sent = context.broadcast((__version__, verb))
        # Results are collected, not added up on the way, so that what is done twice counts once.
        pieces = min(len(tasks), PIECES_PER_CORE * context.defaultParallelism)
        done = context.parallelize(tasks, pieces).map(lambda task: _do(sent.value, task)).collect()
        sent.destroy()
        return list(done)

    return run


def with_tries(master: str) -> str:
    """Return a master whose tasks are tried again, also on one machine.

    >>> with_tries("local[*]"), with_tries("local"), with_tries("spark://a:7077")
    ('local[*,4]', 'local[1,4]', 'spark://a:7077')
    """
    if master == "local":
        master = "local[1]"
    alone = re.fullmatch(r"local\[(\d+|\*)\]", master)
    return f"local[{alone[1]},{TRIES}]" if alone else master


def _do(sent: tuple[str, Callable[[_Task, Told], _Done]], task: _Task) -> _Done:
    version, verb = sent
    if version != __version__:
        raise PartMissing(f"a worker has truceline {__version__}, and {version} was sent")
    done = verb(task, _untold)
    _spare_the_collector()
    return done


@cache
def _spare_the_collector() -> None:
    """Keep what a worker has loaded out of its collector's rounds, once in each worker.

    PySpark collects after every task, and would look through all libraries and zones each time: as
    long as it takes to count some million positions.
    """
    gc.freeze()


def _untold(_: int) -> None:
    """Take the number of rows done; from far away nobody listens."""


def _settings_here(master: str) -> dict[str, str]:
    """Return what is set where the workers are on this machine: its Python, its own address."""
    if not (master.startswith("local") or "//127.0.0.1" in master or "//localhost" in master):
        return {}
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    return {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}


def _refuse_without_java() -> None:
    home = os.environ.get("JAVA_HOME")
    if shutil.which("java") is None and not (home and (Path(home) / "bin" / "java").exists()):
        raise PartMissing("Java is not installed; Spark needs Java 17 or later on every machine")
