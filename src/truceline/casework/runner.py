"""Runner: how a verb is done over many tasks, here one after another; elsewhere on a cluster.

A verb is something that can be sent to another process: a frozen dataclass that is called with one
task. A task is small, a reference rather than what it refers to. What comes back is small too; what
is large is written to files by the verb itself, whole or not at all, so that a task may be done
again. Results come in the order of the tasks, so that who ran them cannot be told from them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar

_Task = TypeVar("_Task")
_Done = TypeVar("_Done")
Told = Callable[[int], None]


class Runner(Protocol):
    """Does a verb over tasks and returns what came of each, in their order."""

    def __call__(
        self, verb: Callable[[_Task, Told], _Done], tasks: Sequence[_Task]
    ) -> Iterable[_Done]:
        """Return the results; ``told`` takes the rows done, where anybody listens."""
        ...


def run_here(told: Told) -> Runner:
    """Return the runner that works in this process.

    >>> list(run_here(lambda rows: None)(lambda task, told: task + 1, [1, 2]))
    [2, 3]
    """

    def run(verb: Callable[[_Task, Told], _Done], tasks: Sequence[_Task]) -> Iterable[_Done]:
        return (verb(task, told) for task in tasks)

    return run
