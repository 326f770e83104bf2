"""Schema: the agreement file as JSON Schema, made from the tables that the loader reads by.

For editors: they complete keys and words while one types, and flag what is not one. Whether lines
meet and papers exist only the check can tell.

Source: JSON Schema, draft 2020-12.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from truceline.agreement import (
    load,
    read_duties,
    read_lines,
    read_provisions,
    read_rules,
    read_sections,
    read_sources,
    read_variants,
    read_zones,
    zone_maker,
)
from truceline.agreement.around import BASES
from truceline.agreement.instrument import Rank
from truceline.agreement.party import Role
from truceline.agreement.provision import Standing
from truceline.agreement.taxonomy import load_taxonomy

Schema = dict[str, object]

# Every value is read as text; an editor sees 75 as a number and 1974-05-31 as text.
_TEXT: Schema = {"type": ["string", "number", "boolean"]}
_TEXTS: Schema = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}


def schema() -> Schema:
    """Return the schema of ``agreement.yaml`` as a plain record."""
    top = _row(load.KEYS, needed=load.NEEDED)
    properties = _properties(top)
    for section, thing in _sections().items():
        properties[section] = {"type": "object", "additionalProperties": thing}
    properties["status"] = {"type": "array", "items": _row(("at", "by", "says", "source"))}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Truceline agreement",
        "description": "agreement.yaml: papers, parties, lines, zones and provisions.",
        **top,
    }


def as_text() -> str:
    """Return the schema as the text of the published file.

    >>> as_text().startswith('{')
    True
    """
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


def _sections() -> dict[str, Schema]:
    tie = _row(("tie", "to", "during"), needed=("tie", "to"), words={"tie": read_sections.TIES})
    item = _row(
        read_sources.ITEM_KEYS,
        needed=read_sources.ITEM_KEYS[:3],
        words={"asset": load_taxonomy().classes},
    )
    cut = _row(("by", "keep"), needed=("by", "keep"), words={"keep": zone_maker.SIDES})
    return {
        "papers": _row(
            read_sections.PAPER_KEYS,
            needed=("title", "rank"),
            words={"rank": [rank.value for rank in Rank], "read": read_sections.READ},
            forms={"bound": _TEXTS},
        ),
        "parties": _row(
            read_sections.PARTY_KEYS,
            needed=("title", "role"),
            words={"role": [role.value for role in Role]},
            forms={"called": _TEXTS, "adversaries": _TEXTS, "affiliations": _list(tie)},
        ),
        "lines": _row(
            read_lines.LINE_KEYS,
            needed=("title",),
            forms={"called": _TEXTS, "replaced": _row(("by",), needed=("by",))},
        ),
        "zones": _row(
            sorted(read_zones.EVERY_KEY),
            needed=("title",),
            words={"side": zone_maker.SIDES, "ends": zone_maker.ENDS, "base": BASES},
            forms={
                **dict.fromkeys(
                    (
                        "called",
                        "medium",
                        "between",
                        "closing",
                        "union",
                        "intersection",
                        "difference",
                        "part of",
                        "steps",
                        "bands",
                    ),
                    _TEXTS,
                ),
                "cut": {"anyOf": [cut, _list(cut)]},
            },
        ),
        "moments": _row(read_sources.MOMENT_KEYS, needed=("title",)),
        "inventories": _row(
            read_sources.INVENTORY_KEYS,
            needed=read_sources.INVENTORY_KEYS,
            forms={"holds": _list(item)},
        ),
        "provisions": _provision(),
    }


def _provision() -> Schema:
    per_party: Schema = {"anyOf": [*_TEXTS_OR, {"type": "object", "additionalProperties": _TEXTS}]}
    verifier = _row(("by", "during"), needed=("by", "during"))
    reading = _row(
        read_variants.READING_KEYS,
        needed=("says", "by"),
        forms={"through": _TEXTS, "excuses": _words(load_taxonomy().acts)},
    )
    change = _row(
        read_variants.CHANGE_KEYS,
        needed=("during", "by"),
        forms={"by": _TEXTS, "in": per_party},
    )
    return _row(
        read_provisions.KEYS,
        needed=("title", "text", "cites", "bound"),
        words={
            "standing": [standing.value for standing in Standing],
            "mark": read_provisions.MARKS,
            "review": read_provisions.REVIEWS,
        },
        forms={
            "bound": _TEXTS,
            "but": _TEXTS,
            "of": per_party,
            "in": per_party,
            "verified by": {"anyOf": [_TEXT, _list({"anyOf": [_TEXT, verifier]})]},
            "readings": _list(reading),
            "changes": _list(change),
            **_verbs(per_party),
        },
    )


def _verbs(per_party: Schema) -> dict[str, Schema]:
    taxonomy = load_taxonomy()
    classes, acts = _words(taxonomy.classes), _words(taxonomy.acts)
    relations = _words(read_duties.RELATIONS)
    row = _row(
        read_rules.ROW_KEYS,
        needed=("in",),
        forms={
            "with": classes,
            "model": _words([model.name for model in taxonomy.models]),
            "in": per_party,
        },
    )
    acting = {"act": acts, "with": classes, "relation": relations}
    return {
        "prohibits": _row(
            read_rules.PROHIBIT_KEYS,
            forms={"presence": classes, "line": per_party, "table": _list(row), **acting},
        ),
        "limits": _row(read_rules.LIMIT_KEYS, needed=("asset",), forms={"asset": classes}),
        "requires": _row(
            read_duties.DUTY_KEYS,
            words={"duty": taxonomy.duties, "on": taxonomy.duties},
            forms={
                "drill": _words(taxonomy.duties),
                "before": acts,
                "after": _TEXTS,
                "with": classes,
                "relation": relations,
            },
        ),
        "permits": _row(
            read_rules.PERMIT_KEYS,
            forms={"presence": classes, "act": acts, "with": classes, "lifts": _TEXTS},
        ),
    }


_TEXTS_OR: list[Schema] = [_TEXT, {"type": "array", "items": _TEXT}]


def _row(
    keys: Iterable[str],
    *,
    needed: Iterable[str] = (),
    words: Mapping[str, Iterable[str]] | None = None,
    forms: Mapping[str, Schema] | None = None,
) -> Schema:
    """Return the schema of a mapping that holds these keys and no other."""
    properties: dict[str, Schema] = dict.fromkeys(keys, _TEXT)
    properties |= {key: {"enum": list(known)} for key, known in (words or {}).items()}
    properties |= dict(forms or {})
    return {
        "type": "object",
        "properties": properties,
        "required": list(needed),
        "additionalProperties": False,
    }


def _properties(row: Schema) -> dict[str, object]:
    found = row["properties"]
    return found if isinstance(found, dict) else {}


def _words(known: Iterable[str]) -> Schema:
    one: Schema = {"enum": list(known)}
    return {"anyOf": [one, {"type": "array", "items": one}]}


def _list(item: Schema) -> Schema:
    return {"type": "array", "items": item}
