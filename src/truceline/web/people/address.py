"""Address: where a request comes from, as far as that can be believed."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import Request

from truceline.web.people.rate import is_loopback

_LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})


def address_of(request: Request) -> str:
    """Return the address of who asks.

    Behind a proxy on this machine it is the last address of ``X-Forwarded-For``, which that proxy
    wrote; the ones before it are what anybody may claim, and so is the header from anywhere else.
    """
    peer = request.client.host if request.client else ""
    told = request.headers.get("x-forwarded-for")
    if told and is_loopback(peer):
        return told.rsplit(",", 1)[-1].strip()
    return peer


def is_local(request: Request) -> bool:
    """Return whether a request comes from this machine itself, and not through a proxy."""
    return is_loopback(address_of(request)) and is_local_name(request.headers.get("host", ""))


def is_local_name(host: str) -> bool:
    """Return whether a Host header names this machine.

    >>> is_local_name("127.0.0.1:8974"), is_local_name("[::1]:80"), is_local_name("desk.example")
    (True, True, False)
    """
    try:
        return urlsplit(f"//{host}").hostname in _LOCAL_NAMES
    except ValueError:
        return False


def is_ours(host: str, origin: str) -> bool:
    """Return whether a Host header names this desk: as people type it, or this machine.

    A name that somebody else made to point here is refused (DNS rebinding).

    >>> is_ours("desk.example", "https://desk.example"), is_ours("evil.example", "https://desk.example")
    (True, False)
    """
    return is_local_name(host) or f"//{host.lower()}" == f"//{urlsplit(origin).netloc.lower()}"
