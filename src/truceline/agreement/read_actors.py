"""Whose presence and acts count: parties, anybody, and all with a tie to one."""

from __future__ import annotations

from truceline.agreement.checker import Checker
from truceline.agreement.party import Party
from truceline.agreement.provision import ANYBODY
from truceline.agreement.read_sections import TIES
from truceline.agreement.scope import Scope, per_party
from truceline.agreement.yaml_nodes import Node, Words
from truceline.timespan import Timespan

_TIED = "tied to"


def read_actors(
    node: Node | None,
    bound: tuple[str, ...],
    in_force: Timespan,
    *,
    scope: Scope,
    checker: Checker,
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return, for each bound party, whose presence or acts count; its own where none are given."""
    if node is None:
        return tuple((party, (party,)) for party in bound)
    return tuple(
        (party, _actors(value, party, in_force, scope=scope, checker=checker))
        for party, value in per_party(node, bound, kind="actor", checker=checker)
    )


def _actors(
    node: Node, party: str, in_force: Timespan, *, scope: Scope, checker: Checker
) -> tuple[str, ...]:
    actors: list[str] = []
    for words in checker.words(node):
        text = " ".join(words.text.split())
        if text == ANYBODY:
            actors.append(ANYBODY)
        elif text == "itself":
            actors.append(party)
        elif text.startswith("any "):
            rest = text.removeprefix("any ")
            actors.extend(_tied(words, rest, in_force, scope=scope, checker=checker))
        elif checker.choice(
            words, known={*scope.declared_parties, ANYBODY, "itself"}, kind="party"
        ):
            actors.append(text)
    return tuple(dict.fromkeys(actors))


def _tied(
    words: Words, rest: str, in_force: Timespan, *, scope: Scope, checker: Checker
) -> tuple[str, ...]:
    """Return the parties with such a tie to another, over any number of steps."""
    tie = next((tie for tie in (_TIED, *TIES) if rest.startswith(f"{tie} ")), None)
    if tie is None:
        known = ", ".join((_TIED, *TIES))
        mend = f"Write 'any backed by iran'; ties are: {known}"
        checker.wrong(words, f"'any {rest}' names no tie", mend)
        return ()
    root = rest.removeprefix(f"{tie} ")
    target = Words(root, words.mark)
    if not checker.choice(target, known=scope.declared_parties, kind="party"):
        return ()
    found = _tied_to(scope.parties, root, tie=tie, in_force=in_force)
    if not found:
        mend = "Give a party an affiliation with this tie"
        checker.wrong(words, f"nobody is {tie} {root!r} while this holds", mend)
    return found


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
