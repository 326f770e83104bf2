"""Settings: what a casefile's truceline.toml says."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from truceline.errors import Problem, SettingsInvalid, suggestion

FORMAT = 1

_KEYS = ("format", "name", "agreements", "author", "policy", "ledger")
_OPTIONAL = ("agreements", "policy", "ledger")
_AT_LINE = re.compile(r"\(at line (\d+), column (\d+)\)")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Settings of a casefile.

    ``agreements`` are ids of shipped agreements, or folders of the user's own, relative to the
    casefile. ``author`` signs entries where nobody is named. ``policy`` is a file relative to the
    casefile; None is the shipped policy. ``ledger`` names the server that keeps the ledger; None is
    the file in the casefile (``evidence/stores/chosen.py``).
    """

    name: str
    agreements: tuple[str, ...]
    author: str
    policy: str | None = None
    ledger: str | None = None


def settings_text(settings: Settings) -> str:
    """Return settings as the text of a truceline.toml.

    Raises:
        SettingsInvalid: a text is empty, or holds a line break or another control character.

    >>> print(settings_text(Settings(name="Rill", agreements=("riverton",), author="ann")), end="")
    format = 1
    name = "Rill"
    agreements = ["riverton"]
    author = "ann"
    """
    texts = {"name": settings.name, "author": settings.author}
    for key in ("policy", "ledger"):
        if (value := getattr(settings, key)) is not None:
            texts[key] = value
    problems = [_text_problem(key, value) for key, value in texts.items()]
    problems += [_text_problem("agreements", value) for value in settings.agreements]
    told = [Problem("truceline.toml", 0, 0, *problem) for problem in problems if problem]
    if told:
        raise SettingsInvalid(told)
    lines = [
        f"format = {FORMAT}",
        f"name = {_quoted(settings.name)}",
        f"agreements = [{', '.join(map(_quoted, settings.agreements))}]",
        f"author = {_quoted(settings.author)}",
    ]
    lines += [f"{key} = {_quoted(texts[key])}" for key in ("policy", "ledger") if key in texts]
    return "\n".join(lines) + "\n"


def read_settings(file: Path) -> Settings:
    """Return the settings in a truceline.toml.

    Raises:
        SettingsInvalid: with every problem found, and its line as far as it can be told.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
        table = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise SettingsInvalid(
            [Problem(file.name, 0, 0, f"it is not UTF-8 ({error})", "Save it as UTF-8")]
        ) from None
    except tomllib.TOMLDecodeError as error:
        place = _AT_LINE.search(str(error))
        line, column = (int(place[1]), int(place[2])) if place else (0, 0)
        what = _AT_LINE.sub("", str(error)).strip()
        raise SettingsInvalid(
            [Problem(file.name, line, column, f"it is not TOML: {what}", "Mend the line")]
        ) from None
    problems = [
        Problem(file.name, _line_of(text, key), 0, *problem)
        for key in (*_KEYS, *sorted(table.keys() - set(_KEYS)))
        for problem in _problems_with(key, table)
    ]
    if problems:
        raise SettingsInvalid(problems)
    return Settings(
        name=table["name"],
        agreements=tuple(table.get("agreements", ())),
        author=table["author"],
        policy=table.get("policy"),
        ledger=table.get("ledger"),
    )


def with_ledger(text: str, ledger: str | None) -> str:
    """Return the text of a truceline.toml with another place of the ledger, else as it was.

    >>> print(with_ledger('name = "Rill"  # a river', "postgresql"), end="")
    name = "Rill"  # a river
    ledger = "postgresql"
    """
    lines = [
        line for line in text.splitlines() if not re.match(r"""\s*["']?ledger["']?\s*=""", line)
    ]
    if ledger is not None:
        # Before the first table, if there is one: what follows its name belongs to it.
        heads = [number for number, line in enumerate(lines) if line.lstrip().startswith("[")]
        lines.insert(heads[0] if heads else len(lines), f"ledger = {_quoted(ledger)}")
    return "\n".join(lines) + "\n"


def _problems_with(key: str, table: dict[str, object]) -> list[tuple[str, str]]:
    if key not in _KEYS:
        return [(f"there is no setting {key!r}{suggestion(key, _KEYS)}", "Take it out")]
    if key not in table:
        if key in _OPTIONAL:
            return []
        example = f"{key} = {FORMAT}" if key == "format" else f'{key} = "..."'
        return [(f"{key} is missing", f"Add a line such as: {example}")]
    value = table[key]
    if key == "format":
        if type(value) is int and value == FORMAT:
            return []
        return [
            (f"format is {value!r}, and this Truceline knows {FORMAT}", "Use a newer Truceline")
        ]
    if key != "agreements":
        problem = _text_problem(key, value)
        return [problem] if problem else []
    if not isinstance(value, list):
        return [("agreements is no list", 'Write a list: agreements = ["undof-1974"]')]
    return [problem for problem in (_text_problem(key, item) for item in value) if problem]


def _text_problem(key: str, value: object) -> tuple[str, str] | None:
    if not isinstance(value, str):
        return f"{key} holds {value!r}, which is no text", "Write it between quotation marks"
    if not value.strip():
        return f"{key} is empty", "Write at least one letter"
    if _CONTROLS.search(value):
        return f"{key} holds a line break or a control character", "Write it on one line"
    return None


def _line_of(text: str, key: str) -> int:
    for number, line in enumerate(text.splitlines(), start=1):
        if re.match(rf"""\s*["']?{re.escape(key)}["']?\s*[=.]|\s*\[+\s*{re.escape(key)}\b""", line):
            return number
    return 0


def _quoted(text: str) -> str:
    # Without control characters, a JSON string is a TOML basic string.
    return json.dumps(text, ensure_ascii=False)
