"""CSRF: a form is taken only from a page of ours, shown to the same browser.

Three walls, each enough by itself: the session cookie is SameSite; a request that changes something
must come from our own origin, as far as the browser says; and it carries a token that is made from
the cookie's own secret, which no other site can read. Tokens in an ``Authorization`` header are not
sent by a browser of its own accord, and need none of this.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

FIELD = "csrf"
"""The name of the form field."""

HEADER = "x-csrf-token"
"""The name of the header, for requests that carry no form."""

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing (RFC 9110, 9.2.1, without TRACE, which is not served)."""

_OWN = frozenset({"same-origin", "none"})


def token_for(secret: str) -> str:
    """Return the token that a page puts into its forms, made of the cookie's secret.

    >>> token_for("a") == token_for("a") != token_for("b")
    True
    """
    made = hmac.new(secret.encode(), b"truceline-csrf-v1", hashlib.sha256).digest()
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode()


def holds(secret: str, token: str | None) -> bool:
    """Return whether a token belongs to a cookie's secret.

    >>> holds("a", token_for("a")), holds("a", token_for("b")), holds("a", None), holds("", "")
    (True, False, False, False)
    """
    if not secret or not token:
        return False
    return hmac.compare_digest(token_for(secret).encode(), token.encode("utf-8", "replace"))


def from_own_page(
    *, own_origin: str, origin: str | None, fetch_site: str | None, referer: str | None = None
) -> bool:
    """Return whether a request comes from our own origin, as far as the browser says.

    A browser that says nothing at all (no Origin, no Referer, no Sec-Fetch-Site) is left to the
    token: some privacy tools take these headers away.

    >>> own = "http://127.0.0.1:8000"
    >>> from_own_page(own_origin=own, origin=own, fetch_site="same-origin")
    True
    >>> from_own_page(own_origin=own, origin="null", fetch_site=None)
    False
    >>> from_own_page(own_origin=own, origin=None, fetch_site="cross-site")
    False
    >>> from_own_page(own_origin=own, origin=None, fetch_site=None)
    True
    """
    if fetch_site is not None and fetch_site not in _OWN:
        return False
    if origin is not None:
        return origin == own_origin
    if referer is not None:
        return referer == own_origin or referer.startswith(own_origin + "/")
    return True
