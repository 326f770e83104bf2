"""Worded: a sentence of the engine in the reader's language, its values each set apart."""

from __future__ import annotations

import functools
import re
from string import Formatter
from typing import TYPE_CHECKING

from truceline.sentence import CAPITAL, SENTENCE, Sentence
from truceline.web.language.catalogue import Catalogue, shaped

if TYPE_CHECKING:
    from markupsafe import Markup

# Two words of a Latin script: what nobody translated is then English and marked so. An id, a name
# or a digest is no language's.
_PROSE = re.compile(r"[A-Za-z]{2,}\W+[A-Za-z]{2,}")
_LETTER = re.compile(r"[^\W\d_]")
_SEPARATORS = {"fr": str.maketrans({",": "\u202f", ".": ","})}
_LIST_COMMAS = {"ar": ("، ", "؛ ")}


def worded(text: object, catalogue: Catalogue, *, digits: str = "western") -> Markup:
    """Return what the engine says in the catalogue's language, as part of a page.

    A sentence whose pattern is in the catalogue is worded anew, with numbers, names and ids set
    apart from the direction of the line. What the catalogue lacks, and what is no sentence of the
    engine (an agreement's own words, a source's), stays as it is and is marked as English where it
    reads as prose.

    >>> from truceline.sentence import say
    >>> from truceline.web.language.catalogue import catalogue_of
    >>> str(worded(say("told as {told}", told="<b>"), catalogue_of("en")))
    'told as &lt;b&gt;'
    """
    from markupsafe import Markup, escape

    from truceline.report.markup import writable

    if not isinstance(text, Sentence):
        return _plain(str(text), catalogue, digits)
    if catalogue.lang == "en":
        return escape(shaped(writable(text), digits=digits))
    pattern = _pattern(text, catalogue)
    if pattern is None:
        return Markup('<bdi lang="en">{}</bdi>').format(shaped(writable(text), digits=digits))
    parts = []
    for literal, name, spec, conversion in fields_of(pattern):
        parts.append(escape(literal))
        if name is not None:
            value = text.values[name]
            quoted = repr(value) if conversion == "r" else value
            parts.append(_value(quoted, spec or "", catalogue, digits))
    return Markup("").join(parts)


@functools.lru_cache(maxsize=4096)
def fields_of(pattern: str) -> tuple[tuple[str, str | None, str | None, str | None], ...]:
    """Return the parts of a pattern: words, and the name and form of the value after them.

    >>> fields_of("{n:.0f} m")
    (('', 'n', '.0f', None), (' m', None, None, None))
    """
    return tuple(Formatter().parse(pattern))


def _pattern(text: Sentence, catalogue: Catalogue) -> str | None:
    """Return the pattern in the catalogue's language; None where it lacks one."""
    if not any(_LETTER.search(literal) for literal, *_ in fields_of(text.pattern)):
        comma, semicolon = _LIST_COMMAS.get(catalogue.lang, (", ", "; "))
        return text.pattern.replace(", ", comma).replace("; ", semicolon)
    number = text.values.get("n")
    if text.one and isinstance(number, int):
        forms = catalogue.messages.get((text.one, text.pattern))
        return catalogue.ngettext(text.one, text.pattern, number) if forms else None
    found = catalogue.messages.get(text.pattern)
    return found[0] if found else None


def _value(value: object, spec: str, catalogue: Catalogue, digits: str) -> Markup:
    from markupsafe import Markup

    if isinstance(value, Sentence):
        told = worded(value, catalogue, digits=digits)
        if spec in (CAPITAL, SENTENCE):
            told = _with_capital(told)
        return Markup("{}.").format(told.rstrip(".")) if spec == SENTENCE else told
    if isinstance(value, int | float):
        number = format(value, spec).translate(_SEPARATORS.get(catalogue.lang, {}))
        return Markup("<bdi>{}</bdi>").format(shaped(number, digits=digits))
    return _plain(format(value, spec), catalogue, digits)


def _plain(text: str, catalogue: Catalogue, digits: str) -> Markup:
    from markupsafe import Markup

    from truceline.report.markup import writable

    is_english = catalogue.lang != "en" and _PROSE.search(text) is not None
    shown = shaped(writable(text), digits=digits)
    if is_english:
        return Markup('<bdi lang="en">{}</bdi>').format(shown)
    return Markup("<bdi>{}</bdi>").format(shown)


def _with_capital(told: Markup) -> Markup:
    from markupsafe import Markup

    # A tag or an entity at the beginning holds a name or a number, which keeps its own letters.
    if told[:1] in ("<", "&"):
        return told
    return Markup(told[:1].upper() + told[1:])  # noqa: S704  (a part of what is safe already)
