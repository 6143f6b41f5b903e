"""What a product card shows, ready for people: the one value that lists, shelves and suggestions are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from marketplace.domain.catalogue.tiers import QuantityRule
from marketplace.kit.calendars import zone_of
from marketplace.queries.formatting.dates import arrival, long_day, short_day
from marketplace.queries.formatting.money import money, number
from marketplace.queries.shared.delivery_promise import promised
from marketplace.queries.shared.market import Market


@dataclass(frozen=True)
class CardTier:
    """One step of the dense view: `CardTier("10+", "€172.00")`."""

    label: str
    price: str


@dataclass(frozen=True)
class ProductCard:
    """One product in a list, with every text made. Plain values only, so it can be a state variable.

    `has_price` is False where the store shows prices after sign-in, `next_price` is empty without a further
    step, `stock_tone` is empty, `low` or `none`.
    """

    id: str
    handle: str
    href: str
    title: str
    vendor: str = ""
    vendor_href: str = ""
    sku: str = ""
    spec: str = ""  # SKU and the one deciding specification
    picture: str = ""
    has_price: bool = True
    price: str = ""
    was: str = ""  # the list price, when an offer lowers it
    unit: str = ""
    next_price: str = ""
    next_from: str = ""  # "from 10"
    tiers: list[CardTier] = field(default_factory=list)  # at most three
    stock_tone: str = ""
    stock_strong: str = ""  # "42"
    stock_text: str = ""  # "in stock, tomorrow"
    badge: str = ""
    offer_id: str = ""
    min_quantity: int = 1
    quantity_step: int = 1
    is_available: bool = True
    action: str = "View product"
    add_href: str = ""  # where the form of quantity and Add goes; empty where there is something to choose first


LOW_STOCK = 10  # from here down the shopper is told how many are left


@dataclass(frozen=True)
class Stock:
    """Stock in words: `Stock("low", "4", "left, more on 1 Dec")`."""

    tone: str
    strong: str
    text: str
    is_available: bool


def stock_of(
    free: int,
    arrives_on: date,
    today: date,
    *,
    restock_on: date | None = None,
    backorder: bool = False,
    locale: str = "en",
) -> Stock:
    """Stock and its day as a card says them; never "low stock" without the figure and what comes next."""
    when = arrival(arrives_on, today, locale)
    if free > LOW_STOCK:
        return Stock("", number(free, locale), f"in stock, {when}", True)
    if free > 0:
        more = f"more on {short_day(restock_on, today, locale)}" if restock_on else when
        return Stock("low", number(free, locale), f"left, {more}", True)
    if restock_on:
        return Stock("none", "", f"Back on {long_day(restock_on, today, locale)}", backorder)
    if backorder:
        return Stock("low", "", f"Made to order, {when}", True)
    return Stock("none", "", "Out of stock", False)


def card_of(
    product_id: str,
    handle: str,
    title: str,
    stored: Mapping[str, Any],
    market: Market,
    store: str,
    moment: datetime,
    *,
    show_price: bool = True,
    vendor_id: str = "",
) -> ProductCard:
    """The card of a search document in one market; `stored` is the document's `card`, money in minor units.

    It shows the winning offer; with a `vendor_id`, that vendor's own.
    """
    winner: Mapping[str, Any] = stored["by"][market.currency]
    vendor_offer = stored.get("vendors", {}).get(vendor_id, {}).get(market.currency)
    offer: Mapping[str, Any] = vendor_offer or winner
    tiers = [(start, money(amount, market.currency, market.locale)) for start, amount in offer["tiers"]]
    stock = _stock(offer, market, moment)
    second = tiers[1] if len(tiers) > 1 else None
    options = bool(stored["options"])
    spec = " · ".join(part for part in (offer["sku"], stored["subtitle"]) if part)
    return ProductCard(
        id=product_id,
        handle=handle,
        href=f"/s/{store}/p/{handle}" + (f"?offer={offer['offer_id']}" if vendor_offer else ""),
        title=title,
        vendor=offer["vendor"],
        vendor_href=f"/s/{store}/v/{offer['vendor_handle']}",
        sku=offer["sku"],
        spec=spec,
        picture=stored["picture"],
        has_price=show_price,
        price=tiers[0][1] if show_price else "",
        was=money(offer["was"], market.currency, market.locale) if offer["was"] and show_price else "",
        unit=stored["unit"],
        next_price=second[1] if second and show_price else "",
        next_from=f"from {number(second[0], market.locale)}" if second else "",
        tiers=[CardTier(f"{number(start, market.locale)}+", price) for start, price in tiers[:3]] if show_price else [],
        stock_tone=stock.tone,
        stock_strong=stock.strong,
        stock_text=stock.text,
        badge=offer["list"],
        offer_id=offer["offer_id"],
        min_quantity=QuantityRule(offer["min"], offer["step"]).smallest,
        quantity_step=offer["step"],
        is_available=stock.is_available,
        action=_action(options, stock),
        add_href=f"/s/{store}/cart/add" if show_price and not options and _can_add(offer) else "",
    )


def cards_of(
    rows: Iterable[Any], market: Market, store: str, moment: datetime, *, show_prices: bool = True, vendor_id: str = ""
) -> list[ProductCard]:
    """The cards of rows with `id, handle, title, card` of search documents that are sold in this currency."""
    return [
        card_of(
            row["id"],
            row["handle"],
            row["title"],
            stored=row["card"],
            market=market,
            store=store,
            moment=moment,
            show_price=show_prices,
            vendor_id=vendor_id,
        )
        for row in rows
    ]


def _stock(offer: Mapping[str, Any], market: Market, moment: datetime) -> Stock:
    local = moment.astimezone(zone_of(offer["country"]))
    restock = date.fromisoformat(offer["restock"]) if offer["restock"] else None
    away = date.fromisoformat(offer["away"]) if offer["away"] else None
    made = promised(
        moment,
        offer["country"],
        cutoff_hour=offer["cutoff"],
        lead_days=offer["lead"],
        away_until=away,
        restock_on=restock,
        free=offer["free"],
    )
    return stock_of(
        offer["free"],
        made.arrives_on,
        local.date(),
        backorder=offer["backorder"],
        locale=market.locale,
        restock_on=restock if restock and restock >= local.date() else None,
    )


def _can_add(offer: Mapping[str, Any]) -> bool:
    rule = QuantityRule(offer["min"], offer["step"])
    return bool(offer["backorder"]) or rule.within(offer["free"]) > 0


def _action(options: bool, stock: Stock) -> str:
    if not stock.is_available:
        return "Notify me"
    return "Choose options" if options else "View product"
