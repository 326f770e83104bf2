"""A leaf shows no more than it should, and is written in one way only."""

from __future__ import annotations

import dataclasses
import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.assessment.review import Review
from truceline.casework.edition import Edition
from truceline.errors import LedgerDamaged, Problem
from truceline.evidence.document import Document
from truceline.evidence.fields import FIELDS
from truceline.evidence.leaf import (
    Columns,
    columns_of,
    leaf_and_body,
    opened,
    values_of,
)
from truceline.evidence.salts import commitment, salts_of
from truceline.observation.coverage import Coverage
from truceline.observation.observation import Observation
from truceline.reading.claim import Claim
from truceline.reading.page import Page
from truceline.reading.readers.llm import Proposals

COLUMNS = Columns("claim", "0" * 31 + "7", "2031-06-02T00:00:00.000000Z", None, None, b"t" * 32)
SECRET = b"s" * 32
plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text("abz_", min_size=1), inner, max_size=4)
    ),
    max_leaves=8,
)
records = st.dictionaries(st.text("abcxyz_", min_size=1, max_size=9), plain, max_size=8)


def made(record: dict[str, object], usual: tuple[str, ...] = ()) -> tuple[bytes, bytes]:
    """Return leaf and body of a record."""
    values = values_of(record, author="ann", key="c-1", supersedes=None)
    clock = COLUMNS.recorded_at
    return leaf_and_body(values, columns=COLUMNS, clock=clock, secret=SECRET, usual=usual)


@given(record=records)
def test_a_leaf_is_canonical_its_columns_and_its_body_come_back(
    record: dict[str, object],
) -> None:
    leaf, body = made(record, ("when", "where"))

    again = json.dumps(json.loads(leaf), sort_keys=True, separators=(",", ":"))
    assert leaf == again.encode()
    assert columns_of(leaf) == COLUMNS
    assert json.loads(leaf)["body"] == hashlib.sha256(body).hexdigest()
    found = opened(leaf, body, rec=COLUMNS.rec, secret=SECRET)
    assert found == {"author": "ann", "key": "c-1", "record": record, "supersedes": None}


@given(record=records)
def test_every_field_opens_its_own_commitment_and_no_other(record: dict[str, object]) -> None:
    leaf, _ = made(record, ("when", "where"))
    shown, salts = json.loads(leaf)["fields"], salts_of(leaf, SECRET)
    values = values_of(record, author="ann", key="c-1", supersedes=None)
    rec = bytes.fromhex(COLUMNS.rec)

    for path, value in values.items():
        salt = salts[path]
        assert commitment(rec, path, salt, value) == shown[path]
        assert commitment(rec, path + "x", salt, value) != shown[path]
        assert commitment(bytes(16), path, salt, value) != shown[path]
    assert len(set(shown.values())) == len(shown)


def test_a_leaf_tells_neither_a_value_nor_which_fields_a_record_has() -> None:
    empty, full = made({}, ("place", "when")), made({"place": "Oxmere"}, ("place", "when"))

    assert b"Oxmere" not in full[0] + full[1]
    assert b"ann" not in full[0]
    assert json.loads(empty[0])["fields"].keys() == json.loads(full[0])["fields"].keys()
    assert len(empty[0]) == len(full[0])


def test_a_body_opens_under_its_own_leaf_alone() -> None:
    leaf, body = made({"words": "x"})
    for changed in (leaf.replace(b"claim", b"clain"), leaf.replace(b"2031", b"2032")):
        with pytest.raises(LedgerDamaged):
            opened(changed, body, rec=COLUMNS.rec, secret=SECRET)


@pytest.mark.parametrize(
    ("record", "words"),
    [
        ({"p": 0.5}, "at p: float"),
        ({"p": {"q": [2**53]}}, r"at p\.q\[0\]: 9007199254740992 is too large"),
        ({"p": {"\u00e9": 1}}, "at p: key"),
        ({"@key": "x"}, "cannot be called"),
        ({'"': "x"}, "cannot be called"),
        ({f"field_{n}": n for n in range(99)}, "at most 8,192"),
    ],
)
def test_what_has_two_spellings_or_no_room_is_refused(
    record: dict[str, object], words: str
) -> None:
    with pytest.raises(TypeError, match=words):
        made(record)


@pytest.mark.parametrize(
    ("kind", "noun"),
    [
        ("document", Document),
        ("page", Page),
        ("claim", Claim),
        ("proposal", Proposals),
        ("observation", Observation),
        ("coverage", Coverage),
        ("review", Review),
        ("edition", Edition),
        ("refusal", Problem),
    ],
)
def test_the_usual_fields_are_those_of_the_noun(kind: str, noun: type) -> None:
    assert FIELDS[kind] == tuple(sorted(field.name for field in dataclasses.fields(noun)))
