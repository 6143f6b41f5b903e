"""What a vendor has billed."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from marketplace.api.http.desk_auth import VendorDesk
from marketplace.api.http.openapi import gives
from marketplace.api.http.query_params import ReadParams, from_query
from marketplace.api.http.responses import page, reply
from marketplace.api.store.company_json import InvoiceParams, Invoices, OneInvoice, invoice_json
from marketplace.queries.store_api.billing import find_vendor_invoice, list_vendor_invoices

router = APIRouter(tags=["vendor"])


@router.get("/vendor/invoices", summary="Invoices and credit notes", responses=gives(Invoices))
def list_invoices(caller: VendorDesk, params: InvoiceParams = from_query(InvoiceParams)) -> Response:
    """Newest first; `view` is what is still owed, on account."""
    rows, count = caller.run(lambda db: list_vendor_invoices(db, caller.actor, params.wanted, params.window))
    return reply(page("invoices", [invoice_json(one) for one in rows], params, count))


@router.get("/vendor/invoices/{id}", summary="One of them", responses=gives(OneInvoice))
def get_invoice(id: str, caller: VendorDesk, params: ReadParams = from_query(ReadParams)) -> Response:
    return reply({"invoice": invoice_json(caller.run(lambda db: find_vendor_invoice(db, caller.actor, id)))})
