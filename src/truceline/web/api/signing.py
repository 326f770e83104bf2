"""Signing: in whose name something is written, and whether that one may."""

from __future__ import annotations

from fastapi import HTTPException, Request

READ, CONTRIBUTE, REVIEW = "read", "contribute", "review"


def signer(request: Request, scope: str) -> str:
    """Return the name that signs an entry.

    Raises:
        HTTPException: 403 on a desk that is read-only, or to one whose token lacks the scope; 401
            to one who is not known.
    """
    if request.app.state.settings.public:
        raise HTTPException(403, "this desk is read-only; write on the one it is copied from")
    person = getattr(request.state, "person", None)
    if person is None or str(person.role) == "anonymous":
        raise HTTPException(
            401, "sign in, or send a token: Authorization: Bearer ...",
            headers={"WWW-Authenticate": "Bearer"},
        )  # fmt: skip
    if person.via == "token" and scope not in person.scopes:
        raise HTTPException(403, f"this token has no scope {scope!r}; ask for one that has it")
    return str(person.name)


def refuse_unapproved(request: Request) -> None:
    """Refuse a document of a contributor who is not trusted: a person has to let it in.

    Raises:
        HTTPException: 403, with the page where it can be sent.
    """
    person = request.state.person
    contributes = "contributor" in (str(person.role), str(person.behind))
    if contributes and not person.trusted:
        raise HTTPException(403, "a person has to approve it; send it on the page /contribute")
