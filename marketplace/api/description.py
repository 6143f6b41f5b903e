"""What the API says about itself to programs; `site/docs.py` says it to people."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from marketplace.api.http.responses import reply

router = APIRouter(tags=["integrations"], include_in_schema=False)


@router.get("/openapi.json")
def get_description(request: Request) -> Response:
    return reply(request.app.openapi(), headers={"Cache-Control": "public, max-age=300"})
