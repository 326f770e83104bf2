"""Voicing: the reports of one happening, gathered by who speaks through them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from truceline.observation.observation import Observation
from truceline.observation.same_source import BY_DECISION, retold_from, source_of
from truceline.observation.wells import well_of


@dataclass(slots=True)
class _Pool:
    """What one text tells, whoever prints it, and under whose names it was printed."""

    reports: list[Observation] = field(default_factory=list)
    printers: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)


def by_voice(
    members: Sequence[Observation],
    *,
    copy_of: Mapping[str, str],
    rank: Callable[[Observation], Any],
) -> list[list[Observation]]:
    """Return the reports, one list for each voice.

    Reports of one origin are one voice. So are papers that are one source, where they name no
    other: ``copy_of`` gives each of them the name of its group. Where one of them names whom it has
    it from and another does not, that source speaks through both; where they name several, through
    the best of them by ``rank`` (the least is the best), so that a further print is never a further
    voice. A paper that also tells of it elsewhere is one voice here and there.
    """
    wells: dict[str, list[Observation]] = defaultdict(list)
    pools: dict[str, _Pool] = defaultdict(_Pool)
    told_by = _retold_by_decision(members, copy_of, rank)
    for one in members:
        if one.id in told_by:
            wells[told_by[one.id]].append(one)
            continue
        retold = retold_from(one, copy_of)
        group = retold or source_of(one, copy_of)
        if retold is not None or (group is not None and _speaks_for_itself(one)):
            pool = pools[str(group)]
            pool.reports.append(one)
            pool.printers.update(() if retold else (well_of(one),))
            continue
        well = well_of(one)
        wells[well].append(one)
        if group is not None:
            pools[group].sources.add(well)
    best = {well: min(map(rank, reports)) for well, reports in wells.items()}
    alone: list[list[Observation]] = []
    for pool in _joined([pools[name] for name in sorted(pools)]):
        homes = pool.sources or pool.printers & best.keys()
        if homes:
            wells[min(homes, key=lambda well: best[well])] += pool.reports
        elif pool.reports:
            alone.append(pool.reports)
    return [*wells.values(), *alone]


def _retold_by_decision(
    members: Sequence[Observation],
    copy_of: Mapping[str, str],
    rank: Callable[[Observation], Any],
) -> dict[str, str]:
    """Return the voice of each report out of documents that a person said are one source.

    The document in which the most voices speak is taken for the fullest telling. What the others
    tell in the same sense is told by one of those voices: the one they name, or else the best.
    """
    papers: dict[str, dict[str, list[Observation]]] = defaultdict(lambda: defaultdict(list))
    for one in members:
        group = source_of(one, copy_of)
        if group is not None and group.startswith(BY_DECISION):
            papers[group][one.basis.document].append(one)
    told_by: dict[str, str] = {}
    for tellings in papers.values():
        fullest = min(
            tellings.values(),
            key=lambda reports: (-len({well_of(o) for o in reports}), min(map(rank, reports))),
        )
        known = {well_of(o) for o in fullest}
        for one in (report for reports in tellings.values() for report in reports):
            well = well_of(one)
            alike = [o for o in fullest if o.stance is one.stance]
            told_by[one.id] = well if well in known or not alike else well_of(min(alike, key=rank))
    return told_by


def _joined(pools: Sequence[_Pool]) -> list[_Pool]:
    """Return the pools, those without a named source that share a printer made one."""
    apart: list[_Pool] = []
    for pool in pools:
        if pool.sources:
            apart.append(pool)
            continue
        whole = _Pool(list(pool.reports), set(pool.printers))
        for other in [one for one in apart if not one.sources and one.printers & whole.printers]:
            apart.remove(other)
            whole = _Pool([*other.reports, *whole.reports], other.printers | whole.printers)
        apart.append(whole)
    return apart


def _speaks_for_itself(one: Observation) -> bool:
    """Return whether a paper names nobody that it has its report from."""
    return len({teller.name for teller in one.chain if teller.named}) <= 1
