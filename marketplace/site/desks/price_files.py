"""Prices of a list as files: sent by a plain request, because a socket is no place for megabytes, and taken along."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from marketplace.domain.catalogue.price_file import SAMPLE
from marketplace.domain.errors import Forbidden, Invalid, MarketplaceError, Unauthenticated
from marketplace.domain.permissions import Actor
from marketplace.kit.db import arun
from marketplace.kit.slow import DOCUMENTS
from marketplace.kit.tenancy import Scope
from marketplace.queries.shared.price_files import PRICE_COLUMNS, PROBLEM_COLUMNS, list_file_prices, list_file_problems
from marketplace.services.catalogue.price_files import MAX_BYTES, take_price_file
from marketplace.services.identity.access import Desk, desk_scope
from marketplace.services.operations.exports import note_export
from marketplace.site.downloads.tables import as_csv
from marketplace.site.refused import refused_page
from marketplace.web.request_context import actor_from, see

_FORM_OVERHEAD = 64 * 1024
Read = Callable[..., list[Sequence[str]]]


def _scope(actor: Actor) -> Scope:
    """Of the desk that the person sits at: the platform's, a store's, or their vendor's store."""
    if actor.is_operator:
        return desk_scope(actor, Desk.OPERATOR)
    return desk_scope(actor, Desk.TENANT if actor.tenant_desk() else Desk.VENDOR)


async def take(request: Request) -> Response:
    """`POST /price-files/{price_list_id}`: one `file`; 201 once it is kept and waits to be checked."""
    try:
        if request.headers.get("origin", "").split("://", 1)[-1] != request.headers.get("host", ""):
            raise Forbidden("This file did not come from our own page.")
        actor = await actor_from(request)
        scope, size = _scope(actor), request.headers.get("content-length", "")
        if not size.isdigit() or int(size) > MAX_BYTES + _FORM_OVERHEAD:
            raise Invalid({"file": "At most 12 MB. Send it in several files."})
        name, data = await _file(request)
        list_id = request.path_params["price_list_id"]
        file_id = await arun(scope, lambda db: take_price_file(db, actor, list_id, name, data), DOCUMENTS)
    except MarketplaceError as error:
        return JSONResponse({"message": error.sentence}, status_code=error.status)
    return JSONResponse({"id": file_id}, status_code=201)


async def _file(request: Request) -> tuple[str, bytes]:
    async with request.form(max_files=1, max_fields=2) as form:
        file = form.get("file")
        if file is None or isinstance(file, str):
            raise Invalid({"file": "Choose a CSV file."})
        return file.filename or "", await file.read()


def _table(name: str, head: Sequence[str], read: Read, *, as_vendor: bool) -> Any:
    async def give(request: Request) -> Response:
        list_id = request.path_params["price_list_id"]

        def rows(db: Session, actor: Actor) -> list[Sequence[str]]:
            lines = read(db, actor, list_id, as_vendor=as_vendor)
            note_export(db, actor, f"{name} of a price list", len(lines), {"price_list": list_id})
            return lines

        try:
            actor = await actor_from(request)
            lines = await arun(_scope(actor), lambda db: rows(db, actor), DOCUMENTS)
        except Unauthenticated:
            return see("/sign-in", {"next": "/vendor/price-lists" if as_vendor else "/admin/price-lists"})
        except MarketplaceError as error:
            return refused_page(request, error, "/vendor/price-lists" if as_vendor else "/admin/price-lists")
        return await DOCUMENTS.do(lambda: as_csv(f"{name}.csv", head, lines))

    return give


async def give_sample(_: Request) -> Response:
    """`GET /price-files/sample.csv`: the columns, with three lines."""
    return PlainTextResponse(
        SAMPLE,
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="prices-sample.csv"'},
    )


def _desk(path: str, *, as_vendor: bool) -> list[BaseRoute]:
    prices = _table("prices", PRICE_COLUMNS, list_file_prices, as_vendor=as_vendor)
    problems = _table("problems", PROBLEM_COLUMNS, list_file_problems, as_vendor=as_vendor)
    return [
        Route(f"{path}/{{price_list_id}}/prices.csv", prices, methods=["GET"]),
        Route(f"{path}/{{price_list_id}}/problems.csv", problems, methods=["GET"]),
    ]


ROUTES: list[BaseRoute] = [
    Route("/price-files/sample.csv", give_sample, methods=["GET"]),
    Route("/price-files/{price_list_id}", take, methods=["POST"]),
    *_desk("/admin/price-lists", as_vendor=False),
    *_desk("/vendor/price-lists", as_vendor=True),
]
