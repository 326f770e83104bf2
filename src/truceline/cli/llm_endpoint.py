"""The endpoint of the llm reader: an OpenAI-compatible service that the user names; else none.

The one place where a reading speaks to a network. It sends to the one address named, follows no
redirect, takes no proxy from the environment, and reads an answer no longer than a cap.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from truceline.errors import DocumentUnreadable, PartMissing

# The longest answer that is read; the text inside has its own, lower cap.
MOST_BYTES = 8 * 1024 * 1024
# A large model on a small machine takes minutes for a long article.
TIMEOUT_S = 300.0
_SETTINGS = "TRUCELINE_LLM_BASE_URL", "TRUCELINE_LLM_MODEL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """A service, its model, and the key that opens it, which is never shown."""

    base_url: str
    model: str
    api_key: str | None = field(default=None, repr=False)

    def __call__(self, request: dict[str, object]) -> str:
        """Send a request and return the text of the model's answer.

        Raises:
            DocumentUnreadable: no answer, a refusal, or one that is not in the service's form.
        """
        import httpx

        headers = {"Accept": "application/json"}
        if self.api_key:
            headers["Authorization"] = f"Bearer {self.api_key}"
        url = f"{self.base_url.rstrip('/')}/chat/completions"
        # Reading the list of authorities takes longer than a request to one's own machine.
        secure = url.startswith("https:")
        data = bytearray()
        try:
            with (
                httpx.Client(
                    timeout=TIMEOUT_S, trust_env=False, follow_redirects=False, verify=secure
                ) as client,
                client.stream("POST", url, json=request, headers=headers) as response,
            ):
                for chunk in response.iter_bytes():
                    data += chunk
                    if len(data) > MOST_BYTES:
                        raise DocumentUnreadable(
                            "the llm reader's endpoint gave too long an answer"
                        )
        except httpx.HTTPError as error:
            raise DocumentUnreadable(
                f"the llm reader's endpoint gave no answer ({type(error).__name__}); "
                "check TRUCELINE_LLM_BASE_URL"
            ) from None
        if response.status_code != 200:
            raise DocumentUnreadable(
                f"the llm reader's endpoint answered {response.status_code}; check "
                "TRUCELINE_LLM_BASE_URL, TRUCELINE_LLM_MODEL and the key"
            )
        return _text_in(bytes(data))


def endpoint_from_environment() -> Endpoint:
    """Return the endpoint that the environment names.

    Raises:
        PartMissing: it names none, or httpx is not installed: the reader is off.
    """
    base_url, model = (os.environ.get(name, "").strip() for name in _SETTINGS)
    if not base_url or not model:
        raise PartMissing(
            f"the reader 'llm' is off; to turn it on, set {' and '.join(_SETTINGS)} to a service "
            "that you trust with the text of your documents"
        )
    parts = urlsplit(base_url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
        raise PartMissing("TRUCELINE_LLM_BASE_URL is no address such as http://127.0.0.1:8080/v1")
    try:
        import httpx  # noqa: F401
    except ImportError:
        raise PartMissing(
            "the reader 'llm' wants httpx; run: pip install 'truceline[llm]'"
        ) from None
    return Endpoint(base_url=base_url, model=model, api_key=_key())


def _key() -> str | None:
    file = os.environ.get("TRUCELINE_LLM_API_KEY_FILE")
    if file:
        try:
            return Path(file).read_text("utf-8").strip() or None
        except OSError:
            raise PartMissing("the file of TRUCELINE_LLM_API_KEY_FILE cannot be read") from None
    return os.environ.get("TRUCELINE_LLM_API_KEY") or None


def _text_in(data: bytes) -> str:
    try:
        content = json.loads(data)["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError):
        content = None
    if not isinstance(content, str):
        raise DocumentUnreadable("the llm reader's endpoint gave an answer without a text")
    return content
