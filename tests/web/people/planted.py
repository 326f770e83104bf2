"""Planted: a casefile with a word of its own in every place of what is hidden or erased."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.web.people.canary import Canaries
from truceline.casework.add import add_files
from truceline.casework.decide import decide_claim
from truceline.casework.erase import erase_entry
from truceline.casework.gather import gather
from truceline.casework.import_record import import_record
from truceline.casework.mark import mark_entry
from truceline.casework.observe import observe_claims
from truceline.casework.read import read_documents
from truceline.evidence.handling import Level
from truceline.evidence.layout import Casefile
from truceline.evidence.ledger import Reason
from truceline.observation.observation import LogRow
from truceline.reading.decision import Choice
from truceline.timespan import Timespan
from truceline.web.people.accounts import add_account
from truceline.web.people.person import Via
from truceline.web.people.roles import Role
from truceline.web.people.store import PeopleStore
from truceline.web.people.submissions import SubmissionKind, submit

AT = datetime(2031, 7, 1, tzinfo=UTC)
_WORKING = frozenset({Role.ANALYST, Role.REVIEWER, Role.PROTECTION})
_CLEARED = frozenset({Role.REVIEWER, Role.PROTECTION})
_FIELDS = ("filename", "title", "publisher", "url", "words", "source", "chrome")

MAY_KNOW: dict[str, frozenset[Role]] = {
    **{f"restricted {field}": _CLEARED for field in _FIELDS},
    **{f"embargoed {field}": _WORKING for field in _FIELDS},
    **{f"erased {field}": frozenset[Role]() for field in _FIELDS},
    "restricted claim": _CLEARED,
    "its decision": _CLEARED,
    "restricted row's note": _CLEARED,
    "restricted row's place": _CLEARED,
    "reason of a mark": _CLEARED,
    "submitted file's name": _WORKING,
    "submitted file's text": _WORKING,
    "submission's words": _WORKING,
    "comment's subject": _WORKING,
    "name of an account": frozenset({Role.ADMINISTRATOR}),
    # Told in a form that does not say which word it was: nobody is told one so.
    "coded": frozenset(),
}
"""Who may be told the words of each kind of place, and nobody else may."""


@dataclass(slots=True)
class Planted:
    """A casefile with words in it, and the ids of what they stand in."""

    case: Casefile
    words: Canaries = field(default_factory=Canaries)
    of: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    @property
    def restricted(self) -> list[str]:
        """Return the ids of the documents that are restricted as a whole."""
        return self.of["restricted"]


def plant(path: Path, notes: Path, *, each: int) -> Planted:
    """Plant so many words in each kind of place of a casefile."""
    made = Planted(case=Casefile.open(path))
    known = {one.id for one in gather(made.case).documents}
    for state in ("restricted", "embargoed", "erased", "torn"):
        for _ in range(each):
            _document(made, notes, state)
    _table(made, notes, each)
    for _ in read_documents(made.case, author="a", recorded_at=AT):
        pass
    observe_claims(made.case, author="a", recorded_at=AT)
    _mark(made, known)
    _people(made, each)
    return made


def _document(made: Planted, notes: Path, state: str) -> None:
    """Keep a document; of a torn one a single claim is to be hidden later."""
    new = made.words.word
    if state == "torn":
        word, told = new("restricted claim"), {"title": "A log", "publisher": "Oxmere Press"}
        name, body = f"torn-{len(made.words.kinds)}", [f"No more, said {word} of the Press."]
    else:
        told = {part: new(f"{state} {part}") for part in ("title", "publisher")}
        told["url"] = f"https://example.org/{new(f'{state} url')}"
        name = new(f"{state} filename")
        body = [f"Only {new(f'{state} words')}, said {new(f'{state} source')} of the Press."]
        body.append(f"Subscribe to {new(f'{state} chrome')} now")
    note = notes / f"{name}.txt"
    sentence = "On 12 June the monitors saw three battle tanks of Northmark in the buffer zone near"
    lines = [f"{sentence} Oxmere. {line}" for line in body[:1]] + body[1:]
    note.write_text(f"Log {name if state != 'torn' else ''}\n\n" + "\n\n".join(lines) + "\n")
    added, refused = add_files(
        made.case, [note], published=Timespan.parse("2031-06-20"), author="a", recorded_at=AT,
        **told,
    )  # fmt: skip
    assert not refused, refused
    made.of[state].append(added[0].document.id)


def _table(made: Planted, notes: Path, each: int) -> None:
    """Keep a table whose every second row is to be hidden later."""
    record = notes / "rows.csv"
    rows = [
        (
            "date_start,date_end,kind,asset,count_min,count_max,party,side,lat,lon,accuracy_m,"
            "place_text,paragraph,document,source_url,note"
        )
    ]
    for number in range(each):
        place = made.words.word("restricted row's place")
        note = made.words.word("restricted row's note")
        day = f"2031-02-{number % 28 + 1:02}"
        rows.append(
            f"{day},{day},firing_across_ceasefire_line,,,,Northmark,,30.12347891,10.45671239,50,"
            f"at {place},{number + 1},log {number},,{note}"
        )
    record.write_text("\n".join(rows) + "\n", encoding="utf-8")
    done = import_record(made.case, record, author="a", recorded_at=AT)
    assert done.accepted == each, done.refusals


def _mark(made: Planted, known: set[str]) -> None:
    """Hide, erase and decide what the words were planted for."""
    evidence, word = gather(made.case), made.words.word
    for id_ in made.of["restricted"]:
        _hide(made, id_, reason=word("reason of a mark"))
    for id_ in made.of["embargoed"]:
        until = AT + timedelta(days=9000)
        mark_entry(made.case, id_, level=Level.EMBARGOED, reason="r", by="p", at=AT, until=until)
    for claim in [one for one in evidence.claims if one.document in made.of["torn"]]:
        decide_claim(made.case, claim.id, choice=Choice.ACCEPT, reason=word("its decision"),
                     by="a", at=AT)  # fmt: skip
        _hide(made, claim.id, reason=word("reason of a mark"))
    for one in evidence.observations:
        if isinstance(one.basis, LogRow) and one.basis.document not in known:
            _hide(made, one.id, reason="r")
            made.of["row"].append(one.id)
    for id_ in made.of["erased"]:
        erase_entry(made.case, id_, reason=Reason.PRIVACY, approved_by=["a", "b"], author="a",
                    recorded_at=AT)  # fmt: skip


def _hide(made: Planted, id_: str, *, reason: str) -> None:
    mark_entry(made.case, id_, level=Level.RESTRICTED, reason=reason, by="p", at=AT)


def _people(made: Planted, each: int) -> None:
    """Let a contributor send files and comments that wait."""
    word, store = made.words.word, PeopleStore(made.case.people_path, clock=lambda: AT)
    for number in range(each):
        who = f"{word('name of an account')}"
        person = add_account(store, name=who, role=Role.READER, by="t").person(Via.SESSION)
        if number >= 10:
            # A contributor may have so many waiting; more would hide nothing else.
            continue
        sender = add_account(store, name=f"field {number}", role=Role.CONTRIBUTOR, by="t")
        person = sender.person(Via.SESSION)
        submit(store, person, kind=SubmissionKind.DOCUMENT,
               about=word("submitted file's name") + ".txt", words=word("submission's words"),
               data=word("submitted file's text").encode())  # fmt: skip
        submit(store, person, kind=SubmissionKind.COMMENT, about=word("comment's subject"),
               words=word("submission's words"))  # fmt: skip
    store.close()
