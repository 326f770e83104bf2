"""An attacker who recomputes every hash is found by a checkpoint that was kept elsewhere.

TRUCELINE_TAMPERS sets how many trials (400 by default), TRUCELINE_SEED which.
"""

from __future__ import annotations

import hashlib
import os
import random
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.evidence.test_meaning import claim, in_memory
from truceline.errors import LedgerDamaged
from truceline.evidence.audit import audit
from truceline.evidence.checkpoint import Checkpoint
from truceline.evidence.keys import Keys
from truceline.evidence.leaf import columns_of
from truceline.evidence.sealed import SealedLedger
from truceline.evidence.stores.store import Head, Row
from truceline.evidence.tree import grown, leaf_hash

TRIALS = int(os.environ.get("TRUCELINE_TAMPERS", "400"))
SEED = int(os.environ.get("TRUCELINE_SEED", "20310603"))
MONDAY = datetime(2031, 6, 2, tzinfo=UTC)
ENTRIES, SEALED = 12, 9

Rows = list[Row]


@pytest.fixture(scope="module")
def whole() -> tuple[Rows, Checkpoint]:
    """Return the rows of a ledger, and a checkpoint of its first nine entries."""
    with tempfile.TemporaryDirectory() as folder:
        keys = Keys.create(Path(folder) / "ledger.keys")
        with SealedLedger(in_memory(), keys) as ledger:
            drafts = [claim(f"c-{number}", f"words {number}") for number in range(ENTRIES)]
            ledger.append(drafts[:SEALED], author="ann", recorded_at=MONDAY)
            checkpoint = Checkpoint(ledger.size(), ledger.root(), "example.org/log")
            ledger.append(drafts[SEALED:], author="ann", recorded_at=MONDAY)
            return ledger.store.rows(size=ENTRIES), checkpoint


def rebuilt(rows: Rows) -> SealedLedger:
    """Return a ledger of rows with every hash, index and column made anew, as the best would."""
    store, sound = in_memory(), []
    for index, row in enumerate(rows):
        columns = columns_of(row.leaf)
        if columns is None:
            raise LedgerDamaged("no column can be read out of the leaf")
        sound.append(
            Row(
                index,
                row.leaf,
                leaf_hash(row.leaf),
                columns.kind,
                columns.token,
                columns.supersedes,
                columns.request,
                columns.recorded_at,
                row.body,
            )
        )
    peaks = grown([], 0, (row.leaf_hash for row in sound))
    with store.writing():
        store.add(sound, Head(len(sound), tuple(peaks), MONDAY.isoformat()))
    return SealedLedger(store, None)


def with_body(row: Row, body: bytes) -> Row:
    """Return a row with another body, its digest in the leaf made to fit."""
    digest = hashlib.sha256(body).hexdigest().encode()
    return row._replace(leaf=row.leaf[:9] + digest + row.leaf[73:], body=body)


def edit(rows: Rows, chance: random.Random) -> int:
    """Change one bit of a body."""
    at = chance.randrange(len(rows))
    body = rows[at].body or b""
    place = chance.randrange(len(body))
    changed = body[:place] + bytes([body[place] ^ 1 << chance.randrange(8)]) + body[place + 1 :]
    rows[at] = with_body(rows[at], changed)
    return at


def recommit(rows: Rows, chance: random.Random) -> int:
    """Change a commitment."""
    at = chance.randrange(len(rows))
    leaf = rows[at].leaf
    place = leaf.index(b'"fields":{') + 30
    rows[at] = rows[at]._replace(
        leaf=leaf[:place] + (b"0" if leaf[place : place + 1] != b"0" else b"1") + leaf[place + 1 :]
    )
    return at


def backdate(rows: Rows, chance: random.Random) -> int:
    """Change when an entry was recorded."""
    at = chance.randrange(len(rows))
    leaf = rows[at].leaf.replace(b'"recorded":"2031', b'"recorded":"2030')
    rows[at] = rows[at]._replace(leaf=leaf)
    return at


def delete(rows: Rows, chance: random.Random) -> int:
    """Take an entry out."""
    at = chance.randrange(len(rows))
    del rows[at]
    return at


def insert(rows: Rows, chance: random.Random) -> int:
    """Put an entry in between, twice the same."""
    at = chance.randrange(len(rows))
    rows.insert(at, rows[chance.randrange(len(rows))])
    return at


def swap(rows: Rows, chance: random.Random) -> int:
    """Exchange two entries."""
    one, two = sorted(chance.sample(range(len(rows)), 2))
    rows[one], rows[two] = rows[two], rows[one]
    return one


def truncate(rows: Rows, chance: random.Random) -> int:
    """Cut entries off at the end."""
    at = chance.randrange(len(rows))
    del rows[at:]
    return at


CHANGES: list[Callable[[Rows, random.Random], int]] = [
    edit, recommit, backdate, delete, insert, swap, truncate,
]  # fmt: skip


def test_every_change_to_what_was_sealed_is_found_by_one_checkpoint(
    whole: tuple[Rows, Checkpoint],
) -> None:
    rows, checkpoint = whole
    with rebuilt(list(rows)) as sound:
        assert audit(sound, [checkpoint]).sealed == SEALED
    chance = random.Random(SEED)  # noqa: S311
    sealed = missed_inside = found_after = 0
    for number in range(TRIALS):
        changed = list(rows)
        at = CHANGES[number % len(CHANGES)](changed, chance)
        if [row.leaf for row in changed] == [row.leaf for row in rows]:
            continue
        with rebuilt(changed) as ledger:
            # The attacker is good: without the checkpoint nothing shows.
            missed_inside += ledger.verify() == len(changed)
            try:
                audit(ledger, [checkpoint])
                found = False
            except LedgerDamaged:
                found = True
        if [row.leaf for row in changed[:SEALED]] != [row.leaf for row in rows[:SEALED]]:
            sealed += 1
            assert found, (SEED, number, CHANGES[number % len(CHANGES)].__name__, at)
        else:
            # The unsealed tail is named as such, because nothing protects it.
            found_after += found
    print(f"{sealed} changes to sealed entries, all found; {missed_inside} passed without it")
    assert sealed > TRIALS / 2
    assert found_after == 0
    assert missed_inside == pytest.approx(TRIALS, rel=0.05)


def test_a_changed_byte_of_the_file_is_found_or_changes_nothing(tmp_path: Path) -> None:
    from truceline.errors import TrucelineError
    from truceline.evidence.stores.sqlite import SqliteLedger

    path = tmp_path / "ledger.sqlite"
    with SqliteLedger.create(path) as ledger:
        drafts = [claim(f"c-{number}", f"words {number}") for number in range(40)]
        ledger.append(drafts, author="ann", recorded_at=MONDAY)
        true = ledger.store.rows(size=99)
    data, chance = path.read_bytes(), random.Random(SEED)  # noqa: S311
    found = harmless = 0
    for _ in range(TRIALS // 4):
        at = chance.randrange(len(data))
        path.write_bytes(data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :])
        try:
            with SqliteLedger.open(path, with_keys=False) as ledger:
                ledger.verify()
                assert ledger.store.rows(size=99) == true, (SEED, at)
                harmless += 1
        except TrucelineError:
            found += 1
    print(f"{found} changed bytes found, {harmless} lay where nothing is kept")
    # Much of a small file is empty space; what counts is that the rows read back the same.
    assert found > TRIALS // 16
