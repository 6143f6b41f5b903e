"""A cart with everything that its document shows, in few statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, select

from marketplace.domain.basket import Basket
from marketplace.models.cart import Cart
from marketplace.models.customer import Customer
from marketplace.models.order import Checkout, Payment
from marketplace.models.user import User
from marketplace.queries.open_stores import OpenStore
from marketplace.queries.store_api.contexts import RegionFacts, find_region
from marketplace.queries.store_api.products import Listed


@dataclass(frozen=True)
class CustomerFacts:
    """Who buys, as the store knows them."""

    id: str
    email: str


@dataclass(frozen=True)
class LineFacts:
    """What a program remembers with a line, and since when it is there."""

    meta: Mapping[str, Any]
    created_at: str


@dataclass(frozen=True)
class PromotionFacts:
    """A promotion of a cart: entered by code, or one that takes something off by itself."""

    id: str
    code: str | None
    title: str
    kind: str
    value_bps: int | None
    value_amount: int | None
    currency: str | None


@dataclass(frozen=True)
class CartFacts:
    """`chosen` maps a vendor to the row and the option that were asked for; `payment` is the last try's, if any."""

    store: OpenStore
    cart: Cart
    basket: Basket
    region: RegionFacts
    lines: Mapping[str, LineFacts]
    chosen: Mapping[str, tuple[str, str]]
    promotions: Sequence[PromotionFacts]
    listed: Mapping[str, Listed]
    customer: CustomerFacts | None
    payment: Payment | None


_FACTS = text("""
    select
        (select coalesce(jsonb_object_agg(l.id, jsonb_build_array(l.meta, to_char(l.created_at at time zone 'UTC',
                'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))), '{}')
         from cart_line l where l.cart_id = :cart and l.tenant_id = :tenant) as lines,
        (select coalesce(jsonb_object_agg(s.vendor_id, jsonb_build_array(s.id, s.shipping_option_id)), '{}')
         from cart_shipping s where s.cart_id = :cart and s.tenant_id = :tenant) as chosen,
        (select coalesce(jsonb_agg(jsonb_build_array(p.id, p.code, p.title, p.kind, p.value_bps, p.value_amount,
                p.currency) order by p.id), '[]')
         from promotion p where p.tenant_id = :tenant and (p.id = any(cast(:uses as text[])) or exists (
            select 1 from cart_promotion e where e.cart_id = :cart and e.promotion_id = p.id
            and e.tenant_id = :tenant))) as promotions,
        (select coalesce(jsonb_object_agg(v.id, jsonb_build_array(d.listing, d.category_path)), '{}')
         from variant v join search_document d on d.id = v.product_id and d.tenant_id = v.tenant_id
         where v.tenant_id = :tenant and v.id = any(cast(:variants as text[]))) as listed
""")


def read_cart_facts(db: Session, store: OpenStore, cart: Cart, basket: Basket) -> CartFacts:
    """Everything about a cart that was read and priced already."""
    region = find_region(db, store, region_id=cart.region_id)
    assert region is not None  # a foreign key holds it
    goods = [line.goods for part in basket.parts for line in part.lines]
    goods += [one for part in basket.parts for one in part.blocked]
    asked = {
        "cart": cart.id, "tenant": store.id, "uses": list(basket.uses), "variants": [one.variant_id for one in goods]
    }  # fmt: skip
    row = db.connection().execute(_FACTS, asked).mappings().one()
    return CartFacts(
        store, cart, basket, region, {key: LineFacts(*values) for key, values in row["lines"].items()},
        {key: (values[0], values[1]) for key, values in row["chosen"].items()},
        [PromotionFacts(*values) for values in row["promotions"]],
        {key: Listed(doc["product"], doc["offers"], path) for key, (doc, path) in row["listed"].items()},
        _customer(db, cart), _payment(db, cart) if cart.payment_choice.get("session_id") else None,
    )  # fmt: skip


def _customer(db: Session, cart: Cart) -> CustomerFacts | None:
    if cart.user_id is None:
        return None
    row = db.exec(
        select(Customer.id, User.email).join(User, col(User.id) == Customer.user_id).where(
            Customer.user_id == cart.user_id
        )
    ).first()  # fmt: skip
    return CustomerFacts(*row) if row else None


def _payment(db: Session, cart: Cart) -> Payment | None:
    last = (
        select(Payment)
        .join(Checkout, (col(Checkout.id) == Payment.checkout_id) & (Checkout.tenant_id == Payment.tenant_id))
        .where(Checkout.cart_id == cart.id)
        .order_by(col(Payment.created_at).desc(), col(Payment.id).desc())
    )
    return db.exec(last.limit(1)).first()
