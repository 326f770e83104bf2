"""Rows of a record of incidents: each becomes one observation, or several where it says more."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from truceline.errors import NotFound
from truceline.observation.asset_words import counted, dated_by_words, refined, tally
from truceline.observation.attribution import Attribution, attribute
from truceline.observation.forms.cells import Cells
from truceline.observation.kinds import CodedKind, coded_kind
from truceline.observation.lookups import ActorBook
from truceline.observation.observation import LogRow, Method, Observation
from truceline.observation.provenance import (
    Provenance,
    check_of,
    cue,
    graded,
    known,
    provenance,
    retold,
)
from truceline.observation.tables import table
from truceline.observation.whereabouts import whereabouts
from truceline.reading.claim import Stance, Teller
from truceline.reading.gazetteer import Gazetteer


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One teller's account of a row's event, with the place that this teller gives."""

    told: Provenance
    place_text: str
    stance: Stance = Stance.ASSERTS


def observations_of(
    cells: Cells, basis: LogRow, *, gazetteer: Gazetteer | None, actors: ActorBook
) -> tuple[Observation, ...]:
    """Return what one row of incidents says; nothing where the row has problems.

    A row gives one observation for each account it tells and each actor that took part: a claim and
    the mission's failure to confirm it are two, and so are two sides that tell one event apart.
    The ids are empty; the record gives them.
    """
    asset = cells.text("asset")
    coded = _kind(cells)
    when = cells.when("date_start", "date_end")
    given = cells.place(cells.text("place_text"), gazetteer=gazetteer)
    least, most = cells.counts()
    parties = attribute(cells.text("party"), actors=actors)
    accounts = _accounts(cells, parties, actors)
    if cells.problems or coded is None or when is None:
        return ()
    kind = refined(coded, asset)
    is_span = cells.text("date_end") not in ("", cells.text("date_start"))
    made = []
    for account in accounts:
        where = whereabouts(
            account.place_text,
            given=given,
            named=kind.areas,
            gazetteer=gazetteer,
        )
        for group in parties.groups or ((),):
            told = account.told.about(group) if not cells.text("grade") else account.told
            observation = Observation(
                id="",
                kind=kind.kind,
                what=kind.what,
                assets=kind.assets,
                relation=kind.relation,
                actors=group,
                side=cells.text("side").lower() or parties.side,
                place=where.place,
                place_text=account.place_text,
                areas=where.areas,
                when=dated_by_words(asset, when),
                tally=tally(coded, asset, when, is_span=is_span),
                count=counted(asset, least, most),
                stance=account.stance,
                method=told.method,
                grade=told.grade,
                chain=told.chain,
                origin=told.origin,
                origin_actor=told.origin_actor,
                basis=basis,
            )
            made.append(observation)
    return tuple(made)


def told_in(cells: Cells, *, actors: ActorBook) -> Provenance:
    """Return who tells a row, from its document cell and the columns that a coder may add."""
    told = provenance(cells.needed("document"), actors=actors)
    origin, grade = cells.text("origin"), cells.grade()
    method = cells.one_of("method", [m.value for m in Method])
    if origin:
        actor = known(origin, actors)
        name = actor.actor if actor else None
        if name is None or name != told.origin_actor:
            link = Teller(span=None, name=origin, named=True, how="said", actor=name)
            told = replace(told, chain=(*told.chain, link))
        told = replace(
            told, origin=origin, origin_actor=name, origin_of=actor.of if actor else None
        )
    if method:
        told = replace(told, method=Method(method))
    return replace(told, grade=grade) if grade else told


def _kind(cells: Cells) -> CodedKind | None:
    name = cells.needed("kind")
    try:
        return coded_kind(name) if name else None
    except NotFound as error:
        cells.refuse("kind", str(error), "Use a kind of docs/reference/record-csv.md")
        return None


def _accounts(cells: Cells, parties: Attribution, actors: ActorBook) -> tuple[Account, ...]:
    told = told_in(cells, actors=actors)
    place_text, asset = cells.text("place_text"), cells.text("asset")
    stance = cells.one_of("stance", [s.value for s in Stance], default=Stance.ASSERTS.value)
    alleged = parties.alleged or cue(asset)
    rivals = _rivals(place_text, told, actors)
    if rivals:
        return rivals
    claim = retold(told, alleged, actors=actors) if alleged else told
    if cells.text("grade"):
        claim = replace(claim, grade=told.grade)
    first = Account(told=claim, place_text=place_text, stance=Stance(stance or "asserts"))
    checker = check_of(asset)
    if checker is None:
        return (first,)
    return first, Account(
        told=_checked(told, checker, actors),
        place_text=place_text,
        stance=Stance.CANNOT_CONFIRM,
    )


def _checked(told: Provenance, who: str, actors: ActorBook) -> Provenance:
    actor = known(who, actors)
    papers = tuple(teller for teller in told.chain if teller.name != who)
    name = actor.actor if actor else None
    checker = Teller(span=None, name=who, named=True, how="assessed", actor=name)
    return replace(
        told,
        chain=(*papers, checker),
        origin=who,
        origin_actor=name,
        sort="monitor",
        method=Method.ASSESSED,
        grade=graded("monitor check"),
    )


def _rivals(place_text: str, told: Provenance, actors: ActorBook) -> tuple[Account, ...]:
    """Return the accounts of "A: here; B: there", each told by its own side."""
    parts = [re.fullmatch(r"\s*([^:;]+):\s*([^:;]+)", part) for part in place_text.split(";")]
    found = [part for part in parts if part and actors.find(part[1].strip())]
    if len(found) < 2 or len(found) != len(parts):
        return ()
    rule = table("provenance")["rivals"]
    accounts = []
    for part in found:
        who = known(part[1].strip(), actors)
        name = who.actor if who else part[1].strip()
        teller = Teller(span=None, name=name, named=True, how=rule["how"], actor=name)
        papers = tuple(link for link in told.chain if link.how == "wrote")
        accounts.append(
            Account(
                told=replace(
                    told,
                    chain=(*papers, teller),
                    origin=name,
                    origin_actor=name,
                    origin_of=who.of if who else None,
                    sort="party",
                    method=Method(rule["method"]),
                    grade=graded("party about the other"),
                ),
                place_text=part[2].strip(),
            )
        )
    return tuple(accounts)
