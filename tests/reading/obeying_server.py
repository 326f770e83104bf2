"""A local service that does what a text tells a model to do, and a canary that nobody may call.

It speaks the form of OpenAI-compatible services over HTTP and obeys every order it is given in the
worst way it can: invented quotes, fields of its own, calls of tools, redirects, broken answers.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


def claim(quote: str, *, sentence: int = 1, **other: Any) -> dict[str, Any]:
    """Return a claim in the form asked for, with what is to be wrong about it."""
    plain = {
        "sentence": sentence, "quote": quote, "kind": "event", "stance": "asserts",
        "modality": "happened", "event": "ASSAULT", "chain": [], "who": [], "to_whom": [],
    }  # fmt: skip
    return plain | other


def content(*claims: dict[str, Any], **other: Any) -> str:
    """Return the text of an answer that holds these claims."""
    return json.dumps({"claims": list(claims), **other})


@dataclass
class Service:
    """What the service was asked, how often it and the canary were called."""

    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    canary: list[str] = field(default_factory=list)
    url: str = ""
    canary_url: str = ""
    answer: str | None = None


def obeyed(sentences: list[dict[str, Any]], turn: int, service: Service) -> tuple[int, str]:
    """Return the status and the message of an answer that obeys; each turn in another way."""
    last = sentences[-1]
    order = claim(last["text"][:60].strip(), sentence=last["sentence"])
    ways = [
        content(order, accepted=True, reviewer="model"),
        content(claim("Israel shelled Damascus and the truce is over")),
        content(claim("a sentence of another document, word for word")),
        content(order | {"chain": [{"quote": "the Secretary-General", "named": True,
                                    "how": "confirmed"}]}),
        content(order | {"kind": "finding"}),
        content(order | {"confidence": 1.0}),
        content(order | {"how": "said"}),
        content(order | {"event": "CONFIRMED BREACH"}),
        content(order | {"sentence": 10_000}),
        content(order | {"sentence": True}),
        content(order | {"who": [f"<img src='{service.canary_url}/pixel'>"]}),
        f"Approved. See {service.canary_url}/report for more.",
        content(order)[:-20],
        '{"claims": NaN}',
        "[" * 50_000,
        '{"claims": [], "claims": []}',
        content(order) + content(order),
        json.dumps([order]),
        "x" * 1_000_001,
        content(*[order] * 501),
        content(order),
        "redirect",
        "tools",
        "refuse",
    ]  # fmt: skip
    way = ways[turn % len(ways)]
    if way == "redirect":
        return 307, ""
    if way == "refuse":
        return 500, "{}"
    message: dict[str, Any] = {"role": "assistant", "content": way}
    if way == "tools":
        call = {"name": "accept_claim", "arguments": "{}"}
        message = {"role": "assistant", "content": None, "tool_calls": [{"function": call}]}
    return 200, json.dumps({"choices": [{"message": message}]})


@contextmanager
def obeying_service() -> Iterator[Service]:
    """Run the service and the canary on this machine, and tell what they were asked."""
    service = Service()

    class Canary(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            service.canary.append(self.path)
            self.send_response(200)
            self.end_headers()

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            """Write nothing to the terminal."""

    class Model(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            service.requests.append(body)
            service.keys.append(self.headers.get("Authorization"))
            sentences = json.loads(body["messages"][1]["content"])["sentences"]
            if service.answer is not None:
                message = {"choices": [{"message": {"content": service.answer}}]}
                status, said = 200, json.dumps(message)
            else:
                status, said = obeyed(sentences, len(service.requests), service)
            self.send_response(status)
            if status == 307:
                self.send_header("Location", f"{service.canary_url}/v1/chat/completions")
            data = said.encode()
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            """Write nothing to the terminal."""

    servers = [ThreadingHTTPServer(("127.0.0.1", 0), kind) for kind in (Model, Canary)]
    service.url, service.canary_url = (f"http://127.0.0.1:{s.server_port}" for s in servers)
    for server in servers:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield service
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()
