"""Events: a polite word to open pages when the record has grown, as server-sent events."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Header, HTTPException, Query, Request
from fastapi.responses import StreamingResponse

if TYPE_CHECKING:
    from truceline.web.view import View

router = APIRouter()

# How old an answer about the ledger's size may be: a person does not mind two seconds.
_EVERY_S = 2.0
# A line without meaning, so that a connection that is gone is found and one that is idle kept.
_BREATH_S = 15.0
# Fifty people with four pages each; more are asked to come again.
_MOST_OPEN = 200


@dataclass(slots=True)
class Pulse:
    """The size of the ledger, asked for once for all who wait; ``open`` streams wait for it."""

    view: View
    size: int = -1
    asked_at: float = float("-inf")
    open: int = 0

    async def now(self) -> int:
        """Return the size, at most two seconds old."""
        if time.monotonic() - self.asked_at >= _EVERY_S:
            # Marked before the wait, so that the others take the last answer and do not ask too.
            self.asked_at = time.monotonic()
            self.size = (await asyncio.to_thread(self.view.state))[0]
        return self.size


@router.get("/events", name="events", response_class=StreamingResponse)
async def events(
    request: Request,
    last_event_id: Annotated[str | None, Header(max_length=40)] = None,
    most: Annotated[int | None, Query(ge=1, le=1000)] = None,
) -> StreamingResponse:
    """Tell of growth as it comes; ``most`` ends after so many words, for those who test."""
    pulse: Pulse = request.app.state.pulse
    if pulse.open >= _MOST_OPEN:
        raise HTTPException(503, "too many pages wait here", headers={"Retry-After": "30"})
    known = int(last_event_id) if last_event_id and last_event_id.isascii() and (
        last_event_id.isdigit()
    ) else None  # fmt: skip
    return StreamingResponse(
        _told(request, pulse, known, most),
        media_type="text/event-stream",
        headers={"cache-control": "no-store", "x-accel-buffering": "no"},
    )


async def _told(
    request: Request, pulse: Pulse, known: int | None, most: int | None
) -> AsyncIterator[str]:
    pulse.open += 1
    try:
        size = await pulse.now()
        # Whoever comes back learns at once of what came meanwhile; a new page has it all.
        told = size if known is None else known
        yield f"retry: 5000\nid: {told}\n\n"
        words, breath = 0, time.monotonic()
        while not await request.is_disconnected():
            size = await pulse.now()
            if size > told:
                told = size
                words += 1
                yield f"id: {size}\nevent: grew\ndata: {size}\n\n"
                if most is not None and words >= most:
                    return
            elif time.monotonic() - breath >= _BREATH_S:
                breath = time.monotonic()
                yield ": still here\n\n"
            await asyncio.sleep(_EVERY_S / 4)
    finally:
        pulse.open -= 1
