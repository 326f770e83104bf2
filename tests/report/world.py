"""A small invented world: two lines, three zones, three duties, a few reports of odd kinds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from shapely import Polygon

from truceline.agreement.agreement import Agreement
from truceline.agreement.instrument import Paper, Rank
from truceline.agreement.party import Party, Role
from truceline.agreement.provision import (
    NoAct,
    NoPresence,
    Provision,
    Reading,
    Rhythm,
    Standing,
)
from truceline.assessment.finding import (
    Factor,
    Finding,
    Flip,
    Look,
    Reason,
    Status,
    Weighed,
    Weight,
)
from truceline.assessment.policy_file import load_policy
from truceline.assessment.review import Review, Verdict
from truceline.digest import digest_of_bytes
from truceline.evidence.document import Document, Span
from truceline.geo.line import Line
from truceline.geo.place import Place
from truceline.geo.zone import Zone
from truceline.observation.coverage import Coverage
from truceline.observation.grade import Grade
from truceline.observation.incident import Incident, Voice
from truceline.observation.observation import (
    ActorShare,
    Count,
    LogRow,
    Method,
    Observation,
    ObservationKind,
    Relation,
)
from truceline.reading.claim import (
    ActorMention,
    Claim,
    ClaimKind,
    Cue,
    Modality,
    PlaceMention,
    Stance,
    Teller,
    TimeMention,
)
from truceline.reading.page import Dating, Lead, LineLabel, Page, PageLine
from truceline.report.compose import compose
from truceline.report.report import Report
from truceline.timespan import Timespan

HOSTILE = "<script>alert('x')</script> & \"quoted\" \x1b[31mred \u202ereversed"
ENGINE = "truceline 0.1.0"
AS_OF = "2031-04-01"

_TEXT = (
    "Shells fell near Milltown on Tuesday, two officers said.\n"
    "Menu | Log in | Subscribe\n"
    "Beta pledged to move its guns back. Alpha's minister called Beta's on Friday.\n"
    "The hill is held by Beta.\n" + HOSTILE
)
ARTICLE = Document(
    id="d-article",
    digest=digest_of_bytes(_TEXT.encode()),
    media_type="text/plain",
    size_bytes=len(_TEXT.encode()),
    filename="article.txt",
    publisher="Riverton Echo",
    title=f"Shells near Milltown {HOSTILE}",
    url="javascript:alert(1)",
    published=Timespan.parse("2031-02-05"),
    text=_TEXT,
)
LOG = Document(
    id="d-log",
    digest=digest_of_bytes(b"log"),
    media_type="text/csv",
    size_bytes=3,
    filename="patrols.csv",
    publisher="Observer Mission",
    title=None,
    url="https://example.org/patrols.csv",
    published=None,
    text="log",
)
DOCUMENTS = (ARTICLE, LOG)


def _line_of_page(words: str, label: LineLabel) -> PageLine:
    return PageLine(span=Span.within(_TEXT, words), label=label, why="by its words")


PAGES = (
    Page(
        document=ARTICLE.id,
        lines=(
            _line_of_page("Shells fell near Milltown on Tuesday", LineLabel.BODY),
            _line_of_page("Menu | Log in | Subscribe", LineLabel.NAVIGATION),
        ),
        dating=Dating(
            published=Timespan.parse("2031-02-05"), stated=True, reasons=("stated in the byline",)
        ),
        outlet="Riverton Echo",
        leads=(Lead(span=Span.within(_TEXT, "Log in"), words="Log in"),),
    ),
)

WEST = Line(
    id="W",
    title="West Line",
    points=((30.00, 10.00), (30.02, 10.15), (29.98, 10.30)),
    error_m=600,
    source="invented",
)
EAST = Line(
    id="E",
    title="East Line",
    points=((30.06, 10.00), (30.08, 10.15), (30.05, 10.30)),
    error_m=300,
    source="invented",
)


def _strip(id_: str, title: str, shift_west: float, shift_east: float) -> Zone:
    west = [(lon + shift_west, lat) for lon, lat in WEST.points]
    east = [(lon + shift_east, lat) for lon, lat in EAST.points]
    return Zone(
        id=id_,
        title=title,
        polygon=Polygon([*west, *reversed(east)]),
        error_m=600,
        construction="between the two lines, moved",
    )


BUFFER = _strip("buffer", "Buffer zone", 0, 0)
EAST_STRIP = replace(_strip("east-strip", "East strip", 0.07, 0.12), construction="10 km east")
WEST_STRIP = _strip("west-strip", "West strip", -0.12, -0.07)
UNDRAWN = Zone(
    id="district",
    title="The district",
    polygon=None,
    error_m=0,
    construction="named only",
    not_drawable="no border of it was ever published",
)

ARMS = Provision(
    id="2.1",
    title="No guns in the own strip",
    text="Neither side keeps artillery in its own strip.",
    paper="main",
    paragraph="para. 2",
    rule=NoPresence(classes=("artillery",)),
    bound=("alpha", "beta"),
    of=(("alpha", ("alpha",)), ("beta", ("beta",))),
    where=(("alpha", "west-strip"), ("beta", "east-strip")),
    in_force=Timespan.parse("2030-06-01/.."),
)
FIRE = Provision(
    id="1.1",
    title="No firing across the buffer zone",
    text="Neither side fires into or across the buffer zone.",
    paper="main",
    paragraph="para. 1",
    rule=NoAct(acts=("firing",), relations=("into", "across")),
    bound=("alpha", "beta"),
    of=(),
    where=(("alpha", "buffer"), ("beta", "buffer")),
    standing=Standing.DISPUTED,
    in_force=Timespan.parse("2030-06-01/.."),
    readings=(Reading(says="the zone ends at the river", by="Beta"),),
)
PATROL = Provision(
    id="3.1",
    title="Inspection twice a month",
    text="The monitor inspects both strips every fifteen days.",
    paper="letter",
    paragraph="para. 4",
    rule=Rhythm(duty="inspection", every=timedelta(days=15)),
    bound=("mission",),
    of=(),
    in_force=Timespan.parse("2030-06-01/.."),
)
AGREEMENT = Agreement(
    id="riverton",
    title="Riverton Disengagement",
    summary="An invented agreement.",
    papers=(
        Paper(id="main", title="Main paper", rank=Rank.AGREEMENT, symbol="R/1"),
        Paper(id="letter", title="Side letter", rank=Rank.SIDE_LETTER),
    ),
    parties=(
        Party(id="alpha", title="Alpha", role=Role.SIGNATORY, side="alpha"),
        Party(id="beta", title="Beta", role=Role.SIGNATORY, side="beta"),
        Party(id="mission", title="Observer Mission", role=Role.MONITOR),
    ),
    lines=(WEST, EAST),
    zones=(BUFFER, EAST_STRIP, WEST_STRIP, UNDRAWN),
    provisions=(FIRE, ARMS, PATROL),
    disclaimer="Lines are approximate. They imply no view on the status of any territory.",
    digest=digest_of_bytes(b"agreement"),
)

ECHO = Teller(span=None, name="Riverton Echo", named=True, how="wrote")
OFFICERS = Teller(
    span=Span.within(_TEXT, "two officers"), name="two officers", named=False, how="said"
)


def _claim(id_: str, words: str, kind: ClaimKind, modality: Modality, **rest: object) -> Claim:
    return Claim(
        id=id_,
        document=ARTICLE.id,
        span=Span.within(_TEXT, words),
        kind=kind,
        stance=Stance.ASSERTS,
        modality=modality,
        chain=(ECHO, OFFICERS),
        confidence=0.8,
        reader="grammar 1",
        **rest,  # type: ignore[arg-type]
    )


SHELLS = _claim(
    "c-shells",
    "Shells fell near Milltown on Tuesday",
    ClaimKind.EVENT,
    Modality.HAPPENED,
    cues=(Cue("kind", "event verb", "fell"),),
)
HOSTILE_CLAIM = _claim("c-hostile", HOSTILE, ClaimKind.STATEMENT, Modality.WARNED)
PLEDGE = _claim(
    "c-pledge",
    "Beta pledged to move its guns back",
    ClaimKind.COMMITMENT,
    Modality.PLEDGED,
    who=(ActorMention(span=Span.within(_TEXT, "Beta"), actor="Beta"),),
)
CALL = _claim(
    "c-call",
    "Alpha's minister called Beta's on Friday",
    ClaimKind.CONTACT,
    Modality.HAPPENED,
    who=(ActorMention(span=Span.within(_TEXT, "Alpha's minister"), actor="Alpha"),),
    to_whom=(ActorMention(span=Span.within(_TEXT, "Beta's"), actor="Beta"),),
    time=TimeMention(span=Span.within(_TEXT, "Friday"), when=Timespan.parse("2031-01-31")),
)
HELD = _claim(
    "c-held",
    "The hill is held by Beta",
    ClaimKind.CONTROL,
    Modality.ONGOING,
    who=(ActorMention(span=Span.within(_TEXT, "Beta"), actor="Beta"),),
    places=(PlaceMention(span=Span.within(_TEXT, "The hill"), name="The hill", place=None),),
)
CLAIMS = (SHELLS, PLEDGE, CALL, HELD, HOSTILE_CLAIM)

BY_ARTICLE = Observation(
    id="o-1",
    kind=ObservationKind.EVENT,
    what="artillery fire",
    relation=Relation.INTO,
    actors=(ActorShare("Alpha", None, 0.7), ActorShare("Beta", None, 0.2)),
    place=Place(30.051, 10.123, 1500),
    place_text="near Milltown",
    areas=("buffer zone",),
    when=Timespan.parse("2031-02-04"),
    count=Count(3, None),
    method=Method.REPORTED,
    grade=Grade.parse("C3"),
    chain=(ECHO, OFFICERS),
    origin="two officers",
    basis=SHELLS,
)
BY_LOG = Observation(
    id="o-2",
    kind=ObservationKind.EVENT,
    what="artillery fire",
    place=Place(30.0512, 10.1234, 200),
    when=Timespan.parse("2031-02-04T10:05Z"),
    method=Method.HEARD,
    grade=Grade.parse("A2"),
    chain=(Teller(span=None, name="Observer Mission", named=True, how="logged"),),
    origin="Observer Mission",
    basis=LogRow(
        document=LOG.id, row=7, quote="=HEARD(3 rounds)", cites="patrol 12", paragraph="para. 3"
    ),
)
DENIAL = replace(
    BY_LOG,
    id="o-3",
    stance=Stance.DENIES,
    grade=Grade.parse("D4"),
    method=Method.TOLD_BY_PARTY,
    origin="Alpha",
    origin_actor="Alpha",
    basis=LogRow(document="d-lost", row=1, quote="we did not fire", cites=""),
)
SHELLING = Incident(
    id="i-shelling",
    lead=BY_LOG,
    voices=tuple(
        Voice(
            origin=each.origin,
            origin_actor=each.origin_actor,
            stance=each.stance,
            best=each,
            reports=(each,),
        )
        for each in (BY_LOG, BY_ARTICLE, DENIAL)
    ),
    why=("same day", "within 1.5 km of each other"),
)
GUNS = Incident(
    id="i-guns",
    lead=replace(
        BY_ARTICLE,
        id="o-4",
        kind=ObservationKind.PRESENCE,
        what="artillery",
        relation=None,
        place=Place(30.16, 10.07, 9000),
        place_text="the hill road",
        when=Timespan.parse("2031-02"),
    ),
    voices=(),
)
UNPLACED = Incident(id="i-unplaced", lead=replace(BY_ARTICLE, id="o-5", place=None), voices=())
INCIDENTS = (SHELLING, GUNS, UNPLACED)
OBSERVATIONS = (BY_ARTICLE, BY_LOG, DENIAL, GUNS.lead, UNPLACED.lead)

LOOKED = Coverage(
    id="k-1",
    areas=("buffer zone",),
    side=None,
    place=None,
    when=Timespan.parse("2031-02"),
    method="patrol",
    detection=0.6,
    share=0.5,
    sees=(),
    denied=False,
    by="Observer Mission",
    basis=LogRow(document=LOG.id, row=1, quote="patrolled", cites="patrol 11"),
)
DENIED = replace(
    LOOKED,
    id="k-2",
    side="beta",
    areas=("east strip",),
    detection=0.0,
    share=0.0,
    denied=True,
    basis=LogRow(document=LOG.id, row=2, quote="turned back at the gate", cites="patrol 12"),
)
COVERAGE = (LOOKED, DENIED)

WEIGHED = Weighed(
    incident=SHELLING,
    weights=(
        Weight("Observer Mission", "A2", 2.2, "best report graded A2"),
        Weight("two officers", "C3", 0.4, "best report graded C3"),
        Weight("Alpha", "D4", -0.1, "self-serving: shrunk"),
    ),
    factors=(
        Factor("real", 0.93, "prior 0.5 and three voices"),
        Factor("in zone", 0.97, "place within 200 m, edge 1,400 m away"),
        Factor("bound party", 0.7, ""),
    ),
    p_happened=0.9,
    p_breach=0.63,
    margin_m=1400,
)
BY_CHANCE = Weighed(
    incident=GUNS,
    weights=(),
    factors=(Factor("real", 0.4, "one voice graded C3"),),
    p_happened=0.4,
    p_breach=0.2,
)


def finding(provision: str, party: str, period: str, status: Status, **rest: object) -> Finding:
    """Return a finding of this world; what is not given is the dullest value there is."""
    values: dict[str, object] = {
        "id": f"riverton/{provision}/{party}/{period}",
        "agreement": "riverton",
        "provision": provision,
        "party": party,
        "period": Timespan.parse(period),
        "as_of": AS_OF,
        "standing": "binding",
        "status": status,
        "reasons": (),
        "p_breach": 0.3,
        "p_told": rest.get("p_breach", 0.3),
        "p_happened": 0.3,
        "readings": (("cautious", status), ("central", status), ("permissive", status)),
        "weighed": (),
        "look": Look(detection=0.0, records=(), denials=()),
        "summary": f"{status.value}",
        "agreement_digest": AGREEMENT.digest,
        "policy_digest": digest_of_bytes(b"policy"),
        "engine": ENGINE,
        "inputs_digest": digest_of_bytes(f"{provision}{party}{period}".encode()),
    }
    return Finding(**{**values, **rest})  # type: ignore[arg-type]


SUSPECTED = finding(
    "1.1",
    "alpha",
    "2031-02",
    Status.SUSPECTED,
    standing="disputed",
    p_breach=0.63,
    p_happened=0.9,
    readings=(
        ("cautious", Status.INDETERMINATE),
        ("central", Status.SUSPECTED),
        ("permissive", Status.SUSPECTED),
    ),
    weighed=(WEIGHED,),
    look=Look(detection=0.3, records=(LOOKED,), denials=()),
    statements=(HOSTILE_CLAIM,),
    flips=(Flip("position error", "200 m", "640 m", Status.INDETERMINATE, 440.0),),
    restore="no firing from now on",
    summary="Alpha probably fired into the buffer zone.",
)
CONFIRMED = finding(
    "2.1", "alpha", "2031-01", Status.CONFIRMED, p_breach=0.97, p_happened=0.98, weighed=(WEIGHED,)
)
UNSEEN = finding(
    "2.1",
    "beta",
    "2031-02",
    Status.INDETERMINATE,
    reasons=(Reason.NOT_OBSERVED,),
    weighed=(BY_CHANCE,),
    statements=(PLEDGE,),
    look=Look(detection=0.0, records=(), denials=(DENIED,)),
)
FINDINGS = (
    SUSPECTED,
    CONFIRMED,
    UNSEEN,
    finding("1.1", "beta", "2031-02", Status.COMPLIANT, p_breach=0.03, look=SUSPECTED.look),
    finding("1.1", "alpha", "2031-01", Status.NOT_IN_FORCE, p_breach=0.0),
    finding(
        "3.1",
        "mission",
        "2031-01",
        Status.INDETERMINATE,
        reasons=(Reason.CONFLICTING_ACCOUNTS, Reason.WEAK_EVIDENCE),
    ),
)
REVIEWS = (
    Review(
        finding=CONFIRMED.id,
        inputs_digest=CONFIRMED.inputs_digest,
        verdict=Verdict.CONFIRM,
        reviewer="R. Viewer",
        reason="photographs seen",
        at=datetime(2031, 3, 1, 12, tzinfo=UTC),
    ),
    Review(
        finding=SUSPECTED.id,
        inputs_digest="sha256:of-another-day",
        verdict=Verdict.ASK_FOR_MORE,
        reviewer="R. Viewer",
        reason="who fired?",
        at=datetime(2031, 3, 2, 12, tzinfo=UTC),
    ),
)


def report(**changes: object) -> Report:
    """Return a report on this world; what is given replaces a part of it."""
    parts: dict[str, object] = {
        "title": f"Riverton, February 2031 {HOSTILE}",
        "agreements": (AGREEMENT,),
        "findings": FINDINGS,
        "incidents": INCIDENTS,
        "observations": OBSERVATIONS,
        "coverage": COVERAGE,
        "claims": CLAIMS,
        "documents": DOCUMENTS,
        "pages": PAGES,
        "policy": load_policy(None),
        "as_of": AS_OF,
        "period": Timespan.parse("2031-01/2031-02"),
        "made_at": "2031-04-02T08:00Z",
        "reviews": REVIEWS,
    }
    return compose(**{**parts, **changes})  # type: ignore[arg-type]
