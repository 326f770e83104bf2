"""Short form: evidence as a worked case writes it, each report and each look in one line."""

from __future__ import annotations

from truceline.agreement.checker import Checker
from truceline.agreement.yaml_nodes import Mapping, Node
from truceline.errors import PlaceInvalid
from truceline.geo.place import Place
from truceline.observation.coverage import Coverage
from truceline.observation.grade import CREDIBILITY, RELIABILITY, Grade
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
from truceline.reading.claim import Stance, Teller
from truceline.timespan import Timespan

FORM_KEYS = (
    "what", "by", "side", "at", "within", "areas", "relation", "with", "when", "count", "tally",
    "origin", "of", "grade", "denies",
)  # fmt: skip
LOOK_KEYS = (
    "areas", "side", "at", "within", "when", "detection", "share", "sees", "denied", "by",
)  # fmt: skip
# Where a case does not say: a usually reliable monitor, probably true, known to within 100 m.
_GRADE, _ORIGIN, _WITHIN_M = "B2", "Monitor", 100.0
_GRADES = [letter + digit for letter in RELIABILITY for digit in CREDIBILITY]


def observation_of(
    row: Mapping,
    *,
    what: str,
    kind: ObservationKind,
    when: str | None,
    number: int,
    checker: Checker,
) -> Observation | None:
    """Return the observation that a row of keys tells of, or None with a problem.

    ``when`` is the time of a row that gives none; without either the row is refused.
    """
    span = _when(row, when, checker)
    if span is None:
        return None
    origin = checker.text(row.get("origin")) or _ORIGIN
    origin_of = checker.text(row.get("of"))
    grade = checker.choice(row.get("grade"), known=_GRADES, kind="grade") or _GRADE
    relation = checker.choice(
        row.get("relation"), known=[one.value for one in Relation], kind="relation"
    )
    tally = checker.choice(row.get("tally"), known=[one.value for one in Tally], kind="tally")
    actors = checker.texts(row.get("by"))
    return Observation(
        id=f"o-{number:04}",
        kind=kind,
        what=what,
        assets=checker.texts(row.get("with")),
        relation=Relation(relation) if relation else None,
        actors=tuple(ActorShare(actor, None, 1.0 / len(actors)) for actor in actors),
        side=checker.text(row.get("side")),
        place=_place(row, checker),
        areas=tuple(area.lower() for area in checker.texts(row.get("areas"))),
        when=span,
        tally=Tally(tally) if tally else Tally.ONE,
        count=_count(row.get("count"), checker),
        stance=Stance.DENIES if _yes(row.get("denies"), checker) else Stance.ASSERTS,
        method=Method.SEEN,
        grade=Grade.parse(grade),
        chain=(Teller(span=None, name=origin, named=True, how="observed", actor=origin_of),),
        origin=origin,
        origin_actor=origin_of,
        basis=LogRow(document="cases", row=number, quote=what, cites=checker.file),
    )


def coverage_of(node: Node, *, when: str, number: int, checker: Checker) -> Coverage | None:
    """Return the record of looking that a row of keys tells of, or None with a problem."""
    row = checker.keys(node, known=LOOK_KEYS, of="a look")
    span = _when(row, when, checker) if row is not None else None
    if row is None or span is None:
        return None
    denied = _yes(row.get("denied"), checker)
    detection = _share(row.get("detection"), checker)
    return Coverage(
        id=f"c-{number:04}",
        areas=tuple(area.lower() for area in checker.texts(row.get("areas"))),
        side=checker.text(row.get("side")),
        place=_place(row, checker),
        when=span,
        method="patrol",
        detection=0.0 if denied else detection,
        share=_share(row.get("share"), checker),
        sees=checker.texts(row.get("sees")),
        denied=denied,
        by=checker.text(row.get("by")) or _ORIGIN,
        basis=LogRow(document="cases", row=number, quote="looked", cites=checker.file),
    )


def _when(row: Mapping, when: str | None, checker: Checker) -> Timespan | None:
    if row.get("when") is not None:
        return checker.timespan(row.get("when"))
    if when is None:
        checker.wrong(row, "an act of the log needs its day", "Add 'when: 2031-03-05'")
        return None
    return Timespan.parse(when)


def _place(row: Mapping, checker: Checker) -> Place | None:
    node = row.get("at")
    if node is None:
        return None
    within = row.get("within")
    within_m = checker.length_m(within) if within is not None else _WITHIN_M
    try:
        lon_deg, lat_deg = (float(words.text) for words in checker.words(node))
        return Place(lon_deg, lat_deg, within_m if within_m is not None else _WITHIN_M)
    except (ValueError, PlaceInvalid) as error:
        reason = str(error) if isinstance(error, PlaceInvalid) else "this is no place"
        checker.wrong(node, reason, "Write '[35.1, 33.05]', longitude first")
        return None


def _count(node: Node | None, checker: Checker) -> Count | None:
    """Return a count: one number, or the least and the most of a range."""
    if node is None:
        return None
    numbers = [checker.whole_number(words) for words in checker.words(node)]
    if len(numbers) not in (1, 2) or None in numbers:
        checker.wrong(node, "this is no count", "Write '3', or '[3, 5]' for three to five")
        return None
    return Count(numbers[0], numbers[-1])


def _share(node: Node | None, checker: Checker) -> float:
    return 1.0 if node is None else checker.share(node) or 0.0


def _yes(node: Node | None, checker: Checker) -> bool:
    return checker.choice(node, known=("yes", "no", "true", "false"), kind="answer") in (
        "yes",
        "true",
    )
