"""Icon: the desk's sign, for who asks for it at its old address; it tells nothing of a casefile."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import FileResponse

from truceline.web.static_folder import static_folder

router = APIRouter()


@router.get("/favicon.ico", name="icon", include_in_schema=False)
async def icon() -> FileResponse:
    """Answer with the sign, as a drawing."""
    return FileResponse(static_folder() / "icon.svg", media_type="image/svg+xml")
