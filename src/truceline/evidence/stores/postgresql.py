"""PostgreSQL store: the ledger on a server, for many who write at once.

The columns and rules are in docs/explain/ledger-form.md, the walls in ``postgresql_form/``.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, LiteralString, TypeVar

from truceline.errors import LedgerDamaged, LedgerUnreachable, OutcomeUnknown, TrucelineError
from truceline.evidence.stores.postgresql_server import open_session, place_of, told
from truceline.evidence.stores.store import Head, Row
from truceline.evidence.tree import HASH_BYTES

if TYPE_CHECKING:
    from truceline.evidence.stores.postgresql_server import Session

_COLUMNS: LiteralString = (
    "SELECT entry.entry_index, leaf, leaf_hash, kind, token, supersedes, request, recorded_at, "
)
_FROM: LiteralString = "FROM truceline.entry LEFT JOIN truceline.body USING (entry_index) "
_ROW: LiteralString = _COLUMNS + "body " + _FROM
# Whether there is a body, without fetching it.
_ROW_WITHOUT_BODY: LiteralString = (
    _COLUMNS + "CASE WHEN body IS NULL THEN NULL ELSE ''::bytea END " + _FROM
)
_HEAD: LiteralString = (
    "SELECT size, peaks, root, (SELECT recorded_at FROM truceline.entry "
    "ORDER BY entry_index DESC LIMIT 1) FROM truceline.head"
)

_HOLD: LiteralString = "SELECT size, peaks, root, latest FROM truceline.hold()"
_VERBS = {"read": "see", "append": "append to"}

# What was erased does not stand, nor what a later entry took away.
_STANDS: LiteralString = """
AND body IS NOT NULL
AND NOT EXISTS (
    SELECT FROM truceline.entry AS later
    WHERE later.token = entry.token AND later.entry_index > entry.entry_index
      AND later.entry_index < %(size)s AND later.recorded_at <= %(as_of)s)
AND NOT EXISTS (
    SELECT FROM truceline.entry AS later
    WHERE later.supersedes = entry.token AND later.entry_index > entry.entry_index
      AND later.entry_index < %(size)s AND later.recorded_at <= %(as_of)s)
"""

# After every moment that can be written, and above every index.
_ALWAYS = "9999-12-31T23:59:59.999999Z"
_ENDLESS = 2**62

# A server that starts again, or a spare that takes over, is back within seconds as a rule.
RESOLVE_TRIES = 8
FIRST_PAUSE_S = 0.05
LONGEST_PAUSE_S = 4.0

Result = TypeVar("Result")


class PostgresqlStore:
    """A ledger on a PostgreSQL server; see ``truceline.evidence.stores.store.Store``.

    A session that broke while nothing was under way is opened anew. Where it breaks during a
    commit, the outcome is asked for: the last leaf hash tells, as it covers random bytes.
    """

    def __init__(self, address: str, *, token: str, session: Session) -> None:
        self._address = address
        self._token = token
        self._session = session
        self._place = place_of(session)
        # The index and leaf hash of the last entry of the transaction under way.
        self._last: tuple[int, bytes] | None = None

    @classmethod
    def open(cls, address: str, *, token: str) -> PostgresqlStore:
        """Open a ledger that was prepared; see ``open_session`` for what is refused."""
        return cls(address, token=token, session=open_session(address, token=token))

    @property
    def place(self) -> str:
        """Return where it lies, in words for a message; never a password."""
        return self._place

    @contextmanager
    def writing(self) -> Iterator[Head]:
        """Hold the ledger alone; commit durably at the end of the block, or take all back.

        Raises:
            OutcomeUnknown: the server was lost during the commit and could not be asked again.
            LedgerUnreachable: it was lost, and nothing was recorded.
        """
        self._last = None
        head = self._retried(self._held)
        try:
            with told(self._place):
                yield head
        except BaseException:
            self._give_up()
            raise
        self._commit()

    def add(self, rows: Sequence[Row], head: Head) -> None:
        """Add rows at the end and write the head; only inside ``writing``."""
        if not rows:
            return
        _, leaves, hashes, kinds, tokens, superseded, requests, moments, bodies = (
            list(column) for column in zip(*rows, strict=True)
        )
        with told(self._place):
            self._session.execute(
                "SELECT truceline.add(%s, %s::bytea[], %s::bytea[], %s::text[], %s::bytea[], "
                "%s::bytea[], %s::bytea[], %s::text[], %s::bytea[], %s, %s, %s)",
                (
                    rows[0].entry_index,
                    *(leaves, hashes, kinds, tokens, superseded, requests, moments, bodies),
                    *(head.size, b"".join(head.peaks), head.root),
                ),
                binary=True,
            )
        self._last = (rows[-1].entry_index, rows[-1].leaf_hash)

    def erase(self, indexes: Sequence[int]) -> None:
        """Delete the bodies of entries; only inside ``writing``.

        The server keeps deleted rows in its pages, its log and its backups for a time; that they
        cannot be read follows from the destroyed secrets alone.
        """
        with told(self._place):
            self._session.execute("SELECT truceline.erase(%s)", (list(indexes),))

    def head(self) -> Head:
        """Return the head as it is stored.

        Raises:
            LedgerDamaged: the stored root is not that of the stored peaks.
        """
        return self._retried(lambda: self._head_of(self._one(_HEAD)))

    def rows(
        self,
        *,
        size: int,
        after: int = -1,
        before: int | None = None,
        limit: int = 500,
        kind: str | None = None,
        as_of: str | None = None,
        standing: bool = False,
        newest_first: bool = False,
    ) -> list[Row]:
        """Return rows in order: index above ``after`` and below ``size``, at most ``limit``."""
        condition: LiteralString = "" if kind is None else "AND kind = %(kind)s "
        query: LiteralString = (
            _ROW
            + "WHERE entry.entry_index > %(after)s AND entry.entry_index < %(before)s "
            + ("" if as_of is None else "AND recorded_at <= %(as_of)s ")
            + condition
            + (_STANDS if standing else "")
            + (
                "ORDER BY entry.entry_index DESC "
                if newest_first
                else "ORDER BY entry.entry_index "
            )
            + "LIMIT %(limit)s"
        )
        values = {
            "before": min(size if before is None else min(before, size), _ENDLESS),
            "after": after,
            "size": min(size, _ENDLESS),
            "as_of": _ALWAYS if as_of is None else as_of,
            "kind": kind,
            "limit": limit,
        }
        return self._retried(lambda: self._rows(query, values))

    def count(self, kind: str) -> int:
        """Return how many entries of a kind were ever recorded."""
        query: LiteralString = (
            "SELECT coalesce(sum(entries), 0)::bigint FROM truceline.tally WHERE kind = %s"
        )
        return int(self._retried(lambda: self._one(query, (kind,)))[0])

    def touching(self, tokens: Collection[bytes]) -> list[Row]:
        """Return the entries that have one of the tokens or supersede one, in order."""
        query: LiteralString = (
            _ROW_WITHOUT_BODY + "WHERE token = ANY (%(tokens)s::bytea[]) "
            "OR supersedes = ANY (%(tokens)s::bytea[]) ORDER BY entry.entry_index"
        )
        return self._retried(lambda: self._rows(query, {"tokens": list(tokens)}))

    def requested(self, token: bytes) -> list[Row]:
        """Return the entries that one request recorded, in order."""
        query: LiteralString = _ROW + "WHERE request = %(token)s ORDER BY entry.entry_index"
        return self._retried(lambda: self._rows(query, {"token": token}))

    def leaf_hashes(self, start: int, stop: int) -> list[bytes]:
        """Return stored leaf hashes from ``start`` up to, and without, ``stop``."""
        query: LiteralString = (
            "SELECT leaf_hash FROM truceline.entry "
            "WHERE entry_index >= %s AND entry_index < %s ORDER BY entry_index"
        )
        found = self._retried(
            lambda: self._session.execute(query, (start, stop), binary=True).fetchall()
        )
        return [row[0] for row in found]

    def check(self) -> None:
        """Check that entries, bodies and head agree; reading every page checks its checksum.

        Raises:
            LedgerDamaged: they do not, or a page is not what was written.
        """
        size = self.head().size
        found = self._retried(
            lambda: self._one(
                "SELECT count(*), count(leaf), coalesce(max(entry_index) + 1, 0), "
                "(SELECT count(body) FROM truceline.body AS held WHERE NOT EXISTS ("
                "SELECT FROM truceline.entry WHERE entry_index = held.entry_index)) "
                "FROM truceline.entry WHERE entry_index < %s",
                (size,),
            )
        )
        if found[:3] != (size, size, size):
            raise LedgerDamaged(f"{self._place}: of {size} entries {found[0]} are there")
        if found[3]:
            raise LedgerDamaged(f"{self._place}: {found[3]} bodies belong to no entry")
        miscounted = self._retried(
            lambda: self._one(
                "SELECT count(*) FROM truceline.tally FULL JOIN (SELECT kind, count(*) AS entries "
                "FROM truceline.entry GROUP BY kind) AS held USING (kind) "
                "WHERE tally.entries IS DISTINCT FROM held.entries"
            )
        )
        if miscounted != (0,):
            raise LedgerDamaged(f"{self._place}: the tally of kinds is not that of its entries")

    def opener(self) -> None:
        """Return None: a server has its own processes, and its token stays in this one."""

    def close(self) -> None:
        """Let go of the server."""
        self._session.close()

    def _held(self) -> Head:
        self._session.execute("BEGIN")
        try:
            return self._head_of(self._one(_HOLD, right="append"))
        except BaseException:
            self._give_up()
            raise

    def _head_of(self, row: tuple[Any, ...]) -> Head:
        size, peaks, root, latest = row
        cut = tuple(peaks[at : at + HASH_BYTES] for at in range(0, len(peaks), HASH_BYTES))
        head = Head(size=size, peaks=cut, latest=latest)
        if head.root != root or len(cut) != size.bit_count():
            raise LedgerDamaged(f"{self._place}: the head's root is not that of its peaks")
        return head

    def _one(
        self, query: LiteralString, values: tuple[object, ...] = (), *, right: str = "read"
    ) -> tuple[Any, ...]:
        row = self._session.execute(query, values, binary=True).fetchone()
        if row is None:
            asked = self._session.execute("SELECT truceline.has_right(%s)", (right,)).fetchone()
            if asked == (True,):
                raise LedgerDamaged(f"{self._place}: the head of the tree is missing")
            raise TrucelineError(
                f"{self._place}: this session may not {_VERBS[right]} the ledger; its token "
                "(TRUCELINE_DATABASE_TOKEN) is not granted the right, or was taken back"
            )
        return row

    def _rows(self, query: LiteralString, values: dict[str, object]) -> list[Row]:
        cursor = self._session.execute(query, values, binary=True)
        return [Row(*row) for row in cursor.fetchall()]

    def _retried(self, ask: Callable[[], Result]) -> Result:
        """Ask; where the session turns out to be broken and nothing was under way, ask anew."""
        from psycopg.pq import TransactionStatus

        idle = self._session.info.transaction_status != TransactionStatus.INTRANS
        try:
            with told(self._place):
                return ask()
        except LedgerUnreachable:
            if not (idle and self._session.broken):
                raise
        self._session = open_session(self._address, token=self._token)
        with told(self._place):
            return ask()

    def _give_up(self) -> None:
        import psycopg

        try:
            self._session.execute("ROLLBACK")
        except psycopg.Error:
            # The server takes back by itself what a lost session left behind.
            self._session.close()

    def _commit(self) -> None:
        import psycopg

        try:
            self._session.execute("COMMIT")
        except psycopg.OperationalError as error:
            if not self._session.broken:
                with told(self._place):
                    raise
            self._session.close()
            if self._last is None or self._is_kept():
                return
            raise LedgerUnreachable(
                f"{self._place}: the server was lost; nothing was recorded, do the same again"
            ) from error
        except psycopg.Error:
            self._give_up()
            with told(self._place):
                raise

    def _is_kept(self) -> bool:
        """Return whether the transaction whose commit was not answered took place.

        To hold the head waits until a session that may still be committing has ended.
        """
        assert self._last is not None  # noqa: S101
        index, leaf_hash = self._last
        pause_s = FIRST_PAUSE_S
        for _ in range(RESOLVE_TRIES):
            try:
                self._session = open_session(self._address, token=self._token)
                with told(self._place):
                    self._held()
                    found = self.leaf_hashes(index, index + 1)
                    self._session.execute("ROLLBACK")
            except LedgerUnreachable:
                time.sleep(pause_s)
                pause_s = min(2 * pause_s, LONGEST_PAUSE_S)
            else:
                return found == [leaf_hash]
        raise OutcomeUnknown(
            f"{self._place}: the server was lost while it committed and does not answer, so it is "
            "not known whether the entries were recorded; do the same again when it is back: "
            "what is there already is left out"
        )
