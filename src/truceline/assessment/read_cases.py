"""Read cases: ``cases.yaml`` beside an agreement becomes worked cases, or every Problem."""

from __future__ import annotations

from pathlib import Path

from truceline.agreement.agreement import Agreement
from truceline.agreement.checker import Checker
from truceline.agreement.load import CASES
from truceline.agreement.taxonomy import load_taxonomy
from truceline.agreement.yaml_nodes import Listing, Mapping, Node, read_nodes
from truceline.assessment.cases_in_force import cases_in_force
from truceline.assessment.finding import Reason, Status
from truceline.assessment.rivals import decides
from truceline.assessment.short_form import FORM_KEYS, coverage_of, observation_of
from truceline.assessment.worked_case import Expected, WorkedCase
from truceline.errors import AgreementInvalid, NotFound
from truceline.observation.corroborate import incident_of
from truceline.observation.coverage import Coverage
from truceline.observation.incident import Incident
from truceline.observation.observation import Observation, ObservationKind

CASE_KEYS = (
    "name", "provision", "party", "period", "reading", "seen", "looked", "log", "confirmed by",
    "expect", "why",
)  # fmt: skip
FILE_KEYS = ("cases", "in force")
EXPECT_KEYS = ("status", "reason", "p", "p between")
# A probability that a case states is met to this: as finely as anybody writes it down.
_P_NEAR = 0.0005
_LETTERS = {status.letter: status for status in Status}
_STATUSES = {**_LETTERS, **{status.value: status for status in Status}}


def read_cases(file: Path, agreement: Agreement) -> tuple[WorkedCase, ...]:
    """Return the worked cases of a file, held against the agreement that they are about.

    Raises:
        AgreementInvalid: the file cannot be used; the error carries every problem.
        NotFound: there is no such file.
    """
    if not file.is_file():
        raise NotFound("file of cases", str(file))
    top, problems = read_nodes(file.read_bytes(), file=file.name)
    checker = Checker(file.name)
    checker.problems.extend(problems)
    row = checker.keys(top, known=FILE_KEYS, needed=("cases",), of="a file of cases")
    listing = row.get("cases") if row is not None else None
    cases: list[WorkedCase] = []
    if isinstance(listing, Listing):
        for node in listing.items:
            case = _Reader(node, agreement, checker).read()
            cases.extend([case] if case is not None else [])
    elif listing is not None:
        checker.wrong(listing, "expected a list of cases", "Write '- {name: ..., expect: ...}'")
    if row is not None:
        cases.extend(cases_in_force(row.get("in force"), agreement, checker=checker))
    if checker.problems:
        raise AgreementInvalid(checker.problems)
    return tuple(cases)


class _Reader:
    """Reads one case."""

    def __init__(self, node: Node, agreement: Agreement, checker: Checker) -> None:
        self.node, self.agreement, self.checker = node, agreement, checker
        self.number = 0

    def read(self) -> WorkedCase | None:
        """Return the case, or None with problems."""
        checker, needed = self.checker, ("name", "provision", "period", "expect")
        row = checker.keys(self.node, known=CASE_KEYS, needed=needed, of="a case")
        if row is None:
            return None
        known = [provision.id for provision in self.agreement.provisions]
        provision = checker.choice(row.get("provision"), known=known, kind="provision")
        period = checker.timespan(row.get("period"))
        expected = self._expected(row.get("expect"))
        if provision is None or period is None:
            return None
        party = self._party(row, provision)
        if expected is None or party is None:
            return None
        name = row.get("name")
        return WorkedCase(
            name=checker.text(name) or "",
            file=checker.file,
            line=self.node.mark.line,
            provision=provision,
            party=party,
            period=period,
            incidents=self._incidents(row.get("seen"), str(period)),
            coverage=self._coverage(row.get("looked"), str(period)),
            duties=self._log(row.get("log")),
            confirmed_by=checker.text(row.get("confirmed by")),
            reading=self._reading(row.get("reading"), provision),
            expected=expected,
            why=checker.text(row.get("why")) or "",
        )

    def _party(self, row: Mapping, provision: str) -> str | None:
        bound = self.agreement.provision(provision).bound
        if row.get("party") is None and len(bound) == 1:
            return bound[0]
        if row.get("party") is None:
            what = f"{provision} binds {', '.join(bound)}, and no party is named"
            self.checker.wrong(row, what, f"Add 'party: {bound[0] if bound else '...'}'")
        return self.checker.choice(row.get("party"), known=bound, kind="party bound here")

    def _reading(self, node: Node | None, provision: str) -> int | None:
        """Return the place of the reading that a case names: by its zone, or by its words."""
        readings = self.agreement.provision(provision).readings
        places = {one.says: at for at, one in enumerate(readings) if decides(one)}
        places |= {one.zone: at for at, one in enumerate(readings) if one.zone is not None}
        if node is not None and not places:
            what = f"{provision} has no reading that names a zone or excuses acts"
            self.checker.wrong(node, what, "Take 'reading' out")
            return None
        name = self.checker.choice(node, known=places, kind="reading that decides anything")
        return places[name] if name is not None else None

    def _expected(self, node: Node | None) -> Expected | None:
        checker = self.checker
        row = checker.keys(node, known=EXPECT_KEYS, needed=("status",), of="'expect'")
        if row is None:
            return None
        status = checker.choice(row.get("status"), known=_STATUSES, kind="status")
        reasons = checker.choices(
            row.get("reason"), known=[reason.value for reason in Reason], kind="reason"
        )
        exact, between = row.get("p"), row.get("p between")
        bounds: tuple[float, float] | None = None
        if exact is not None:
            p = checker.share(exact)
            bounds = (p - _P_NEAR, p + _P_NEAR) if p is not None else None
        elif between is not None:
            ends = [checker.share(words) for words in checker.words(between)]
            if len(ends) != 2 or None in ends:
                checker.wrong(between, "expected two probabilities", "Write '[0.8, 1]'")
            elif ends[0] is not None and ends[1] is not None:
                bounds = (ends[0], ends[1])
        if status is None:
            return None
        return Expected(status=_STATUSES[status], reasons=reasons, p=bounds)

    def _items(self, node: Node | None, what: str) -> tuple[Node, ...]:
        if node is None:
            return ()
        if not isinstance(node, Listing):
            self.checker.wrong(node, f"expected a list of {what}", "Write '- {what: ...}'")
            return ()
        return node.items

    def _incidents(self, node: Node | None, period: str) -> tuple[Incident, ...]:
        """Return a happening for each item; an item that is itself a list is told by several."""
        found = []
        for item in self._items(node, "what was seen"):
            reports = item.items if isinstance(item, Listing) else (item,)
            told = [self._observation(one, period, duty=False) for one in reports]
            seen = [one for one in told if one is not None]
            if seen:
                found.append(incident_of(seen))
        return tuple(found)

    def _log(self, node: Node | None) -> tuple[Observation, ...]:
        rows = (self._observation(item, None, duty=True) for item in self._items(node, "acts"))
        return tuple(row for row in rows if row is not None)

    def _observation(self, node: Node, period: str | None, *, duty: bool) -> Observation | None:
        self.number += 1
        known = FORM_KEYS
        row = self.checker.keys(node, known=known, needed=("what",), of="a report")
        text = self.checker.text(row.get("what")) if row is not None else None
        if row is None or text is None:
            return None
        word = load_taxonomy().word_for(text)
        kind = next((kind for kind, words in _kinds(duty=duty) if word in words), None)
        if kind is None:
            what = "a duty" if duty else "an act or asset class"
            self.checker.wrong(row, f"{text!r} is no word for {what}", "See the vocabulary page")
            return None
        return observation_of(
            row, what=text, kind=kind, when=period, number=self.number, checker=self.checker
        )

    def _coverage(self, node: Node | None, period: str) -> tuple[Coverage, ...]:
        found = []
        for item in self._items(node, "what was looked at"):
            self.number += 1
            record = coverage_of(item, when=period, number=self.number, checker=self.checker)
            found.extend([record] if record is not None else [])
        return tuple(found)


def _kinds(*, duty: bool) -> tuple[tuple[ObservationKind, tuple[str, ...]], ...]:
    taxonomy = load_taxonomy()
    if duty:
        return ((ObservationKind.DUTY, taxonomy.duties),)
    return (
        (ObservationKind.EVENT, taxonomy.acts),
        (ObservationKind.PRESENCE, taxonomy.classes),
    )


def cases_beside(agreement_file: Path) -> Path:
    """Return where the cases of an agreement lie: beside its file."""
    return agreement_file.with_name(CASES)
