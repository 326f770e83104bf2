"""The provisions of an agreement: who, whose, where, what, since when, on which paper."""

from __future__ import annotations

from dataclasses import replace

from truceline.agreement.checker import Checker, nearest
from truceline.agreement.party import Role
from truceline.agreement.provision import (
    Limit,
    NoPresence,
    Provision,
    Rule,
    Standing,
    StandingDuty,
)
from truceline.agreement.read_actors import read_actors
from truceline.agreement.read_rules import VERBS, read_rule
from truceline.agreement.read_variants import read_changes, read_readings, readings_of_depth
from truceline.agreement.scope import Scope, zones_for
from truceline.agreement.taxonomy import load_taxonomy
from truceline.agreement.yaml_nodes import Listing, Mapping, Node, Words
from truceline.timespan import Timespan

KEYS = (
    "title", "text", "cites", "bound", "of", "but", "in", *VERBS, "standing", "in force",
    "verified by", "readings", "changes", "parent", "mark", "review", "note",
)  # fmt: skip
MARKS = ("S", "S2", "R")
REVIEWS = ("draft", "reviewed", "adopted")
# Stands for every party that signed.
EACH_SIGNATORY = "each signatory"
_ALWAYS = Timespan(None, None)


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
        row = self.checker.keys(self.body, known=KEYS, needed=needed, of="a provision")
        if row is None:
            return None
        bound, in_force = self._bound(row), self._in_force(row)
        rule = self._rule(row, bound)
        if isinstance(rule, NoPresence | Limit) and row.get("in") is None:
            mend = "Add 'in: ...' with a zone, or one for each party bound"
            self.checker.wrong(self.body, "nothing says in which zone this holds", mend)
        choice, text = self.checker.choice, self.checker.text
        paper, paragraph = self._cites(row.get("cites"))
        verified_by, verified_during = self._verifiers(row.get("verified by"))
        standing = choice(
            row.get("standing"), known=[item.value for item in Standing], kind="standing"
        )
        where = zones_for(row.get("in"), bound, scope=self.scope, checker=self.checker)
        # Placeholders stand in for what cannot be read, so that all problems are found in one go.
        provision = Provision(
            id=self.name,
            title=text(row.get("title")) or self.name,
            text=text(row.get("text")) or "",
            paper=paper,
            paragraph=paragraph,
            rule=rule or StandingDuty(duty="", why=""),
            bound=bound,
            of=read_actors(
                row.get("of"), bound, in_force or _ALWAYS, scope=self.scope, checker=self.checker
            ),
            but=self.checker.choices(
                row.get("but"), known=self.scope.declared_parties, kind="party"
            ),
            where=where,
            standing=Standing(standing or Standing.BINDING),
            in_force=in_force or _ALWAYS,
            verified_by=verified_by,
            verified_during=verified_during,
            readings=(
                *read_readings(row.get("readings"), rule, scope=self.scope, checker=self.checker),
                *readings_of_depth(where, scope=self.scope),
            ),
            changes=read_changes(
                row.get("changes"), bound, rule, scope=self.scope, checker=self.checker
            ),
            parent=choice(row.get("parent"), known=self.scope.provisions, kind="provision"),
            mark=choice(row.get("mark"), known=MARKS, kind="mark") or "S",
            review=choice(row.get("review"), known=REVIEWS, kind="review") or "draft",
            note=text(row.get("note")),
        )
        if rule is None or in_force is None:
            return None
        return replace(provision, rule=self._counted(rule, where))

    def _counted(self, rule: Rule, where: tuple[tuple[str, str], ...]) -> Rule:
        """Return a limit with the numbers of its inventory, for each party in its zone."""
        if not isinstance(rule, Limit) or rule.inventory is None:
            return rule
        taxonomy, inventory = load_taxonomy(), self.scope.inventories[rule.inventory]
        caps = tuple(
            (
                party,
                sum(
                    item.count
                    for item in inventory.items
                    if item.party == party
                    and item.zone in (None, zone)
                    and taxonomy.share_within(item.asset, rule.classes) == 1.0
                ),
            )
            for party, zone in where
        )
        return replace(rule, caps=caps, at_most=max((count for _, count in caps), default=0))

    def _rule(self, row: Mapping, bound: tuple[str, ...]) -> Rule | None:
        verbs = [verb for verb in VERBS if row.get(verb) is not None]
        if len(verbs) != 1:
            what = f"provision {self.name!r} has {len(verbs)} verbs; it takes one"
            self.checker.wrong(self.body, what, f"Use one of: {', '.join(VERBS)}")
            return None
        node = row.get(verbs[0])
        if node is None:
            return None
        return read_rule(verbs[0], node, bound=bound, scope=self.scope, checker=self.checker)

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
