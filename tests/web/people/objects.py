"""Objects: one casefile with things of every kind in every state, each with a word of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fastapi import FastAPI

from tests.web.entering import somebody
from truceline.casework.assess import assess_case
from truceline.casework.erase import erase_entry
from truceline.casework.gather import gather
from truceline.casework.incidents import incidents_of
from truceline.casework.mark import mark_entry
from truceline.casework.observe import observe_claims
from truceline.casework.read import read_documents
from truceline.casework.review import record_review
from truceline.evidence.handling import Level
from truceline.evidence.layout import Casefile
from truceline.evidence.ledger import Reason
from truceline.web.app import desk
from truceline.web.people.person import Via
from truceline.web.people.roles import Role, State
from truceline.web.people.submissions import SubmissionKind, submit
from truceline.web.settings import Settings
from truceline.web.taking_in import approve

AT = datetime(2031, 7, 1, 12, tzinfo=UTC)
LATER = AT + timedelta(days=400)
MARKED = (State.RESTRICTED, State.EMBARGOED, State.ERASED)
# On days of their own, so that no two are taken for one happening.
_DAYS = {State.SAME: 3, State.RESTRICTED: 9, State.EMBARGOED: 15, State.ERASED: 21}


@dataclass(frozen=True, slots=True)
class Objects:
    """A desk, and by kind and state the id of a thing and a word that stands in no other."""

    app: FastAPI
    ids: dict[tuple[str, State], str] = field(default_factory=dict)
    words: dict[State, str] = field(default_factory=dict)


def objects_in(path: Path) -> Objects:
    """Fill a casefile with things of every kind in every state, and open its desk."""
    case = Casefile.open(path)
    made = Objects(desk(Settings(casefile=path, clock=lambda: LATER)))
    documents = {state: _document(made, case, state) for state in _DAYS}
    _evidence(made, case, documents)
    _findings(made, case)
    for state, until in ((State.RESTRICTED, None), (State.EMBARGOED, LATER + timedelta(days=9))):
        level = Level.RESTRICTED if until is None else Level.EMBARGOED
        mark_entry(case, documents[state], level=level, until=until, reason="r", by="p", at=AT)
    erase_entry(case, documents[State.ERASED], reason=Reason.PRIVACY, approved_by=["a", "b"],
                author="a", recorded_at=AT)  # fmt: skip
    _submitted(made, State.OWN, role=Role.CONTRIBUTOR)
    return made


def _document(made: Objects, case: Casefile, state: State) -> str:
    """Let a document in that a contributor sent, and have it read; return its id."""
    made.words[state] = f"Quill{state.value.replace(' ', '')}brook"
    submission = _submitted(made, state, role=Role.READER)
    store = made.app.state.people
    document = approve(store, case, submission, by="t", signed="t", why="r", at=AT).document
    assert document is not None
    made.ids["document", state] = document
    return document


def _text(state: State, word: str) -> str:
    day = _DAYS.get(state, 27)
    return (
        f"Log of {word}\n\nOn {day} June 2031 the monitors saw three battle tanks of Northmark "
        f"in the buffer zone near Oxmere, said {word} of the {word} Press."
    )


def _submitted(made: Objects, state: State, *, role: Role) -> str:
    store, word = made.app.state.people, f"Sent{state.value.replace(' ', '')}wick"
    made.words.setdefault(state, word)
    sender = somebody(store, role).person(Via.SESSION)
    words = made.words[state]
    one = submit(store, sender, kind=SubmissionKind.DOCUMENT, about=f"{words}.txt", words=words,
                 data=_text(state, words).encode())  # fmt: skip
    made.ids["submission", state] = one.id
    return one.id


def _evidence(made: Objects, case: Casefile, documents: dict[State, str]) -> None:
    for _ in read_documents(case, author="a", recorded_at=AT):
        pass
    observe_claims(case, author="a", recorded_at=AT)
    evidence = gather(case)
    for state, document in documents.items():
        observation = next(o for o in evidence.observations if o.basis.document == document)
        made.ids["observation", state] = observation.id
        made.ids["claim", state] = observation.basis.id  # type: ignore[union-attr]
        made.ids["incident", state] = next(
            one.id
            for one in incidents_of(evidence)
            if any(o.id == observation.id for o in one.observations)
        )


def _findings(made: Objects, case: Casefile) -> None:
    """Let a reviewer, who sees all, write down words that stand in what is hidden later."""
    incidents = {made.ids["incident", state] for state in _DAYS}
    (one, *_) = [
        each
        for each in assess_case(case).findings
        if incidents <= {weighed.incident.id for weighed in each.weighed}
    ]
    for state in State:
        made.ids["finding", state] = one.id
    record_review(case, one.id, verdict="confirm", reviewer="ann", at=AT,
                  reason=f"I rely on {made.words[State.RESTRICTED]}")  # fmt: skip
