"""Price lists for programs: the same routes at a store's desk and at a vendor's, each within its reach."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from pydantic import Field
from sqlmodel import Session
from starlette.responses import Response

from marketplace.api.desk_lists import OfStore, store_of
from marketplace.api.http.desk_auth import AdminCaller, VendorCaller, admin_desk, vendor_desk
from marketplace.api.http.openapi import gives
from marketplace.api.http.query_params import ListParams, from_query
from marketplace.api.http.responses import page, reply
from marketplace.api.store.price_list_json import ListPrices, OnePriceList, PriceLists, price_list_json, step_json
from marketplace.api.store.request_schemas import Body, Text
from marketplace.domain.catalogue.price_list_form import PriceListForm, StepRow, owner_field, read_price_list
from marketplace.domain.errors import Invalid
from marketplace.domain.permissions import vendor_grant
from marketplace.queries.desk_api.price_lists import get_price_list_facts, list_price_list_facts, list_step_facts
from marketplace.queries.shared.price_list_editor import get_list_choices
from marketplace.services.catalogue.list_prices import set_list_price
from marketplace.services.catalogue.price_lists import archive_price_list, create_price_list, restore_price_list

Caller = AdminCaller | VendorCaller
Scope = Literal["store", "group", "contract_company", "contract_location"]


class PriceListsParams(OfStore):
    q: str = Field("", max_length=200, description="In titles.")


class OwnPriceListsParams(ListParams):
    q: str = Field("", max_length=200, description="In titles.")


class PriceListBody(Body):
    """A list without prices. `owner_id` is the location, company or group that it is for; none for a store's own."""

    title: Text
    currency_code: str = Field(min_length=3, max_length=3, examples=["eur"])
    scope: Scope
    owner_id: Text = ""
    priority: Annotated[int, Field(ge=0, le=1000)] = 0
    starts_on: date | None = None
    ends_on: date | None = Field(None, description="The last day.")
    tenant_id: Text = Field("", description="Of the platform's callers: the store.")


class StepBody(Body):
    """From so many pieces on: either `amount` each, or `percent_off` the base price."""

    min_quantity: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    amount: Annotated[Decimal, Field(ge=0, le=Decimal("9999999999"))] | None = None
    percent_off: Annotated[Decimal, Field(ge=0, le=100)] | None = None


class ListPriceBody(Body):
    """The steps of one offer in place of those before; none take it out of the list."""

    offer_id: Text
    steps: list[StepBody] = Field(default_factory=list, max_length=12)


ONE, MANY, PRICES = gives(OnePriceList), gives(PriceLists), gives(ListPrices)


def price_list_routes(desk: Literal["admin", "vendor"], caller_of: Callable[..., Caller], params: Any) -> APIRouter:
    """The routes below `/admin` or `/vendor`: `caller_of` says who works there, `params` what narrows the list."""
    router, worker = APIRouter(prefix=f"/{desk}/price-lists", tags=[desk]), Depends(caller_of)

    @router.get("", summary="Price lists", responses=MANY)
    def list_lists(caller: Caller = worker, params: Any = from_query(params)) -> Response:
        return _lists(caller, params)

    @router.post("", summary="Make a price list", responses=ONE)
    def make_list(body: PriceListBody, caller: Caller = worker) -> Response:
        return _make(caller, body)

    @router.get("/{id}", summary="One price list", responses=ONE)
    def get_list(id: str, caller: Caller = worker) -> Response:
        return reply(caller.run(lambda db: _shown(db, caller, id)))

    @router.get("/{id}/prices", summary="Its prices", responses=PRICES)
    def list_prices(id: str, caller: Caller = worker, params: ListParams = from_query(ListParams)) -> Response:
        return _prices(caller, id, params)

    @router.post("/{id}/prices", summary="Set the price of an offer", responses=ONE)
    def set_price(id: str, body: ListPriceBody, caller: Caller = worker) -> Response:
        return _set(caller, id, body)

    @router.post("/{id}/archive", summary="Take a price list out of use", responses=ONE)
    def archive(id: str, caller: Caller = worker) -> Response:
        return _turn(caller, id, archive_price_list)

    @router.post("/{id}/restore", summary="Take it into use again", responses=ONE)
    def restore(id: str, caller: Caller = worker) -> Response:
        return _turn(caller, id, restore_price_list)

    return router


admin = price_list_routes("admin", admin_desk, PriceListsParams)
vendor = price_list_routes("vendor", vendor_desk, OwnPriceListsParams)


def _as_vendor(caller: Caller) -> bool:
    return isinstance(caller, VendorCaller)


def _lists(caller: Caller, params: PriceListsParams | OwnPriceListsParams) -> Response:
    def read(db: Session) -> dict[str, Any]:
        store = ""
        if isinstance(caller, AdminCaller) and isinstance(params, PriceListsParams):
            store = store_of(db, caller, params.tenant_id)
        rows, count = list_price_list_facts(
            db,
            caller.actor,
            as_vendor=_as_vendor(caller),
            tenant_id=store,
            q=params.q,
            limit=params.taken,
            offset=params.offset,
        )
        return page("price_lists", [price_list_json(row) for row in rows], params, count)

    return reply(caller.run(read))


def _shown(db: Session, caller: Caller, list_id: str) -> dict[str, Any]:
    facts = get_price_list_facts(db, caller.actor, list_id, as_vendor=_as_vendor(caller))
    return {"price_list": price_list_json(facts)}


def _make(caller: Caller, body: PriceListBody) -> Response:
    def make(db: Session) -> dict[str, Any]:
        choices = get_list_choices(db, caller.actor, body.tenant_id, as_vendor=_as_vendor(caller))
        field = owner_field(body.scope)
        if body.owner_id and not field:
            raise Invalid({"owner_id": "A list of the store is for everybody: leave it out."})
        form = PriceListForm(
            title=body.title,
            currency=body.currency_code.upper(),
            kind=body.scope,
            priority=str(body.priority),
            starts_on=body.starts_on.isoformat() if body.starts_on else "",
            ends_on=body.ends_on.isoformat() if body.ends_on else "",
            **({field: body.owner_id} if field else {}),
        )
        facts = read_price_list(form, [one.value for one in choices.currencies], choices.store)
        vendor_id = vendor_grant(caller.actor).vendor_id if _as_vendor(caller) else None
        made = create_price_list(db, caller.actor, choices.store_id, facts, vendor_id=vendor_id)
        return _shown(db, caller, made)

    return caller.once(make)


def _prices(caller: Caller, list_id: str, params: ListParams) -> Response:
    def read(db: Session) -> dict[str, Any]:
        facts = get_price_list_facts(db, caller.actor, list_id, as_vendor=_as_vendor(caller))
        rows, count = list_step_facts(db, facts, limit=params.taken, offset=params.offset)
        return page("prices", [step_json(row, facts.currency) for row in rows], params, count)

    return reply(caller.run(read))


def _set(caller: Caller, list_id: str, body: ListPriceBody) -> Response:
    rows = [StepRow(str(one.min_quantity), _text(one.amount), _text(one.percent_off)) for one in body.steps]

    def apply(db: Session) -> dict[str, Any]:
        set_list_price(db, caller.actor, list_id, body.offer_id, rows)
        return _shown(db, caller, list_id)

    return caller.once(apply)


def _turn(caller: Caller, list_id: str, turn: Any) -> Response:
    def apply(db: Session) -> dict[str, Any]:
        turn(db, caller.actor, list_id)
        return _shown(db, caller, list_id)

    return caller.once(apply)


def _text(number: Decimal | None) -> str:
    return "" if number is None else f"{number:f}"
