"""Cards as somebody reads them who buys at prices of their own: those of a contract, which the cart will have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

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


@dataclass(frozen=True)
class OwnPrice:
    """What a card says of a price of one's own: the fields of `ProductCard` that differ from what a guest reads."""

    price: str
    was: str
    next_price: str
    next_from: str
    tiers: list[CardTier]
    badge: str


def with_own_prices(
    db: Session, tenant: Tenant, market: Market, buyer: Buyer, cards: Sequence[ProductCard], moment: datetime
) -> list[ProductCard]:
    """The cards, with this buyer's own prices where there are some; for everybody else as they are."""
    wanted = {card.offer_id: card.id for card in cards if card.has_price}
    own_prices = find_own_prices(db, tenant, market, buyer=buyer, wanted=wanted, moment=moment)
    return [replace(card, **vars(own_prices[card.offer_id])) if card.offer_id in own_prices else card for card in cards]


def find_own_prices(
    db: Session, tenant: Tenant, market: Market, buyer: Buyer, wanted: Mapping[str, str], moment: datetime
) -> dict[str, OwnPrice]:
    """This buyer's own prices of these offers (offer -> its product); those at everybody's price are left out."""
    region = find_region(db, tenant, region_id=market.region_id) if buyer != GUEST and wanted else None
    if region is None:
        return {}
    context = context_for(db, tenant, region, buyer, moment)
    rows = db.exec(
        select(SearchDocument.listing).where(
            col(SearchDocument.id).in_(set(wanted.values())), SearchDocument.tenant_id == tenant.id
        )
    )
    offers = [offer for offer in offers_of(listing["offers"] for listing in rows) if offer["id"] in wanted]
    context = with_own_steps(db, tenant, context, offers)
    priced = {str(offer["id"]): next(iter(rank_prices([offer], context)), None) for offer in offers}
    return {
        offer_id: _shown(price, context, market)
        for offer_id, price in priced.items()
        if price is not None and price.source.kind in OWN_PRICE
    }


def _shown(price: OfferPrice, context: PriceContext, market: Market) -> OwnPrice:
    steps = [
        (f"{number(tier.min_quantity, market.locale)}", money(tier.amount, market.currency, market.locale))
        for tier in price.tiers(context.moment)
    ]
    listed = price.list_amount or 0
    second = steps[1] if len(steps) > 1 else ("", "")
    return OwnPrice(
        price=steps[0][1],
        was=money(listed, market.currency, market.locale) if listed > price.amount else "",
        next_price=second[1],
        next_from=f"from {second[0]}" if second[0] else "",
        tiers=[CardTier(f"{start}+", amount) for start, amount in steps[:3]],
        badge=OWN_PRICE[price.source.kind],
    )
