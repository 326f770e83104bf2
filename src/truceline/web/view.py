"""View: what is known as of a day, worked out once and kept while the ledger stays as it is."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from truceline.casework.sight import ALL, NOTHING, Hidden, Sight, hidden_from
from truceline.evidence.layout import Casefile
from truceline.evidence.ledger import EntryKind
from truceline.web.asked import Asked
from truceline.web.ledger_states import LedgerStates

if TYPE_CHECKING:
    from truceline.agreement.agreement import Agreement
    from truceline.casework.assess import Judged
    from truceline.casework.evidence import Evidence
    from truceline.evidence.ledger import Appends
    from truceline.observation.incident import Incident
    from truceline.observation.regrouping import Regrouping
    from truceline.reading.claim import Claim
    from truceline.reading.decision import Decision

_Value = TypeVar("_Value")

# How many results are kept at once: a reader compares two days on a handful of pages.
_MOST_KEPT = 24


@dataclass(slots=True)
class Shelf:
    """What was worked out, by its key; the oldest goes first. Two who ask at once wait for one."""

    most: int = _MOST_KEPT
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _kept: OrderedDict[Hashable, Future[object]] = field(default_factory=OrderedDict)

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

    def has(self, key: Hashable) -> bool:
        """Return whether something lies ready under a key.

        >>> Shelf().has("a")
        False
        """
        with self._lock:
            known = self._kept.get(key)
        return known is not None and known.done()


BLIND = Sight(clearance=NOTHING, at=datetime.min.replace(tzinfo=UTC))
"""Where nobody said what may be seen, nothing is."""


@dataclass(frozen=True, slots=True)
class View:
    """A casefile as the pages of one person see it; what is hidden from them is not in it.

    ``sight`` is what that person is cleared for, and nothing unless it is said. ``care`` are the
    agreements in their care; None is all. Two views share what was worked out for the same sight,
    and the ``writer`` through which everything that is done on the desk is recorded.
    """

    path: Path
    shelf: Shelf = field(default_factory=Shelf)
    sight: Sight = BLIND
    care: frozenset[str] | None = None
    states: LedgerStates = field(default_factory=LedgerStates)
    writer: Appends | None = None

    def seen_by(self, sight: Sight, *, care: frozenset[str] | None) -> View:
        """Return the same casefile as somebody sees it.

        Evidence belongs to the casefile and not to one of its agreements: it is seen by who cares
        for any of them, and by nobody else.
        """
        seen = replace(self, sight=sight, care=care)
        if care is None or seen.case.settings.agreements:
            return seen
        return replace(seen, sight=BLIND)

    @property
    def folder(self) -> Casefile:
        """Return the casefile with nothing left out, for the desk itself and no page."""
        return Casefile.open(self.path, writer=self.writer)

    @property
    def case(self) -> Casefile:
        """Return the casefile, its settings read anew: somebody may have changed them.

        It names the agreements in this person's care and no others.
        """
        case = self.folder
        if self.care is None:
            return case
        kept = tuple(
            given for given in case.settings.agreements if self._agreement(given).id in self.care
        )
        return replace(case, settings=replace(case.settings, agreements=kept))

    def agreements(self) -> tuple[Agreement, ...]:
        """Return the casefile's agreements, as their files read now."""
        return tuple(map(self._agreement, self.case.settings.agreements))

    def _agreement(self, given: str) -> Agreement:
        """Return an agreement as its files read now.

        To lay out zones takes a second; the files tell when that has to be done anew.
        """
        from truceline.agreement.load import file_of, load_agreement

        files = sorted(file_of(given).parent.iterdir())
        written = tuple((file.name, file.stat().st_mtime_ns) for file in files)
        return self.shelf.get(("agreement", given, written), lambda: load_agreement(given))

    def state(self) -> tuple[int, str, Sight | None]:
        """Return what tells one state of what is seen from another.

        That is the size of the ledger, the settings, and what is hidden, if anything is.
        """
        size, _ = self.states.now(self.path)
        return size, repr(self.case.settings), self._bounds()

    def is_seen(self, asked: Asked, id_: str) -> bool:
        """Return whether a document, a claim or a record of observation is there to be seen.

        A claim that was decided on or proposed counts, as long as its words are not hidden.
        """
        evidence = self.evidence(asked)
        return (
            any(one.id == id_ for one in evidence.documents)
            or any(one.id == id_ for one in evidence.claims)
            or any(one.id == id_ for one in evidence.observations)
            or any(one.id == id_ for one in evidence.coverage)
            or any(one.id == id_ for one in self.proposed(asked))
            or any(id_ in (key, one.claim) for key, one in self.decisions(asked))
        )

    def hidden(self) -> Hidden:
        """Return what marks hide from this person, whatever day is asked about."""
        from truceline.casework.marks import marks_in

        def work() -> Hidden:
            with self.case.ledger() as ledger:
                return hidden_from(marks_in(ledger).values(), self.sight)

        return self.shelf.get(("hidden", self.states.now(self.path), self.sight), work)

    def _bounds(self) -> Sight | None:
        """Return the sight, or None where it hides nothing: then all see the same."""
        if self.sight.clearance == ALL:
            return None
        whole = self.sight.clearance.anything and not self.sight.clearance.coarse
        return None if whole and not self.hidden().ids else self.sight

    def evidence(self, asked: Asked) -> Evidence:
        """Return all that stood on the day asked for."""
        from truceline.casework.gather import gather

        key = ("evidence", self.state(), asked.moment)
        return self.shelf.get(key, lambda: gather(self.case, as_of=asked.moment, sight=self.sight))

    def has_evidence(self, asked: Asked) -> bool:
        """Return whether what stood on the day asked for lies ready."""
        return self.shelf.has(("evidence", self.state(), asked.moment))

    def incidents(self, asked: Asked) -> tuple[Incident, ...]:
        """Return what the reports come to, with what people put together or apart."""
        from truceline.casework.incidents import incidents_of

        key = ("incidents", self.state(), asked.moment)
        return self.shelf.get(key, lambda: incidents_of(self.evidence(asked)))

    def decisions(self, asked: Asked) -> tuple[tuple[str, Decision], ...]:
        """Return what people decided on claims, each with the id to undo it by."""
        from truceline.reading.decision import Decision

        key = ("decisions", self.state(), asked.moment)

        def work() -> tuple[tuple[str, Decision], ...]:
            found, hidden = self._keyed(EntryKind.DECISION, Decision, asked), self.hidden()
            return tuple((key, one) for key, one in found if not hidden.decision(one))

        return self.shelf.get(key, work) if self._sees_words else ()

    def regroupings(self, asked: Asked) -> tuple[tuple[str, Regrouping], ...]:
        """Return what people put together or apart, each with the id to undo it by."""
        from truceline.observation.regrouping import Regrouping

        key = ("regroupings", self.state(), asked.moment)

        def work() -> tuple[tuple[str, Regrouping], ...]:
            # A decision that names a hidden report is hidden with it.
            left = set(self.evidence(asked).regroupings)
            found = self._keyed(EntryKind.REGROUPING, Regrouping, asked)
            return tuple((key, one) for key, one in found if one in left)

        return self.shelf.get(key, work) if self._sees_words else ()

    def proposed(self, asked: Asked) -> tuple[Claim, ...]:
        """Return the claims that a model proposed, whether anybody took them or not."""
        from truceline.reading.readers.llm import Proposals

        def work() -> tuple[Claim, ...]:
            found, hidden = self._keyed(EntryKind.PROPOSAL, Proposals, asked), self.hidden()
            every = (claim for _, one in found for claim in one.claims)
            return tuple(claim for claim in every if not hidden.claim(claim))

        key = ("proposed", self.state(), asked.moment)
        return self.shelf.get(key, work) if self._sees_words else ()

    @property
    def _sees_words(self) -> bool:
        """Return whether the words of documents, and who decided on them, are for this person."""
        return self.sight.clearance.anything and not self.sight.clearance.coarse

    def _keyed(
        self, kind: EntryKind, cls: type[_Value], asked: Asked
    ) -> tuple[tuple[str, _Value], ...]:
        from truceline.evidence.record import from_record

        with self.case.ledger() as ledger:
            entries = list(ledger.standing(kind=kind, as_of=asked.moment))
        return tuple((entry.key, from_record(cls, entry.record)) for entry in entries)

    def judged(self, asked: Asked) -> Judged:
        """Return every finding of the state asked for.

        Raises:
            NotFound: the agreement is not one of the casefile's, or nothing in it has a date.
        """
        from truceline.casework.assess import assess_case

        return self.shelf.get(
            self._judging(asked),
            lambda: assess_case(
                self.case,
                period=asked.span,
                step=asked.step,
                as_of=asked.moment,
                agreements=asked.agreements,
                sight=self.sight,
            ),
        )

    def is_judged(self, asked: Asked) -> bool:
        """Return whether the findings of a state lie ready."""
        return self.shelf.has(self._judging(asked))

    def _judging(self, asked: Asked) -> Hashable:
        policy = self.case.policy_path
        written = policy.read_bytes() if policy else b""
        state = (self.state(), asked.moment, asked.period, asked.step, asked.agreements)
        return ("judged", *state, written)
