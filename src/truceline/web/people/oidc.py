"""OIDC: who somebody is, as a provider that the administrator named says and signs.

Nothing is asked of any machine unless an issuer is set. What is taken from the provider is the pair
of issuer and subject, and nothing else: no name, no address, no role.

Source: OpenID Connect Core 1.0, sections 3.1 and 5.7, and Discovery 1.0, section 4; RFC 7636 (PKCE)
with S256; RFC 9700, section 2.1 (state, nonce, one use).
"""

from __future__ import annotations

import functools
import importlib
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from truceline.errors import Problem, SettingsInvalid, TrucelineError
from truceline.web.people.address import is_local_name

if TYPE_CHECKING:
    import ssl

# Somebody waits before a page meanwhile; a provider that needs longer is as good as down.
PATIENCE_S = 5.0
# Clocks of two well-kept servers differ by less.
LEEWAY_S = 30
# OpenID Connect Core 1.0, section 2, bounds a subject so.
_LONGEST_SUBJECT = 255
# Signatures that only the provider can make. A shared secret (HS256) would let this server's own
# secret make identities, and "none" would let anybody.
_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
_KEYS = frozenset({"RSA", "EC", "OKP"})
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class ProviderUnreachable(TrucelineError):
    """The provider did not answer, or with something that is no answer."""


class ProofRefused(TrucelineError):
    """What came back does not prove who somebody is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """A provider of identities, as the administrator set it.

    ``secret`` is None for a client that has none: PKCE guards the code in any case.

    Raises:
        SettingsInvalid: the issuer is no https address, or there is no client id.

    >>> Provider(issuer="https://id.example", client_id="desk").issuer
    'https://id.example'
    >>> Provider(issuer="http://id.example", client_id="desk")
    Traceback (most recent call last):
    truceline.errors.SettingsInvalid: ...
    """

    issuer: str
    client_id: str
    secret: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        """Refuse an issuer that could not be believed."""
        told = []
        parts = urlsplit(self.issuer)
        if not _is_safe(self.issuer, plain=True) or parts.query or parts.fragment:
            what = f"the issuer {self.issuer!r:.200} is no https address"
            told.append((what, "Write it as the provider does: https://id.example/realm"))
        if not self.client_id:
            told.append(("the client id is missing", "Give the one that the provider knows"))
        if told:
            raise SettingsInvalid(Problem("oidc", 0, 0, what, mend) for what, mend in told)


def address_of_start(
    provider: Provider, *, back: str, state: str, nonce: str, verifier: str
) -> str:
    """Return the address at the provider where somebody signs in and comes back with a code.

    Raises:
        ProviderUnreachable: the provider does not say where that is.
    """
    with _asking(provider, back) as client:
        found = _discovered(client, provider)
        address, _ = client.create_authorization_url(
            found["authorization_endpoint"], state=state, code_verifier=verifier, nonce=nonce
        )
    return str(address)


def subject_of(
    provider: Provider, *, code: str, back: str, nonce: str, verifier: str, now_s: int
) -> str:
    """Return the subject that a code stands for, as the provider signed it for this sign-in.

    Raises:
        ProviderUnreachable: the provider does not answer.
        ProofRefused: the code, or the signature, issuer, audience, time or nonce of the id token,
            does not hold.
    """
    from authlib.common.errors import AuthlibBaseError

    with _asking(provider, back) as client:
        found = _discovered(client, provider)
        methods = found.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        if provider.secret and "client_secret_basic" not in methods:
            client.token_endpoint_auth_method = "client_secret_post"  # noqa: S105
        try:
            token = client.fetch_token(
                found["token_endpoint"], code=code, code_verifier=verifier,
                grant_type="authorization_code", redirect_uri=back,
            )  # fmt: skip
        except AuthlibBaseError as error:
            raise ProofRefused(f"the code was not taken: {error.error!r:.80}") from None
        keys = _object(client, found["jwks_uri"])
    return _proven(provider, token, keys, nonce=nonce, now_s=now_s)


def _proven(
    provider: Provider, token: dict[str, Any], keys: dict[str, Any], *, nonce: str, now_s: int
) -> str:
    from authlib.oidc.core import CodeIDToken
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

    try:
        known = [
            key for key in keys["keys"] if key["kty"] in _KEYS and key.get("use", "sig") == "sig"
        ]
        signed = jwt.decode(
            token["id_token"], KeySet.import_key_set({"keys": known}), algorithms=_ALGORITHMS
        )
        claims = CodeIDToken(
            signed.claims,
            signed.header,
            {
                "iss": {"essential": True, "value": provider.issuer},
                "aud": {"essential": True, "value": provider.client_id},
                "nonce": {"essential": True, "value": nonce},
            },
            {
                "nonce": nonce,
                "client_id": provider.client_id,
                "access_token": token.get("access_token"),
            },
        )
        claims.validate(now=now_s, leeway=LEEWAY_S)
        subject = claims["sub"]
    except JoseError as error:
        raise ProofRefused(f"the id token does not hold: {error}") from None
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ProofRefused(f"the id token cannot be read: {type(error).__name__}") from None
    if not isinstance(subject, str) or not 0 < len(subject) <= _LONGEST_SUBJECT:
        raise ProofRefused("the id token names nobody")
    return subject


def _discovered(client: Any, provider: Provider) -> dict[str, Any]:
    """Return what a provider says of itself; asked anew each time, so that nothing goes stale."""
    from authlib.oidc.discovery import get_well_known_url

    where = get_well_known_url(provider.issuer, external=True)
    found = _object(client, where)
    if found.get("issuer") != provider.issuer:
        raise ProviderUnreachable(f"{where} speaks for another issuer than {provider.issuer}")
    plain = provider.issuer.startswith("http://")
    for name in _ENDPOINTS:
        if not _is_safe(found.get(name), plain=plain):
            raise ProviderUnreachable(f"{where} gives no https address as {name}")
    return found


def _object(client: Any, address: str) -> dict[str, Any]:
    answer = client.request("GET", address, withhold_token=True)
    answer.raise_for_status()
    found = answer.json()
    if not isinstance(found, dict):
        raise ProviderUnreachable(f"{address} answers with no object")
    return found


@contextmanager
def _asking(provider: Provider, back: str) -> Iterator[Any]:
    """Give a client for a few questions; what keeps the provider from answering is told as that."""
    import httpx

    client = _client_class()(
        provider.client_id,
        provider.secret,
        scope="openid",
        redirect_uri=back,
        code_challenge_method="S256",
        timeout=PATIENCE_S,
        verify=_trust(),
        follow_redirects=False,
    )
    try:
        with client:
            yield client
    except httpx.HTTPError as error:
        raise ProviderUnreachable(f"{provider.issuer}: {type(error).__name__}") from None
    except (ValueError, httpx.InvalidURL):
        raise ProviderUnreachable(f"{provider.issuer} answers with no JSON") from None


@functools.cache
def _client_class() -> Any:
    with warnings.catch_warnings():
        # The library announces a successor of httpx, which is not this server's matter. Its own
        # filter is put up when this module of it is read, and has to come first.
        importlib.import_module("authlib.deprecate")
        warnings.simplefilter("ignore")
        from authlib.integrations.httpx_client import OAuth2Client
    return OAuth2Client


@functools.cache
def _trust() -> ssl.SSLContext:
    # Read once: the list of authorities takes longer to read than a provider to answer.
    import httpx

    return httpx.create_ssl_context()


def _is_safe(address: object, *, plain: bool) -> bool:
    """Return whether an address is one of https; ``plain``: or of http on this machine itself."""
    if not isinstance(address, str):
        return False
    try:
        parts = urlsplit(address)
        known = bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False
    if parts.scheme == "http":
        return known and plain and is_local_name(parts.netloc)
    return known and parts.scheme == "https"
