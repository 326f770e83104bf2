"""Health: whether the desk answers; says nothing of what it holds."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse

router = APIRouter()


@router.get("/health", name="health", include_in_schema=False)
async def health() -> PlainTextResponse:
    """Answer that the desk runs."""
    return PlainTextResponse("ok\n")
