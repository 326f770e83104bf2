"""Page: a template filled in for one reader: language, direction, state, who is signed in."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fastapi import Request
from fastapi.responses import HTMLResponse

from truceline.report.mark import MARKS
from truceline.sentence import term
from truceline.web import acting
from truceline.web.asked import STEPS, THEMES, Asked, asked, plainly_asked
from truceline.web.language.catalogue import Catalogue, catalogue_of, shaped
from truceline.web.language.worded import worded
from truceline.web.navigation import places_for
from truceline.web.settings import LANGUAGES
from truceline.web.waiting import waiting_now

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

    from truceline.web.view import View

_COOKIE_LIFE_S = 365 * 24 * 3600
# Answers from here on tell of a refusal or a mishap.
_MISHAP = 400
_LANGUAGE_NAMES = {"en": "English", "fr": "Français", "ar": "العربية"}


def shown(
    request: Request, template: str, *, status_code: int = 200, **context: object
) -> HTMLResponse:
    """Return a page. What the address says of language, theme and digits is kept for next time.

    Every template gets ``asked`` (the state, with ``link`` and ``here``), ``_`` and ``ngettext``,
    ``number``, ``day``, ``iso`` (an id or a number set apart from the direction of its sentence),
    ``said`` (what the engine says) and ``word`` (a word of its lists) in the reader's language,
    ``places`` (where one can go), ``marks`` (how a status looks), ``person``, ``may`` (whether a
    route can be offered), ``csrf_field`` (what every form that writes carries) and ``waiting`` (how
    many documents wait in the inbox, where that is known).
    """
    state = asked_or_plain(request)
    # A page that tells of a mishap asks nothing more of the record.
    waiting = waiting_now(request, state) if status_code < _MISHAP else None
    words = words_for(request, state) | {"waiting": waiting} | _lateness(request)
    body = environment().get_template(template).render(words | context)
    response = HTMLResponse(body, status_code=status_code)
    settings = request.app.state.settings
    for taste in state.said:
        response.set_cookie(
            taste, getattr(state, taste), max_age=_COOKIE_LIFE_S, samesite="lax",
            secure=not settings.is_local, httponly=True,
        )  # fmt: skip
    return response


def words_for(request: Request, state: Asked) -> dict[str, Any]:
    """Return what every template is filled with."""
    catalogue: Catalogue = catalogue_of(state.lang)
    return {
        "request": request,
        "settings": request.app.state.settings,
        "asked": state,
        "_": catalogue.gettext,
        "gettext": catalogue.gettext,
        "ngettext": catalogue.ngettext,
        "number": functools.partial(catalogue.number, digits=state.digits),
        "day": functools.partial(catalogue.day, digits=state.digits),
        "iso": functools.partial(isolated, digits=state.digits),
        "said": functools.partial(worded, catalogue=catalogue, digits=state.digits),
        "word": lambda text: worded(term(str(text)), catalogue, digits=state.digits),
        "marks": MARKS,
        "places": places_for(request),
        "may": functools.partial(acting.may, request),
        "csrf_field": functools.partial(acting.csrf_field, request),
        "author": functools.partial(acting.author_of, request),
        "is_signed_in": functools.partial(acting.is_signed_in, request),
        "person": getattr(request.state, "person", None),
        "events": request.app.state.addresses.get("events"),
        "languages": [(code, _LANGUAGE_NAMES[code]) for code in LANGUAGES],
        "steps": STEPS,
        "themes": THEMES,
    }


def _lateness(request: Request) -> dict[str, object]:
    """Return whether a page shows an older state than there is, and up to which entry.

    How many entries there are is told to those alone from whom none is hidden.
    """
    view: View | None = getattr(request.state, "view", None)
    if view is None or not view.behind:
        return {"late": False, "late_entry": None}
    return {"late": True, "late_entry": min(view.behind) if view.bounds() is None else None}


def asked_or_plain(request: Request) -> Asked:
    """Return what the address asks for, or a plain state where the address itself is wrong."""
    from truceline.errors import TrucelineError

    try:
        return asked(request)
    except TrucelineError:
        return plainly_asked(request)


def isolated(text: object, *, digits: str = "western") -> Markup:
    """Return an id, a number or a name that keeps its own direction inside any sentence.

    >>> str(isolated("DA-B4"))
    '<bdi>DA-B4</bdi>'
    """
    from markupsafe import Markup, escape

    from truceline.report.markup import writable

    return Markup("<bdi>{}</bdi>").format(escape(shaped(writable(str(text)), digits=digits)))


@functools.cache
def environment() -> Environment:
    """Return the environment of all templates: everything is escaped, an unknown name refused."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    found = Environment(
        loader=PackageLoader("truceline.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    found.filters["mark"] = _mark
    return found


def _mark(status: object) -> Mapping[str, str]:
    mark = MARKS[status]  # type: ignore[index]
    return {"name": mark.name, "letter": mark.letter}
