"""Onward: where a sign-in leads, which is never another site."""

from __future__ import annotations

import re

_PATH = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*")


def onward(wanted: str, *, otherwise: str = "/") -> str:
    """Return an address of this desk: the one wanted, or another where that leads elsewhere.

    >>> onward("/findings/a?as-of=2026"), onward("//evil.example"), onward("https://evil.example")
    ('/findings/a?as-of=2026', '/', '/')
    >>> onward("/\\\\evil.example"), onward("/a\\r\\nSet-Cookie: b"), onward("/sign-in?next=/")
    ('/', '/', '/')
    """
    if _PATH.fullmatch(wanted) is None or wanted.startswith(("/sign-", "/oidc")):
        return otherwise
    return wanted
