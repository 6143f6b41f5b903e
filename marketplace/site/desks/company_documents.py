"""Documents of companies: taken from who registers, given to who may read them, and to nobody by address alone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from marketplace.domain.companies.documents import FIELD, MAX_BYTES, TOO_LARGE
from marketplace.domain.errors import Forbidden, Invalid, MarketplaceError, Unauthenticated
from marketplace.domain.permissions import Actor
from marketplace.kit.db import arun, run
from marketplace.kit.slow import PICTURES, OneEach
from marketplace.kit.tenancy import Scope
from marketplace.queries.shared.company_documents import StoredDocument, find_company_document, find_own_document
from marketplace.services.companies.documents import add_document, check_document_room, guard_document
from marketplace.services.identity.access import Desk, desk_scope, store_scope
from marketplace.site.downloads.strangers_files import as_download
from marketplace.site.refused import refused_page
from marketplace.web.request_context import actor_from, see

_FORM_OVERHEAD = 64 * 1024  # boundaries and the other fields around the file
_ONE_EACH = OneEach("Another document of yours is still being taken in. Send this one when that is done.")


async def take(request: Request) -> Response:
    """`POST /company-documents/{store}`: one `file`; answers 201 once it is kept beside the registration."""
    try:
        if request.headers.get("origin", "").split("://", 1)[-1] != request.headers.get("host", ""):
            raise Forbidden("This file did not come from our own page.")
        actor, size = await actor_from(request), _size(request)
        scope = await asyncio.to_thread(store_scope, request.path_params["store"])
        tenant_id = str(scope.tenant_id)
        async with _ONE_EACH.hold(str(actor.user_id)):
            await arun(scope, lambda db: check_document_room(db, actor, tenant_id, size))  # before anything is read
            name, data = await _file(request)
            document = await PICTURES.do(lambda: guard_document(data))  # in no transaction
            await asyncio.to_thread(run, scope, lambda db: add_document(db, actor, tenant_id, name, document).id)
    except MarketplaceError as error:
        return JSONResponse({"message": error.sentence}, status_code=error.status)
    return JSONResponse({"message": ""}, status_code=201)


async def give_own(request: Request) -> Response:
    """`GET /s/{store}/company/documents/{document}`: for who sent it, then for the company's administrators."""
    store, document = request.path_params["store"], request.path_params["document"]

    def read(db: Session, actor: Actor, scope: Scope) -> StoredDocument:
        return find_own_document(db, actor, str(scope.tenant_id), document)

    return await _give(request, lambda actor: store_scope(store), read)


async def give_sent(request: Request) -> Response:
    """`GET /admin/companies/{company}/documents/{document}`: for the store's side."""
    company, document = request.path_params["company"], request.path_params["document"]

    def scope(actor: Actor) -> Scope:
        return desk_scope(actor, Desk.OPERATOR if actor.is_operator else Desk.TENANT)

    return await _give(request, scope, lambda db, actor, _: find_company_document(db, actor, company, document))


async def _give(
    request: Request, scope_of: Callable[[Actor], Scope], read: Callable[[Session, Actor, Scope], StoredDocument]
) -> Response:
    try:
        actor = await actor_from(request)
        scope = await asyncio.to_thread(scope_of, actor)
        row = await arun(scope, lambda db: read(db, actor, scope))
        return await asyncio.to_thread(as_download, row)
    except Unauthenticated:
        return see("/sign-in", {"next": request.url.path})
    except MarketplaceError as error:
        return refused_page(request, error, "/account")


def _size(request: Request) -> int:
    size = request.headers.get("content-length", "")
    if not size.isdigit() or int(size) > MAX_BYTES + _FORM_OVERHEAD:
        raise Invalid({FIELD: TOO_LARGE})
    return min(int(size), MAX_BYTES)


async def _file(request: Request) -> tuple[str, bytes]:
    async with request.form(max_files=1, max_fields=2) as form:
        file = form.get("file")
        if file is None or isinstance(file, str):
            raise Invalid({FIELD: "Choose a file."})
        if (file.size or 0) > MAX_BYTES:
            raise Invalid({FIELD: TOO_LARGE})
        return file.filename or "", await file.read()


ROUTES: list[BaseRoute] = [
    Route("/company-documents/{store}", take, methods=["POST"]),
    Route("/s/{store}/company/documents/{document}", give_own, methods=["GET"]),
    Route("/admin/companies/{company}/documents/{document}", give_sent, methods=["GET"]),
]
