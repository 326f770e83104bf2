"""Voicing: the reports of one happening, gathered by who speaks through them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from truceline.observation.observation import Observation
from truceline.observation.wells import well_of


def by_voice(
    members: Sequence[Observation], *, copy_of: Mapping[str, str]
) -> list[list[Observation]]:
    """Return the reports, one list for each voice.

    Reports of one origin are one voice. So are papers that print one text, where they name no
    other source: ``copy_of`` gives each document that is a near-copy the name of its group. Where
    one of the copies names the source and another does not, the source speaks through both.
    """
    wells: dict[str, list[Observation]] = defaultdict(list)
    bare: dict[str, list[Observation]] = defaultdict(list)
    named: dict[str, set[str]] = defaultdict(set)
    for one in members:
        group = copy_of.get(one.basis.document)
        if group is not None and _speaks_for_itself(one):
            bare[group].append(one)
            continue
        well = well_of(one)
        wells[well].append(one)
        if group is not None:
            named[group].add(well)
    for group, reports in bare.items():
        sources = named[group]
        key = next(iter(sources)) if len(sources) == 1 else f"copies of {group}"
        wells[key] += reports
    return list(wells.values())


def _speaks_for_itself(one: Observation) -> bool:
    """Return whether a paper names nobody that it has its report from."""
    return len({teller.name for teller in one.chain if teller.named}) <= 1
