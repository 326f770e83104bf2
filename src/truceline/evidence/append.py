"""Append: drafts become entries of a store; several appends may share one commit."""

from __future__ import annotations

from collections.abc import Sequence

from truceline.errors import NotFound, RequestReused
from truceline.evidence.intake import Intake
from truceline.evidence.keys import Keys
from truceline.evidence.ledger import Appended, Submission
from truceline.evidence.moment import moment_of
from truceline.evidence.stores.store import Head, Store

Outcome = Appended | Exception


def append_each(
    store: Store, keys: Keys, asked: Sequence[Submission], *, not_before: str
) -> list[Outcome]:
    """Record several appends in one transaction, each all or none; see ``SealedLedger``."""
    prepared = [_prepared(store, keys, one) for one in asked]
    done: list[Outcome] = [one for one in prepared if not isinstance(one, Intake)]
    if len(done) == len(prepared):
        return done
    done = []
    with store.writing() as held:
        head = held
        for one in prepared:
            if isinstance(one, Intake):
                outcome, head = _taken_in(store, one, head, not_before=not_before)
                done.append(outcome)
            else:
                done.append(one)
    return done


def _prepared(store: Store, keys: Keys, asked: Submission) -> Intake | Exception:
    try:
        return Intake(store, keys, asked)
    except (TypeError, ValueError) as refusal:
        return refusal


def _taken_in(store: Store, intake: Intake, head: Head, *, not_before: str) -> tuple[Outcome, Head]:
    try:
        if intake.was_recorded():
            return Appended(0, intake.count), head
        recorded = max(intake.clock, not_before, head.latest or "")
        rows = intake.rows(head.size, recorded_at=recorded)
    except (NotFound, RequestReused, TypeError) as refusal:
        return refusal, head
    if not rows:
        return Appended(0, intake.count), head
    after = intake.head_after(head, rows)
    store.add(rows, after)
    behind = moment_of(recorded) - moment_of(intake.clock)
    return Appended(len(rows), intake.count - len(rows), behind=behind), after
