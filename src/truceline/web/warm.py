"""Warm: a large casefile is read and judged when a desk starts, before anybody asks for a page."""

from __future__ import annotations

import logging
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from truceline.casework.sight import ALL, Sight
from truceline.errors import TrucelineError
from truceline.web.asked import Asked
from truceline.web.keeping import LARGE_ENTRIES

if TYPE_CHECKING:
    from datetime import datetime

    from truceline.web.view import View

log = logging.getLogger(__name__)


def warm(view: View, *, at: datetime) -> threading.Thread | None:
    """Begin to work out what the first page needs; None for a casefile that takes no time.

    It is the whole as it stands, for who sees all: what is shown to others comes out of it, or is
    worked out when they ask.
    """
    if view.states.now(view.path)[0] < LARGE_ENTRIES:
        return None
    whole = replace(view, sight=Sight(clearance=ALL, at=at), behind=[])
    thread = threading.Thread(target=_worked_out, args=(whole,), name="warm", daemon=True)
    thread.start()
    return thread


def _worked_out(view: View) -> None:
    try:
        view.judged(Asked(path="/"))
    except TrucelineError as refused:
        # Whoever asks for a page is told the same, and how to mend it.
        log.warning("the casefile could not be judged: %s", refused)
