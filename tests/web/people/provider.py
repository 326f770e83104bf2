"""Provider: a real provider of identities on 127.0.0.1, which a test can make lie."""

from __future__ import annotations

import base64
import hashlib
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "desk", "the desk's own secret at the provider"
_PATIENCE_S = 20.0

Signs = Callable[["LocalProvider", dict[str, Any]], str]


def honestly(provider: LocalProvider, claims: dict[str, Any]) -> str:
    """Sign claims as a provider does."""
    return jwt.encode({"alg": "RS256", "kid": provider.key.kid}, claims, provider.key)


@dataclass
class LocalProvider:
    """What a provider knows. ``claims`` go over what it would say; None takes one away."""

    issuer: str
    key: RSAKey
    subject: str = "s-ann"
    claims: dict[str, Any] = field(default_factory=dict)
    signs: Signs = honestly
    speaks_for: str = ""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def tell_the_truth(self) -> None:
        """Forget every lie."""
        self.subject, self.claims, self.signs, self.speaks_for = "s-ann", {}, honestly, ""

    def id_token(self, asked: dict[str, str]) -> str:
        """Return the signed claims of whoever signed in."""
        now = int(time.time())
        said = {
            "iss": self.issuer, "sub": self.subject, "aud": CLIENT, "nonce": asked["nonce"],
            "iat": now, "exp": now + 300,
        }  # fmt: skip
        told = {name: value for name, value in (said | self.claims).items() if value is not None}
        return self.signs(self, told)


@contextmanager
def provider_here() -> Iterator[LocalProvider]:
    """Run a provider on a free port until the block ends."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        provider = LocalProvider(
            issuer=f"http://127.0.0.1:{listening.getsockname()[1]}/realm",
            key=RSAKey.generate_key(2048, auto_kid=True),
        )
        server = uvicorn.Server(uvicorn.Config(_app(provider), log_level="error", access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        until = time.monotonic() + _PATIENCE_S
        while not server.started:
            if time.monotonic() > until or not thread.is_alive():
                raise TimeoutError("the provider did not start")
            time.sleep(0.01)
        try:
            yield provider
        finally:
            server.should_exit = True
            thread.join(_PATIENCE_S)


def _app(provider: LocalProvider) -> FastAPI:
    app = FastAPI()

    @app.get("/realm/.well-known/openid-configuration")
    def discovery() -> dict[str, str]:
        here = provider.issuer
        return {
            "issuer": provider.speaks_for or here, "jwks_uri": f"{here}/keys",
            "authorization_endpoint": f"{here}/authorize", "token_endpoint": f"{here}/token",
        }  # fmt: skip

    @app.get("/realm/keys")
    def keys() -> dict[str, Any]:
        return {"keys": [{**provider.key.as_dict(private=False), "use": "sig"}]}

    @app.get("/realm/authorize")
    def authorize(request: Request) -> Response:
        asked = dict(request.query_params)
        fits = (
            (asked["client_id"], asked["response_type"]) == (CLIENT, "code")
            and "openid" in asked["scope"].split()
            and asked["code_challenge_method"] == "S256"
        )
        if not fits:
            return Response("not asked as a client asks", status_code=400)
        code = secrets.token_urlsafe()
        provider.codes[code] = asked
        back = f"{asked['redirect_uri']}?code={code}&state={asked['state']}"
        return RedirectResponse(back, status_code=303)

    @app.post("/realm/token")
    async def token(request: Request) -> Response:
        form = await request.form()
        asked = provider.codes.pop(str(form.get("code")), None)
        known = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if request.headers.get("authorization") != f"Basic {known}":
            return JSONResponse({"error": "invalid_client"}, status_code=401)
        if asked is None or not _opens(asked, form):
            return JSONResponse({"error": "invalid_grant"}, status_code=400)
        said = {"access_token": "a", "token_type": "Bearer", "id_token": provider.id_token(asked)}
        return JSONResponse(said)

    return app


def _opens(asked: dict[str, str], form: Any) -> bool:
    hashed = hashlib.sha256(str(form.get("code_verifier")).encode()).digest()
    challenge = base64.urlsafe_b64encode(hashed).rstrip(b"=").decode()
    return bool(
        form.get("grant_type") == "authorization_code"
        and form.get("redirect_uri") == asked["redirect_uri"]
        and challenge == asked["code_challenge"]
    )
