"""Kinds: what the coded kinds of a record say, in the words of the vocabulary."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from truceline.errors import NotFound
from truceline.observation.observation import ObservationKind, Relation, Tally
from truceline.observation.tables import table


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedKind:
    """One kind of a coded record; the fields are told at the top of ``kinds.yaml``."""

    name: str
    kind: ObservationKind
    what: str
    relation: Relation | None = None
    areas: tuple[str, ...] = ()
    span: Tally = Tally.ONE
    takes: tuple[str, ...] = ()
    assets: tuple[str, ...] = ()


@functools.cache
def load_kinds() -> dict[str, CodedKind]:
    """Return every coded kind by its name."""
    return {
        name: CodedKind(
            name=name,
            kind=ObservationKind(row["kind"]),
            what=row["what"],
            relation=Relation(row["relation"]) if "relation" in row else None,
            areas=tuple(row.get("areas", ())),
            span=Tally(row.get("span", "one")),
            takes=tuple(row.get("takes", ())),
            assets=tuple(row.get("assets", ())),
        )
        for name, row in table("kinds").items()
    }


def coded_kind(name: str) -> CodedKind:
    """Return the kind of this name, however it is spaced or cased.

    Raises:
        NotFound: no kind has this name; the nearest is offered.

    >>> coded_kind("Artillery fire").what
    'artillery fire'
    >>> coded_kind("artilery_fire")
    Traceback (most recent call last):
    truceline.errors.NotFound: there is no kind 'artilery_fire'; did you mean 'artillery_fire'?
    """
    known = load_kinds()
    key = "_".join(name.lower().replace("-", " ").replace("_", " ").split())
    if key not in known:
        raise NotFound("kind", name, known=known)
    return known[key]
