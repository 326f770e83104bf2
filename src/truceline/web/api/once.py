"""Once: a write that is asked again with the same key is answered again, and not done again."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from fastapi import HTTPException

from truceline.errors import TrucelineError

# A client that has not asked again after a day has given up.
_KEPT = timedelta(days=1)
_LONGEST_KEY = 200
_BUSY_S = 5.0
# The status of a request that was begun and has no answer yet.
_UNANSWERED = 0
_FORM = """create table if not exists answers (
    who text not null, key text not null, asked text not null, status integer not null,
    body text not null, at text not null, primary key (who, key)) strict"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a write came to; ``body`` holds ids and addresses, never words of the record."""

    status: int
    body: Mapping[str, object]
    again: bool = False


@dataclass(frozen=True, slots=True)
class Once:
    """Answers to writes by who asked and with which key, in a file beside the ledger."""

    path: Path
    _running: set[tuple[str, str]] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def do(
        self,
        work: Callable[[str | None], Answer],
        *,
        recall: Callable[[str], Answer | None],
        who: str,
        key: str | None,
        asked: object,
        at: datetime,
    ) -> Answer:
        """Do a write, or give the answer that it got before.

        The ledger itself is asked what stands under the write's name, so that nothing is recorded
        twice where a process ended after it had recorded and before it kept its answer here.

        Args:
            work: Does it, and records under the name that it is handed.
            recall: Returns what the ledger holds under a name, None where it holds nothing.
            asked: What was asked for, as plain values: the same key for something else is refused.

        Raises:
            HTTPException: 409 while the same write still runs, 422 for a key used for another.
        """
        if key is None:
            return work(None)
        if not 0 < len(key) <= _LONGEST_KEY:
            raise HTTPException(400, f"Idempotency-Key has 1 to {_LONGEST_KEY} letters")
        wanted = _hash(asked)
        with self._alone(who, key):
            known = self._begun(who, key, wanted, at)
            if known is not None:
                return known
            name = _hash(["write", who, key, wanted])
            done = recall(name)
            if done is None:
                done = self._done(work, recall, name, who=who, key=key)
            else:
                done = replace(done, again=True)
            self._keep(who, key, wanted, done, at)
            return done

    def _done(
        self,
        work: Callable[[str | None], Answer],
        recall: Callable[[str], Answer | None],
        name: str,
        *,
        who: str,
        key: str,
    ) -> Answer:
        try:
            return work(name)
        except (HTTPException, TrucelineError):
            # Another process may have recorded it meanwhile; then that is the answer.
            found = recall(name)
            if found is None:
                self._forget(who, key)
                raise
            return replace(found, again=True)

    @contextmanager
    def _alone(self, who: str, key: str) -> Iterator[None]:
        with self._lock:
            if (who, key) in self._running:
                raise HTTPException(
                    409, "the same request still runs", headers={"Retry-After": "1"}
                )
            self._running.add((who, key))
        try:
            yield
        finally:
            with self._lock:
                self._running.discard((who, key))

    def _begun(self, who: str, key: str, wanted: str, at: datetime) -> Answer | None:
        """Return the answer that is kept; where there is none, note what the key stands for."""
        with closing(self._open()) as store, store:
            store.execute("delete from answers where at < ?", ((at - _KEPT).isoformat(),))
            store.execute(
                "insert or ignore into answers values (?, ?, ?, ?, '{}', ?)",
                (who, key, wanted, _UNANSWERED, at.isoformat()),
            )
            asked, status, body = store.execute(
                "select asked, status, body from answers where who = ? and key = ?", (who, key)
            ).fetchone()
        if asked != wanted:
            raise HTTPException(422, "this Idempotency-Key was used for another request")
        return None if status == _UNANSWERED else Answer(status, json.loads(body), again=True)

    def _keep(self, who: str, key: str, asked: str, done: Answer, at: datetime) -> None:
        with closing(self._open()) as store, store:
            store.execute(
                "insert or replace into answers values (?, ?, ?, ?, ?, ?)",
                (who, key, asked, done.status, json.dumps(done.body), at.isoformat()),
            )

    def _forget(self, who: str, key: str) -> None:
        """Let a key go whose request was refused: it can be mended and sent with the same key."""
        with closing(self._open()) as store, store:
            store.execute(
                "delete from answers where who = ? and key = ? and status = ?",
                (who, key, _UNANSWERED),
            )

    def _open(self) -> sqlite3.Connection:
        store = sqlite3.connect(self.path, timeout=_BUSY_S)
        store.execute(_FORM)
        return store


def _hash(plain: object) -> str:
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()
