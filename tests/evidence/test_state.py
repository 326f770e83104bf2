"""What was known on a day is told from the checkpoints of that day, whatever a clock did since."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truceline.casework.gather import gather
from truceline.casework.seal import audited, sealed_by
from truceline.errors import NotFound
from truceline.evidence.layout import Casefile
from truceline.evidence.ledger import Draft, EntryKind
from truceline.evidence.signer import Signer
from truceline.evidence.state import state_of
from truceline.evidence.tree import grown, root_of_peaks

MONDAY = datetime(2031, 6, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Kept:
    """A casefile, its signer, and what both were told the time was."""

    def __init__(self, folder: Path) -> None:
        self.case = Casefile.create(folder / "case", name="Rill", author="ann")
        self.signer = Signer.create(folder / "signer", origin="example.org/log")
        self.number = 0

    def append(self, at: datetime) -> None:
        """Record one entry by a clock that says so."""
        self.number += 1
        draft = Draft(kind=EntryKind.AGREEMENT, key=f"a-{self.number}", record={"n": self.number})
        with self.case.ledger() as ledger:
            ledger.append([draft], author="ann", recorded_at=at)

    def seal(self, at: datetime) -> None:
        """Seal by a clock that says so."""
        with self.case.ledger(with_keys=False) as ledger:
            note = self.signer.sign(ledger, now=at)
        sealed_by(self.case, note, list(self.signer.verifiers))


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path)


def test_a_state_names_the_entries_the_root_and_what_was_sealed_then(kept: Kept) -> None:
    for hour in range(4):
        kept.append(MONDAY + hour * HOUR)
        if hour == 1:
            kept.seal(MONDAY + 1.5 * HOUR)
    with kept.case.ledger() as ledger:
        now = state_of(ledger, kept.case.seals)
        then = state_of(ledger, kept.case.seals, as_of=MONDAY + 2 * HOUR)
        strictly = state_of(ledger, kept.case.seals, as_of=MONDAY + 2 * HOUR, sealed=True)
        before = state_of(ledger, kept.case.seals, as_of=MONDAY + HOUR)
        hashes = ledger.store.leaf_hashes(0, 3)
        assert now.root == ledger.root().hex()

    assert (now.size, now.sealed, now.unsealed) == (4, 2, 2)
    assert (then.size, then.sealed, then.root) == (3, 2, root_of_peaks(grown([], 0, hashes)).hex())
    assert (strictly.size, strictly.sealed, strictly.sealed_at) == (2, 2, MONDAY + 1.5 * HOUR)
    assert (before.size, before.sealed, before.sealed_at) == (2, 0, None)
    assert "example.org/log" in str(then)


def test_what_was_sealed_by_a_day_is_told_apart_from_what_was_recorded_by_then(kept: Kept) -> None:
    kept.append(MONDAY)
    with pytest.raises(NotFound, match="checkpoint"):
        gather(kept.case, as_of=MONDAY, sealed=True)
    kept.seal(MONDAY + HOUR)
    kept.append(MONDAY + 2 * HOUR)

    with kept.case.ledger() as ledger:
        assert state_of(ledger, kept.case.seals, as_of=MONDAY + 3 * HOUR).size == 2
    sealed = gather(kept.case, as_of=MONDAY + 3 * HOUR, sealed=True)
    assert sealed.state is not None
    assert (sealed.state.size, sealed.as_of) == (1, "2031-06-02T01:00:00Z")


def test_an_entry_of_a_false_clock_is_in_no_view_before_the_checkpoint_it_came_after(
    kept: Kept,
) -> None:
    kept.append(MONDAY)
    kept.seal(MONDAY + 5 * HOUR)
    kept.append(MONDAY - 9_000 * HOUR)

    with kept.case.ledger() as ledger:
        late = list(ledger.entries())[-1]
        assert (late.clock, late.recorded_at) == (MONDAY - 9_000 * HOUR, MONDAY + 5 * HOUR)
        for hour in range(5):
            assert state_of(ledger, kept.case.seals, as_of=MONDAY + hour * HOUR).size == 1


def test_a_signer_whose_clock_was_set_back_states_no_earlier_time(kept: Kept) -> None:
    kept.append(MONDAY)
    kept.seal(MONDAY + 9 * HOUR)
    kept.append(MONDAY + HOUR)
    kept.seal(MONDAY)

    times = [seal.sealed_at for seal in kept.case.seals.all()]
    assert times == [MONDAY + 9 * HOUR] * 2
    assert kept.case.seals.as_known_on(MONDAY + 8 * HOUR) is None


STEPS = st.lists(
    st.tuples(st.sampled_from(["append", "seal"]), st.integers(-90_000, 90_000)), max_size=12
)


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(steps=STEPS)
def test_what_was_known_on_a_day_never_changes_whatever_the_clocks_say_later(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]]
) -> None:
    kept = Kept(tmp_path_factory.mktemp("clock"))
    kept.append(MONDAY)
    known: dict[datetime, str] = {}
    for verb, hours in steps:
        moment = MONDAY + hours * HOUR
        getattr(kept, verb)(moment)
        with kept.case.ledger() as ledger:
            seals = kept.case.seals
            for day, root in known.items():
                assert state_of(ledger, seals, as_of=day, sealed=True).root == root
            if verb == "seal":
                # Only what lies before the checkpoint just made is settled for good.
                sealed_at = seals.all()[-1].sealed_at
                assert sealed_at is not None
                for day in (sealed_at - HOUR, sealed_at - 50 * HOUR):
                    if seals.as_known_on(day) is not None:
                        known[day] = state_of(ledger, seals, as_of=day, sealed=True).root
            moments = [entry.recorded_at for entry in ledger.entries()]
            assert moments == sorted(moments)
            assert [entry.clock is not None for entry in ledger.entries()] == [True] * len(moments)
    assert audited(kept.case).size == kept.number
