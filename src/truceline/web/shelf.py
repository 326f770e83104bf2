"""Shelf: what was worked out, kept by its key; what is worked out anew while the last is shown."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

_Value = TypeVar("_Value")
_Kept = tuple[Hashable, Any]

# How many results are kept at once: a reader compares two days on a handful of pages.
_MOST_KEPT = 24
# Lines of work that are kept: a page has one or two, for each day, period and clearance asked for.
_MOST_LINES = 60

log = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class _Making:
    """A value in the making; whoever sets ``begun`` makes it."""

    version: Hashable
    work: Callable[[Any], Any]
    future: Future[Any] = field(default_factory=Future)
    begun: bool = False


@dataclass(slots=True, eq=False)
class _Line:
    """What one piece of work came to at last, with its version, and what is being made now."""

    done: _Kept | None = None
    making: _Making | None = None


@dataclass(slots=True)
class Shelf:
    """What was worked out, by its key; the oldest goes first. Two who ask at once wait for one."""

    most: int = _MOST_KEPT
    most_lines: int = _MOST_LINES
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _kept: OrderedDict[Hashable, Future[object]] = field(default_factory=OrderedDict)
    _lines: OrderedDict[Hashable, _Line] = field(default_factory=OrderedDict)
    _waiting: deque[tuple[_Line, _Making]] = field(default_factory=deque)
    _is_working: bool = False

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

    def latest(
        self,
        line: Hashable,
        version: Hashable,
        work: Callable[[_Value | None], _Value],
        *,
        may_be: Callable[[Hashable], bool] = lambda _version: False,
    ) -> tuple[Hashable, _Value]:
        """Return what a line of work comes to, and the version that it is of.

        Args:
            version: The version wanted; only what is of this very one is kept without a question.
            work: Makes it; given what the line came to before, or None.
            may_be: Whether an older version will do. Then that is returned at once, and the one
                wanted is made meanwhile, by one thread for all lines.

        >>> shelf = Shelf()
        >>> shelf.latest("a", 1, lambda before: "one"), shelf.latest("a", 1, lambda before: "two")
        ((1, 'one'), (1, 'one'))
        >>> shelf.latest("a", 2, lambda before: f"{before} more")
        (2, 'one more')
        """
        with self._lock:
            held = self._lines.setdefault(line, _Line())
            self._lines.move_to_end(line)
            while len(self._lines) > self.most_lines:
                self._lines.popitem(last=False)
            done, making = held.done, held.making
            if done is not None and done[0] == version:
                return done
            if done is not None and may_be(done[0]):
                if making is None:
                    self._begin_later(held, _Making(version=version, work=work))
                return done
            if making is None or making.version != version:
                making = held.making = _Making(version=version, work=work)
            mine, making.begun = not making.begun, True
        if mine:
            self._make(held, making)
        return making.version, cast(_Value, making.future.result())

    def has(self, line: Hashable, version: Hashable | None = None) -> bool:
        """Return whether a line came to something: of a version, or of any.

        >>> Shelf().has("a")
        False
        """
        with self._lock:
            held = self._lines.get(line)
            done = None if held is None else held.done
        return done is not None and version in (None, done[0])

    def _begin_later(self, held: _Line, making: _Making) -> None:
        held.making = making
        self._waiting.append((held, making))
        if not self._is_working:
            self._is_working = True
            threading.Thread(target=self._work, name="shelf", daemon=True).start()

    def _work(self) -> None:
        while True:
            with self._lock:
                if not self._waiting:
                    self._is_working = False
                    return
                held, making = self._waiting.popleft()
                # Somebody who could not wait made it, or wanted a newer one.
                if making.begun or held.making is not making:
                    continue
                making.begun = True
            try:
                self._make(held, making)
            except Exception:
                log.exception("what was to be worked out anew could not be")
                with self._lock:
                    # The next who asks makes it and is told why it cannot be made.
                    held.done = None

    def _make(self, held: _Line, making: _Making) -> None:
        try:
            value = making.work(None if held.done is None else held.done[1])
        except BaseException as error:
            with self._lock:
                if held.making is making:
                    held.making = None
            making.future.set_exception(error)
            raise
        with self._lock:
            # A newer one may have been asked for meanwhile; it takes the place when it is made.
            if held.making is making or held.done is None:
                held.done = (making.version, value)
            if held.making is making:
                held.making = None
        making.future.set_result(value)
