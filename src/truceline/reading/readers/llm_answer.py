"""The answer of the llm reader's model: its form, and the strict reading of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from truceline.reading.claim import ClaimKind, Modality, Stance

# Caps: far above what a long article gives, far below what could hurt.
LONGEST_ANSWER = 1_000_000
MOST_CLAIMS = 500
LONGEST_QUOTE = 1_000
MOST_LINKS = 6
MOST_ACTORS = 8

EVENTS = (
    "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "INVESTIGATE",
    "DEMAND", "REQUEST", "DISAPPROVE", "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION",
    "MOBILIZE", "COERCE", "FIGHT", "ASSAULT",
)  # fmt: skip
HOW = (
    "wrote", "said", "told", "confirmed", "denied", "quoted", "cited", "translated", "relayed",
    "reported", "observed", "heard", "logged", "informed", "assessed", "warned",
)  # fmt: skip


class AnswerRefused(ValueError):
    """An answer that is not in the form asked for."""


@dataclass(frozen=True, slots=True)
class ProposedLink:
    """A teller as proposed: the words that name it, and how it told."""

    quote: str
    named: bool
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A claim as proposed; nothing of it is checked against the text yet."""

    sentence: int
    quote: str
    kind: ClaimKind
    stance: Stance
    modality: Modality
    event: str | None
    chain: tuple[ProposedLink, ...]
    who: tuple[str, ...]
    to_whom: tuple[str, ...]


def _object(properties: dict[str, object]) -> dict[str, object]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": sorted(properties),
        "properties": properties,
    }


_TEXT: dict[str, object] = {"type": "string", "maxLength": LONGEST_QUOTE, "minLength": 1}
_TEXTS: dict[str, object] = {"type": "array", "maxItems": MOST_ACTORS, "items": _TEXT}
_LINK = _object(
    {"quote": _TEXT, "named": {"type": "boolean"}, "how": {"type": "string", "enum": list(HOW)}}
)
_CLAIM = _object(
    {
        "sentence": {"type": "integer"},
        "quote": _TEXT,
        "kind": {"type": "string", "enum": [kind.value for kind in ClaimKind]},
        "stance": {"type": "string", "enum": [stance.value for stance in Stance]},
        "modality": {"type": "string", "enum": [modality.value for modality in Modality]},
        "event": {"type": ["string", "null"], "enum": [*EVENTS, None]},
        "chain": {"type": "array", "maxItems": MOST_LINKS, "items": _LINK},
        "who": _TEXTS,
        "to_whom": _TEXTS,
    }
)
ANSWER_FORM: dict[str, object] = _object(
    {"claims": {"type": "array", "maxItems": MOST_CLAIMS, "items": _CLAIM}}
)


def answer_from(answer: str) -> tuple[Proposed, ...]:
    """Return the claims that an answer proposes.

    Raises:
        AnswerRefused: it is too long, no JSON, or not exactly in the form: a missing or a further
            field, a value of another type or outside its list.

    >>> answer_from('{"claims": []}')
    ()
    >>> answer_from('{"claims": [], "accepted": true}')
    Traceback (most recent call last):
    truceline.reading.readers.llm_answer.AnswerRefused: the answer has the field 'accepted'...
    """
    if len(answer) > LONGEST_ANSWER:
        raise AnswerRefused(f"it is longer than {LONGEST_ANSWER:,} characters")
    try:
        value = json.loads(
            answer, parse_constant=_refuse_constant, object_pairs_hook=_without_doubles
        )
    except RecursionError:
        raise AnswerRefused("it is nested too deeply") from None
    except ValueError as error:
        raise AnswerRefused(f"it is no JSON: {str(error)[:80]}") from None
    _check(value, ANSWER_FORM, "the answer")
    return tuple(_proposed(claim) for claim in value["claims"])


def _proposed(claim: Mapping[str, Any]) -> Proposed:
    return Proposed(
        sentence=claim["sentence"],
        quote=claim["quote"],
        kind=ClaimKind(claim["kind"]),
        stance=Stance(claim["stance"]),
        modality=Modality(claim["modality"]),
        event=claim["event"],
        chain=tuple(ProposedLink(x["quote"], x["named"], x["how"]) for x in claim["chain"]),
        who=tuple(claim["who"]),
        to_whom=tuple(claim["to_whom"]),
    )


def _refuse_constant(name: str) -> None:
    raise AnswerRefused(f"it holds {name}, which is no number")


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({key for key, _ in pairs}) < len(pairs):
        raise AnswerRefused("a field stands in it twice")
    return dict(pairs)


_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "boolean": (bool,),
    "null": (type(None),),
}


def _check(value: Any, form: Mapping[str, Any], where: str) -> None:
    """Hold a value against the part of JSON Schema that ``ANSWER_FORM`` is written in."""
    wanted = form["type"] if isinstance(form["type"], list) else [form["type"]]
    fits = any(
        isinstance(value, _TYPES[name]) and (name != "integer" or not isinstance(value, bool))
        for name in wanted
    )
    if not fits:
        raise AnswerRefused(f"{where} is no {' or '.join(wanted)}")
    if "enum" in form and value not in form["enum"]:
        raise AnswerRefused(f"{where} is none of its list")
    if isinstance(value, str) and not (
        form.get("minLength", 0) <= len(value) <= form.get("maxLength", LONGEST_QUOTE)
    ):
        raise AnswerRefused(f"{where} is empty or too long")
    if isinstance(value, list):
        if len(value) > form["maxItems"]:
            raise AnswerRefused(f"{where} has more than {form['maxItems']} items")
        for number, item in enumerate(value, start=1):
            _check(item, form["items"], f"{where}[{number}]")
    if isinstance(value, dict):
        for key in value:
            if key not in form["properties"]:
                raise AnswerRefused(f"{where} has the field {key[:40]!r}, which is not asked for")
        for key in form["required"]:
            if key not in value:
                raise AnswerRefused(f"{where} has no field {key!r}")
            _check(value[key], form["properties"][key], f"{where}.{key}")
