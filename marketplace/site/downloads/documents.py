"""Invoices, packing slips and codes for banking apps: made when they are asked for, and only for who may have them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from marketplace.domain.errors import Forbidden, MarketplaceError, NotFound, Unauthenticated
from marketplace.domain.orders.documents import OrderPaper
from marketplace.domain.permissions import Actor
from marketplace.kit import qr
from marketplace.kit.db import run
from marketplace.kit.slow import DOCUMENTS
from marketplace.kit.tenancy import Scope
from marketplace.queries.shared.invoice_documents import credit_note_paper, order_invoice_paper
from marketplace.queries.shared.order_documents import bought_paper, get_pro_forma, paper_of
from marketplace.queries.shared.transfer_details import get_transfer
from marketplace.services.companies.acting import buying_actor_at
from marketplace.services.finance.invoicing import give_invoice_number
from marketplace.services.identity.access import Desk, desk_scope, store_scope
from marketplace.services.orders.documents import print_invoice, print_packing_slip, print_pro_forma
from marketplace.site.refused import refused_page
from marketplace.web.request_context import actor_from, see

Make = Callable[[Session, Actor], tuple[str, bytes]]


async def vendor_slip(request: Request) -> Response:
    """`GET /vendor/orders/{order_id}/packing-slip.pdf`."""
    order_id = request.path_params["order_id"]

    def make(db: Session, actor: Actor) -> tuple[str, bytes]:
        paper = paper_of(db, actor, order_id)
        return f"packing-slip-{paper.number}.pdf", print_packing_slip(paper)

    return await _give(request, lambda actor: desk_scope(actor, Desk.VENDOR), make)


async def vendor_invoice(request: Request) -> Response:
    """`GET /vendor/orders/{order_id}/invoice.pdf`."""
    return await _give(request, lambda actor: desk_scope(actor, Desk.VENDOR), _invoice_of(request))


async def operator_invoice(request: Request) -> Response:
    """`GET /admin/orders/{order_id}/invoice.pdf`."""

    def scope(actor: Actor) -> Scope:
        return desk_scope(actor, Desk.OPERATOR if actor.is_operator else Desk.TENANT)

    return await _give(request, scope, _invoice_of(request))


async def bought_invoice(request: Request) -> Response:
    """`GET /s/{store}/orders/{number}/{position}/invoice.pdf`, with `?key=` for who has no account."""
    path, key = request.path_params, request.query_params.get("key", "")

    def make(db: Session, actor: Actor) -> tuple[str, bytes]:
        order_id, _ = bought_paper(db, actor, path["number"], path["position"], key)
        if not give_invoice_number(db, order_id):
            raise NotFound("invoice")
        return _named(order_invoice_paper(db, order_id))

    return await _give(request, lambda actor: store_scope(path["store"]), make)


async def bought_credit_note(request: Request) -> Response:
    """`GET /s/{store}/orders/{number}/{position}/credit-notes/{note}.pdf`: for who may read the order."""
    path, key = request.path_params, request.query_params.get("key", "")

    def make(db: Session, actor: Actor) -> tuple[str, bytes]:
        order_id, _ = bought_paper(db, actor, path["number"], path["position"], key)
        paper = credit_note_paper(db, order_id, path["note"])
        return f"credit-note-{paper.invoice_number}.pdf", print_invoice(paper)

    return await _give(request, lambda actor: store_scope(path["store"]), make)


async def transfer_code(request: Request) -> Response:
    """`GET /s/{store}/orders/{number}/transfer.png`: the awaited transfer as a QR code, for who bought."""
    path, key = request.path_params, request.query_params.get("key", "")

    def make(db: Session, actor: Actor) -> tuple[str, bytes]:
        code = get_transfer(db, actor, path["number"], key).code
        if not code:
            raise NotFound("code")
        return f"transfer-{path['number']}.png", qr.picture(code)

    return await _give(request, lambda actor: store_scope(path["store"]), make, media_type="image/png")


async def bought_pro_forma(request: Request) -> Response:
    """`GET /s/{store}/orders/{number}/pro-forma.pdf`: what is to be paid by transfer, and to whom, for who bought."""
    path, key = request.path_params, request.query_params.get("key", "")

    def make(db: Session, actor: Actor) -> tuple[str, bytes]:
        return f"pro-forma-{path['number']}.pdf", print_pro_forma(get_pro_forma(db, actor, path["number"], key))

    return await _give(request, lambda actor: store_scope(path["store"]), make)


def _invoice_of(request: Request) -> Make:
    order_id = request.path_params["order_id"]

    def make(db: Session, actor: Actor) -> tuple[str, bytes]:
        paper_of(db, actor, order_id)  # who may not see it gives it no number
        if not give_invoice_number(db, order_id):
            raise NotFound("invoice")
        return _named(order_invoice_paper(db, order_id))

    return make


def _named(paper: OrderPaper) -> tuple[str, bytes]:
    return f"invoice-{paper.invoice_number}.pdf", print_invoice(paper)


async def _give(
    request: Request, scope: Callable[[Actor], Scope], make: Make, *, media_type: str = "application/pdf"
) -> Response:
    try:
        actor = await actor_from(request)
        if store := request.path_params.get("store", ""):
            actor = await asyncio.to_thread(buying_actor_at, actor, store)
        name, data = await DOCUMENTS.do(lambda: run(scope(actor), lambda db: make(db, actor)))
    except (Unauthenticated, Forbidden):
        return see("/sign-in", {"next": request.url.path})
    except MarketplaceError as error:
        return refused_page(request, error, "/account/orders")
    return Response(
        data,
        media_type=media_type,
        headers={"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "no-store, private"},
    )


ROUTES: list[BaseRoute] = [
    Route("/vendor/orders/{order_id}/packing-slip.pdf", vendor_slip, methods=["GET"]),
    Route("/vendor/orders/{order_id}/invoice.pdf", vendor_invoice, methods=["GET"]),
    Route("/admin/orders/{order_id}/invoice.pdf", operator_invoice, methods=["GET"]),
    Route("/s/{store}/orders/{number:int}/transfer.png", transfer_code, methods=["GET"]),
    Route("/s/{store}/orders/{number:int}/pro-forma.pdf", bought_pro_forma, methods=["GET"]),
    Route("/s/{store}/orders/{number:int}/{position:int}/invoice.pdf", bought_invoice, methods=["GET"]),
    Route("/s/{store}/orders/{number:int}/{position:int}/credit-notes/{note}.pdf", bought_credit_note, methods=["GET"]),
]
