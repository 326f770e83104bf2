"""View: what is known as of a day, worked out once and kept while the ledger stays as it is."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Self, TypeVar

from truceline.casework.sight import ALL
from truceline.evidence.layout import Casefile
from truceline.evidence.ledger import EntryKind
from truceline.web.asked import Asked
from truceline.web.keeping import BLIND, Keeping

if TYPE_CHECKING:
    from truceline.agreement.agreement import Agreement
    from truceline.assessment.bench import Bench
    from truceline.assessment.finding import Finding
    from truceline.casework.assess import Judged
    from truceline.casework.evidence import Evidence
    from truceline.casework.sight import Sight
    from truceline.observation.incident import Incident
    from truceline.observation.regrouping import Regrouping
    from truceline.reading.claim import Claim
    from truceline.reading.decision import Decision

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class View(Keeping):
    """A casefile as the pages of one person see it; what is hidden from them is not in it.

    ``sight`` is what that person is cleared for, and nothing unless it is said. ``care`` are the
    agreements in their care; None is all. Two views share what was worked out for the same sight,
    and the ``writer`` through which everything that is done on the desk is recorded.
    """

    def seen_by(self, sight: Sight, *, care: frozenset[str] | None, wrote: int = 0) -> Self:
        """Return the same casefile as somebody sees it, who wrote up to an entry.

        Evidence belongs to the casefile and not to one of its agreements: it is seen by who cares
        for any of them, and by nobody else.
        """
        seen = replace(self, sight=sight, care=care, wrote=wrote, behind=[])
        if care is None or seen.case.settings.agreements:
            return seen
        return replace(seen, sight=BLIND)

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

    def evidence(self, asked: Asked) -> Evidence:
        """Return all that stood on the day asked for."""
        from truceline.casework.gather import gather
        from truceline.casework.sight import seen

        def work(view: View, _before: Evidence | None) -> Evidence:
            if asked.moment is not None:
                return gather(view.folder, as_of=asked.moment, sight=view.sight)
            stood = view.stood()
            if view.bounds() is None:
                return stood.evidence()
            return seen(stood.evidence(), view.marks().marks, view.sight)

        if asked.moment is None and self.bounds() is None:
            state = self.states.now(self.path)
            return self.shelf.latest("evidence", state, lambda _before: work(self, None))[1]
        return self.keep("evidence", asked, work)

    def has_evidence(self, asked: Asked) -> bool:
        """Return whether what stood on the day asked for lies ready."""
        if asked.moment is None and self.bounds() is None:
            return self.memory.standing.is_read
        return self.is_kept("evidence", asked)

    def incidents(self, asked: Asked) -> tuple[Incident, ...]:
        """Return what the reports come to, with what people put together or apart."""
        from truceline.casework.incidents import incidents_of

        def work(view: View, _before: object) -> tuple[Incident, ...]:
            if asked.moment is None and view.bounds() is None:
                return view.memory.incidents.of(view.evidence(asked))
            return incidents_of(view.evidence(asked))

        return self.keep("incidents", asked, work)

    def incidents_now(self) -> tuple[Incident, ...]:
        """Return what all reports come to by now, whoever would be content with less."""
        return self.patiently.incidents(Asked(path=""))

    def decisions(self, asked: Asked) -> tuple[tuple[str, Decision], ...]:
        """Return what people decided on claims, each with the id to undo it by."""
        from truceline.reading.decision import Decision

        def work(view: View, _before: object) -> tuple[tuple[str, Decision], ...]:
            found, hidden = view._keyed(EntryKind.DECISION, Decision, asked), view.hidden()
            return tuple((key, one) for key, one in found if not hidden.decision(one))

        return self.keep("decisions", asked, work) if self._sees_words else ()

    def regroupings(self, asked: Asked) -> tuple[tuple[str, Regrouping], ...]:
        """Return what people put together or apart, each with the id to undo it by."""
        from truceline.observation.regrouping import Regrouping

        def work(view: View, _before: object) -> tuple[tuple[str, Regrouping], ...]:
            # A decision that names a hidden report is hidden with it.
            left = set(view.evidence(asked).regroupings)
            found = view._keyed(EntryKind.REGROUPING, Regrouping, asked)
            return tuple((key, one) for key, one in found if one in left)

        return self.keep("regroupings", asked, work) if self._sees_words else ()

    def proposed(self, asked: Asked) -> tuple[Claim, ...]:
        """Return the claims that a model proposed, whether anybody took them or not."""
        from truceline.reading.readers.llm import Proposals

        def work(view: View, _before: object) -> tuple[Claim, ...]:
            found, hidden = view._keyed(EntryKind.PROPOSAL, Proposals, asked), view.hidden()
            every = (claim for _, one in found for claim in one.claims)
            return tuple(claim for claim in every if not hidden.claim(claim))

        return self.keep("proposed", asked, work) if self._sees_words else ()

    @property
    def _sees_words(self) -> bool:
        """Return whether the words of documents, and who decided on them, are for this person."""
        return self.sight.clearance.anything and not self.sight.clearance.coarse

    def _keyed(
        self, kind: EntryKind, cls: type[_Value], asked: Asked
    ) -> tuple[tuple[str, _Value], ...]:
        from truceline.evidence.record import from_record

        if asked.moment is None:
            return self.stood().keyed(kind, cls)
        with self.folder.ledger() as ledger:
            entries = list(ledger.standing(kind=kind, as_of=asked.moment))
        return tuple((entry.key, from_record(cls, entry.record)) for entry in entries)

    def judged(self, asked: Asked) -> Judged:
        """Return every finding of the state asked for; only what is new is judged anew.

        Who sees all, and asks for the whole as it stands now, finds what was judged before the
        desk was started, by a desk or by the command line.

        Raises:
            NotFound: the agreement is not one of the casefile's, or nothing in it has a date.
        """
        from truceline.casework.assess import chosen_among, judge
        from truceline.casework.kept_findings import Keep

        def work(view: View, before: Judged | None) -> Judged:
            chosen = chosen_among(view.agreements(), asked.agreements)
            whole = view.bounds() is None and asked.moment is None and asked.period is None
            return judge(
                view.case,
                view.evidence(asked),
                chosen=chosen,
                incidents=view.incidents(asked),
                period=asked.span,
                step=asked.step,
                before=before,
                benches=view.benches(chosen),
                keep=Keep.WRITE if whole and before is None else Keep.NO,
            )

        return self.keep("judged", asked, work, *self._judging(asked), at_once=True)

    def finding(self, asked: Asked, id_: str) -> tuple[Judged, Finding]:
        """Return one finding by its id, judged by itself, with the judgement it is part of.

        Raises:
            NotFound: the id names no agreement, provision, party or period of this casefile.
        """
        from truceline.casework.assess import judged_finding_of

        def work(view: View, _before: object) -> tuple[Judged, Finding]:
            own = view.agreements()
            return judged_finding_of(
                view.case, id_, evidence=view.evidence(asked), incidents=view.incidents(asked),
                among=own, benches=view.benches(own),
            )  # fmt: skip

        return self.keep("finding", asked, work, id_, self._judging(asked)[-1])

    def finding_now(self, id_: str) -> Finding:
        """Return one finding as all that is recorded makes it by now, hidden or not.

        Raises:
            NotFound: the id names no agreement in this person's care, provision, party or period.
        """
        whole = replace(self.patiently, sight=replace(self.sight, clearance=ALL))
        return whole.finding(Asked(path=""), id_)[1]

    def is_judged(self, asked: Asked) -> bool:
        """Return whether the findings of a state lie ready."""
        return self.is_kept("judged", asked, *self._judging(asked))

    def _judging(self, asked: Asked) -> tuple[Hashable, ...]:
        policy = self.folder.policy_path
        written = policy.read_bytes() if policy else b""
        return asked.period, asked.step, asked.agreements, written

    def benches(self, agreements: Iterable[Agreement]) -> dict[str, Bench]:
        """Return agreements laid out for judging: to measure their ground takes long."""
        from truceline.assessment.bench import laid_out
        from truceline.casework.places import extents_of

        extents = extents_of(self.case)
        known = tuple(one.name for one in extents), repr(extents)
        return {
            one.id: self.shelf.get(
                ("bench", one.digest, known), partial(laid_out, one, extents=extents)
            )
            for one in agreements
        }
