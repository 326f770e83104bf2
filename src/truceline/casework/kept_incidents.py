"""Kept incidents: what the reports come to, kept, so that a new report costs what it touches."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from truceline.casework.incidents import happenings_of, said_to_be_one, sources_in
from truceline.observation.corroborate import by_time, incidents_from
from truceline.observation.gathering import Gathering, Group

if TYPE_CHECKING:
    from truceline.casework.evidence import Evidence
    from truceline.observation.incident import Incident
    from truceline.observation.observation import Observation
    from truceline.observation.regrouping import Regrouping

_Key = tuple[str, str, str]


class KeptIncidents:
    """The incidents of one line of evidence; what they come to is what ``incidents_of`` says.

    Evidence that shares its nouns with the evidence before (``Standing`` gives such) costs little.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._gathering = Gathering()
        self._reports: dict[str, Observation] = {}
        self._regroupings: tuple[Regrouping, ...] = ()
        # What tells which papers are one source: pages, documents, and what people said of them.
        self._papers: tuple[object, object, object] = ((), (), [])
        self._copies: tuple[frozenset[str], ...] = ()
        self._held: dict[str, tuple[_Key, Incident]] = {}
        self._told: tuple[Incident, ...] = ()
        self._is_linked = False

    @property
    def is_linked(self) -> bool:
        """Return whether reports were linked once."""
        return self._is_linked

    def of(self, evidence: Evidence) -> tuple[Incident, ...]:
        """Return the incidents of some evidence, by time and then by id."""
        with self._lock:
            try:
                return self._of(evidence)
            except BaseException:
                # Half of a change may have been made: the next who asks has the whole gathered.
                self._forget()
                raise

    def _of(self, evidence: Evidence) -> tuple[Incident, ...]:
        copies = self._copies_of(evidence)
        reports = {one.id: one for one in happenings_of(evidence)}
        changed = [self._gathering.change(went=self._gone(reports))]
        came = [one for id_, one in reports.items() if self._reports.get(id_) is not one]
        changed.append(self._gathering.change(came=came))
        if evidence.regroupings is not self._regroupings:
            changed.append(self._gathering.decide(evidence.regroupings))
        self._reports, self._regroupings = reports, evidence.regroupings
        if copies != self._copies:
            # Which reports are one voice has changed: every voice is told anew.
            self._copies = copies
            self._held = {}
            self._file(list(self._gathering.groups))
            self._told = self._in_order()
        elif any(gone or new for gone, new in changed):
            for gone, new in changed:
                for one in incidents_from(gone, copies=copies):
                    self._held.pop(one.id, None)
                self._file(new)
            self._told = self._in_order()
        self._is_linked = True
        return self._told

    def _gone(self, reports: dict[str, Observation]) -> list[str]:
        return [id_ for id_, one in self._reports.items() if reports.get(id_) is not one]

    def _copies_of(self, evidence: Evidence) -> tuple[frozenset[str], ...]:
        told = (evidence.pages, evidence.documents, said_to_be_one(evidence))
        pages, documents, said = self._papers
        # To hold thousands of papers against each other takes seconds, and most decisions are not
        # on papers.
        if told[0] is pages and told[1] is documents and told[2] == said:
            return self._copies
        self._papers = told
        return sources_in(evidence)

    def _file(self, groups: Sequence[Group] | Iterable[Group]) -> None:
        for one in incidents_from(groups, copies=self._copies):
            self._held[one.id] = (by_time(one), one)

    def _in_order(self) -> tuple[Incident, ...]:
        ordered = sorted(self._held.values(), key=lambda pair: pair[0])
        return tuple(one for _, one in ordered)

    def _forget(self) -> None:
        self._gathering = Gathering()
        self._reports, self._regroupings, self._papers, self._copies = {}, (), ((), (), []), ()
        self._held, self._told, self._is_linked = {}, (), False
