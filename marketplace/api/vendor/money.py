"""A vendor's money: what each order earned, and payouts."""

from __future__ import annotations

from typing import Any, Literal

from fastapi import APIRouter
from pydantic import Field
from sqlmodel import Session
from starlette.responses import Response

from marketplace.api import desk_request_schemas, desk_schemas
from marketplace.api.desk_lists import MOMENTS, sort_of
from marketplace.api.http.desk_auth import VendorDesk
from marketplace.api.http.openapi import gives
from marketplace.api.http.query_params import ListParams, from_query
from marketplace.api.http.responses import page, reply
from marketplace.api.vendor.money_serializer import payout_json, total_json, transaction_json
from marketplace.domain.errors import Invalid
from marketplace.domain.money import EXPONENTS
from marketplace.queries.desk_api.money import TransactionFilter, get_own_payout, list_own_payouts, list_transactions
from marketplace.queries.vendor_desk.vendor_access import own_vendor
from marketplace.services.finance.payouts import request_payout

router = APIRouter(tags=["vendor"])
Standing = Literal[
    "", "requested", "held", "queued", "sending", "in_transit", "paid", "cancelled", "failed", "returned"
]
_FOR_EACH = Field("", max_length=100)


class EntriesParams(ListParams):
    kind: Literal["", "sale", "refund", "adjustment", "reserve", "reserve_back"] = ""
    status: str = _FOR_EACH
    currency_code: str = Field("", max_length=3)
    order_id: str = _FOR_EACH
    payout_id: str = _FOR_EACH


class PayoutsParams(ListParams):
    status: Standing = ""
    currency_code: str = Field("", max_length=3)


@router.get(
    "/vendor/transactions", summary="Earnings with the commission kept", responses=gives(desk_schemas.Transactions)
)
def list_entries(caller: VendorDesk, params: EntriesParams = from_query(EntriesParams)) -> Response:
    """Newest first. `totals` are the sums over all pages."""
    is_oldest_first = sort_of(params, MOMENTS, "newest") == "oldest"
    wanted = TransactionFilter(
        params.kind, params.status, params.currency_code.upper(), params.order_id, params.payout_id
    )
    rows, count, totals = caller.run(
        lambda db: list_transactions(
            db, caller.actor, wanted, limit=params.taken, offset=params.offset, is_oldest_first=is_oldest_first
        )
    )
    shown = page("transactions", [transaction_json(row) for row in rows], params, count)
    return reply({**shown, "totals": [total_json(total) for total in totals]})


@router.get("/vendor/payouts", summary="Payouts", responses=gives(desk_schemas.Payouts))
def list_payouts(caller: VendorDesk, params: PayoutsParams = from_query(PayoutsParams)) -> Response:
    is_oldest_first = sort_of(params, MOMENTS, "newest") == "oldest"
    rows, count = caller.run(
        lambda db: list_own_payouts(
            db,
            caller.actor,
            status=params.status,
            currency=params.currency_code.upper(),
            limit=params.taken,
            offset=params.offset,
            is_oldest_first=is_oldest_first,
        )
    )
    return reply(page("payouts", [payout_json(row) for row in rows], params, count))


@router.post("/vendor/payouts/request", summary="Ask for what is available", responses=gives(desk_schemas.OnePayout))
def ask_for_payout(caller: VendorDesk, body: desk_request_schemas.PayoutBody | None = None) -> Response:
    """Needs an `Idempotency-Key`. What stands in the way is answered with 409 and a sentence."""
    caller.need_key()
    wanted = (body.currency_code or "").upper() if body else ""
    if wanted and wanted not in EXPONENTS:
        raise Invalid({"currency_code": f"We do not serve {wanted}."})

    def ask(db: Session) -> dict[str, Any]:
        currency = wanted or own_vendor(db, caller.actor)[1].default_currency
        made = request_payout(db, caller.actor, currency, key=caller.effect_key())
        db.flush()
        return {"payout": payout_json(get_own_payout(db, caller.actor, made))}

    return caller.once(ask)


@router.get("/vendor/payouts/{id}", summary="One payout", responses=gives(desk_schemas.OnePayout))
def get_payout(id: str, caller: VendorDesk) -> Response:
    """Its earnings are `/vendor/transactions?payout_id=`."""
    return reply({"payout": payout_json(caller.run(lambda db: get_own_payout(db, caller.actor, id)))})
