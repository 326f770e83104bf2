"""Log rules: duties that are judged from the log of acts, beside the rhythm and the deadline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

# How long one check speaks for, where the paper does not say: after a week nobody knows.
CHECK_STANDS = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class OnRequest:
    """This duty within so long of each ``trigger``, a duty of the log such as a request."""

    duty: str
    trigger: str
    within: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorNotice:
    """This duty (a notification, an approval) at least ``ahead`` of each such act."""

    duty: str
    acts: tuple[str, ...]
    ahead: timedelta
    classes: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Drill:
    """These steps, in this order, before each such act, all of them within so long of it."""

    steps: tuple[str, ...]
    acts: tuple[str, ...]
    within: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Upkeep:
    """This state holds all the time, as checks in the log show; ``at_least`` so many, if counted.

    One check speaks for ``stands``; what it finds missing counts as found.
    """

    duty: str
    stands: timedelta = CHECK_STANDS
    at_least: int | None = None
    unit: str = ""
