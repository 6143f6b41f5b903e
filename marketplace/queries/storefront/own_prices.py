"""Cards as somebody reads them who buys at prices of their own: those of a contract, which the cart will have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from marketplace.domain.buying.buyer import GUEST, Buyer
from marketplace.models.search import SearchDocument
from marketplace.models.tenant import Tenant
from marketplace.queries.formatting.money import money, number
from marketplace.queries.shared.market import Market
from marketplace.queries.store_api.contexts import context_for, find_region, offers_of, with_own_steps
from marketplace.queries.store_api.prices import OfferPrice, PriceContext, rank_prices
from marketplace.queries.storefront.cards import CardTier, ProductCard
from marketplace.queries.storefront.product_buy import OWN_PRICE


def with_own_prices(
    db: Session, tenant: Tenant, market: Market, buyer: Buyer, cards: Sequence[ProductCard], moment: datetime
) -> list[ProductCard]:
    """The cards, with this buyer's own prices where there are some; for everybody else as they are."""
    region = find_region(db, tenant, region_id=market.region_id) if buyer != GUEST else None
    if region is None:
        return list(cards)
    context = context_for(db, tenant, region, buyer, moment)
    priced = [card.id for card in cards if card.has_price]
    rows = db.exec(select(SearchDocument.id, SearchDocument.listing).where(col(SearchDocument.id).in_(priced)))
    offers = {str(offer["id"]): offer for offer in offers_of(listing["offers"] for _, listing in rows)}
    context = with_own_steps(db, tenant, context, offers.values())
    return [_card(card, offers.get(card.offer_id), context, market) for card in cards]


def _card(card: ProductCard, offer: Mapping[str, Any] | None, context: PriceContext, market: Market) -> ProductCard:
    price = next(iter(rank_prices([offer], context)), None) if offer and card.has_price else None
    return card if price is None or price.source.kind not in OWN_PRICE else _priced(card, price, context, market)


def _priced(card: ProductCard, price: OfferPrice, context: PriceContext, market: Market) -> ProductCard:
    steps = [
        (f"{number(tier.min_quantity, market.locale)}", money(tier.amount, market.currency, market.locale))
        for tier in price.tiers(context.moment)
    ]
    listed = price.list_amount or 0
    second = steps[1] if len(steps) > 1 else ("", "")
    return replace(
        card,
        price=steps[0][1],
        next_price=second[1],
        next_from=f"from {second[0]}" if second[0] else "",
        tiers=[CardTier(f"{start}+", amount) for start, amount in steps[:3]],
        badge=OWN_PRICE[price.source.kind],
        was=money(listed, market.currency, market.locale) if listed > price.amount else "",
    )
