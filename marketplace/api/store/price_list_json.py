"""Price lists as JSON: the same for a store's, a vendor's and a company's programs."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from marketplace.api.http.responses import major
from marketplace.api.store.schemas import Page, Shape
from marketplace.kit.clock import iso
from marketplace.queries.desk_api.price_lists import PriceListFacts, StepFacts


class OnePriceList(BaseModel):
    price_list: Shape


class PriceLists(Page):
    price_lists: list[Shape]


class ListPrices(Page):
    prices: list[Shape]


def price_list_json(facts: PriceListFacts) -> dict[str, Any]:
    """A list without its prices."""
    return {
        "id": facts.id,
        "tenant_id": facts.tenant_id,
        "vendor_id": facts.vendor_id,
        "title": facts.title,
        "scope": facts.kind,
        "owner_id": facts.owner_id,
        "currency_code": facts.currency.lower(),
        "priority": facts.priority,
        "status": facts.status,
        "starts_at": iso(facts.starts_at) if facts.starts_at else None,
        "ends_at": iso(facts.ends_at) if facts.ends_at else None,
        "created_at": iso(facts.created_at),
    }


def step_json(one: StepFacts, currency: str) -> dict[str, Any]:
    """A step of an offer in a list: an amount in major units, or per cent off the base price."""
    return {
        "offer_id": one.offer_id,
        "sku": one.sku,
        "min_quantity": one.min_quantity,
        "amount": None if one.amount is None else major(one.amount, currency),
        "percent_off": None if one.percent_off_bps is None else one.percent_off_bps / 100,
    }
