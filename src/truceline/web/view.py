"""View: what is known as of a day, worked out once and kept while the ledger stays as it is."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from truceline.evidence.layout import Casefile
from truceline.web.asked import Asked

if TYPE_CHECKING:
    from truceline.casework.assess import Judged
    from truceline.casework.evidence import Evidence

_Value = TypeVar("_Value")

# How many states of knowledge are kept at once: a reader compares two days, a few read together.
_MOST_KEPT = 8


@dataclass(slots=True)
class Shelf:
    """What was worked out, by its key; the oldest goes first. Two who ask at once wait for one."""

    most: int = _MOST_KEPT
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _kept: OrderedDict[Hashable, Future[object]] = field(default_factory=OrderedDict)

    def get(self, key: Hashable, work: Callable[[], _Value]) -> _Value:
        """Return what is kept under a key, working it out where it is not there yet.

        >>> shelf = Shelf()
        >>> shelf.get("a", lambda: 1), shelf.get("a", lambda: 2)
        (1, 1)
        """
        with self._lock:
            known = self._kept.get(key)
            mine = known is None
            if known is None:
                known = self._kept[key] = Future()
            self._kept.move_to_end(key)
            while len(self._kept) > self.most:
                self._kept.popitem(last=False)
        if mine:
            try:
                known.set_result(work())
            except BaseException as error:
                with self._lock:
                    self._kept.pop(key, None)
                known.set_exception(error)
                raise
        return cast(_Value, known.result())


@dataclass(frozen=True, slots=True)
class View:
    """A casefile as its pages see it. Everything it gives is as recorded, never worked on."""

    path: Path
    shelf: Shelf = field(default_factory=Shelf)

    @property
    def case(self) -> Casefile:
        """Return the casefile, its settings read anew: somebody may have changed them."""
        return Casefile.open(self.path)

    def state(self) -> tuple[int, str]:
        """Return what tells one state of the ledger from another: its size and its settings."""
        case = self.case
        with case.ledger(with_keys=False) as ledger:
            return ledger.size(), repr(case.settings)

    def evidence(self, asked: Asked) -> Evidence:
        """Return all that stood on the day asked for."""
        from truceline.casework.evidence import gather

        key = ("evidence", self.state(), asked.moment)
        return self.shelf.get(key, lambda: gather(self.case, as_of=asked.moment))

    def judged(self, asked: Asked) -> Judged:
        """Return every finding of the state asked for.

        Raises:
            NotFound: the agreement is not one of the casefile's, or nothing in it has a date.
        """
        from truceline.casework.assess import assess_case

        policy = self.case.policy_path
        written = policy.read_bytes() if policy else b""
        key = ("judged", self.state(), asked.moment, asked.period, asked.step, asked.agreements)
        return self.shelf.get(
            (*key, written),
            lambda: assess_case(
                self.case,
                period=asked.span,
                step=asked.step,
                as_of=asked.moment,
                agreements=asked.agreements,
            ),
        )
