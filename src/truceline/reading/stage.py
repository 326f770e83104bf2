"""Stage: the parts of reading whose own output can be asked for."""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """A stage of reading, by the name that users give it."""

    PAGE = "page"
    TIMES = "times"
    PLACES = "places"
    QUANTITIES = "quantities"
    ATTRIBUTION = "attribution"
    EVENTS = "events"
