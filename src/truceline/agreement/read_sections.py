"""The short sections of agreement.yaml: papers, status and parties."""

from __future__ import annotations

from collections.abc import Collection

from truceline.agreement.checker import Checker
from truceline.agreement.instrument import Paper, Rank, StatusStatement
from truceline.agreement.party import Affiliation, Party, Role
from truceline.agreement.yaml_nodes import Listing, Node

TIES = ("member of", "backed by", "acts for", "allied with")

PAPER_KEYS = (
    "title", "rank", "dated", "symbol", "bound", "url", "language", "read", "note",
)  # fmt: skip
READ = ("in a copy", "in a description", "recalled")
PARTY_KEYS = ("title", "role", "called", "side", "adversaries", "affiliations")


def read_papers(
    node: Node | None, *, parties: Collection[str], checker: Checker
) -> tuple[Paper, ...]:
    """Return the papers that can be read."""
    papers = []
    for key, body in checker.named(node, of="papers"):
        row = checker.keys(body, known=PAPER_KEYS, needed=("title", "rank"), of="a paper")
        if row is None:
            continue
        rank = checker.choice(
            row.get("rank"), known=[item.value for item in Rank], kind="rank of paper"
        )
        papers.append(
            Paper(
                id=key.text,
                title=checker.text(row.get("title")) or "",
                rank=Rank(rank or Rank.REPORTED),
                dated=checker.timespan(row.get("dated")),
                symbol=checker.text(row.get("symbol")),
                bound=checker.choices(row.get("bound"), known=parties, kind="party"),
                url=checker.text(row.get("url")),
                language=checker.text(row.get("language")) or "en",
                read=checker.choice(row.get("read"), known=READ, kind="way of reading")
                or "recalled",
                note=checker.text(row.get("note")),
            )
        )
    return tuple(papers)


def read_status(node: Node | None, *, checker: Checker) -> tuple[StatusStatement, ...]:
    """Return the dated statements about the agreement's standing, earliest first."""
    if node is None:
        return ()
    if not isinstance(node, Listing):
        checker.wrong(node, "expected a list of statements", "Write '- {at:, by:, says:, source:}'")
        return ()
    statements = []
    wanted = ("at", "by", "says", "source")
    for item in node.items:
        row = checker.keys(item, known=wanted, needed=wanted, of="a status statement")
        at = checker.timespan(row.get("at")) if row else None
        if row is None or at is None:
            continue
        texts = {name: checker.text(row.get(name)) or "" for name in wanted[1:]}
        statements.append(StatusStatement(at=at, **texts))
    return tuple(sorted(statements, key=lambda statement: (str(statement.at), statement.by)))


def read_parties(node: Node | None, *, checker: Checker) -> tuple[Party, ...]:
    """Return the parties that can be read."""
    entries = checker.named(node, of="parties")
    known = [key.text for key, _ in entries]
    parties = []
    for key, body in entries:
        row = checker.keys(body, known=PARTY_KEYS, needed=("title", "role"), of="a party")
        if row is None:
            continue
        role = checker.choice(row.get("role"), known=[item.value for item in Role], kind="role")
        adversaries = checker.choices(row.get("adversaries"), known=known, kind="party")
        parties.append(
            Party(
                id=key.text,
                title=checker.text(row.get("title")) or "",
                role=Role(role or Role.NON_SIGNATORY),
                called=checker.called(row.get("called"), kind="party", owner=key.text),
                side=checker.text(row.get("side")),
                adversaries=adversaries,
                affiliations=_affiliations(row.get("affiliations"), known=known, checker=checker),
            )
        )
    return tuple(parties)


def _affiliations(
    node: Node | None, *, known: Collection[str], checker: Checker
) -> tuple[Affiliation, ...]:
    if node is None:
        return ()
    if not isinstance(node, Listing):
        checker.wrong(node, "expected a list of ties", "Write '- {tie: member of, to: syria}'")
        return ()
    ties = []
    for item in node.items:
        row = checker.keys(
            item, known=("tie", "to", "during"), needed=("tie", "to"), of="an affiliation"
        )
        if row is None:
            continue
        tie = checker.choice(row.get("tie"), known=TIES, kind="tie")
        to = checker.choice(row.get("to"), known=known, kind="party")
        during = checker.timespan(row.get("during"))
        if tie is not None and to is not None:
            ties.append(Affiliation(tie=tie, to=to, during=during))
    return tuple(ties)
