"""Corroborate: observations of the same happening become one incident, one voice per origin."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from truceline.digest import digest_of, short_id
from truceline.observation.alike import alike
from truceline.observation.gathering import Gathering, Group, by_start
from truceline.observation.incident import Incident, Voice
from truceline.observation.neutral import neutral_order
from truceline.observation.observation import Observation, Tally
from truceline.observation.regrouping import Regrouping
from truceline.observation.same_source import group_names
from truceline.observation.voicing import by_voice
from truceline.observation.wells import well_of
from truceline.reading.claim import Stance
from truceline.sentence import in_turn, say, term

# The order in which grades speak. F and 6 mean that nobody can judge, which is less than a fair
# mark and more than a bad one.
_RELIABILITY = "ABCDFE"
_CREDIBILITY = "123645"
_Rank = tuple[int, int, bool, float, bool, bool, tuple[str, ...], str]


def corroborate(
    observations: Iterable[Observation],
    *,
    copies: Iterable[frozenset[str]] = (),
    regroupings: Iterable[Regrouping] = (),
) -> tuple[Incident, ...]:
    """Return the incidents that observations tell of, by time and then by id.

    Every member of an incident may be the same happening as every other member. An observation that
    goes with two which exclude each other stays by itself, or is an echo of one of them where its
    origin tells of both. Duties are acts of the monitor and make
    no incidents. The same observations give the same incidents in whatever order they come; an
    observation given twice counts once.

    Args:
        observations: Reports of happenings.
        copies: Groups of keys (see ``same_source``), each one source and so one voice.
        regroupings: What people put together or took apart by hand; they have the last word.
    """
    gathering = Gathering(regroupings=regroupings)
    gathering.change(came=observations)
    return incidents_from(gathering.groups, copies=copies)


def incidents_from(
    groups: Iterable[Group], *, copies: Iterable[frozenset[str]] = ()
) -> tuple[Incident, ...]:
    """Return the incidents that gathered groups of reports make, by time and then by id."""
    copy_of = group_names(copies)
    incidents = (_incident(members, copy_of=copy_of, notes=notes) for members, notes in groups)
    return tuple(sorted(incidents, key=by_time))


def incident_of(observations: Sequence[Observation]) -> Incident:
    """Return the one incident that these observations make, whatever else parts them.

    For a reviewer who merges by hand; ``corroborate`` decides by itself.
    """
    return _incident(sorted(observations, key=by_start))


def by_time(incident: Incident) -> tuple[str, str, str]:
    """Return a key that sorts incidents by when they begin and end, and then by id."""
    when = incident.lead.when
    return (
        when.start.isoformat() if when.start else "",
        when.end.isoformat() if when.end else "9999",
        incident.id,
    )


def _incident(
    members: Sequence[Observation],
    *,
    copy_of: Mapping[str, str] = MappingProxyType({}),
    notes: tuple[str, ...] = (),
) -> Incident:
    voices = sorted(
        (_voice(one) for one in by_voice(members, copy_of=copy_of, rank=_best_first)),
        key=_by_weight,
    )
    supporting = [voice.best for voice in voices if voice.stance is Stance.ASSERTS]
    lead = min(supporting or [voice.best for voice in voices], key=_best_first)
    return Incident(
        id=short_id("i", digest_of(sorted(o.id for o in members))),
        lead=lead,
        voices=tuple(voices),
        why=(*_why(lead, members, voices), *notes),
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


def _best_first(o: Observation) -> _Rank:
    """Order reports by grade, then by how much and how closely they date, place and count it."""
    return (
        _RELIABILITY.index(o.grade.reliability),
        _CREDIBILITY.index(o.grade.credibility),
        o.tally is not Tally.THROUGHOUT,
        o.when.seconds,
        o.place is None,
        o.count is None,
        neutral_order(o),
        o.id,
    )


def _by_weight(voice: Voice) -> tuple[bool, _Rank]:
    return voice.stance is not Stance.ASSERTS, _best_first(voice.best)


def _why(
    lead: Observation, members: Sequence[Observation], voices: Sequence[Voice]
) -> tuple[str, ...]:
    """Say what held the members together, and what an analyst should know of the voices."""
    if len(members) == 1:
        return (say("one report alone"),)
    reasons: list[str] = []
    for o in members:
        if o.id != lead.id:
            held = alike(lead, o) or (say("merged by hand"),)
            told = in_turn(held, between="; ")
            reasons.append(
                say(
                    "{origin}, {stance}: {why}",
                    origin=o.origin,
                    stance=term(o.stance.value),
                    why=told,
                )
            )
    for voice in voices:
        if len(voice.reports) > 1:
            reasons.append(
                say(
                    "{n} reports of {origin} are one voice",
                    n=len(voice.reports),
                    origin=voice.origin,
                )
            )
            own = well_of(voice.best)
            others = sorted({one.origin for one in voice.reports if well_of(one) != own})
            reasons += [
                say("{other} prints or retells what {origin} tells", other=one, origin=voice.origin)
                for one in others
            ]
        if len({report.stance for report in voice.reports}) > 1:
            reasons.append(
                say(
                    "{origin} is told with more than one stance; the best speaks",
                    origin=voice.origin,
                )
            )
    return tuple(reasons)
