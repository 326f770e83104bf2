"""Who tells a claim: its origin, how that one knows, and the grade that it gets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from truceline.observation.grade import Grade
from truceline.observation.lookups import ActorBook, KnownActor
from truceline.observation.observation import ActorShare, Method
from truceline.observation.provenance import graded
from truceline.observation.tables import table
from truceline.reading.claim import Teller


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """The origin of a claim, and how far it can be relied on."""

    origin: str
    origin_actor: str | None
    method: Method
    grade: Grade


def telling(chain: Sequence[Teller], *, about: Sequence[ActorShare], actors: ActorBook) -> Telling:
    """Return who counts as the voice of a chain: its first nameable link.

    Where the first teller is a role without a name, the paper that vouches for it is the origin,
    and the grade is that of an anonymous source.

    >>> from truceline.reading.actors import load_actors
    >>> chain = (Teller(span=None, name="The Echo", named=True, how="wrote"),
    ...          Teller(span=None, name="a senior officer", named=False, how="said"))
    >>> told = telling(chain, about=(), actors=load_actors())
    >>> told.origin, str(told.grade)
    ('The Echo', 'D4')
    """
    first = chain[-1]
    origin = next((teller for teller in reversed(chain) if teller.named), chain[0])
    actor = actors.find(first.actor or first.name)
    return Telling(
        origin=origin.actor or origin.name,
        origin_actor=origin.actor,
        method=_method(first, actor),
        grade=graded(_sort(chain, actor, about)),
    )


def _method(first: Teller, actor: KnownActor | None) -> Method:
    by_manner: dict[str, str] = table("observe")["methods"]
    if first.how in by_manner:
        return Method(by_manner[first.how])
    if actor is not None and actor.kind in table("observe")["parties"]:
        return Method.TOLD_BY_PARTY
    return Method.REPORTED


def _sort(chain: Sequence[Teller], actor: KnownActor | None, about: Sequence[ActorShare]) -> str:
    first = chain[-1]
    if not first.named:
        return "anonymous source"
    if actor is None:
        return "unknown" if len(chain) == 1 else "named official"
    if actor.kind == "media":
        return "named press"
    if actor.kind == "body":
        return "monitor heard" if first.how == "heard" else "monitor relayed"
    if actor.kind in table("observe")["parties"]:
        house = {actor.name, actor.of} - {None}
        own = any({share.actor, share.of} & house for share in about)
        return "party about itself" if own else "party about others"
    return "anonymous source"
