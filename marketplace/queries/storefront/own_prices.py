"""Cards as somebody reads them who buys at prices of their own: with the offer that wins for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from marketplace.domain.buying.buyer import GUEST, Buyer
from marketplace.domain.catalogue.pricing import PUBLIC_KINDS, ListKind
from marketplace.models.tenant import Tenant
from marketplace.queries.formatting.money import money, number
from marketplace.queries.shared.market import Market
from marketplace.queries.shared.price_context import PriceStep
from marketplace.queries.store_api.contexts import context_for, find_region
from marketplace.queries.store_api.prices import Offer, OfferPrice, PriceContext, rank_prices
from marketplace.queries.storefront.cards import CardTier, ProductCard, card_of
from marketplace.queries.storefront.product_buy import OWN_PRICE

Changes = dict[str, Any]  # fields of a `ProductCard`, as this buyer reads them
# The offers of products of which a buyer's own lists say something, with what they say: one question for all cards.
_OFFERS = text("""
    select d.id, d.listing -> 'offers' as offers, jsonb_path_query_array(d.listing, '$.product.variants[*].id') as
        variants, mine.steps
    from search_document d
    join lateral (
        select jsonb_agg(jsonb_build_array(p.offer_id, p.price_list_id, p.currency, p.min_quantity, p.amount,
            p.percent_off_bps)) as steps
        from offer o join price p on p.offer_id = o.id and p.tenant_id = o.tenant_id and p.currency = :currency
          and p.price_list_id = any(cast(:lists as text[]))
        where o.product_id = d.id and o.tenant_id = d.tenant_id) mine on mine.steps is not null
    where d.tenant_id = :tenant and d.id = any(cast(:ids as text[]))
""")
_CARDS = text("""
    select d.id, d.handle, d.title, d.card from search_document d
    where d.tenant_id = :tenant and d.id = any(cast(:ids as text[]))
""")


@dataclass(frozen=True)
class Reader:
    """Who reads cards: in which store and market, for whom they buy, when; `vendor_id` on the page of a vendor, which
    shows that vendor's offers alone."""

    tenant: Tenant
    market: Market
    buyer: Buyer
    moment: datetime
    vendor_id: str = ""


@dataclass(frozen=True)
class _Winner:
    """The offer of a product that this buyer's card shows; `is_best` unless another vendor's is better."""

    price: OfferPrice
    variant_id: str
    is_best: bool


def with_own_prices(db: Session, reader: Reader, cards: Sequence[ProductCard]) -> list[ProductCard]:
    """The cards, with this buyer's own prices where there are some; for everybody else as they are."""
    shown = {card.id: card.offer_id for card in cards if card.has_price}
    changes = find_own_prices(db, reader, shown)
    return [replace(card, **changes[card.id]) if card.id in changes else card for card in cards]


def find_own_prices(db: Session, reader: Reader, shown: Mapping[str, str]) -> dict[str, Changes]:
    """What is different for this buyer on the cards of these products (product -> the offer that guests see).

    A product is left out unless a list of the buyer's own prices one of its offers; where another offer wins by that,
    the card is that offer's in everything, and on a vendor's page the card leads to that vendor's offer.
    """
    market = reader.market
    region = find_region(db, reader.tenant, region_id=market.region_id) if reader.buyer != GUEST and shown else None
    if region is None:
        return {}
    context = context_for(db, reader.tenant, region, reader.buyer, reader.moment)
    winners = dict(_winners(db, reader, context, shown))
    changes = {key: _price_of(winner.price, context, market) for key, winner in winners.items()}
    others = {key: one for key, one in winners.items() if not one.is_best or one.price.offer["id"] != shown[key]}
    for card in _cards(db, reader, others):
        changes[card.id] = vars(card) | changes[card.id]
    return changes


def _winners(
    db: Session, reader: Reader, context: PriceContext, product_ids: Iterable[str]
) -> Iterator[tuple[str, _Winner]]:
    lists = [key for key, terms in context.lists.items() if terms.kind not in PUBLIC_KINDS]
    if not lists:
        return
    values = {"tenant": reader.tenant.id, "ids": list(product_ids), "lists": lists, "currency": context.currency}
    rows = db.connection().execute(_OFFERS, values).all()
    by_offer: dict[str, list[PriceStep]] = {}
    for offer_id, *step in (step for row in rows for step in row.steps):
        by_offer.setdefault(offer_id, []).append(tuple(step))
    own_context = replace(context, own_steps=by_offer)
    for key, offers, variants, _ in rows:
        best = _opens_with(offers, variants, own_context)
        mine = _opens_with(offers, variants, own_context, reader.vendor_id) if reader.vendor_id else best
        if best and mine:
            yield key, _Winner(mine[1], mine[0], mine[1].offer["id"] == best[1].offer["id"])


def _opens_with(
    offers: Mapping[str, Sequence[Offer]], variants: Iterable[str], context: PriceContext, vendor_id: str = ""
) -> tuple[str, OfferPrice] | None:
    """The variant that the product's page opens with, and its winner (of this vendor's offers, if one is given): the
    first in stock, else the first offered."""
    first: tuple[str, OfferPrice] | None = None
    for variant in variants:
        here = [one for one in offers.get(variant, ()) if vendor_id in ("", one["vendor_id"])]
        ranked = rank_prices(here, context)
        if ranked and ranked[0].free > 0:
            return variant, ranked[0]
        if ranked and first is None:
            first = variant, ranked[0]
    return first


def _cards(db: Session, reader: Reader, winners: Mapping[str, _Winner]) -> Iterator[ProductCard]:
    """The whole cards of offers that win for this buyer and for nobody else."""
    if not winners:
        return
    market = reader.market
    for row in db.connection().execute(_CARDS, {"tenant": reader.tenant.id, "ids": list(winners)}).mappings():
        winner = winners[row["id"]]
        offer = {**winner.price.offer, "offer_id": winner.price.offer["id"], "tiers": [[1, 0]], "was": None, "list": ""}
        stored = {**row["card"], "by": {market.currency: offer}, "vendors": {}}
        if not winner.is_best:
            stored["vendors"] = {reader.vendor_id: {market.currency: offer}}
        yield card_of(
            row["id"],
            row["handle"],
            row["title"],
            stored,
            market=market,
            store=reader.tenant.handle,
            moment=reader.moment,
            vendor_id=reader.vendor_id,
        )


def _price_of(price: OfferPrice, context: PriceContext, market: Market) -> Changes:
    steps = [
        (number(tier.min_quantity, market.locale), money(tier.amount, market.currency, market.locale))
        for tier in price.tiers(context.moment)
    ]
    listed, kind = price.list_amount or 0, price.source.kind
    second = steps[1] if len(steps) > 1 else ("", "")
    public = price.source.title if kind is ListKind.STORE else ""
    return {
        "price": steps[0][1],
        "was": money(listed, market.currency, market.locale) if listed > price.amount else "",
        "next_price": second[1],
        "next_from": f"from {second[0]}" if second[0] else "",
        "tiers": [CardTier(f"{start}+", amount) for start, amount in steps[:3]],
        "badge": OWN_PRICE.get(kind, public),
    }
