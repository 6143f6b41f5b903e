"""A cart that was bought, as it was bought: read from what its checkout promised, not priced again.

Today's prices, stock and limits are another day's: the code that a purchase used up is no longer valid for its cart.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session, col, select

from marketplace.domain.buying.basket import Basket, Delivery, Discount, Goods, Part, PricedLine
from marketplace.domain.buying.freight import FreightRule
from marketplace.domain.stores.taxes import Tax, net_and_gross
from marketplace.models.cart import Cart
from marketplace.models.checkout import Checkout
from marketplace.models.checkout_plan import CheckoutPlan, PlannedLine, PlannedPart
from marketplace.services.buying.basket_rows import CartRows
from marketplace.services.buying.baskets import seller_of


def plan_of(db: Session, cart: Cart) -> CheckoutPlan | None:
    """What was promised to a cart that was bought; None for an open one, and where the words were not kept yet."""
    if cart.completed_at is None:
        return None
    done = select(col(Checkout.plan)).where(Checkout.cart_id == cart.id, col(Checkout.group_id).is_not(None))
    plan = db.exec(done).first()
    return plan if plan and plan.promotions is not None else None


def bought_basket(cart: Cart, plan: CheckoutPlan, read: CartRows) -> Basket:
    """The basket that became the orders; of `read` only the vendors' names are taken."""
    inclusive = plan.is_tax_inclusive
    names = {row["vendor_id"]: row for row in read.lines}
    parts = tuple(_part(part, names, inclusive=inclusive) for part in plan.parts if part.vendor_id in names)
    uses = {one["id"]: one["amount"] for one in plan.promotions or ()}
    return Basket(
        cart_id=cart.id,
        currency=plan.currency,
        region_id=plan.region_id,
        is_tax_inclusive=inclusive,
        parts=parts,
        saved=(),
        uses=uses,
    )


def _part(part: PlannedPart, names: Mapping[str, Any], *, inclusive: bool) -> Part:
    vendor_id, freight, tax = part.vendor_id, part.freight, part.freight_tax
    lines = tuple(_line(line, vendor_id, inclusive=inclusive) for line in part.lines)
    ways = _ways(part)
    return Part(
        seller=seller_of(names[vendor_id]),
        lines=lines,
        deliveries=ways,
        chosen=ways[0] if ways else None,
        goods_amount=part.goods,
        discount_amount=part.discount,
        store_discount_amount=part.store_discount,
        shipping_amount=freight,
        shipping_tax_amount=tax,
        tax_amount=part.tax,
        total_amount=part.total,
        shown_shipping_amount=freight + tax if inclusive else freight,
        given_freight_amount=part.given_freight,
        shipping_tax=part.freight_taxed,
        freight_given_by=next((one["promotion_id"] or "" for one in part.freight_discounts), ""),
    )


def _ways(part: PlannedPart) -> tuple[Delivery, ...]:
    if not part.delivery_id:
        return ()
    return (Delivery(part.delivery_id, part.vendor_id, part.delivery, FreightRule("flat", 0)),)


def _line(line: PlannedLine, vendor_id: str, *, inclusive: bool) -> PricedLine:
    tax = Tax(line.tax_rate_bps, line.tax_category, line.tax_reason, line.tax_reason_code)
    goods = Goods(
        line_id=line.line_id,
        offer_id=line.offer_id,
        product_id=line.product_id,
        variant_id=line.variant_id,
        vendor_id=vendor_id,
        category_id=line.category_id,
        category_path="/",
        title=line.title,
        variant_title=line.variant_title,
        handle=line.product_handle,
        sku=line.sku,
        picture=line.picture,
        unit="",
        quantity=line.quantity,
        unit_amount=line.unit_amount,
        seen_amount=None,
        tax=tax,
        weight_grams=0,
        free=line.quantity,
        allows_backorder=False,
        min_quantity=1,
        step=1,
        compare_at_amount=line.compare_at_amount,
    )
    discounts = tuple(
        Discount(one["promotion_id"], goods.line_id, one["amount"], 0) for one in line.discounts if one["promotion_id"]
    )
    off = line.discount_amount
    return PricedLine(
        goods=goods,
        discount_amount=off,
        discount_net_amount=net_and_gross(off, tax.rate_bps, inclusive=inclusive)[0],
        store_discount_amount=line.store_discount_amount,
        tax_amount=line.tax_amount,
        total_amount=line.total_amount,
        discounts=discounts,
    )
