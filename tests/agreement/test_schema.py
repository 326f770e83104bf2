"""The published schema is the loader's own table, and every shipped agreement fits it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.conftest import ROOT
from truceline.agreement.load import file_of, shipped_agreements
from truceline.agreement.schema import as_text, schema

PUBLISHED = ROOT / "docs" / "reference" / "agreement.schema.json"
SMALL = Path(__file__).with_name("small") / "agreement.yaml"
SKELETON = ROOT / "src" / "truceline" / "agreement" / "skeleton" / "agreement.yaml"
TYPES = {"string": str, "number": (int, float), "boolean": bool, "object": dict, "array": list}


def _loaded(file: Path) -> Any:
    # Dates are text to the loader and to editors.
    yaml = YAML(typ="base")
    return yaml.load(file.read_text(encoding="utf-8"))


def faults(value: Any, own: dict[str, Any], at: str = "") -> list[str]:
    """Return where a value does not fit a schema, for the few keywords that ours uses."""
    if "anyOf" in own:
        tried = [faults(value, one, at) for one in own["anyOf"]]
        return [] if [] in tried else min(tried, key=len)
    if "enum" in own:
        return [] if value in own["enum"] else [f"{at}: {value!r}"]
    wanted = own.get("type", list(TYPES))
    names = [wanted] if isinstance(wanted, str) else wanted
    if not isinstance(value, tuple(kind for name in names for kind in _kinds(name))):
        return [f"{at}: {value!r} is no {wanted}"]
    if isinstance(value, list):
        items = own.get("items", {})
        return [f for n, one in enumerate(value) for f in faults(one, items, f"{at}[{n}]")]
    if not isinstance(value, dict):
        return []
    found = [f"{at} lacks {key}" for key in own.get("required", ()) if key not in value]
    known, rest = own.get("properties", {}), own.get("additionalProperties", {})
    for key, inside in value.items():
        if key not in known and rest is False:
            found.append(f"{at} has no key {key}")
        else:
            found += faults(inside, known.get(key, rest or {}), f"{at}/{key}")
    return found


def _kinds(name: str) -> tuple[type, ...]:
    kind = TYPES[name]
    return kind if isinstance(kind, tuple) else (kind,)


def test_the_published_schema_is_the_one_that_is_made() -> None:
    assert PUBLISHED.read_text(encoding="utf-8") == as_text(), (
        "run: truceline agreement schema --output docs/reference/agreement.schema.json"
    )


@pytest.mark.parametrize("name", shipped_agreements())
def test_every_shipped_agreement_fits_the_schema(name: str) -> None:
    assert faults(_loaded(file_of(name)), schema()) == []


def test_small_agreements_fit_the_schema() -> None:
    assert faults(_loaded(SMALL), schema()) == []
    assert faults(_loaded(SKELETON), schema()) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("rank: signed agreement", "rank: singed agreement"),
        ("prohibits: {presence: military presence}", "prohibits: {presence: tea}"),
        ("side: north\n    to", "sid: north\n    to"),
        ("    cites: P1 1\n", ""),
        ("every: 15 days", "evry: 15 days"),
    ],
)
def test_what_is_wrong_in_form_is_flagged(tmp_path: Path, old: str, new: str) -> None:
    text = SKELETON.read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / "agreement.yaml"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")

    assert faults(_loaded(file), schema()) != []
