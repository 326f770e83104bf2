"""Told: an answer as JSON, with its tag, so that who asks again gets it only where it changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from fastapi import HTTPException, Request
from fastapi.responses import Response


def told(
    request: Request,
    body: Mapping[str, object],
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return an answer with an ETag; 304 without a body where the asker has this very one."""
    written = json.dumps(body, ensure_ascii=False, allow_nan=False).encode("utf-8")
    tag = etag_of(written)
    own = {"etag": tag, "cache-control": "private, no-cache", **(headers or {})}
    if getattr(getattr(request.state, "view", None), "behind", None):
        # What was recorded last is not in it yet; who wrote it sees it at once.
        own["truceline-late"] = "1"
    if status == 200 and _is_among(tag, request.headers.get("if-none-match")):
        return Response(status_code=304, headers=own)
    return Response(written, status_code=status, media_type="application/json", headers=own)


def refuse_stale(request: Request, *bodies: Mapping[str, object]) -> None:
    """Refuse a write that was meant for another state of some things than the one there is.

    Raises:
        HTTPException: 412, where If-Match lacks the tag of one of them as it is told now.
    """
    wanted = request.headers.get("if-match")
    if wanted is None or wanted.strip() == "*":
        return
    told_now = (json.dumps(one, ensure_ascii=False, allow_nan=False) for one in bodies)
    if not all(_is_among(etag_of(one.encode("utf-8")), wanted) for one in told_now):
        raise HTTPException(412, "it changed since you read it; read it again and decide anew")


def etag_of(written: bytes) -> str:
    """Return the tag of an answer's bytes.

    >>> etag_of(b"{}")
    '"44136fa355b3678a1146ad16f7e8649e"'
    """
    return f'"{hashlib.sha256(written).hexdigest()[:32]}"'


def _is_among(tag: str, listed: str | None) -> bool:
    if listed is None:
        return False
    tags = [one.strip().removeprefix("W/") for one in listed.split(",")]
    return tag in tags or "*" in tags
