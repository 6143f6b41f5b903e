"""Uploaded pictures: taken from a vendor's browser, given to everybody."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from marketplace.domain.errors import Forbidden, Invalid, MarketplaceError
from marketplace.domain.permissions import Actor, vendor_grant
from marketplace.kit.db import arun, run
from marketplace.kit.slow import PICTURES, OneEach
from marketplace.kit.tenancy import Scope
from marketplace.services.catalogue.media import (
    MAX_BYTES,
    TOO_LARGE,
    PictureRef,
    add_product_picture,
    check_room,
    draw,
    find_file,
)
from marketplace.services.identity.access import Desk, desk_scope
from marketplace.web.request_context import actor_from

_FORM_OVERHEAD = 64 * 1024  # boundaries and the other fields around the file
_ONE_EACH = OneEach("Another picture of yours is still being taken in. Send this one when that is done.")
_HEADERS = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}
# A drawing is shown as an image, where scripts never run; opened by itself it still must not run any.
_SVG = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox"}


async def take_picture(request: Request) -> Response:
    """`POST /vendor-media/{product_id}`: one `file`, optionally `alt`; answers 201 with the picture."""
    try:
        _require_same_origin(request)
        actor = await actor_from(request)
        scope = desk_scope(actor, Desk.VENDOR)
        product_id, size = request.path_params["product_id"], _size(request)
        async with _ONE_EACH.hold(str(vendor_grant(actor).vendor_id)):
            await arun(scope, lambda db: check_room(db, actor, product_id, size))  # before anything is read
            data, alt = await _form(request)
            ref = await PICTURES.do(lambda: _take(scope, actor, product_id, data, alt))
    except MarketplaceError as error:
        fields = error.fields if isinstance(error, Invalid) else {}
        return JSONResponse({"message": error.sentence, "fields": fields}, status_code=error.status)
    body = {"id": ref.id, "url": ref.url, "thumbnail": ref.thumbnail, "alt": ref.alt, "version": ref.version}
    return JSONResponse(body, status_code=201)


async def give_picture(request: Request) -> Response:
    """`GET /media/{path}`: our own WebP files, and the drawings of the demo; anything else does not exist."""
    path = request.path_params["path"]
    is_drawing = path.startswith("demo/") and path.endswith(".svg")
    if not is_drawing and not path.endswith(".webp"):
        return Response(status_code=404)
    file = await asyncio.to_thread(find_file, path)
    if file is None:
        return Response(status_code=404)
    if is_drawing:
        return FileResponse(file, media_type="image/svg+xml", headers=_HEADERS | _SVG)
    return FileResponse(file, media_type="image/webp", headers=_HEADERS)


def _take(scope: Scope, actor: Actor, product_id: str, data: bytes, alt: str) -> PictureRef:
    picture = draw(data)  # in no transaction
    return run(scope, lambda db: add_product_picture(db, actor, product_id, picture, alt=alt))


def _require_same_origin(request: Request) -> None:
    """A form on another site must not upload in the visitor's name. Browsers always send Origin with a POST."""
    origin = request.headers.get("origin", "")
    if origin.split("://", 1)[-1] != request.headers.get("host", ""):
        raise Forbidden("This upload did not come from our own page.")


def _size(request: Request) -> int:
    """So many bytes has the picture at most, says its sender."""
    size = request.headers.get("content-length", "")
    if not size.isdigit() or int(size) > MAX_BYTES + _FORM_OVERHEAD:
        raise Invalid({"pictures": TOO_LARGE})
    return min(int(size), MAX_BYTES)


async def _form(request: Request) -> tuple[bytes, str]:
    async with request.form(max_files=1, max_fields=4) as form:
        picture, alt = form.get("file"), form.get("alt", "")
        if picture is None or isinstance(picture, str):
            raise Invalid({"pictures": "Choose a picture."})
        if (picture.size or 0) > MAX_BYTES:
            raise Invalid({"pictures": TOO_LARGE})
        return await picture.read(), alt if isinstance(alt, str) else ""


ROUTES: list[BaseRoute] = [
    Route("/vendor-media/{product_id}", take_picture, methods=["POST"]),
    Route("/media/{path:path}", give_picture, methods=["GET"]),
]
