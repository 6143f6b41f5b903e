"""Quotes as files: the comparison as table and paper, each revision as PDF, and what came with a request."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from marketplace.domain.errors import Forbidden, MarketplaceError, Unauthenticated
from marketplace.domain.permissions import Actor
from marketplace.domain.quotes.papers import ComparisonPaper, QuotePaper
from marketplace.domain.quotes.requester import Requester, key_in
from marketplace.kit.db import arun
from marketplace.kit.session_cookie import quote_cookie
from marketplace.kit.slow import DOCUMENTS
from marketplace.kit.tenancy import Scope, scope_of
from marketplace.queries.shared.company_documents import StoredDocument
from marketplace.queries.shared.quote_files import find_buyer_file, find_store_file, find_vendor_file
from marketplace.queries.shared.quote_papers import get_buyer_paper, get_vendor_paper
from marketplace.queries.storefront.comparison_paper import get_comparison_paper
from marketplace.queries.storefront.comparison_table import COMPARISON_HEAD, list_comparison_rows
from marketplace.services.identity.access import Desk, desk_scope, store_scope
from marketplace.services.operations.exports import note_export
from marketplace.services.quotes.documents import print_comparison, print_revision
from marketplace.site.downloads.strangers_files import as_download
from marketplace.site.downloads.tables import as_csv
from marketplace.site.refused import refused_page
from marketplace.web.request_context import actor_from, see

T = TypeVar("T")


async def give_comparison(request: Request) -> Response:
    """`GET /s/{store}/quotes/{request}.csv`: a row for each line and vendor, for who compares them."""
    request_id = request.path_params["request"]

    def read(db: Session, actor: Actor) -> tuple[str, list[list[str]]]:
        tenant_id = str(scope_of(db).tenant_id)
        number, rows = list_comparison_rows(db, _requester(request, actor), tenant_id, request_id)
        note_export(db, actor, "comparison of a quote", len(rows), {"request": number}, tenant_id=tenant_id)
        return number, rows

    return await _give(request, _store(request), read, lambda made: as_csv(f"{made[0]}.csv", COMPARISON_HEAD, made[1]))


async def give_comparison_paper(request: Request) -> Response:
    """`GET /s/{store}/quotes/{request}.pdf`: the same for who reads paper."""
    request_id = request.path_params["request"]

    def read(db: Session, actor: Actor) -> ComparisonPaper:
        tenant_id = str(scope_of(db).tenant_id)
        paper = get_comparison_paper(db, _requester(request, actor), tenant_id, request_id)
        shown = len(paper.lines) * len(paper.vendors)
        note_export(db, actor, "comparison of a quote", shown, {"request": paper.number}, tenant_id=tenant_id)
        return paper

    return await _give(
        request, _store(request), read, lambda paper: _pdf(print_comparison(paper), f"{paper.number}.pdf")
    )


async def give_revision(request: Request) -> Response:
    """`GET /s/{store}/quotes/{request}/{quote}/revision-{number}.pdf`: for the buyer, a guest by their link."""
    path, number = request.path_params, _number(request)

    def read(db: Session, actor: Actor) -> QuotePaper:
        who, tenant_id = _requester(request, actor), str(scope_of(db).tenant_id)
        return get_buyer_paper(db, who, tenant_id, path["request"], path["quote"], number=number)

    return await _give(request, _store(request), read, lambda paper: _revision(paper, number))


async def give_own_revision(request: Request) -> Response:
    """`GET /vendor/quotes/{quote}/revision-{number}.pdf`: for the vendor's people."""
    quote_id, number = request.path_params["quote"], _number(request)
    return await _give(
        request,
        lambda actor: desk_scope(actor, Desk.VENDOR),
        lambda db, actor: get_vendor_paper(db, actor, quote_id, number),
        lambda paper: _revision(paper, number),
    )


async def give_attached(request: Request) -> Response:
    """`GET /s/{store}/quotes/{request}/files/{file}`: for the buyer, a guest by their link."""
    path = request.path_params

    def read(db: Session, actor: Actor) -> StoredDocument:
        who, tenant_id = _requester(request, actor), str(scope_of(db).tenant_id)
        return find_buyer_file(db, who, tenant_id, path["request"], path["file"])

    return await _give(request, _store(request), read, as_download)


async def give_attached_to_vendor(request: Request) -> Response:
    """`GET /vendor/quotes/{quote}/files/{file}`: for the people of a vendor that was asked."""
    quote_id, file_id = request.path_params["quote"], request.path_params["file"]
    return await _give(
        request,
        lambda actor: desk_scope(actor, Desk.VENDOR),
        lambda db, actor: find_vendor_file(db, actor, quote_id, file_id),
        as_download,
    )


async def give_attached_to_store(request: Request) -> Response:
    """`GET /admin/quotes/{quote}/files/{file}`: for the store's side."""
    quote_id, file_id = request.path_params["quote"], request.path_params["file"]
    return await _give(
        request,
        lambda actor: desk_scope(actor, Desk.OPERATOR if actor.is_operator else Desk.TENANT),
        lambda db, actor: find_store_file(db, actor, quote_id, file_id),
        as_download,
    )


def _number(request: Request) -> int:
    """The revision that is asked for; 0, which none has, for what is no number."""
    typed = str(request.path_params["number"])
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else 0


def _store(request: Request) -> Callable[[Actor], Scope]:
    return lambda actor: store_scope(request.path_params["store"])


def _requester(request: Request, actor: Actor) -> Requester:
    """Who is signed in, with the key that a guest's link has left in this browser."""
    return Requester(actor, key=key_in(request.cookies.get(quote_cookie(), ""), request.path_params["request"]))


async def _give(
    request: Request,
    scope: Callable[[Actor], Scope],
    read: Callable[[Session, Actor], T],
    answer: Callable[[T], Response],
) -> Response:
    try:
        actor = await actor_from(request)
        where = await asyncio.to_thread(scope, actor)
        made = await arun(where, lambda db: read(db, actor), DOCUMENTS)
        return await DOCUMENTS.do(lambda: answer(made))
    except (Unauthenticated, Forbidden):
        return see("/sign-in", {"next": request.url.path})
    except MarketplaceError as error:
        return refused_page(request, error, "/account")


def _revision(paper: QuotePaper, number: int) -> Response:
    return _pdf(print_revision(paper), f"{paper.number}-revision-{number}.pdf")


def _pdf(data: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "no-store, private"}
    return Response(data, media_type="application/pdf", headers=headers)


ROUTES: list[BaseRoute] = [
    Route("/s/{store}/quotes/{request}.csv", give_comparison, methods=["GET"]),
    Route("/s/{store}/quotes/{request}.pdf", give_comparison_paper, methods=["GET"]),
    Route("/s/{store}/quotes/{request}/{quote}/revision-{number}.pdf", give_revision, methods=["GET"]),
    Route("/vendor/quotes/{quote}/revision-{number}.pdf", give_own_revision, methods=["GET"]),
    Route("/s/{store}/quotes/{request}/files/{file}", give_attached, methods=["GET"]),
    Route("/vendor/quotes/{quote}/files/{file}", give_attached_to_vendor, methods=["GET"]),
    Route("/admin/quotes/{quote}/files/{file}", give_attached_to_store, methods=["GET"]),
]
