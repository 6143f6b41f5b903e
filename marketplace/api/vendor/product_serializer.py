"""A product as its vendor and its store read it: the document of the store API, drafts and every offer included."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from marketplace.api.http.responses import major
from marketplace.api.store import product_serializer
from marketplace.api.store.serializer_parts import sales_channel_of
from marketplace.kit.clock import iso, now
from marketplace.queries.desk_api.products import DeskOffer, DeskProduct, PriceStep
from marketplace.services.search.listing_documents import listings_of
from marketplace.settings import settings

DEFAULT = (
    *product_serializer.ONE_DEFAULT,
    "status",
    "version",
    "tenant_id",
    "vendor_id",
    "category_id",
    "external_id",
    "metadata",
    "deleted_at",
    "*sales_channels",
    "*variants.prices",
    "variants.inventory_quantity",
    "variants.offers",
    "*variants.offers",
    "*variants.offers.prices",
)


def documents(db: Session, products: Sequence[DeskProduct]) -> list[dict[str, Any]]:
    """The whole documents of these products, in their order."""
    listings: dict[str, dict[str, Any]] = {}
    for tenant_id in dict.fromkeys(one.product.tenant_id for one in products):
        keys = [one.product.id for one in products if one.product.tenant_id == tenant_id]
        listings |= listings_of(db, tenant_id, keys, now(), settings().base_url)
    return [_document(one, listings[one.product.id]["product"]) for one in products]


def _document(one: DeskProduct, listed: dict[str, Any]) -> dict[str, Any]:
    row, channel = one.product, sales_channel_of(one.product.tenant_id)
    document = _changed(listed, iso(one.changed_at))
    document["variants"] = [_variant(variant, one) for variant in document["variants"]]
    return {
        **document,
        "status": row.status,
        "version": row.version,
        "tenant_id": row.tenant_id,
        "vendor_id": row.vendor_id,
        "category_id": row.category_id,
        "sales_channels": [{"id": channel, "name": "Store", "is_disabled": False}],
    }


def _changed(value: Any, at: str) -> Any:
    """The product and its parts change as one: every `updated_at` is the product's."""
    if isinstance(value, list):
        return [_changed(member, at) for member in value]
    if not isinstance(value, dict):
        return value
    return {name: at if name == "updated_at" else _changed(member, at) for name, member in value.items()}


def _variant(variant: dict[str, Any], one: DeskProduct) -> dict[str, Any]:
    """With every vendor's offer; its own prices and stock are those of the vendor whose product it is."""
    offers = one.offers.get(variant["id"], ())
    offer = next((offer for offer in offers if offer.vendor_id == one.product.vendor_id), None)
    return {
        **variant,
        "images": [],
        "allow_backorder": bool(offer and offer.allows_backorder),
        "inventory_quantity": offer.on_hand - offer.reserved if offer else 0,
        "prices": _prices(offer, variant["id"], one) if offer else [],
        "offers": [_offer(o, one) for o in offers],
    }


def _offer(offer: DeskOffer, one: DeskProduct) -> dict[str, Any]:
    return {
        "id": offer.id,
        "vendor_id": offer.vendor_id,
        "vendor_name": offer.vendor,
        "sku": offer.sku,
        "status": offer.status,
        "min_quantity": offer.min_quantity,
        "quantity_step": offer.quantity_step,
        "lead_time_days": offer.lead_time_days,
        "allow_backorder": offer.allows_backorder,
        "stocked_quantity": offer.on_hand,
        "reserved_quantity": offer.reserved,
        "prices": _prices(offer, offer.variant_id, one),
    }


def _prices(offer: DeskOffer, variant_id: str, one: DeskProduct) -> list[dict[str, Any]]:
    prices = []
    for at, step in enumerate(offer.prices):
        following = offer.prices[at + 1] if at + 1 < len(offer.prices) else None
        is_followed = following is not None and following.currency == step.currency
        prices.append(
            _price(offer, variant_id, one, step, following.min_quantity - 1 if is_followed and following else None)
        )
    return prices


def _price(offer: DeskOffer, variant_id: str, one: DeskProduct, step: PriceStep, until: int | None) -> dict[str, Any]:
    """A step from one piece on without an end is a plain price, whose bounds are null."""
    is_plain = step.min_quantity == 1 and until is None
    key = f"price_{offer.id.partition('_')[2]}{step.currency}{step.min_quantity}"
    return {
        "id": key,
        "currency_code": step.currency.lower(),
        "variant_id": variant_id,
        "rules": {},
        "amount": None if step.amount is None else major(step.amount, step.currency),
        "percent_off": None if step.percent_off_bps is None else step.percent_off_bps / 100,
        "min_quantity": None if is_plain else step.min_quantity,
        "max_quantity": until,
        "created_at": iso(one.product.created_at),
        "updated_at": iso(one.changed_at),
    }
