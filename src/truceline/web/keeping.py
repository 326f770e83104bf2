"""Keeping: results on a state of knowledge, kept while they hold, and shown while they are mended.

A small casefile is worked out while a person waits. Of a large one a page shows the record as it
stood before the last writes, and says so, while those are worked in.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeVar, cast

from truceline.casework.sight import ALL, NOTHING, Hidden, Sight, hidden_from
from truceline.evidence.handling import Handling
from truceline.evidence.layout import Casefile
from truceline.evidence.ledger import EntryKind
from truceline.web.ledger_states import LedgerStates
from truceline.web.memory import Memory
from truceline.web.shelf import Shelf

if TYPE_CHECKING:
    from truceline.casework.standing import Stood
    from truceline.evidence.ledger import Appends
    from truceline.web.asked import Asked

_Value = TypeVar("_Value")

# Up to so many entries all is worked out in a moment or two, which is less than a page that is late
# by a few entries costs in explaining.
LARGE_ENTRIES = 50_000


BLIND = Sight(clearance=NOTHING, at=datetime.min.replace(tzinfo=UTC))
"""Where nobody said what may be seen, nothing is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """The marks of a casefile by what they mark, and how often something was erased from it."""

    marks: Mapping[str, Handling]
    erasures: int


@dataclass(frozen=True, slots=True)
class Keeping:
    """A casefile as one person sees it, and what was worked out of it for all of the same sight.

    ``sight`` is what that person is cleared for, and nothing unless it is said. ``care`` are the
    agreements in their care; None is all. ``wrote`` is how many entries there were when they last
    wrote. ``behind`` fills with the sizes of the older states that were shown.
    """

    path: Path
    shelf: Shelf = field(default_factory=Shelf)
    sight: Sight = BLIND
    care: frozenset[str] | None = None
    states: LedgerStates = field(default_factory=LedgerStates)
    writer: Appends | None = None
    memory: Memory = field(default_factory=Memory)
    wrote: int = 0
    # Whoever is patient waits for the newest state.
    is_patient: bool = False
    behind: list[int] = field(default_factory=list)

    @property
    def folder(self) -> Casefile:
        """Return the casefile with nothing left out, for the desk itself and no page."""
        return Casefile.open(self.path, writer=self.writer, standing=self.memory.standing)

    @property
    def patiently(self) -> Self:
        """Return the same view for somebody who waits for the newest state."""
        return self if self.is_patient else replace(self, is_patient=True, behind=[])

    def state(self) -> tuple[int, str, Sight | None]:
        """Return what tells one state of what is seen from another.

        That is the size of the ledger, the settings, and what is hidden, if anything is.
        """
        size, settings = self.states.now(self.path)
        return size, settings, self.bounds()

    def stood(self) -> Stood:
        """Return what stands now, with nothing left out."""

        def work(_before: Stood | None) -> Stood:
            with self.folder.ledger() as ledger:
                return self.memory.standing.now(ledger)

        return self.shelf.latest("stood", self.states.now(self.path), work)[1]

    def marks(self) -> Marks:
        """Return the marks that hold now, whatever day is asked about."""
        from truceline.casework.marks import marks_in

        def work(_before: Marks | None) -> Marks:
            with self.folder.ledger() as ledger:
                return Marks(marks=marks_in(ledger), erasures=ledger.count(EntryKind.ERASURE))

        return self.shelf.latest("marks", self.states.now(self.path), work)[1]

    def hidden(self) -> Hidden:
        """Return what marks hide from this person, whatever day is asked about."""
        return self.shelf.latest(
            ("hidden", self.sight),
            self.states.now(self.path),
            lambda _before: hidden_from(self.marks().marks.values(), self.sight),
        )[1]

    def bounds(self) -> Sight | None:
        """Return the sight, or None where it hides nothing: then all see the same."""
        if self.sight.clearance == ALL:
            return None
        whole = self.sight.clearance.anything and not self.sight.clearance.coarse
        return None if whole and not self.hidden().ids else self.sight

    def keep(
        self,
        name: str,
        asked: Asked,
        work: Callable[[Self, _Value | None], _Value],
        *rest: Hashable,
        at_once: bool = False,
    ) -> _Value:
        """Return a result on the state of knowledge asked for, worked out once for all who ask.

        In a large casefile what stood before the last writes may come back, while they are worked
        in; then ``behind`` holds how many entries are in it. Nobody is shown less than they wrote
        themselves, unless ``at_once``: of what takes minutes. What a mark hides or an erasure took
        is never shown from before it.

        Args:
            work: Makes it from the view given to it, and from what it came to before, or None.
            rest: What else it depends on.
        """
        line, version = self._line(name, asked, rest), self._version(asked)
        own = 0 if at_once else self.wrote

        def may_be(older: Hashable) -> bool:
            size = cast("tuple[int, object]", older)[0]
            return not self.is_patient and version[0] >= LARGE_ENTRIES and size >= own

        fresh = self.patiently
        found, value = self.shelf.latest(
            line, version, lambda before: work(fresh, before), may_be=may_be
        )
        if found != version:
            self.behind.append(cast("tuple[int, object]", found)[0])
        return value

    def is_kept(self, name: str, asked: Asked, *rest: Hashable) -> bool:
        """Return whether ``keep`` has a result at hand."""
        version = self._version(asked)
        any_will_do = version[0] >= LARGE_ENTRIES and not self.is_patient
        return self.shelf.has(self._line(name, asked, rest), None if any_will_do else version)

    def _line(self, name: str, asked: Asked, rest: tuple[Hashable, ...]) -> Hashable:
        bounds = self.bounds()
        # A new mark or an erasure begins new lines: nothing from before it is shown.
        sees = None if bounds is None else (bounds.clearance, self.hidden().ids)
        _, settings = self.states.now(self.path)
        return name, settings, self.care, self.marks().erasures, sees, asked.moment, rest

    def _version(self, asked: Asked) -> tuple[int, object]:
        bounds, state = self.bounds(), self.states.now(self.path)
        moment, at = asked.moment, None if bounds is None else bounds.at
        if moment is None:
            return state[0], at

        def recorded() -> int:
            with self.folder.ledger(with_keys=False) as ledger:
                return ledger.recorded_up_to(moment)

        # What was known on a day that is past does not change with what is written today.
        return self.shelf.get(("recorded", state, moment), recorded), at
