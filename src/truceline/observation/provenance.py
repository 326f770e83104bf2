"""Provenance: from a record's document column to tellers, origin, method and grade."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from truceline.observation.attribution import Alleged, known_as
from truceline.observation.grade import Grade
from truceline.observation.lookups import ActorBook
from truceline.observation.observation import ActorShare, Method
from truceline.observation.tables import table
from truceline.reading.claim import Teller

# Sorts of teller that are outlets: they carry what others know and belong to no side by their name.
_OUTLETS = ("press", "named press", "imagery", "record of the council", "unknown")
_CITATION = re.compile(r"^\s*(?:\[(?P<mark>[PQLM])\])?\s*(?P<words>.*)$", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Who tells it, through whom, and how well that can be relied on."""

    chain: tuple[Teller, ...]
    origin: str
    origin_actor: str | None
    origin_of: str | None
    sort: str
    method: Method
    grade: Grade

    def about(self, actors: Sequence[ActorShare]) -> Provenance:
        """Return it graded for what it tells of these actors: of the teller itself, or another."""
        if self.sort != "party":
            return self
        house = {self.origin_actor, self.origin_of} - {None}
        own = any({share.actor, share.of} & house for share in actors)
        return replace(self, grade=graded("party about itself" if own else "party about the other"))


def graded(sort: str) -> Grade:
    """Return the grade that ``grades.yaml`` gives to a sort of source.

    >>> str(graded("monitor relayed"))
    'B2'
    """
    return Grade.parse(table("grades")[sort]["grade"])


def provenance(cites: str, *, actors: ActorBook) -> Provenance:
    """Return who tells what a citation stands for. It never says more than the words do.

    >>> from truceline.reading.actors import load_actors
    >>> told = provenance("[Q] SG report on UNDOF of 2022, via Haaretz", actors=load_actors())
    >>> [teller.name for teller in told.chain], told.origin, str(told.grade)
    (['Haaretz', 'SG report on UNDOF of 2022', 'UNDOF'], 'UNDOF', 'B2')
    """
    match = _CITATION.match(cites)
    mark, words = (match["mark"], match["words"].strip()) if match else (None, cites.strip())
    outlets, inner = _outlets(words)
    rule, who = _teller(inner, words, actors)
    actor = _speaker(rule["sort"], who, actors)
    paper = inner.split(";")[0].strip()
    if re.search(table("provenance")["papers"], paper, re.IGNORECASE) and paper != who:
        outlets = [*outlets, paper]
    chain = [
        Teller(span=None, name=name, named=True, how="wrote", actor=_medium(name, actors))
        for name in outlets
        if name != who
    ]
    named = bool(rule.get("named", True))
    chain.append(Teller(span=None, name=who, named=named, how=rule["how"], actor=_name(actor)))
    vouching = next((t for t in reversed(chain) if t.named), chain[-1])
    return Provenance(
        chain=tuple(chain),
        origin=vouching.name,
        origin_actor=vouching.actor,
        origin_of=actor.of if actor and vouching is chain[-1] else None,
        sort=rule["sort"],
        method=Method(rule["method"]),
        grade=_grade(rule["sort"], mark, words),
    )


def retold(told: Provenance, alleged: Alleged, *, actors: ActorBook) -> Provenance:
    """Return the provenance with one more teller, nearer to the event, who is then the origin."""
    actor = known(alleged.who, actors)
    method = Method(alleged.method)
    if actor is not None and actor.actor == told.origin_actor:
        return replace(told, method=method)
    teller = Teller(span=None, name=alleged.who, named=True, how=alleged.how, actor=_name(actor))
    passed_on = tuple(
        replace(link, how="relayed") if link.how == "observed" else link for link in told.chain
    )
    return replace(
        told,
        chain=(*passed_on, teller),
        origin=alleged.who,
        origin_actor=_name(actor),
        origin_of=actor.of if actor else None,
        sort="party",
        method=method,
        grade=graded("party about the other"),
    )


def cue(words: str) -> Alleged | None:
    """Return the teller that a record's own words name, if they do.

    >>> cue("small arms, as told by the Israeli liaison officer").who
    'Israeli liaison officer'
    """
    for rule in table("provenance")["cues"]:
        match = re.search(rule["find"], words)
        if match:
            return Alleged(who=match["who"].strip(), how=rule["how"], method=rule["method"])
    return None


def check_of(words: str) -> str | None:
    """Return who could not confirm what is told, if the words say so.

    >>> check_of("told by A, UNDOF could not confirm")
    'UNDOF'
    """
    match = re.search(table("provenance")["unconfirmed"], words)
    return match["who"].strip() if match else None


def known(who: str, actors: ActorBook) -> ActorShare | None:
    """Return the canonical actor that a teller is or speaks for."""
    spoken_for: Mapping[str, str] = table("provenance")["speaks_for"]
    return known_as(spoken_for.get(who, who), actors)


def _name(actor: ActorShare | None) -> str | None:
    return actor.actor if actor else None


def _outlets(words: str) -> tuple[list[str], str]:
    """Return the outlets that carry it, and the words that tell what they carry."""
    relays = "|".join(map(re.escape, table("provenance")["relays"]))
    plain = words.split(";", maxsplit=1)[0]
    for pattern in (
        r"^(?P<inner>.+?),? via (?P<outlet>[^,;]+)",
        rf"^(?P<inner>.+?),? in (?P<outlet>(?:{relays}))\b",
        r"^(?P<outlet>.+?),? citing (?P<inner>.+)$",
        rf"^(?P<outlet>(?:{relays}))\b[^(]*\((?P<inner>.+)\)$",
        rf"^(?P<outlet>(?P<inner>(?:{relays})))\b",
    ):
        match = re.match(pattern, plain)
        if match:
            return [re.split(r",| to the ", match["outlet"])[0].strip()], match["inner"].strip()
    return [], words


def _teller(inner: str, words: str, actors: ActorBook) -> tuple[Mapping[str, Any], str]:
    first = inner.split(";", maxsplit=1)[0]
    for rule in table("provenance")["tellers"]:
        match = re.search(rule["find"], words if rule.get("anywhere") else first)
        if match:
            who = str(match.groupdict().get("who") or rule.get("name"))
            return rule, table("provenance")["adjectives"].get(who, who)
    name = re.split(r"[,;(]", inner)[0].strip() or words
    media = any(_medium(part, actors) for part in name.split(" and "))
    sort = "named press" if media else "unknown"
    return {"sort": sort, "how": "reported", "method": "reported"}, name


def _speaker(sort: str, who: str, actors: ActorBook) -> ActorShare | None:
    """Return the actor that speaks; press speaks for itself, whatever country is in its name."""
    if sort in _OUTLETS:
        name = _medium(who, actors)
        return ActorShare(name, None, 1.0) if name else None
    return known(who, actors)


def _medium(who: str, actors: ActorBook) -> str | None:
    found = actors.find(who)
    return found.name if found and found.kind == "media" else None


def _grade(sort: str, mark: str | None, words: str) -> Grade:
    if sort == "monitor":
        if re.search(table("provenance")["foretold"], words):
            return graded("monitor foretold")
        return graded("monitor" if mark == "P" else "monitor relayed")
    if sort == "several":
        return graded("monitor informed")
    if sort == "party":
        return graded("party about the other")
    return graded(sort)
