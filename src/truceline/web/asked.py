"""Asked: what an address asks for, so that every state of every page can be shared by its link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from fastapi import Request

from truceline.errors import NotFound
from truceline.timespan import Timespan
from truceline.web.settings import LANGUAGES

STEPS = ("week", "month", "quarter", "year")
THEMES = ("auto", "light", "dark")
DIGITS = ("western", "arabic")
# What goes with a reader from page to page; the rest belongs to one page.
_CARRIED = ("as-of", "period", "step", "agreement")
_TASTES = {"lang": LANGUAGES, "theme": THEMES, "digits": DIGITS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The day of knowledge, the period, and the reader's tastes.

    ``as_of``, ``period``, ``step`` and ``agreement`` are as written in the address, or None.
    ``lang``, ``theme`` and ``digits`` come from the address, else from the reader's cookies, else
    from the browser's wishes. ``said`` names the tastes that the address itself says.
    """

    path: str
    as_of: str | None = None
    period: str | None = None
    step: str = "quarter"
    agreement: str | None = None
    lang: str = "en"
    theme: str = "auto"
    digits: str = "western"
    said: tuple[str, ...] = ()
    query: tuple[tuple[str, str], ...] = ()

    @property
    def moment(self) -> datetime | None:
        """Return the last moment of the day of knowledge; None for all that is recorded."""
        return None if self.as_of is None else Timespan.parse(self.as_of).end

    @property
    def span(self) -> Timespan | None:
        """Return the period asked for; None for that of the evidence."""
        return None if self.period is None else Timespan.parse(self.period)

    @property
    def agreements(self) -> tuple[str, ...]:
        """Return the one agreement asked for, or none for all."""
        return () if self.agreement is None else (self.agreement,)

    @property
    def direction(self) -> str:
        """Return the direction of the language: ltr or rtl."""
        return "rtl" if self.lang == "ar" else "ltr"

    def link(self, path: str, **changes: str | None) -> str:
        """Return an address of another page in the same state, with some of it changed.

        >>> Asked(path="/", as_of="2026-11-01").link("/map", period="2013", as_of=None)
        '/map?period=2013'
        """
        state: dict[str, str | None] = {
            "as-of": self.as_of,
            "period": self.period,
            "step": None if self.step == "quarter" else self.step,
            "agreement": self.agreement,
            **{taste: getattr(self, taste) for taste in self.said},
        }
        state.update({name.replace("_", "-"): value for name, value in changes.items()})
        written = urlencode({name: value for name, value in state.items() if value})
        return f"{path}?{written}" if written else path

    def here(self, **changes: str | None) -> str:
        """Return the address of this page with some of its state changed."""
        own = {
            name.replace("-", "_"): value
            for name, value in self.query
            if name not in _CARRIED and name not in _TASTES
        }
        return self.link(self.path, **{**own, **changes})


def asked(request: Request) -> Asked:
    """Return what a request asks for.

    Raises:
        TimespanInvalid: a day or a period that does not exist.
        NotFound: a step, language or theme that is not there.
    """
    query = request.query_params
    step = query.get("step") or "quarter"
    if step not in STEPS:
        raise NotFound("step", step, known=STEPS)
    tastes = {name: _taste(request, name, known) for name, known in _TASTES.items()}
    found = Asked(
        path=request.url.path,
        as_of=query.get("as-of") or None,
        period=query.get("period") or None,
        step=step,
        agreement=query.get("agreement") or None,
        said=tuple(name for name in _TASTES if query.get(name)),
        query=tuple(query.multi_items()),
        **tastes,
    )
    # A day or a period that cannot be is told now, not where a page first needs it.
    _ = (found.moment, found.span)
    return found


def plainly_asked(request: Request) -> Asked:
    """Return a plain state of a page whose address is wrong, in the tastes that it does say."""

    def taste(name: str) -> str:
        known, given = _TASTES[name], request.query_params.get(name)
        return given if given in known else _kept_taste(request, name, known)

    return Asked(
        path=request.url.path, lang=taste("lang"), theme=taste("theme"), digits=taste("digits")
    )


def _taste(request: Request, name: str, known: tuple[str, ...]) -> str:
    given = request.query_params.get(name)
    if given:
        if given not in known:
            raise NotFound({"lang": "language"}.get(name, name), given, known=known)
        return given
    return _kept_taste(request, name, known)


def _kept_taste(request: Request, name: str, known: tuple[str, ...]) -> str:
    kept = request.cookies.get(name)
    if kept in known:
        return str(kept)
    if name != "lang":
        return known[0]
    from babel.core import negotiate_locale

    wishes = [
        part.split(";")[0].strip().split("-")[0]
        for part in request.headers.get("accept-language", "").split(",")
    ]
    fallback: str = request.app.state.settings.language
    return negotiate_locale(wishes, known) or fallback
