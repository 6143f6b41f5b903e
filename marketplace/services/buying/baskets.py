"""Reads a cart as it stands now: prices, stock, taxes, deliveries and promotions, in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial

from sqlmodel import Session

from marketplace.domain.buying.basket import Basket, Goods, Part, Seller
from marketplace.domain.buying.basket_pricing import Terms, bought_goods, price_line, price_part, uses_of
from marketplace.domain.buying.buyer import Buyer
from marketplace.domain.buying.exempt import exempt
from marketplace.domain.buying.promotions import Occasion, Reduced, reduce_prices
from marketplace.domain.catalogue.pricing import ListKind, price_table, read_lists, read_sources, resolve
from marketplace.domain.catalogue.tiers import QuantityRule
from marketplace.domain.stores.taxes import NO_RATE, nearest
from marketplace.models.cart import Cart
from marketplace.services.buying.basket_rows import CartRows, Row, read_cart_rows
from marketplace.services.buying.quoted_carts import as_quoted, quoted_problem, quoted_source, quoted_tax

_CONTRACTS = (ListKind.QUOTE, ListKind.CONTRACT_LOCATION, ListKind.CONTRACT_COMPANY)


def read_basket(db: Session, cart: Cart, buyer: Buyer, moment: datetime) -> Basket:
    """The cart priced for this buyer at this moment; nothing is changed.

    A line that cannot be bought says why in `problem` and is left out of the sums.
    """
    return price_rows(cart, read_cart_rows(db, cart, buyer, moment), buyer, moment)


def price_rows(cart: Cart, read: CartRows, buyer: Buyer, moment: datetime) -> Basket:
    """As `read_basket`, of what was read for this buyer and moment."""
    read = as_quoted(cart, read)
    goods = [_goods(cart, row, read, moment) for row in _sharing_stock(read.lines)]
    terms = Terms(read.is_tax_inclusive, read.taxes.get("/", NO_RATE))
    occasion = Occasion(moment, cart.currency, buyer.company_id)
    reduced = reduce_prices(read.promotions, bought_goods(goods, read.deliveries), occasion)
    parts = _parts(read, goods, reduced, terms)
    basket = Basket(
        cart_id=cart.id,
        currency=cart.currency,
        region_id=cart.region_id,
        is_tax_inclusive=read.is_tax_inclusive,
        parts=parts,
        saved=tuple(g for g in goods if g.saved_for_later),
        uses=uses_of(parts),
        unmet=reduced.unmet,
    )
    return exempt(basket, read.exemption.tax) if read.exemption and basket.is_tax_inclusive else basket


def _goods(cart: Cart, row: Row, read: CartRows, moment: datetime) -> Goods:
    lists, quoted = read_lists(row["lists"]), row["quoted"]
    sources = read_sources(row["steps"], cart.currency, lists) + ([quoted_source(quoted)] if quoted else [])
    answer = resolve(sources, row["quantity"], moment)
    rule = QuantityRule(row["min_quantity"], row["quantity_step"])
    problem = quoted_problem(cart, row["vendor_status"], moment) if quoted else _problem(row, answer is None, rule)
    return Goods(
        line_id=row["line_id"],
        offer_id=row["offer_id"],
        product_id=row["product_id"],
        variant_id=row["variant_id"],
        vendor_id=row["vendor_id"],
        category_id=row["category_id"],
        category_path=row["category_path"],
        title=(quoted and quoted.get("title")) or row["title"],
        variant_title=row["variant_title"],
        handle=row["handle"],
        sku=row["sku"],
        picture=row["thumbnail"],
        unit=row["unit"],
        quantity=row["quantity"],
        unit_amount=answer.amount if answer else 0,
        seen_amount=row["seen_unit_amount"],
        tax=quoted_tax(cart, quoted, read.exemption) if quoted else nearest(read.taxes, row["category_path"], NO_RATE),
        weight_grams=row["weight_grams"],
        free=row["free"],
        allows_backorder=row["allows_backorder"] or bool(quoted),  # the vendor has promised so many
        min_quantity=rule.smallest,
        step=rule.step or 1,
        restock_on=_day(row["restock_on"]),
        saved_for_later=row["saved_for_later"],
        is_contract=bool(answer and answer.source.kind in _CONTRACTS),
        problem=problem,
        answer=answer,
        tiers=price_table(sources, moment),
        compare_at_amount=answer.list_amount if answer else None,
        lead_days=row["offer_lead_days"],
        meta=row["meta"],
    )


def _sharing_stock(lines: Sequence[Row]) -> list[Row]:
    """The lines, each with what the ones before it leave of its offer's stock."""
    taken: dict[str, int] = {}
    shared = []
    for row in lines:
        gone = taken.get(row["offer_id"], 0)
        shared.append({**row, "free": max(0, row["free"] - gone)} if gone else row)
        if not row["saved_for_later"]:
            taken[row["offer_id"]] = gone + row["quantity"]
    return shared


def _problem(row: Row, priceless: bool, rule: QuantityRule) -> str:
    if row["vendor_status"] != "approved":
        return "vendor_closed"
    if row["product_status"] != "published" or row["offer_status"] != "live":
        return "gone"
    if priceless:
        return "no_price"
    if not rule.accepts(row["quantity"]):
        return "quantity"
    if row["allows_backorder"] or row["free"] >= row["quantity"]:
        return ""
    return "short" if row["free"] > 0 else "sold_out"


def _parts(read: CartRows, goods: Sequence[Goods], reduced: Reduced, terms: Terms) -> tuple[Part, ...]:
    sellers = {row["vendor_id"]: seller_of(row) for row in read.lines if not row["saved_for_later"]}
    left = {p.promotion_id: p.budget_left for p in reduced.free_shipping.values()}
    parts = []
    for key, seller in sellers.items():
        mine = [g for g in goods if g.vendor_id == key and not g.saved_for_later]
        priced = [
            price_line(g, reduced.of_line(g.line_id), inclusive=terms.is_tax_inclusive) for g in mine if not g.problem
        ]
        price = partial(
            price_part,
            seller,
            priced,
            [d for d in read.deliveries if d.vendor_id == key],
            read.chosen.get(key, ("", None))[1],
            terms,
            blocked=[g for g in mine if g.problem],
        )
        by = reduced.free_shipping.get(key)
        part = price(free_shipping=by is not None)
        budget = left[by.promotion_id] if by else None
        if by and budget is not None:
            if part.given_freight_amount > budget:  # nobody gets half a delivery
                part = price(free_shipping=False)
            left[by.promotion_id] = budget - part.given_freight_amount
        parts.append(replace(part, freight_given_by=by.promotion_id) if by and part.given_freight_amount else part)
    return tuple(parts)


def seller_of(row: Row) -> Seller:
    """The vendor of a line."""
    return Seller(
        vendor_id=row["vendor_id"],
        name=row["vendor"],
        handle=row["vendor_handle"],
        ships_from=row["ships_from"],
        country=row["country"],
        cutoff_hour=row["cutoff_hour"],
        lead_time_days=row["lead_time_days"],
        away_until=_day(row["holiday_until"]),
    )


def _day(written: str | None) -> date | None:
    """The day of a date or a point in time, as the database writes it in JSON."""
    return date.fromisoformat(written[:10]) if written else None
