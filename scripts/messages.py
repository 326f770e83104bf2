"""Messages: what the pages say, and what the catalogues lack or no longer need.

Usage: python -m scripts.messages          tell what is missing and what is left over
       python -m scripts.messages --add    write what is missing into catalogues, still empty

A message goes into the catalogue that is named after the first template or module that says it.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from truceline.agreement.instrument import Rank
from truceline.agreement.provision import Standing
from truceline.agreement.read_sections import READ
from truceline.agreement.taxonomy import load_taxonomy
from truceline.assessment.finding import Reason, Status
from truceline.assessment.review import Verdict
from truceline.casework.audience import Audience
from truceline.evidence.ledger import EntryKind
from truceline.observation.grade import CREDIBILITY, RELIABILITY
from truceline.observation.observation import Method, Relation
from truceline.reading.claim import ClaimKind, Modality, Stance
from truceline.reading.decision import Choice
from truceline.reading.page import LineLabel
from truceline.report.reading_marks import KINDS
from truceline.report.wording import COUNTED, every_word
from truceline.web.asked import STEPS, THEMES
from truceline.web.people.roles import Role, Scope

ENGINE = Path(__file__).resolve().parent.parent / "src" / "truceline"
WEB = ENGINE / "web"
# How a link of a chain told on, where the engine itself has the word; a source's verb stays.
MANNERS = ("wrote", "said", "told", "reported", "observed", "logged", "relayed")
LANGUAGES = ("fr", "ar")
# Words of the engine reach a page as values: they are messages as well.
# What the engine says, in patterns; the command line says it in English alone.
_SAID = {"say": None, "say_many": (1, 2)}
_KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "N_": None, **_SAID}
_SILENT = ("web", "cli", "scale")
_LETTER = re.compile(r"[^\W\d_]")

Key = str | tuple[str, str]


def said() -> dict[Key, str]:
    """Return every message of the pages, with the catalogue that it belongs to."""
    found: dict[Key, str] = {}
    for path in sorted(WEB.rglob("*")):
        method = {".html": "jinja2", ".py": "python"}.get(path.suffix)
        if method is None:
            continue
        options = {"trimmed": "false", "silent": "false"} if method == "jinja2" else {}
        extractor = "jinja2.ext:babel_extract" if method == "jinja2" else "python"
        for _, message, _, _ in extract_from_file(
            extractor, path, keywords=_KEYWORDS, options=options
        ):
            key = _key(message)
            if any(_LETTER.search(literal) for literal in literals_of(key)):
                found.setdefault(key, path.stem)
    for word in _engine_words():
        found.setdefault(word, "words")
    for message, part in _engine_sentences():
        found.setdefault(message, f"engine_{part}")
    return found


def _engine_sentences() -> Iterator[tuple[Key, str]]:
    """Yield the patterns of the engine's sentences that hold a word, each with its part."""
    for path in sorted(ENGINE.rglob("*.py")):
        part = path.relative_to(ENGINE).parts[0].removesuffix(".py")
        if part in _SILENT:
            continue
        for _, message, _, _ in extract_from_file("python", path, keywords=_SAID):
            key = _key(message)
            if any(_LETTER.search(literal) for literal in literals_of(key)):
                yield key, part


def literals_of(key: Key) -> Iterator[str]:
    """Yield the words of a pattern, without its values."""
    for pattern in (key,) if isinstance(key, str) else key:
        yield from (literal for literal, *_ in Formatter().parse(pattern))


def held(lang: str) -> dict[Key, tuple[str, bool]]:
    """Return what the catalogues of a language hold: the file, and whether it is translated."""
    found: dict[Key, tuple[str, bool]] = {}
    for path in sorted((WEB / "language" / lang).glob("*.po")):
        for message in _read(path, lang):
            if message.id:
                forms = message.string or ""
                whole = all(forms) and bool(forms) and not message.fuzzy
                found[_key(message.id)] = (path.stem, whole)
    return found


def problems() -> Iterator[str]:
    """Yield a sentence for each message that is missing, untranslated or left over."""
    wanted = said()
    for lang in LANGUAGES:
        there = held(lang)
        for key, stem in wanted.items():
            if key not in there:
                yield f"{lang}/{stem}.po lacks {key!r}"
            elif not there[key][1]:
                yield f"{lang}/{there[key][0]}.po leaves {key!r} untranslated"
        for key, (stem, _) in there.items():
            if key not in wanted:
                yield f"{lang}/{stem}.po holds {key!r}, which no page says"


def add() -> int:
    """Write what is missing into the catalogues, untranslated; return how many were added."""
    added = 0
    for lang in LANGUAGES:
        there = held(lang)
        lacking: dict[str, list[Key]] = {}
        for key, stem in said().items():
            if key not in there:
                lacking.setdefault(stem, []).append(key)
        for stem, keys in lacking.items():
            path = WEB / "language" / lang / f"{stem}.po"
            catalogue = _read(path, lang) if path.exists() else Catalog(locale=lang)
            for key in keys:
                catalogue.add(key)
                added += 1
            write(catalogue, path)
    return added


def write(catalogue: Catalog, path: Path) -> None:
    """Write a catalogue without dates, names or places in code: only words that matter."""
    path.parent.mkdir(parents=True, exist_ok=True)
    plain = Catalog(locale=catalogue.locale)
    for message in catalogue:
        if message.id:
            plain.add(message.id, message.string)
    with path.open("wb") as stream:
        write_po(stream, plain, no_location=True, omit_header=True, sort_output=True, width=100)


def _read(path: Path, lang: str) -> Catalog:
    with path.open("rb") as stream:
        return read_po(stream, locale=lang)


def _key(message: str | Sequence[str]) -> Key:
    return message if isinstance(message, str) else (message[0], message[1])


def _engine_words() -> Iterator[Key]:
    yield from (status.value for status in Status)
    yield from (reason.value for reason in Reason)
    yield from (verdict.value for verdict in Verdict)
    for words in (ClaimKind, Stance, Modality, LineLabel, Choice):
        yield from (word.value for word in words)
    yield from (kind.means for kind in KINDS)
    yield from STEPS
    yield from (f"theme: {theme}" for theme in THEMES)
    yield from (role.value for role in Role)
    for listed in (Rank, Standing, Method, EntryKind):
        yield from (word.value for word in listed)
    yield from (*READ, *RELIABILITY.values(), *CREDIBILITY.values())
    yield from (audience.value for audience in Audience)
    yield from (scope.value for scope in Scope)
    yield from every_word()
    yield from (entry.name for entry in load_taxonomy().entries)
    yield from (word.value for word in Relation)
    yield from MANNERS
    for noun in COUNTED:
        yield f"no {noun}s"
        yield f"{{n}} {noun}", f"{{n}} {noun}s"


def main() -> int:
    """Tell or add; the exit code is 1 where something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--add", action="store_true", help="write empty entries for what is missing"
    )
    if parser.parse_args().add:
        sys.stdout.write(f"{add()} entries added; translate them\n")
    found = list(problems())
    sys.stdout.writelines(f"{problem}\n" for problem in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
