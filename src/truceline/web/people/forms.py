"""Forms: the token of a form, read before the form is, so that no page can forget to ask."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

from truceline.web.people import csrf

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]

# A form without files is smaller; a form with files carries the token in its first part.
_LARGEST_FORM = 1024 * 1024
_FIRST_PART = 16 * 1024
_PART = re.compile(
    rb'\A\r?\n?--[^\r\n]{1,200}\r\n(?i:content-disposition): form-data; name="%s"\r\n\r\n'
    rb"([A-Za-z0-9_-]{1,200})\r\n" % csrf.FIELD.encode()
)


async def form_token(content_type: str, receive: Receive) -> tuple[str | None, Receive]:
    """Return the token of a form, and a way to receive the request again from its beginning.

    None: there is no form, it has none, or it is larger than it may be. In a form with files the
    token has to be the first field.
    """
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "application/x-www-form-urlencoded":
        begun, whole = await _read(receive, _LARGEST_FORM)
        return (_field(begun) if whole else None), _again(begun, receive, whole=whole)
    if kind == "multipart/form-data":
        begun, whole = await _read(receive, _FIRST_PART)
        found = _PART.match(begun)
        return (found[1].decode() if found else None), _again(begun, receive, whole=whole)
    return None, receive


def _field(body: bytes) -> str | None:
    try:
        fields = parse_qs(body.decode("utf-8"), max_num_fields=1_000)
    except ValueError:
        return None
    return fields.get(csrf.FIELD, [None])[0]


async def _read(receive: Receive, most: int) -> tuple[bytes, bool]:
    """Return what came until there was enough, and whether that was all."""
    body = b""
    while len(body) < most:
        message = await receive()
        if message["type"] != "http.request":
            return body, True
        body += message.get("body", b"")
        if not message.get("more_body", False):
            return body, True
    return body, False


def _again(body: bytes, receive: Receive, *, whole: bool) -> Receive:
    given = False

    async def once_more() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": not whole}

    return once_more
