"""Rivals: a provision as others read it: in another zone, or with acts excused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from truceline.agreement.provision import NoAct, Provision, Reading
from truceline.assessment.bench import Bench


def read_otherwise(bench: Bench, provision: Provision, party: str) -> Iterator[Provision]:
    """Yield the provision as others read it: in another drawn zone, or with acts excused."""
    for reading in provision.readings:
        if reading.excuses and isinstance(provision.rule, NoAct):
            yield replace(provision, rule=replace(provision.rule, excused=reading.excuses))
        if reading.zone is None or reading.zone == provision.zone_for(party):
            continue
        if bench.ground.is_drawn(reading.zone):
            yield replace(provision, where=((party, reading.zone),))


def read_as(provision: Provision, reading: Reading) -> Provision:
    """Return the provision as one of its readings has it, for every party that it binds.

    The readings are taken off: the answer is that of this one alone.
    """
    rule = provision.rule
    if reading.excuses and isinstance(rule, NoAct):
        rule = replace(rule, excused=reading.excuses)
    where = provision.where
    if reading.zone is not None:
        where = tuple((party, reading.zone) for party in provision.bound)
    return replace(provision, rule=rule, where=where, readings=())


def decides(reading: Reading) -> bool:
    """Return whether a reading says anything that can be judged: a zone, or acts excused."""
    return reading.zone is not None or bool(reading.excuses)
