"""Gate: what stands before every route. It finds out who asks, asks the matrix, and fails closed.

What somebody may not see answers as if it were not there: the same handler writes both answers.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request

from truceline.sentence import say
from truceline.web.people import csrf, sessions
from truceline.web.people.address import address_of, is_local, is_ours
from truceline.web.people.fair import Fair, Overloaded
from truceline.web.people.forms import Message, Receive, form_token
from truceline.web.people.guard import NEW_SECRET, check_routes, leave_state
from truceline.web.people.permissions import RouteRow, permissions
from truceline.web.people.person import ANONYMOUS, VISITOR, Person, Via
from truceline.web.people.rate import network_of
from truceline.web.people.store import PeopleStore
from truceline.web.people.tokens import person_with_token

if TYPE_CHECKING:
    from truceline.web.people.route_table import RouteTable

Scope = dict[str, Any]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

SIGN_IN = "/sign-in"
_MACHINES = ("/api/", "/ogc/")
# The answer to a program: RFC 6750, section 3.
_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="truceline"'}


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """How a door is set up. ``origin`` is its own address, as browsers write it."""

    store: PeopleStore | None
    public: bool
    secure: bool
    origin: str


class Gate:
    """The middleware that every request passes."""

    def __init__(self, app: App, *, door: Door, fair: Fair) -> None:
        self._app, self._door, self._fair = app, door, fair
        self._table: RouteTable | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request pass to its route, or answer it here."""
        if scope["type"] == "lifespan":
            self._routes(scope)
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            try:
                await self._pass(scope, receive, send)
            except HTTPException as refusal:
                await _answer(scope, receive, send, refusal)
            except Overloaded as late:
                retry = {"Retry-After": str(late.retry_after_s)}
                told = HTTPException(late.status, late.args[0], headers=retry)
                await _answer(scope, receive, send, told)
        # There is no other way in: no web sockets.

    async def _pass(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        leave_state(request, ANONYMOUS, "")
        if not is_ours(request.headers.get("host", ""), self._door.origin):
            raise HTTPException(421, say("this desk does not answer to that name"))
        person, secret = self._who(request)
        leave_state(request, person, secret)
        send = self._with_form_cookie(request, send)
        method = scope["method"]
        route = self._routes(scope).find(scope["path"], method)
        row = None if route is None else permissions().routes.get(route.name)
        self._admit(request, person, row)
        if route is not None and route.methods and method not in route.methods:
            raise HTTPException(405, headers={"Allow": ", ".join(sorted(route.methods))})
        if row is None or not row.turn:
            receive = await self._own_form(request, person, secret, receive)
            await self._app(scope, receive, send)
            return
        async with self._fair.turn(person.id or network_of(address_of(request))):
            receive = await self._own_form(request, person, secret, receive)
            await self._app(scope, receive, send)

    def _routes(self, scope: Scope) -> RouteTable:
        if self._table is None:
            self._table = check_routes(scope["app"])
        return self._table

    def _who(self, request: Request) -> tuple[Person, str]:
        """Return who asks, and the secret that guards their forms."""
        door = self._door
        if door.public or door.store is None:
            return VISITOR, ""
        given = request.headers.get("authorization")
        if given is not None:
            # A request with a token is judged by it alone, whatever cookies came with it.
            kind, _, token = given.partition(" ")
            person = person_with_token(door.store, token.strip()) if kind == "Bearer" else None
            if person is None:
                raise HTTPException(401, "the token is not known, or has ended", headers=_CHALLENGE)
            return person, ""
        secret = request.cookies.get(sessions.cookie_name(secure=door.secure), "")
        signed_in = sessions.person_with(door.store, secret) if secret else None
        if signed_in is not None:
            return signed_in, secret
        return ANONYMOUS, request.cookies.get(sessions.form_cookie_name(secure=door.secure), "")

    def _admit(self, request: Request, person: Person, row: RouteRow | None) -> None:
        """Refuse what the matrix does not grant."""
        if self._door.public:
            if request.method not in csrf.SAFE_METHODS:
                raise HTTPException(405, headers={"Allow": "GET, HEAD"})
            if row is None or not row.public:
                raise HTTPException(404)
        if row is not None and permissions().reachable(person, act=row.name):
            return
        if person.known:
            if request.url.path == "/" and (home := _home_of(person)):
                raise HTTPException(303, headers={"Location": home})
            if person.via is Via.TOKEN and row is not None and row.scope not in person.scopes:
                raise HTTPException(403, f"the token lacks the scope {row.scope or 'of a person'}")
            raise HTTPException(404)
        if self._door.public:
            raise HTTPException(404)
        # Somebody unknown is asked who they are, wherever they go: also where nothing is.
        path = request.url.path
        if path.startswith(_MACHINES):
            raise HTTPException(401, say("say who you are"), headers=_CHALLENGE)
        onward = ""
        if request.method in csrf.SAFE_METHODS and path != "/":
            query = f"?{request.url.query}" if request.url.query else ""
            onward = f"?next={quote(path + query, safe='/')}"
        raise HTTPException(303, headers={"Location": SIGN_IN + onward})

    async def _own_form(
        self, request: Request, person: Person, secret: str, receive: Receive
    ) -> Receive:
        """Refuse a change that does not come from a page of ours; return the request's body."""
        if request.method in csrf.SAFE_METHODS or person.via is Via.TOKEN:
            return receive
        headers = request.headers
        own = csrf.from_own_page(
            own_origin=self._own_origin(request),
            origin=headers.get("origin"),
            fetch_site=headers.get("sec-fetch-site"),
            referer=headers.get("referer"),
        )
        token = headers.get(csrf.HEADER)
        if token is None:
            token, receive = await form_token(headers.get("content-type", ""), receive)
        if not own or not csrf.holds(secret, token):
            old = say("this form is out of date; load the page again and send it")
            raise HTTPException(403, old)
        return receive

    def _own_origin(self, request: Request) -> str:
        # On this machine the desk may be open under its own number, whatever others type.
        if is_local(request):
            return f"{request.url.scheme}://{request.headers['host']}"
        return self._door.origin

    def _with_form_cookie(self, request: Request, send: Send) -> Send:
        """Let a page with a form give a cookie to somebody who has none."""
        made: list[str] = []
        secure = self._door.secure

        def new_secret() -> str:
            if self._door.store is None:
                raise RuntimeError("a page of public mode has a form; it may have none")
            if not made:
                made.append(self._door.store.secret())
            return made[0]

        async def sending(message: Message) -> None:
            if made and message["type"] == "http.response.start":
                cookie = sessions.set_cookie(
                    sessions.form_cookie_name(secure=secure), made[0], secure=secure, strict=True
                )
                message["headers"] = [
                    *message.get("headers", ()),
                    (b"set-cookie", cookie.encode("latin-1")),
                ]
            await send(message)

        setattr(request.state, NEW_SECRET, new_secret)
        return sending


def _home_of(person: Person) -> str | None:
    """Return where somebody begins whose work is not with findings: accounts, or proofs."""
    for route, path in (("people", "/people"), ("ledger", "/ledger")):
        if permissions().allowed(person, act=route):
            return path
    return None


async def _answer(scope: Scope, receive: Receive, send: Send, refusal: HTTPException) -> None:
    """Answer with the page that the app itself would write for this refusal."""
    if refusal.status_code == 303:
        from starlette.responses import Response

        await Response(status_code=303, headers=refusal.headers)(scope, receive, send)
        return
    handler = scope["app"].exception_handlers[HTTPException]
    response = await handler(Request(scope, receive), refusal)
    await response(scope, receive, send)
