"""Threads: how many a piece of work may have."""

from __future__ import annotations

import os


def threads_for(wanted: int | None) -> int:
    """Return the threads asked for; without a wish what ``OMP_NUM_THREADS`` allows, or all.

    Spark gives a task so many processors under that name, and batch systems do too: tasks side by
    side would get in each other's way if each took all.

    >>> threads_for(3)
    3
    """
    allowed = os.environ.get("OMP_NUM_THREADS", "")
    here = int(allowed) if allowed.isdecimal() else 0
    return wanted or here or os.cpu_count() or 1
