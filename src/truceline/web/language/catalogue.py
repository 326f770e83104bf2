"""Catalogue: what a page says in the reader's language; its plurals, numbers and days."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

_EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The words of one language. English is what the templates are written in.

    ``messages`` maps a message (and a plural's two forms) to its forms in the language.
    """

    lang: str
    messages: dict[str | tuple[str, str], tuple[str, ...]]

    def gettext(self, message: str) -> str:
        """Return a message in this language; as written where the catalogue lacks it."""
        forms = self.messages.get(message)
        return forms[0] if forms else message

    def ngettext(self, one: str, many: str, number: int) -> str:
        """Return the form of a message that goes with a number."""
        forms = self.messages.get((one, many))
        if not forms:
            return one if number == 1 else many
        return forms[min(_plural_index(self.lang, number), len(forms) - 1)]

    def number(self, value: float, *, digits: str = "western") -> str:
        """Return a number with the language's separators.

        >>> catalogue_of("fr").number(12345)
        '12\\u202f345'
        """
        from babel.numbers import format_decimal

        return shaped(format_decimal(value, locale=self._locale), digits=digits)

    def day(self, moment: date | datetime, *, digits: str = "western") -> str:
        """Return a day as the language writes it, always with its year.

        >>> catalogue_of("fr").day(date(2026, 11, 1))
        '1 nov. 2026'
        """
        from babel.dates import format_date

        return shaped(format_date(moment, format="medium", locale=self._locale), digits=digits)

    @property
    def _locale(self) -> str:
        # Plain "ar" writes eastern digits in some releases of the locale data; the reader chooses.
        return "ar_EG@numbers=latn" if self.lang == "ar" else self.lang


def shaped(text: str, *, digits: str) -> str:
    """Return a text with the digits that the reader chose: western or arabic.

    >>> shaped("12 km", digits="arabic")
    '١٢ km'
    """
    western = text.translate(str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789"))
    return western.translate(_EASTERN) if digits == "arabic" else western


@functools.cache
def catalogue_of(lang: str) -> Catalogue:
    """Return the catalogue of a language, all its pages together.

    >>> catalogue_of("en").gettext("Situation")
    'Situation'
    """
    messages: dict[str | tuple[str, str], tuple[str, ...]] = {}
    for page in pages_of(lang):
        for message in page:
            key, written = message.id, message.string
            if not key:
                continue
            forms = (written,) if isinstance(written, str) else tuple(written or ())
            if forms and all(forms) and not message.fuzzy:
                messages[key if isinstance(key, str) else (key[0], key[1])] = forms
    return Catalogue(lang, messages)


def pages_of(lang: str) -> Iterator[Catalog]:
    """Yield the catalogues of a language as they lie in their files; none for English."""
    from babel.messages.pofile import read_po

    folder = resources.files("truceline.web.language").joinpath(lang)
    if not folder.is_dir():
        return
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if file.name.endswith(".po"):
            with file.open("rb") as stream:
                yield read_po(stream, locale=lang)


def _plural_index(lang: str, number: int) -> int:
    from babel import Locale

    # The order of a catalogue's forms is that of its Plural-Forms header, which for these
    # languages is the order below.
    order = {"ar": ("zero", "one", "two", "few", "many", "other"), "fr": ("one", "other")}
    tag = Locale.parse(lang).plural_form(number)
    forms = order.get(lang, ("one", "other"))
    return forms.index(tag) if tag in forms else len(forms) - 1
