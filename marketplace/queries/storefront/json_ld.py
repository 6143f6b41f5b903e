"""A product in schema.org's words, for search engines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from marketplace.domain.money import EXPONENTS
from marketplace.queries.shared.market import Market
from marketplace.queries.storefront.product_facts import Facts
from marketplace.queries.storefront.product_offers import PricedOffer


def product_json(
    facts: Facts, offers: Mapping[str, Sequence[PricedOffer]], market: Market, *, address: str, images: list[str]
) -> dict[str, Any]:
    """`Product` with one `Offer`, or an `AggregateOffer` that holds all of them. Net prices say so."""
    product = facts.product
    made: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": product.title,
        "url": address,
        "image": images,
        "description": product.description or product.subtitle or product.title,
    }
    if product.brand:
        made["brand"] = {"@type": "Brand", "name": product.brand}
    if len(facts.variants) == 1:
        made["sku"] = facts.variants[0].sku
        if len(facts.variants[0].ean) == 13:
            made["gtin13"] = facts.variants[0].ean
    every = [offer for variant in facts.variants for offer in offers.get(variant.id, ())]
    single = [_offer(offer, market, address) for offer in every]
    if len(single) == 1:
        made["offers"] = single[0]
    elif single:
        amounts = [offer.answer.amount for offer in every]
        made["offers"] = {
            "@type": "AggregateOffer",
            "priceCurrency": market.currency,
            "lowPrice": _plain(min(amounts), market),
            "highPrice": _plain(max(amounts), market),
            "offerCount": len(single),
            "offers": single[:40],
        }
    return made


def _offer(offer: PricedOffer, market: Market, address: str) -> dict[str, Any]:
    availability = "InStock" if offer.free > 0 else ("BackOrder" if offer.is_available else "OutOfStock")
    price = _plain(offer.answer.amount, market)
    return {
        "@type": "Offer",
        "url": f"{address}?offer={offer.id}",
        "sku": offer.row["sku"],
        "price": price,
        "priceCurrency": market.currency,
        "availability": f"https://schema.org/{availability}",
        "seller": {"@type": "Organization", "name": offer.row["vendor"]},
        "priceSpecification": {
            "@type": "UnitPriceSpecification",
            "price": price,
            "priceCurrency": market.currency,
            "valueAddedTaxIncluded": market.tax_inclusive,
        },
    }


def _plain(amount: int, market: Market) -> str:
    return str(Decimal(amount).scaleb(-EXPONENTS[market.currency]))
