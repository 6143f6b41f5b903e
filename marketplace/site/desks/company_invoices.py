"""The papers of a company's account: invoices and credit notes as PDF, the statement as PDF and CSV."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from marketplace.domain.errors import MarketplaceError, Unauthenticated
from marketplace.domain.finance.receivables import StatementPaper
from marketplace.domain.permissions import Actor
from marketplace.kit.db import arun
from marketplace.kit.slow import DOCUMENTS
from marketplace.kit.tenancy import scope_of
from marketplace.queries.company_desk.invoices import Statement, find_company_invoice, get_statement
from marketplace.queries.operator_desk.receivable_account import find_billed
from marketplace.queries.shared.invoice_documents import invoice_paper
from marketplace.services.finance.statements import print_statement
from marketplace.services.identity.access import Desk, desk_scope, store_scope
from marketplace.services.operations.exports import note_export
from marketplace.services.orders.documents import print_invoice
from marketplace.site.downloads.tables import as_csv
from marketplace.site.refused import refused_page
from marketplace.web.request_context import actor_from, see

T = TypeVar("T")


async def give_invoice(request: Request) -> Response:
    """`GET /s/{store}/company/invoices/{invoice}.pdf`: for the people of the place that it was written to."""
    invoice_id = request.path_params["invoice"]

    def make(db: Session, actor: Actor) -> tuple[str, bytes]:
        paper = invoice_paper(db, find_company_invoice(db, actor, str(scope_of(db).tenant_id), invoice_id))
        return paper.invoice_number, print_invoice(paper)

    return await _at_company(request, make, lambda made: _pdf(*made))


async def give_billed(request: Request) -> Response:
    """`GET /admin/invoices/{invoice}.pdf`: for the store's side."""
    invoice_id = request.path_params["invoice"]
    try:
        actor = await actor_from(request)
        scope = desk_scope(actor, Desk.OPERATOR if actor.is_operator else Desk.TENANT)
        paper = await arun(scope, lambda db: invoice_paper(db, find_billed(db, actor, invoice_id)), DOCUMENTS)
    except Unauthenticated:
        return see("/sign-in", {"next": request.url.path})
    except MarketplaceError as error:
        return refused_page(request, error, "/admin/receivables")
    return _pdf(paper.invoice_number, await DOCUMENTS.do(lambda: print_invoice(paper)))


async def give_statement(request: Request) -> Response:
    """`GET /s/{store}/company/statement.pdf`."""
    return await _at_company(request, _statement(request), lambda of: _pdf(f"statement-{of.until}", _print(of)))


async def give_statement_file(request: Request) -> Response:
    """`GET /s/{store}/company/statement.csv`: amounts as programs read them, what is owed above zero."""

    def lines(of: Statement) -> list[list[str]]:
        first = [of.since, "Owed before", "", of.plain_opening]
        return [first, *([one.day, one.what, one.plain_amount, one.plain_balance] for one in of.lines)]

    read = _statement(request, is_export=True)
    head = ["Day", "What", "Amount", "Owed"]
    return await _at_company(request, read, lambda of: as_csv("statement.csv", head, lines(of)))


def _statement(request: Request, *, is_export: bool = False) -> Callable[[Session, Actor], Statement]:
    location, since, until = (request.query_params.get(name, "")[:40] for name in ("location", "since", "until"))

    def read(db: Session, actor: Actor) -> Statement:
        tenant_id = str(scope_of(db).tenant_id)
        of = get_statement(db, actor, tenant_id, location_id=location, since=since, until=until)
        if is_export:
            note_export(db, actor, "statement", len(of.lines), {"location": of.place_id}, tenant_id=tenant_id)
        return of

    return read


def _print(of: Statement) -> bytes:
    rows = [(one.day, one.what, one.amount, one.balance) for one in of.lines]
    return print_statement(
        StatementPaper(of.store, of.company, of.place, of.period, opening=of.opening, closing=of.closing, lines=rows)
    )


async def _at_company(
    request: Request, read: Callable[[Session, Actor], T], answer: Callable[[T], Response]
) -> Response:
    store = request.path_params["store"]
    try:
        actor = await actor_from(request)
        scope = await asyncio.to_thread(store_scope, store)
        made = await arun(scope, lambda db: read(db, actor), DOCUMENTS)
    except Unauthenticated:
        return see("/sign-in", {"next": request.url.path})
    except MarketplaceError as error:
        return refused_page(request, error, f"/s/{store}/company/invoices")
    return await DOCUMENTS.do(lambda: answer(made))


def _pdf(name: str, data: bytes) -> Response:
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"', "Cache-Control": "no-store, private"}
    return Response(data, media_type="application/pdf", headers=headers)


ROUTES: list[BaseRoute] = [
    Route("/s/{store}/company/invoices/{invoice}.pdf", give_invoice, methods=["GET"]),
    Route("/s/{store}/company/statement.pdf", give_statement, methods=["GET"]),
    Route("/s/{store}/company/statement.csv", give_statement_file, methods=["GET"]),
    Route("/admin/invoices/{invoice}.pdf", give_billed, methods=["GET"]),
]
