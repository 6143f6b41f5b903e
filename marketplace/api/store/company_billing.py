"""What the customer's company agreed and owes: its price lists, invoices and statement of account."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import Field
from sqlmodel import Session
from starlette.responses import Response

from marketplace.api.http.auth import Customer as Buyer
from marketplace.api.http.openapi import gives
from marketplace.api.http.query_params import ListParams, ReadParams, from_query
from marketplace.api.http.responses import page, reply
from marketplace.api.store.company_json import (
    InvoiceParams,
    Invoices,
    OneInvoice,
    OneStatement,
    StatementParams,
    account_json,
    invoice_json,
)
from marketplace.api.store.price_list_json import ListPrices, PriceLists, price_list_json, step_json
from marketplace.queries.desk_api.price_lists import find_held_list, list_held_lists, list_step_facts
from marketplace.queries.store_api import billing

router = APIRouter(tags=["store"])


class OwnStatementParams(StatementParams):
    location_id: str = Field("", max_length=200, description="The one that is bought for without it.")


@router.get("/store/companies/me/invoices", summary="Invoices and credit notes", responses=gives(Invoices))
def list_invoices(caller: Buyer, params: InvoiceParams = from_query(InvoiceParams)) -> Response:
    """Of the places that the customer buys for, over all vendors, newest first."""
    actor = caller.known()
    rows, count = caller.run(
        lambda db: billing.list_own_invoices(db, actor, caller.store.id, params.wanted, params.window)
    )
    return reply(page("invoices", [invoice_json(one) for one in rows], params, count))


@router.get("/store/companies/me/invoices/{id}", summary="One of them", responses=gives(OneInvoice))
def get_invoice(id: str, caller: Buyer, params: ReadParams = from_query(ReadParams)) -> Response:
    actor = caller.known()
    facts = caller.run(lambda db: billing.find_own_invoice(db, actor, caller.store.id, id))
    return reply({"invoice": invoice_json(facts)})


@router.get("/store/companies/me/statement", summary="The account of a place", responses=gives(OneStatement))
def get_statement(caller: Buyer, params: OwnStatementParams = from_query(OwnStatementParams)) -> Response:
    """As the ledger has it, over all vendors."""
    actor = caller.known()

    def read(db: Session) -> dict[str, Any]:
        facts = billing.get_own_account(
            db, actor, caller.store.id, params.location_id, since=params.since, until=params.until
        )
        return {"statement": account_json(facts)}

    return reply(caller.run(read))


@router.get("/store/companies/me/price-lists", summary="Price lists that hold for it", responses=gives(PriceLists))
def list_price_lists(caller: Buyer, params: ListParams = from_query(ListParams)) -> Response:
    """Those of the place that is bought for, of the company and of its groups, also before and after their days."""
    actor = caller.known()
    rows = caller.run(lambda db: list_held_lists(db, actor, caller.store.id))
    return reply(page("price_lists", [price_list_json(one) for one in rows], params))


@router.get("/store/companies/me/price-lists/{id}/prices", summary="Prices of one of them", responses=gives(ListPrices))
def list_prices(id: str, caller: Buyer, params: ListParams = from_query(ListParams)) -> Response:
    actor = caller.known()

    def read(db: Session) -> dict[str, Any]:
        facts = find_held_list(db, actor, caller.store.id, id)
        rows, count = list_step_facts(db, facts, limit=params.taken, offset=params.offset)
        return page("prices", [step_json(row, facts.currency) for row in rows], params, count)

    return reply(caller.run(read))
