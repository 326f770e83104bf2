"""A small truce with a mirror in it: west of the meridian of 36 degrees is Alpha, east of it Beta.

Every duty binds both alike, and every zone has its mirror image, so that evidence can be swapped
from one side to the other. Built by hand: the judgement is tested here, not the loader.
"""

from __future__ import annotations

import functools
from dataclasses import replace
from datetime import timedelta

from shapely import box

from truceline.agreement.agreement import Agreement
from truceline.agreement.instrument import Paper, Rank
from truceline.agreement.party import Affiliation, Party, Role
from truceline.agreement.provision import (
    Attribute,
    Deadline,
    Limit,
    NoAct,
    NoPresence,
    Permission,
    Provision,
    Reading,
    Rhythm,
    Rule,
    Standing,
    StandingDuty,
)
from truceline.assessment.assess import assess
from truceline.assessment.finding import Finding
from truceline.assessment.policy import Policy
from truceline.assessment.policy_file import load_policy
from truceline.assessment.review import Review
from truceline.digest import digest_of
from truceline.geo.line import Line
from truceline.geo.place import Place
from truceline.geo.zone import Zone
from truceline.observation.corroborate import incident_of
from truceline.observation.coverage import Coverage
from truceline.observation.grade import Grade
from truceline.observation.incident import Incident
from truceline.observation.observation import (
    ActorShare,
    Count,
    LogRow,
    Method,
    Observation,
    ObservationKind,
    Relation,
    Tally,
)
from truceline.reading.claim import Claim, Stance, Teller
from truceline.timespan import Timespan

YEAR = Timespan.parse("2020")
ALWAYS = Timespan.parse("2019-01-01/..")
BOTH = ("alpha", "beta")
OWN = (("alpha", "west-strip"), ("beta", "east-strip"))
BUFFER = (("alpha", "buffer"), ("beta", "buffer"))


def _zone(id_: str, west: float, east: float, *called: str, error_m: float = 0.0) -> Zone:
    return Zone(
        id=id_,
        title=id_.replace("-", " ").capitalize(),
        polygon=box(west, 33.0, east, 33.2),
        error_m=error_m,
        construction=f"between {west} and {east} degrees east",
        called=called,
    )


def _provision(id_: str, rule: Rule, **kwargs: object) -> Provision:
    settings: dict[str, object] = {
        "title": id_,
        "text": id_,
        "paper": "D1",
        "paragraph": id_,
        "bound": BOTH,
        "of": (),
        "in_force": ALWAYS,
    } | kwargs
    return Provision(id=id_, rule=rule, **settings)  # type: ignore[arg-type]


def provisions() -> tuple[Provision, ...]:
    """Return one provision of each kind, and some that test an attribute or are only reported."""
    monitor = {"bound": ("mission",)}
    return (
        _provision("no-forces", NoPresence(classes=("military presence",)), where=BUFFER),
        _provision("no-missiles", NoPresence(classes=("surface-to-air missile",)), where=OWN),
        _provision(
            "no-long-guns",
            NoPresence(
                classes=("artillery",),
                attribute=Attribute(name="range", minimum=20_000, minimum_excluded=True),
            ),
            where=OWN,
        ),
        _provision("no-fire", NoAct(acts=("attack",), relations=("across",), line="middle")),
        _provision("no-fire-into", NoAct(acts=("attack",), relations=("into",)), where=BUFFER),
        _provision("strip", StandingDuty(duty="limited force", why="by its limits"), where=OWN),
        _provision(
            "tanks",
            Limit(classes=("battle tank",), at_most=5, unit="tanks"),
            where=OWN,
            parent="strip",
        ),
        _provision("inspection", Rhythm(duty="inspection", every=timedelta(days=15)), **monitor),
        _provision("return", Deadline(duty="prisoner release", by=Timespan.parse("2020-03-10"))),
        _provision("movement", StandingDuty(duty="free movement of the monitor", why="from acts")),
        _provision("talk", StandingDuty(duty="talks", why="nothing measures it")),
        _provision(
            "police",
            Permission(classes=("police",), lifts=("no-forces",)),
            where=BUFFER,
        ),
        _provision(
            "no-militia",
            NoPresence(classes=("military presence",)),
            where=OWN,
            of=(("alpha", ("alpha-militia",)), ("beta", ("beta-militia",))),
            standing=Standing.REPORTED,
            readings=(Reading(says="5 km", by="one"), Reading(says="25 km", by="another")),
        ),
        _provision(
            "undrawn", NoPresence(classes=("military presence",)), where=(("alpha", "hills"),)
        ),
    )


@functools.cache
def truce(*, only: tuple[str, ...] = ()) -> Agreement:
    """Return the truce, with all its provisions or only those named."""
    chosen = tuple(one for one in provisions() if not only or one.id in only)
    return Agreement(
        id="truce",
        title="Truce",
        summary="A truce.",
        papers=(Paper(id="D1", title="Truce", rank=Rank.AGREEMENT),),
        parties=(
            _party("alpha", "west", "beta"),
            _party("beta", "east", "alpha"),
            _militia("alpha", "west", "beta"),
            _militia("beta", "east", "alpha"),
            Party(id="mission", title="Mission", role=Role.MONITOR, called=("mission",)),
        ),
        lines=(
            Line(
                id="middle",
                title="Middle line",
                points=((36.0, 33.0), (36.0, 33.2)),
                error_m=0,
                source="drawn",
                called=("ceasefire line",),
            ),
        ),
        zones=(
            _zone("buffer", 35.98, 36.02, "buffer zone"),
            _zone("west-strip", 35.88, 35.98, "strip on the west side"),
            _zone("east-strip", 36.02, 36.12, "strip on the east side"),
            _zone("west-side", 35.5, 35.98, "west side"),
            _zone("east-side", 36.02, 36.5, "east side"),
            replace(_zone("hills", 35.9, 35.91), polygon=None, not_drawable="no map shows them"),
        ),
        provisions=chosen,
        disclaimer="",
        digest=digest_of("truce"),
    )


def _party(id_: str, side: str, adversary: str) -> Party:
    return Party(
        id=id_,
        title=id_.capitalize(),
        role=Role.SIGNATORY,
        called=(f"{id_} army",),
        side=side,
        adversaries=(adversary,),
    )


def _militia(of: str, side: str, adversary: str) -> Party:
    return Party(
        id=f"{of}-militia",
        title=f"{of.capitalize()} militia",
        role=Role.NON_SIGNATORY,
        side=side,
        adversaries=(adversary,),
        affiliations=(Affiliation(tie="backed by", to=of),),
    )


def seen(
    what: str = "battle tank",
    *,
    by: str | tuple[tuple[str, float], ...] | None = "Alpha army",
    kind: str = "presence",
    grade: str = "B2",
    origin: str = "Mission",
    origin_actor: str | None = None,
    stance: str = "asserts",
    when: str = "2020-02-10",
    tally: str = "one",
    areas: tuple[str, ...] = ("buffer zone",),
    place: Place | None = None,
    relation: str | None = None,
    side: str | None = None,
    count: tuple[int | None, int | None] | None = None,
    assets: tuple[str, ...] = (),
    claim: Claim | None = None,
    row: int = 1,
) -> Observation:
    """Return one observation, told by an origin; its id follows from all that it says."""
    shares = ((by, 1.0),) if isinstance(by, str) else (by or ())
    name = repr(
        (
            what,
            shares,
            kind,
            grade,
            origin,
            stance,
            when,
            tally,
            areas,
            place,
            relation,
            side,
            count,
            row,
        )
    )
    return Observation(
        id=str(digest_of(name))[-12:],
        kind=ObservationKind(kind),
        what=what,
        assets=assets,
        relation=Relation(relation) if relation else None,
        actors=tuple(ActorShare(actor, None, share) for actor, share in shares),
        side=side,
        place=place,
        areas=areas,
        when=Timespan.parse(when),
        tally=Tally(tally),
        count=Count(*count) if count else None,
        stance=Stance(stance),
        method=Method.SEEN,
        grade=Grade.parse(grade),
        chain=(Teller(span=None, name=origin, named=True, how="observed", actor=origin_actor),),
        origin=origin,
        origin_actor=origin_actor,
        basis=claim or LogRow(document="d", row=row, quote=what, cites="log"),
    )


def by_positions(report: Observation, *, looks_wrong: tuple[str, ...] = ()) -> Observation:
    """Return a report as one that its origin's logged positions tell."""
    chain = (Teller(span=None, name=report.origin, named=True, how="logged"),)
    return replace(report, method=Method.SENSOR, chain=chain, looks_wrong=looks_wrong)


def told(*observations: Observation) -> Incident:
    """Return the incident that some observations make."""
    return incident_of(observations)


def looked(
    *,
    detection: float = 1.0,
    areas: tuple[str, ...] = ("buffer zone",),
    when: str = "2020",
    share: float = 1.0,
    sees: tuple[str, ...] = (),
    denied: bool = False,
    side: str | None = None,
    row: int = 1,
) -> Coverage:
    """Return one record of looking."""
    return Coverage(
        id=f"c-{row}-{when}-{detection}-{share}-{denied}",
        areas=areas,
        side=side,
        place=None,
        when=Timespan.parse(when),
        method="patrol",
        detection=detection,
        share=share,
        sees=sees,
        denied=denied,
        by="Mission",
        basis=LogRow(document="d", row=row, quote="patrol", cites="log"),
    )


def judged(
    *incidents: Incident,
    agreement: Agreement | None = None,
    coverage: tuple[Coverage, ...] = (),
    duties: tuple[Observation, ...] = (),
    claims: tuple[Claim, ...] = (),
    reviews: tuple[Review, ...] = (),
    periods: tuple[str, ...] = ("2020-Q1",),
    policy: Policy | None = None,
) -> tuple[Finding, ...]:
    """Return every finding on the truce."""
    return assess(
        agreement or truce(),
        incidents=incidents,
        coverage=coverage,
        duties=duties,
        claims=claims,
        reviews=reviews,
        periods=tuple(Timespan.parse(period) for period in periods),
        as_of="2021-01-01",
        policy=policy or load_policy(None),
    )


# What must be there with a provision: what it is made of, and what lifts it.
_PARTS = {"strip": ("tanks",), "no-forces": ("police",)}


def finding(provision: str, party: str, *incidents: Incident, **evidence: object) -> Finding:
    """Return the one finding of a provision and party in the first quarter of 2020."""
    evidence.setdefault("agreement", truce(only=(provision, *_PARTS.get(provision, ()))))
    found = judged(*incidents, **evidence)  # type: ignore[arg-type]
    return next(one for one in found if (one.provision, one.party) == (provision, party))


def mirrored(observation: Observation) -> Observation:
    """Return the same report with the sides swapped, left for right."""
    place = observation.place
    return replace(
        observation,
        actors=tuple(replace(share, actor=_other(share.actor)) for share in observation.actors),
        side=_other(observation.side) if observation.side else None,
        place=Place(72.0 - place.lon_deg, place.lat_deg, place.accuracy_m) if place else None,
        areas=tuple(_other(area) for area in observation.areas),
        origin=_other(observation.origin),
        origin_actor=_other(observation.origin_actor) if observation.origin_actor else None,
    )


_SWAPPED = {"alpha": "beta", "beta": "alpha", "Alpha": "Beta", "Beta": "Alpha"} | {
    "west": "east",
    "east": "west",
}


def _other(words: str) -> str:
    return " ".join(_SWAPPED.get(word, word) for word in words.split())
