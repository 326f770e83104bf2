"""What is shown is never older than the ledger: a state from memory is the state that is."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from truceline.evidence.layout import Casefile
from truceline.evidence.ledger import Draft, EntryKind
from truceline.web.ledger_states import LedgerStates

_AT = datetime(2031, 1, 1, tzinfo=UTC)


def test_after_every_append_the_state_is_the_new_one(own_case: Path) -> None:
    states = LedgerStates()
    case = Casefile.open(own_case)
    with case.ledger() as ledger:
        for number in range(60):
            draft = Draft(kind=EntryKind.REFUSAL, key=f"f-{number}", record={"n": number})
            ledger.append([draft], author="ann", recorded_at=_AT)
            assert states.now(own_case)[0] == ledger.size()
            assert states.now(own_case)[0] == ledger.size()
            # Now and then the clock of the file system ticks between two appends, mostly not.
            time.sleep(0.002 * (number % 4))


def test_a_change_of_the_settings_is_another_state(own_case: Path) -> None:
    states = LedgerStates()
    time.sleep(0.1)
    before = states.now(own_case)
    file = own_case / "truceline.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("Riverton", "Oxmere"), "utf-8")

    assert states.now(own_case) != before


def test_a_state_from_memory_opens_no_ledger(
    own_case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    states = LedgerStates()
    time.sleep(0.1)
    first = states.now(own_case)
    opened: list[object] = []
    monkeypatch.setattr(Casefile, "open", opened.append)

    assert states.now(own_case) == first
    assert opened == []
