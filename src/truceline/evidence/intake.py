"""Intake: drafts against what a ledger holds: what is known, what is new, what is refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from truceline.errors import NotFound, RequestReused
from truceline.evidence.fields import FIELDS
from truceline.evidence.keys import Keys
from truceline.evidence.leaf import (
    Columns,
    columns_of,
    leaf_and_body,
    opened,
    record_bytes,
    values_of,
)
from truceline.evidence.ledger import Draft, EntryKind, Submission
from truceline.evidence.moment import moment_text
from truceline.evidence.stores.store import Head, Row, Store
from truceline.evidence.tree import grown, leaf_hash

_REC_BYTES = 16
REQUEST = "@request"
"""What tokens of request names are made with; no kind of entry is called so."""


@dataclass(slots=True)
class _Last:
    """The last entry with a token, as stored or as about to be."""

    index: int
    erased: bool
    record: bytes | None = None


@dataclass(frozen=True, slots=True)
class _Prepared:
    draft: Draft
    values: Mapping[str, bytes]
    token: bytes
    target: bytes | None


class Intake:
    """One append in the making. Records are written out before the ledger is held."""

    def __init__(
        self,
        store: Store,
        keys: Keys,
        asked: Submission,
        *,
        erases: Sequence[int] = (),
    ) -> None:
        self._store, self._keys, self._erases = store, keys, erases
        self.clock, self.count = moment_text(asked.recorded_at), len(asked.drafts)
        self._request = None if asked.request is None else keys.token(REQUEST, asked.request)
        self._prepared = [self._prepare(draft, asked.author) for draft in asked.drafts]
        self._last: dict[bytes, _Last] = {}
        self._taken: dict[bytes, int] = {}
        self._successors: dict[bytes, list[Row]] = {}

    def was_recorded(self) -> bool:
        """Return whether the request was recorded before, with these drafts.

        Raises:
            RequestReused: it was recorded with others.
        """
        rows = [] if self._request is None else self._store.requested(self._request)
        # One key may stand in a request twice: an entry, and what supersedes it.
        drafts: dict[bytes, list[bytes | None]] = {}
        for one in self._prepared:
            drafts.setdefault(one.token, [None]).append(record_bytes(one.values))
        for row in rows:
            if self._record_of(row.entry_index) not in drafts.get(row.token, []):
                raise RequestReused(
                    "this request was recorded before with other entries; give a new request name"
                )
        return bool(rows)

    def rows(self, size: int, *, recorded_at: str) -> list[Row]:
        """Return the rows that the drafts become, from index ``size`` on; without the known ones.

        Raises:
            NotFound: a draft supersedes or withdraws what does not stand.
        """
        self._look_up()
        new: list[tuple[_Prepared, int]] = []
        for one in self._prepared:
            if self._is_known(one):
                continue
            index = size + len(new)
            new.append((one, index))
            self._last[one.token] = _Last(index, erased=False, record=record_bytes(one.values))
            if one.target is not None:
                self._taken[one.target] = index
        self._keys.ensure(size, size + len(new))
        recs = self._keys.draw(_REC_BYTES * len(new))
        secrets = self._keys.secrets(size, size + len(new))
        return [
            self._row(one, index, recs[_REC_BYTES * at :][:_REC_BYTES], secrets[at], recorded_at)
            for at, (one, index) in enumerate(new)
        ]

    @staticmethod
    def head_after(head: Head, rows: Sequence[Row]) -> Head:
        """Return the head once the rows were added."""
        peaks = grown(head.peaks, head.size, (row.leaf_hash for row in rows))
        return Head(head.size + len(rows), tuple(peaks), rows[-1].recorded_at)

    def _prepare(self, draft: Draft, author: str) -> _Prepared:
        values = values_of(draft.record, author=author, key=draft.key, supersedes=draft.supersedes)
        target = None
        if draft.supersedes is not None:
            target = self._keys.token(_target_kind(draft), draft.supersedes)
        return _Prepared(draft, values, self._keys.token(draft.kind.value, draft.key), target)

    def _look_up(self) -> None:
        tokens = {one.token for one in self._prepared}
        tokens.update(one.target for one in self._prepared if one.target is not None)
        for row in self._store.touching(tokens):
            if row.token in tokens:
                # A backup from before an erasure holds the body still, and its key is gone.
                gone = row.body is None or self._keys.was_destroyed(row.entry_index)
                self._last[row.token] = _Last(row.entry_index, erased=gone)
            if row.supersedes in tokens:
                self._taken[row.supersedes] = row.entry_index
                self._successors.setdefault(row.supersedes, []).append(row)

    def _is_known(self, one: _Prepared) -> bool:
        ever = one.token in self._last
        if one.target is None:
            return ever
        stands = self._stands(one.target)
        if not ever and not stands:
            kind = _target_kind(one.draft)
            raise NotFound(
                f"standing {kind}",
                str(one.draft.supersedes),
                known=self._successor_keys(one.target, kind),
            )
        if one.target == one.token:
            # It does not stand: it was withdrawn, and superseding its former self brings it back.
            return stands and self._standing_record(one.token) == record_bytes(one.values)
        return not stands

    def _stands(self, token: bytes) -> bool:
        last = self._last.get(token)
        return last is not None and not last.erased and self._taken.get(token, -1) <= last.index

    def _standing_record(self, token: bytes) -> bytes | None:
        last = self._last[token]
        return self._record_of(last.index) if last.record is None else last.record

    def _record_of(self, index: int) -> bytes | None:
        plain = self._plain(index)
        if plain is None:
            return None
        record = plain["record"]
        assert isinstance(record, Mapping)  # noqa: S101
        return record_bytes(values_of(record, author="", key="", supersedes=None))

    def _successor_keys(self, token: bytes, kind: str) -> list[str]:
        rows = [row for row in self._successors.get(token, ()) if row.kind == kind]
        found = [self._plain(row.entry_index) for row in rows]
        return [str(plain["key"]) for plain in found if plain is not None]

    def _plain(self, index: int) -> dict[str, object] | None:
        (row,) = self._store.rows(after=index - 1, size=index + 1)
        columns, secret = columns_of(row.leaf), self._keys.secret(index)
        if row.body is None or columns is None or secret is None:
            return None
        return opened(row.leaf, row.body, rec=columns.rec, secret=secret)

    def _row(self, one: _Prepared, index: int, rec: bytes, secret: bytes, recorded_at: str) -> Row:
        kind = one.draft.kind.value
        columns = Columns(kind, rec.hex(), recorded_at, self._request, one.target, one.token)
        leaf, body = leaf_and_body(
            one.values,
            columns=columns,
            clock=self.clock,
            secret=secret,
            usual=FIELDS[kind],
            erases=self._erases,
        )
        return Row(
            index,
            leaf,
            leaf_hash(leaf),
            kind,
            one.token,
            one.target,
            self._request,
            recorded_at,
            body,
        )


def _target_kind(draft: Draft) -> str:
    if draft.kind is EntryKind.WITHDRAWAL:
        return str(draft.record.get("kind"))
    return draft.kind.value
