"""What an order keeps of its goods and promotions: read while the cart is promised, written down with the promise.

An order shows what its buyer saw. Nothing of it is read from the product or the promotion again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, select

from marketplace.domain.buying.basket import Basket, PricedLine
from marketplace.models.cart import Promotion

Words = Mapping[str, dict[str, Any]]

_OF_LINES = text("""
    select l.id, p.subtitle, p.description, a.ean as barcode, l.meta
    from cart_line l
    join offer o on o.id = l.offer_id and o.tenant_id = l.tenant_id
    join product p on p.id = o.product_id and p.tenant_id = l.tenant_id
    join variant a on a.id = o.variant_id and a.tenant_id = l.tenant_id
    where l.tenant_id = :tenant and l.cart_id = :cart and not l.saved_for_later
""")
_KEPT = ("title", "code", "kind", "value_bps", "value_amount", "currency")


def words_of_lines(db: Session, tenant_id: str, cart_id: str) -> Words:
    """By line of the cart: what the article is called beside its title, and what is remembered with the line."""
    rows = db.connection().execute(_OF_LINES, {"tenant": tenant_id, "cart": cart_id}).mappings()
    return {row["id"]: {name: row[name] for name in ("subtitle", "description", "barcode", "meta")} for row in rows}


def words_of_promotions(db: Session, basket: Basket) -> Words:
    """By promotion that gives something: what it is, and its `amount` in all (minor units, freight without tax)."""
    if not basket.uses:
        return {}
    rows = db.exec(select(Promotion).where(col(Promotion.id).in_(basket.uses)))
    return {
        row.id: {"id": row.id, **{name: getattr(row, name) for name in _KEPT}, "amount": basket.uses[row.id]}
        for row in rows
    }


def discounts_of(line: PricedLine, promotions: Words) -> list[dict[str, Any]]:
    """What each promotion takes off a line, as the region shows prices."""
    return [discount(promotions[one.promotion_id], one.amount) for one in line.discounts]


def discount(promotion: Mapping[str, Any], amount: int) -> dict[str, Any]:
    """One reduction as an order keeps it: whose, by which code, how much."""
    return {"promotion_id": promotion["id"], "code": promotion["code"], "title": promotion["title"], "amount": amount}
