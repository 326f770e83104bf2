"""Every noun becomes a plain record and comes back equal."""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from datetime import UTC, datetime, timedelta, timezone
from enum import Enum
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import Polygon

from truceline.agreement.agreement import Agreement
from truceline.agreement.party import Role
from truceline.agreement.provision import NoPresence, Permission, Provision
from truceline.assessment.finding import Finding, Look
from truceline.assessment.review import Review, Verdict
from truceline.digest import canonical_bytes
from truceline.errors import LedgerDamaged
from truceline.evidence.document import Document, Span
from truceline.evidence.ledger import Appended
from truceline.evidence.record import from_record, to_record
from truceline.geo.line import Line
from truceline.geo.place import Place
from truceline.geo.zone import Zone
from truceline.observation.coverage import Coverage
from truceline.observation.incident import Incident
from truceline.observation.observation import Count, LogRow, Observation
from truceline.reading.claim import Claim, Quantity, Teller
from truceline.reading.page import Page
from truceline.sentence import Sentence, say
from truceline.timespan import Precision, Timespan

texts = st.text(st.characters(codec="utf-8"), max_size=6)
floats = (
    st.floats(allow_nan=False) | st.integers(-10, 10).map(float) | st.sampled_from([-0.0, 1e22])
)
moments = st.datetimes(
    datetime(1, 1, 3),  # noqa: DTZ001
    datetime(9998, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=3))]),
)


@st.composite
def timespans(draw: st.DrawFn) -> Timespan:
    """Draw a span with neither, one or both ends open."""
    start = draw(st.none() | moments)
    end = draw(st.none() | moments)
    start, end = (None if moment is None else moment.astimezone(UTC) for moment in (start, end))
    if start is not None and end is not None and start >= end:
        end = start + timedelta(microseconds=draw(st.integers(1, 10**9)))
    return Timespan(start, end, draw(st.sampled_from(Precision)))


places = st.builds(
    Place,
    st.floats(-180, 180) | st.just(35),
    st.floats(-90, 90) | st.just(33),
    st.floats(0, 1e6) | st.integers(0, 50_000),
)

_LEAVES: dict[Any, st.SearchStrategy[Any]] = {
    str: texts,
    int: st.integers(-(2**53), 2**53),
    bool: st.booleans(),
    float: floats,
    datetime: moments,
    timedelta: st.timedeltas(),
    Timespan: timespans(),
    Place: places,
    Sentence: st.builds(
        lambda text, p, n: say("{text}: {p:.2f} of {n}", text=text, p=p, n=n),
        texts,
        st.floats(0, 1),
        st.integers(-(2**53), 2**53),
    ),
}


def any_noun(cls: type[Any]) -> st.SearchStrategy[Any]:
    """Return a strategy for a frozen dataclass, each field drawn from its annotation."""
    if cls in _LEAVES:
        return _LEAVES[cls]
    hints = typing.get_type_hints(cls)
    return st.builds(cls, **{f.name: _value(hints[f.name]) for f in dataclasses.fields(cls)})


def _value(hint: Any) -> st.SearchStrategy[Any]:
    hint = getattr(hint, "__supertype__", hint)
    if hint in _LEAVES:
        return _LEAVES[hint]
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return st.one_of([_value(part) for part in arguments])
    if origin is tuple and arguments[1:] == (Ellipsis,):
        return st.lists(st.deferred(lambda: _value(arguments[0])), max_size=2).map(tuple)
    if origin is tuple:
        return st.tuples(*map(_value, arguments))
    if hint is type(None):
        return st.none()
    if issubclass(hint, Enum):
        return st.sampled_from(hint)
    return any_noun(hint)


def travelled(noun: Any) -> Any:
    """Return a noun after a journey through canonical bytes."""
    return from_record(type(noun), json.loads(canonical_bytes(to_record(noun))))


@pytest.mark.parametrize(
    "cls", [Document, Page, Claim, Observation, Coverage, Incident, Review, Look, Provision, Line]
)
def test_a_noun_comes_back_equal_and_its_record_identical(cls: type[Any]) -> None:
    @settings(max_examples=25, suppress_health_check=list(HealthCheck), database=None)
    @given(noun=any_noun(cls) if cls is not Line else st.just(_LINE))
    def check(noun: Any) -> None:
        back = travelled(noun)
        assert back == noun
        assert to_record(back) == to_record(noun)

    check()


_LINE = Line(id="A", title="A", points=((35.8, 33.3), (35.9, 33)), error_m=500, source="s")


@settings(max_examples=6, suppress_health_check=list(HealthCheck), database=None)
@given(finding=any_noun(Finding))
def test_a_finding_comes_back_with_everything_under_it(finding: Finding) -> None:
    assert travelled(finding) == finding


@given(timespans())
def test_a_timespan_keeps_open_ends_precision_and_microseconds(span: Timespan) -> None:
    assert travelled(span) == span


def test_a_zone_keeps_its_geometry_to_the_last_bit() -> None:
    zone = Zone(
        id="z",
        title="Z",
        polygon=Polygon([(35.1, 33.0), (35.1 + 1e-13, 33.7), (35.9, 33.3)]),
        error_m=0.1 + 0.2,
        construction="drawn",
    )

    assert travelled(zone) == zone
    assert travelled(dataclasses.replace(zone, polygon=None, not_drawable="no map")).polygon is None


def test_nouns_of_a_union_are_told_apart_even_with_like_fields() -> None:
    rules = (NoPresence(classes=("gun",)), Permission(classes=("gun",)))
    provisions = [
        Provision(
            id="p", title="t", text="x", paper="a", paragraph="1", rule=rule, bound=("n",), of=(),
            in_force=Timespan.parse("2031/.."),
        )
        for rule in rules
    ]  # fmt: skip

    assert [travelled(provision).rule for provision in provisions] == list(rules)


_EAST = timezone(timedelta(hours=3))


def _review(at: datetime) -> Review:
    return Review(
        finding="f", inputs_digest="d", verdict=Verdict.CONFIRM, reviewer="r", reason="x", at=at
    )


@pytest.mark.parametrize(
    ("one", "same"),
    [
        (Place(35, 33, 50), Place(35.0, 33.0, 50.0)),
        (Place(-0.0, 0.0, 0.0), Place(0.0, -0.0, -0.0)),
        (Place(np.float64(35.1), np.float64(33.2), 5), Place(35.1, 33.2, 5)),
        (Count(np.int64(3), None), Count(3, None)),  # type: ignore[arg-type]
        (
            Appended(1, 0, behind=timedelta(hours=25)),
            Appended(1, 0, behind=timedelta(days=1, hours=1)),
        ),
        (_review(datetime(2031, 6, 1, 3, tzinfo=_EAST)), _review(datetime(2031, 6, 1, tzinfo=UTC))),
        (Span(0, 4, Role.MONITOR), Span(0, 4, "monitor")),
    ],
)  # fmt: skip
def test_equal_nouns_give_equal_records(one: object, same: object) -> None:
    assert one == same
    assert canonical_bytes(to_record(one)) == canonical_bytes(to_record(same))


def test_a_field_that_holds_its_default_is_left_out_and_comes_back() -> None:
    row = LogRow(document="d-1", row=3, quote="x", cites="S/1")

    assert sorted(to_record(row)) == ["cites", "document", "quote", "row"]
    assert travelled(row) == row


_BROKEN: list[tuple[dict[str, object], str]] = [
    ({"lon_deg": "1.0", "lat_deg": "1.0"}, "no accuracy_m"),
    ({"lon_deg": 1.0, "lat_deg": "1.0", "accuracy_m": "1.0"}, "at lon_deg: float 1.0"),
    ({"lon_deg": "east", "lat_deg": "1.0", "accuracy_m": "1.0"}, "at lon_deg: 'east'"),
    ({"lon_deg": "1.0", "lat_deg": "99.0", "accuracy_m": "1.0"}, "latitude 99.0"),
    ({"lon_deg": "1.0", "lat_deg": "1.0", "accuracy_m": "1.0", "x": 1}, "Place has no x"),
]


@pytest.mark.parametrize(("record", "words"), _BROKEN)
def test_a_record_that_does_not_fit_is_damage_and_the_place_is_named(
    record: dict[str, object], words: str
) -> None:
    with pytest.raises(LedgerDamaged, match=words):
        from_record(Place, record)


def test_the_path_to_a_misfit_runs_through_lists_and_nouns() -> None:
    teller = {"span": {"start": 0, "end": 4, "quote": 7}, "name": "x", "named": True, "how": "said"}
    claim = {
        "id": "c",
        "document": "d",
        "span": {"start": 0, "end": 1, "quote": ""},
        "kind": "event",
        "stance": "asserts",
        "modality": "happened",
        "chain": [teller],
    }

    with pytest.raises(LedgerDamaged, match=r"at chain\[0\]\.span\.quote: int 7 where a str"):
        from_record(Claim, claim)


@pytest.mark.parametrize(
    ("noun", "words"),
    [
        ({"a": 1}, "is no noun"),
        (Place, "is no noun"),
        (Span("0", 4, "x"), "at start: '0' where a whole number"),  # type: ignore[arg-type]
        (Span(True, 4, "x"), "at start: True where a whole number"),
        (Quantity(span=Span(0, 1, "x"), minimum="2", maximum=None, unit="m"), "at minimum"),  # type: ignore[arg-type]
        (Teller(span=None, name=5, named=True, how="said"), "at name: int 5"),  # type: ignore[arg-type]
        (Timespan(None, None, "day"), "at precision"),  # type: ignore[arg-type]
    ],
)
def test_a_noun_that_breaks_its_own_annotations_is_refused(noun: object, words: str) -> None:
    with pytest.raises(TypeError, match=words):
        to_record(noun)


def test_a_noun_may_hold_its_own_kind() -> None:
    tree = Branch("a", (Branch("b", ()), Branch("c", (Branch("d", ()),))))

    assert travelled(tree) == tree


@dataclasses.dataclass(frozen=True)
class Branch:
    """A noun that holds its own kind."""

    says: str
    under: tuple[Branch, ...]


def test_durations_and_every_noun_of_an_agreement_have_a_form() -> None:
    assert travelled(Appended(1, 2, behind=timedelta(-1, 2, 3))).behind == timedelta(-1, 2, 3)
    agreement = Agreement(
        id="a", title="A", summary="s", papers=(), parties=(), lines=(_LINE,), zones=(),
        provisions=(), disclaimer="d", digest="sha256:0",  # type: ignore[arg-type]
    )  # fmt: skip
    assert travelled(agreement) == agreement
