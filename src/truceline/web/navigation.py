"""Navigation: where one can go, in the order of a day's work."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the menu: the name of its route, its message, and the group it stands in."""

    route: str
    title: str
    group: str


def N_(message: str) -> str:  # noqa: N802  (the name that message extractors look for)
    """Mark a message for the catalogues and return it as it is."""
    return message


MENU = (
    Place("situation", N_("Situation"), "look"),
    Place("map", N_("Map"), "look"),
    Place("incidents", N_("Incidents"), "look"),
    Place("coverage", N_("Coverage"), "look"),
    Place("control", N_("Control"), "look"),
    Place("diplomacy", N_("Diplomacy"), "look"),
    Place("agreement", N_("Agreement"), "promised"),
    Place("documents", N_("Documents"), "evidence"),
    Place("inbox", N_("Inbox"), "evidence"),
    Place("marks", N_("Marks"), "evidence"),
    Place("contribute", N_("Contribute"), "evidence"),
    Place("reports", N_("Reports"), "evidence"),
    Place("ledger", N_("Ledger"), "trust"),
    Place("people", N_("People and tokens"), "trust"),
)


def places_for(request: Request) -> list[tuple[Place, str]]:
    """Return the entries of the menu whose page is served and open to this reader, with address."""
    served: dict[str, str] = request.app.state.addresses
    may = getattr(request.state, "may", lambda _route: False)
    return [
        (place, served[place.route]) for place in MENU if place.route in served and may(place.route)
    ]
