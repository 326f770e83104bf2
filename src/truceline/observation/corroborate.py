"""Corroborate: observations of the same happening become one incident, one voice per origin."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from truceline.digest import digest_of, short_id
from truceline.observation.alike import CLOCK_SLACK, alike
from truceline.observation.gather import gather
from truceline.observation.incident import Incident, Voice
from truceline.observation.observation import Observation, ObservationKind, Tally
from truceline.observation.wells import well_of
from truceline.reading.claim import Stance

# The order in which grades speak. F and 6 mean that nobody can judge, which is less than a fair
# mark and more than a bad one.
_RELIABILITY = "ABCDFE"
_CREDIBILITY = "123645"


def corroborate(observations: Iterable[Observation]) -> tuple[Incident, ...]:
    """Return the incidents that observations tell of, by time and then by id.

    Every member of an incident may be the same happening as every other member. An observation that
    goes with two which exclude each other stays by itself. Duties are acts of the monitor and make
    no incidents. The same observations give the same incidents in whatever order they come; an
    observation given twice counts once.
    """
    unique = {o.id: o for o in observations if o.kind is not ObservationKind.DUTY}
    ordered = sorted(unique.values(), key=_by_start)
    groups = gather(_links(ordered))
    incidents = (_incident([ordered[index] for index in group]) for group in groups)
    return tuple(sorted(incidents, key=_by_time))


def incident_of(observations: Sequence[Observation]) -> Incident:
    """Return the one incident that these observations make, whatever else parts them.

    For a reviewer who merges by hand; ``corroborate`` decides by itself.
    """
    return _incident(sorted(observations, key=_by_start))


def _by_time(incident: Incident) -> tuple[str, str, str]:
    when = incident.lead.when
    return (
        when.start.isoformat() if when.start else "",
        when.end.isoformat() if when.end else "9999",
        incident.id,
    )


def _by_start(o: Observation) -> tuple[datetime, str]:
    return o.when.start or datetime.min.replace(tzinfo=UTC), o.id


def _links(ordered: Sequence[Observation]) -> dict[int, set[int]]:
    """Link what may be the same; only what is not long past is compared with what begins."""
    links: dict[int, set[int]] = {index: set() for index in range(len(ordered))}
    open_now: list[int] = []
    for index, o in enumerate(ordered):
        start = o.when.start
        open_now = [
            earlier
            for earlier in open_now
            if start is None
            or (end := ordered[earlier].when.end) is None
            or end + CLOCK_SLACK >= start
        ]
        for earlier in open_now:
            if alike(ordered[earlier], o) is not None:
                links[earlier].add(index)
                links[index].add(earlier)
        open_now.append(index)
    return links


def _incident(members: Sequence[Observation]) -> Incident:
    by_well: dict[str, list[Observation]] = defaultdict(list)
    for o in members:
        by_well[well_of(o)].append(o)
    voices = sorted((_voice(reports) for reports in by_well.values()), key=_by_weight)
    supporting = [voice.best for voice in voices if voice.stance is Stance.ASSERTS]
    lead = min(supporting or [voice.best for voice in voices], key=_best_first)
    return Incident(
        id=short_id("i", digest_of(sorted(o.id for o in members))),
        lead=lead,
        voices=tuple(voices),
        why=_why(lead, members, voices),
    )


def _voice(reports: Sequence[Observation]) -> Voice:
    ordered = sorted(reports, key=_best_first)
    best = ordered[0]
    return Voice(
        origin=best.origin,
        origin_actor=best.origin_actor,
        stance=best.stance,
        best=best,
        reports=tuple(ordered),
    )


def _best_first(o: Observation) -> tuple[int, int, bool, float, bool, int, str]:
    """Order reports by grade, then by how much and how closely they date, place and count it."""
    return (
        _RELIABILITY.index(o.grade.reliability),
        _CREDIBILITY.index(o.grade.credibility),
        o.tally is not Tally.THROUGHOUT,
        o.when.seconds,
        o.place is None,
        0 if o.count else 1,
        o.id,
    )


def _by_weight(voice: Voice) -> tuple[bool, tuple[int, int, bool, float, bool, int, str]]:
    return voice.stance is not Stance.ASSERTS, _best_first(voice.best)


def _why(
    lead: Observation, members: Sequence[Observation], voices: Sequence[Voice]
) -> tuple[str, ...]:
    """Say what held the members together, and what an analyst should know of the voices."""
    if len(members) == 1:
        return ("one report alone",)
    reasons = []
    for o in members:
        if o.id != lead.id:
            held = alike(lead, o) or ("merged by hand",)
            reasons.append(f"{o.origin}, {o.stance}: {'; '.join(held)}")
    for voice in voices:
        if len(voice.reports) > 1:
            reasons.append(f"{len(voice.reports)} reports of {voice.origin} are one voice")
        if len({report.stance for report in voice.reports}) > 1:
            reasons.append(f"{voice.origin} is told with more than one stance; the best speaks")
    return tuple(reasons)
