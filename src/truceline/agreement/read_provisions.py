"""The provisions of an agreement: who, whose, where, what, since when, on which paper."""

from __future__ import annotations

from dataclasses import dataclass

from truceline.agreement.checker import Checker, nearest
from truceline.agreement.party import Party, Role
from truceline.agreement.provision import (
    ANYBODY,
    Limit,
    NoPresence,
    Provision,
    Reading,
    Rule,
    Standing,
    StandingDuty,
)
from truceline.agreement.read_rules import VERBS, read_rule
from truceline.agreement.read_sections import TIES
from truceline.agreement.yaml_nodes import Listing, Mapping, Node, Words
from truceline.timespan import Timespan

_KEYS = (
    "title", "text", "cites", "bound", "of", "but", "in", *VERBS, "standing", "in force",
    "verified by", "readings", "parent", "mark", "review", "note",
)  # fmt: skip
MARKS = ("S", "S2", "R")
REVIEWS = ("draft", "reviewed", "adopted")
# Stands for every party that signed.
EACH_SIGNATORY = "each signatory"
_TIED = "tied to"
_ALWAYS = Timespan(None, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What the provisions of a file may name."""

    papers: frozenset[str]
    parties: tuple[Party, ...]
    declared_parties: frozenset[str]
    lines: frozenset[str]
    zones: frozenset[str]
    provisions: frozenset[str]
    in_force: Timespan | None


def read_provisions(node: Node | None, *, scope: Scope, checker: Checker) -> tuple[Provision, ...]:
    """Return the provisions that can be read, in the order of the file."""
    read = (
        _Clause(key.text, body, scope, checker).read()
        for key, body in checker.named(node, of="provisions")
    )
    return tuple(provision for provision in read if provision is not None)


class _Clause:
    """Reads one provision."""

    def __init__(self, name: str, body: Node, scope: Scope, checker: Checker) -> None:
        self.name, self.body, self.scope, self.checker = name, body, scope, checker

    def read(self) -> Provision | None:
        """Return the provision, or None where its core cannot be read."""
        needed = ("title", "text", "cites", "bound")
        row = self.checker.keys(self.body, known=_KEYS, needed=needed, of="a provision")
        if row is None:
            return None
        bound, in_force, rule = self._bound(row), self._in_force(row), self._rule(row)
        if isinstance(rule, NoPresence | Limit) and row.get("in") is None:
            mend = "Add 'in: ...' with a zone, or one for each party bound"
            self.checker.wrong(self.body, "nothing says in which zone this holds", mend)
        choice, text = self.checker.choice, self.checker.text
        paper, paragraph = self._cites(row.get("cites"))
        verified_by, verified_during = self._verifiers(row.get("verified by"))
        standing = choice(
            row.get("standing"), known=[item.value for item in Standing], kind="standing"
        )
        # Placeholders stand in for what cannot be read, so that all problems are found in one go.
        provision = Provision(
            id=self.name,
            title=text(row.get("title")) or self.name,
            text=text(row.get("text")) or "",
            paper=paper,
            paragraph=paragraph,
            rule=rule or StandingDuty(duty="", why=""),
            bound=bound,
            of=self._of(row.get("of"), bound, in_force or _ALWAYS),
            but=self.checker.choices(
                row.get("but"), known=self.scope.declared_parties, kind="party"
            ),
            where=self._where(row.get("in"), bound),
            standing=Standing(standing or Standing.BINDING),
            in_force=in_force or _ALWAYS,
            verified_by=verified_by,
            verified_during=verified_during,
            readings=self._readings(row.get("readings")),
            parent=choice(row.get("parent"), known=self.scope.provisions, kind="provision"),
            mark=choice(row.get("mark"), known=MARKS, kind="mark") or "S",
            review=choice(row.get("review"), known=REVIEWS, kind="review") or "draft",
            note=text(row.get("note")),
        )
        return provision if rule is not None and in_force is not None else None

    def _rule(self, row: Mapping) -> Rule | None:
        verbs = [verb for verb in VERBS if row.get(verb) is not None]
        if len(verbs) != 1:
            what = f"provision {self.name!r} has {len(verbs)} verbs; it takes one"
            self.checker.wrong(self.body, what, f"Use one of: {', '.join(VERBS)}")
            return None
        node = row.get(verbs[0])
        if node is None:
            return None
        return read_rule(
            verbs[0],
            node,
            lines=self.scope.lines,
            provisions=self.scope.provisions,
            checker=self.checker,
        )

    def _cites(self, node: Node | None) -> tuple[str, str]:
        text = self.checker.text(node)
        if text is None or node is None:
            return "", ""
        paper, _, paragraph = text.partition(" ")
        if paper not in self.scope.papers:
            mend = nearest(paper, self.scope.papers)
            self.checker.wrong(node, f"no paper is called {paper!r}", mend)
        if not paragraph:
            mend = f"Write '{paper} B.4', or '{paper} whole' where it has none"
            self.checker.wrong(node, "the paragraph is missing", mend)
        return paper, paragraph

    def _bound(self, row: Mapping) -> tuple[str, ...]:
        if self.checker.texts(row.get("bound")) == (EACH_SIGNATORY,):
            return tuple(party.id for party in self.scope.parties if party.role is Role.SIGNATORY)
        return self.checker.choices(
            row.get("bound"), known=self.scope.declared_parties, kind="party"
        )

    def _in_force(self, row: Mapping) -> Timespan | None:
        if row.get("in force") is not None:
            return self.checker.timespan(row.get("in force"))
        if self.scope.in_force is None:
            mend = "Add 'in force: 1974-05-31/..' here or at the top"
            self.checker.wrong(self.body, "nothing says since when it holds", mend)
        return self.scope.in_force

    def _per_party(
        self, node: Node, bound: tuple[str, ...], *, kind: str
    ) -> tuple[tuple[str, Node], ...]:
        """Return the node that stands for each bound party."""
        if not isinstance(node, Mapping):
            return tuple((party, node) for party in bound)
        found = []
        for key, value in node.entries:
            if key.text not in bound:
                self.checker.wrong(key, f"{key.text!r} is not bound here", nearest(key.text, bound))
            else:
                found.append((key.text, value))
        missing = [party for party in bound if node.get(party) is None]
        if missing:
            self.checker.wrong(
                node, f"no {kind} is given for {', '.join(missing)}", f"Add '{missing[0]}: ...'"
            )
        return tuple(found)

    def _where(self, node: Node | None, bound: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
        if node is None:
            return ()
        found = []
        for party, value in self._per_party(node, bound, kind="zone"):
            text = self.checker.text(value)
            if text is None:
                continue
            zone = f"{party}-{text.removeprefix('own ')}" if text.startswith("own ") else text
            if self.checker.choice(Words(zone, value.mark), known=self.scope.zones, kind="zone"):
                found.append((party, zone))
        return tuple(found)

    def _of(
        self, node: Node | None, bound: tuple[str, ...], in_force: Timespan
    ) -> tuple[tuple[str, tuple[str, ...]], ...]:
        if node is None:
            return tuple((party, (party,)) for party in bound)
        return tuple(
            (party, self._actors(value, party, in_force))
            for party, value in self._per_party(node, bound, kind="actor")
        )

    def _actors(self, node: Node, party: str, in_force: Timespan) -> tuple[str, ...]:
        actors: list[str] = []
        for words in self.checker.words(node):
            text = " ".join(words.text.split())
            if text == ANYBODY:
                actors.append(ANYBODY)
            elif text == "itself":
                actors.append(party)
            elif text.startswith("any "):
                actors.extend(self._tied(words, text.removeprefix("any "), in_force))
            elif self.checker.choice(
                words, known={*self.scope.declared_parties, ANYBODY, "itself"}, kind="party"
            ):
                actors.append(text)
        return tuple(dict.fromkeys(actors))

    def _tied(self, words: Words, rest: str, in_force: Timespan) -> tuple[str, ...]:
        """Return the parties with such a tie to another, over any number of steps."""
        tie = next((tie for tie in (_TIED, *TIES) if rest.startswith(f"{tie} ")), None)
        if tie is None:
            known = ", ".join((_TIED, *TIES))
            mend = f"Write 'any backed by iran'; ties are: {known}"
            self.checker.wrong(words, f"'any {rest}' names no tie", mend)
            return ()
        root = rest.removeprefix(f"{tie} ")
        target = Words(root, words.mark)
        if not self.checker.choice(target, known=self.scope.declared_parties, kind="party"):
            return ()
        found = _tied_to(self.scope.parties, root, tie=tie, in_force=in_force)
        if not found:
            mend = "Give a party an affiliation with this tie"
            self.checker.wrong(words, f"nobody is {tie} {root!r} while this holds", mend)
        return found

    def _verifiers(
        self, node: Node | None
    ) -> tuple[tuple[str, ...], tuple[tuple[str, Timespan], ...]]:
        known = self.scope.declared_parties
        if not isinstance(node, Listing):
            return self.checker.choices(node, known=known, kind="party"), ()
        names: list[str] = []
        dated: list[tuple[str, Timespan]] = []
        for item in node.items:
            if isinstance(item, Words):
                name = self.checker.choice(item, known=known, kind="party")
                during = None
            else:
                keys = ("by", "during")
                row = self.checker.keys(item, known=keys, needed=keys, of="a verifier")
                name = (
                    self.checker.choice(row.get("by"), known=known, kind="party") if row else None
                )
                during = self.checker.timespan(row.get("during")) if row else None
            if name is not None:
                names.append(name)
                dated.extend([(name, during)] if during is not None else [])
        return tuple(dict.fromkeys(names)), tuple(dated)

    def _readings(self, node: Node | None) -> tuple[Reading, ...]:
        if node is None:
            return ()
        if not isinstance(node, Listing):
            self.checker.wrong(
                node, "expected a list of readings", "Write '- {says: ..., by: ...}'"
            )
            return ()
        readings = []
        for item in node.items:
            row = self.checker.keys(
                item, known=("says", "by", "source", "zone"), needed=("says", "by"), of="a reading"
            )
            if row is None:
                continue
            readings.append(
                Reading(
                    says=self.checker.text(row.get("says")) or "",
                    by=self.checker.text(row.get("by")) or "",
                    source=self.checker.text(row.get("source")) or "",
                    zone=self.checker.choice(row.get("zone"), known=self.scope.zones, kind="zone"),
                )
            )
        return tuple(readings)


def _tied_to(
    parties: tuple[Party, ...], root: str, *, tie: str, in_force: Timespan
) -> tuple[str, ...]:
    found = [root]
    for target in found:
        for party in parties:
            for affiliation in party.affiliations:
                holds = affiliation.during is None or affiliation.during.overlap(in_force)
                right = tie in (_TIED, affiliation.tie)
                if affiliation.to == target and right and holds and party.id not in found:
                    found.append(party.id)
    return tuple(found[1:])
