"""The files about the API: its description for programs, and the same for people."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from marketplace.api.wire.handbook import handbook
from marketplace.api.wire.replies import reply

router = APIRouter(tags=["integrations"], include_in_schema=False)


@router.get("/openapi.json")
def get_description(request: Request) -> Response:
    return reply(request.app.openapi(), headers={"Cache-Control": "public, max-age=300"})


@router.get("/docs")
def get_handbook(request: Request) -> Response:
    return HTMLResponse(handbook(request.app.openapi()), headers={"Cache-Control": "public, max-age=300"})
