"""A product as the store API writes it: its document, with prices and stock for one context."""

from __future__ import annotations

from typing import Any

from marketplace.api.http.fields import Tree, pick
from marketplace.api.http.responses import major, raw
from marketplace.domain.catalogue.pricing import ListKind, PriceSource
from marketplace.domain.stores.taxes import net_and_gross
from marketplace.queries.store_api.prices import OfferPrice, PriceContext, rank_prices
from marketplace.queries.store_api.products import Listed

DEFAULT = (
    "id",
    "title",
    "subtitle",
    "description",
    "handle",
    "is_giftcard",
    "discountable",
    "thumbnail",
    "collection_id",
    "type_id",
    "weight",
    "length",
    "height",
    "width",
    "hs_code",
    "origin_country",
    "mid_code",
    "material",
    "created_at",
    "updated_at",
    "*type",
    "*collection",
    "*options",
    "*options.values",
    "*tags",
    "*images",
    "*variants",
    "*variants.options",
    "*variants.options.option",
)
ONE_DEFAULT = (*DEFAULT, "*categories")


def product_json(
    listed: Listed, tree: Tree, context: PriceContext | None, *, with_tiers: bool = False
) -> dict[str, Any]:
    """The parts of a product that `tree` names; prices only where there is a context to make them in."""
    wanted = tree.get("variants")
    document = dict(listed.product)
    if wanted is not None or "*" in tree:
        below = wanted or {}
        variants = [_variant(v, listed, below, context, with_tiers) for v in listed.product["variants"]]
        return pick({**document, "variants": variants}, _prices_too(tree, with_tiers))
    return pick(document, tree)


def variant_json(
    variant_id: str, listed: Listed, tree: Tree, context: PriceContext | None, *, with_tiers: bool = False
) -> dict[str, Any]:
    """The parts of one variant of a product that `tree` names; its `product` only when it is named."""
    variant = next(one for one in listed.product["variants"] if one["id"] == variant_id)
    shown = {**_variant(variant, listed, tree, context, with_tiers), "product": listed.product}
    return pick(shown, {**tree, "price_tiers": {}} if with_tiers else tree)


def _prices_too(tree: Tree, with_tiers: bool) -> Tree:
    """With a quantity the price steps are answered unasked."""
    if not with_tiers or "variants" not in tree:
        return tree
    return {**tree, "variants": {**tree["variants"], "price_tiers": {}}}


def _variant(
    variant: dict[str, Any], listed: Listed, wanted: Tree, context: PriceContext | None, with_tiers: bool
) -> dict[str, Any]:
    offers = listed.offers.get(variant["id"], [])
    shown = {**variant, "allow_backorder": any(offer["backorder"] for offer in offers)}
    if context is None:
        if "inventory_quantity" in wanted:
            shown["inventory_quantity"] = max((int(offer["free"]) for offer in offers), default=0)
        return shown
    ranked = rank_prices(offers, context)
    best = ranked[0] if ranked else None
    shown["calculated_price"] = _calculated(best, listed, context) if best else None
    shown["inventory_quantity"] = best.free if best else 0
    if best:
        shown["allow_backorder"] = best.offer["backorder"]
    if with_tiers or "price_tiers" in wanted:
        shown["price_tiers"] = tiers_json(best, context) if best else []
    if "offers" in wanted:
        shown["offers"] = [_offer(one, listed, context) for one in ranked]
    return shown


def tiers_json(price: OfferPrice, context: PriceContext) -> list[dict[str, Any]]:
    """The price steps of an offer; `source` is the title of the list that the price at the asked quantity is from."""
    source = price.source.title or "List price"
    return [
        {
            "min_quantity": tier.min_quantity,
            "max_quantity": tier.max_quantity,
            "amount": major(tier.amount, context.currency),
            "saves_percent": tier.saves_bps / 100,
            "source": source,
        }
        for tier in price.tiers(context.moment)
    ]


def _offer(price: OfferPrice, listed: Listed, context: PriceContext) -> dict[str, Any]:
    offer = price.offer
    return {
        "id": offer["id"],
        "sku": offer["sku"],
        "amount": major(price.amount, context.currency),
        "inventory_quantity": price.free,
        "allow_backorder": offer["backorder"],
        "min_quantity": offer["min"],
        "quantity_step": offer["step"],
        "lead_time_days": offer["lead"],
        "seller": {"id": offer["vendor_id"], "name": offer["vendor"], "handle": offer["vendor_handle"]},
    }


def _calculated(price: OfferPrice, listed: Listed, context: PriceContext) -> dict[str, Any]:
    currency, inclusive = context.currency, context.is_tax_inclusive
    listed_at = price.list_amount if price.list_amount is not None else price.amount
    tax_bps = context.tax_bps(listed.category_path)
    key = price.offer["id"].partition("_")[2]
    return {
        "id": f"pset_{key}",
        "is_calculated_price_price_list": price.source.kind is not ListKind.BASE,
        "is_calculated_price_tax_inclusive": inclusive,
        **_amounts("calculated", price.amount, context, tax_bps),
        "is_original_price_price_list": False,
        "is_original_price_tax_inclusive": inclusive,
        **_amounts("original", listed_at, context, tax_bps),
        "currency_code": currency.lower(),
        "calculated_price": _price(price, price.source),
        "original_price": _price(price, None),
    }


def _amounts(name: str, amount: int, context: PriceContext, tax_bps: int) -> dict[str, Any]:
    net, gross = net_and_gross(amount, tax_bps, inclusive=context.is_tax_inclusive)
    shown, currency = major(amount, context.currency), context.currency
    return {
        f"{name}_amount": shown,
        f"raw_{name}_amount": raw(shown),
        f"{name}_amount_with_tax": major(gross, currency),
        f"{name}_amount_without_tax": major(net, currency),
    }


def _price(price: OfferPrice, source: PriceSource | None) -> dict[str, Any]:
    """Which price row it is; `source` is the list of it, None for the vendor's own price."""
    listed = source if source is not None and source.kind is not ListKind.BASE else None
    start, end = price.step()
    return {
        "id": f"price_{price.offer['id'].partition('_')[2]}",
        "price_list_id": listed.list_id if listed else None,
        "price_list_type": ("sale" if listed.kind is ListKind.STORE else "override") if listed else None,
        "min_quantity": start if start > 1 or end is not None else None,
        "max_quantity": end,
    }
