"""Once: a write that is asked again with the same key is answered again, and not done again."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from fastapi import HTTPException

# A client that has not asked again after a day has given up.
_KEPT = timedelta(days=1)
_LONGEST_KEY = 200
_BUSY_S = 5.0
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
        work: Callable[[], Answer],
        *,
        who: str,
        key: str | None,
        asked: object,
        at: datetime,
    ) -> Answer:
        """Do a write, or give the answer that it got before.

        Args:
            asked: What was asked for, as plain values: the same key for something else is refused.

        Raises:
            HTTPException: 409 while the same write still runs, 422 for a key used for another.
        """
        if key is None:
            return work()
        if not 0 < len(key) <= _LONGEST_KEY:
            raise HTTPException(400, f"Idempotency-Key has 1 to {_LONGEST_KEY} letters")
        wanted = hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()
        with self._alone(who, key):
            known = self._known(who, key, since=at - _KEPT)
            if known is not None:
                if known[0] != wanted:
                    raise HTTPException(422, "this Idempotency-Key was used for another request")
                return known[1]
            done = work()
            self._keep(who, key, wanted, done, at)
            return done

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

    def _known(self, who: str, key: str, *, since: datetime) -> tuple[str, Answer] | None:
        if not self.path.exists():
            return None
        with closing(self._open()) as store, store:
            store.execute("delete from answers where at < ?", (since.isoformat(),))
            row = store.execute(
                "select asked, status, body from answers where who = ? and key = ?", (who, key)
            ).fetchone()
        return None if row is None else (row[0], Answer(row[1], json.loads(row[2]), again=True))

    def _keep(self, who: str, key: str, asked: str, done: Answer, at: datetime) -> None:
        with closing(self._open()) as store, store:
            store.execute(
                "insert into answers values (?, ?, ?, ?, ?, ?)",
                (who, key, asked, done.status, json.dumps(done.body), at.isoformat()),
            )

    def _open(self) -> sqlite3.Connection:
        store = sqlite3.connect(self.path, timeout=_BUSY_S)
        store.execute(_FORM)
        return store
