"""Reads a cart as it stands now: prices, stock, taxes, deliveries and promotions, in few statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, or_, select

from marketplace.domain.basket import Basket, Delivery, Goods, Part, Seller, Terms, price_line, price_part
from marketplace.domain.buyer import Buyer
from marketplace.domain.freight import FreightRule
from marketplace.domain.pricing import ListKind, ListTerms, price_table, read_sources, resolve
from marketplace.domain.promotions import Promotion as Offered
from marketplace.domain.promotions import Reduced, reduce_prices
from marketplace.domain.taxes import rate_of
from marketplace.domain.tiers import QuantityRule
from marketplace.models.cart import Cart, CartPromotion, CartShipping, Promotion
from marketplace.models.catalogue import Category
from marketplace.models.region import Region, TaxRate

_LINES = text("""
    select l.id as line_id, l.offer_id, l.quantity, l.saved_for_later, l.seen_unit_amount, o.product_id, o.variant_id,
        o.vendor_id, o.sku, o.status as offer_status, o.min_quantity, o.quantity_step, o.allows_backorder,
        p.status as product_status, p.category_id, p.title, p.handle, p.thumbnail, p.unit,
        coalesce(p.weight_grams, 0) as weight_grams, coalesce(c.path, '/') as category_path, a.title as variant_title,
        v.status as vendor_status, v.name as vendor, v.handle as vendor_handle, v.ships_from, v.country, v.cutoff_hour,
        v.lead_time_days, v.holiday_until, coalesce(s.free, 0)::int as free, s.restock_on,
        coalesce(r.steps, '[]') as steps, coalesce(r.lists, '{}') as lists
    from cart_line l
    join offer o on o.id = l.offer_id and o.tenant_id = l.tenant_id
    join product p on p.id = o.product_id and p.tenant_id = l.tenant_id
    join variant a on a.id = o.variant_id and a.tenant_id = l.tenant_id
    join vendor v on v.id = o.vendor_id and v.tenant_id = l.tenant_id
    left join category c on c.id = p.category_id and c.tenant_id = l.tenant_id
    left join lateral (
        select sum(k.on_hand - k.reserved) as free,
            min(k.restock_on) filter (where k.restock_on >= :today) as restock_on
        from stock_level k where k.offer_id = o.id and k.tenant_id = o.tenant_id) s on true
    left join lateral (
        select jsonb_agg(jsonb_build_array(i.price_list_id, i.currency, i.min_quantity, i.amount, i.percent_off_bps))
                as steps,
            jsonb_object_agg(t.id, jsonb_build_array(t.kind, t.title, t.priority, t.starts_at, t.ends_at))
                filter (where t.id is not null) as lists
        from price i left join price_list t on t.id = i.price_list_id and t.tenant_id = i.tenant_id
        where i.offer_id = o.id and i.tenant_id = o.tenant_id and i.currency = :currency
          and (t.id is null or (t.status = 'active' and (t.kind = 'store'
               or (t.kind = 'contract_company' and t.owner_id = :company)
               or (t.kind = 'contract_location' and t.owner_id = :location))))) r on true
    where l.cart_id = :cart and l.tenant_id = :tenant
    order by l.created_at, l.id
""")
_KINDS = {
    "contract_location": ListKind.CONTRACT_LOCATION, "contract_company": ListKind.CONTRACT_COMPANY,
    "group": ListKind.GROUP, "store": ListKind.STORE,
}  # fmt: skip
_CONTRACTS = (ListKind.QUOTE, ListKind.CONTRACT_LOCATION, ListKind.CONTRACT_COMPANY)


def read_basket(db: Session, cart: Cart, buyer: Buyer, moment: datetime, *, email: str = "") -> Basket:
    """The cart priced for this buyer at this moment; nothing is changed.

    A line that cannot be bought says why in `problem` and is left out of the sums.
    """
    rows = _rows(db, cart, buyer, moment)
    region = db.exec(select(Region).where(Region.id == cart.region_id)).one()
    rates = _rates(db, cart.region_id)
    goods = [_goods(row, cart.currency, rates, moment) for row in rows]
    terms = Terms(region.tax_inclusive, rates.get("/", 0))
    reduced = reduce_prices(list_promotions(db, cart, moment), goods, company_id=buyer.company_id)
    parts = _parts(db, cart, rows, goods, reduced, terms)
    uses = _uses(reduced, parts)
    return Basket(
        cart.id, cart.currency, cart.region_id, region.tax_inclusive, parts,
        tuple(g for g in goods if g.saved_for_later), uses,
    )  # fmt: skip


def list_promotions(db: Session, cart: Cart, moment: datetime) -> list[Offered]:
    """The promotions that apply to this cart now: automatic ones, and those whose code was entered."""
    entered = select(CartPromotion.promotion_id).where(CartPromotion.cart_id == cart.id)
    rows = db.exec(
        select(Promotion).where(
            Promotion.status == "active",
            or_(col(Promotion.code).is_(None), col(Promotion.id).in_(entered)),
            or_(col(Promotion.starts_at).is_(None), col(Promotion.starts_at) <= moment),
            or_(col(Promotion.ends_at).is_(None), col(Promotion.ends_at) > moment),
            or_(col(Promotion.currency).is_(None), Promotion.currency == cart.currency),
            or_(col(Promotion.usage_limit).is_(None), col(Promotion.used) < col(Promotion.usage_limit)),
        )
    ).all()
    paths = _category_paths(db, [key for row in rows for key in row.target.get("categories", [])])
    return [_offered(row, paths) for row in rows]


def _offered(row: Promotion, paths: Mapping[str, str]) -> Offered:
    left = None if row.budget_amount is None else row.budget_amount - row.spent_amount
    return Offered(
        row.id, row.title, row.kind, row.code or "", row.value_bps or 0, row.value_amount or 0,
        tuple(row.target.get("vendors", [])),
        tuple(paths.get(key, "\0") for key in row.target.get("categories", [])),
        tuple(row.target.get("companies", [])), row.min_goods_amount, row.allows_contract_prices, row.cost_borne_by,
        left, row.priority,
    )  # fmt: skip


def _rows(db: Session, cart: Cart, buyer: Buyer, moment: datetime) -> Sequence[Mapping[str, Any]]:
    asked = {
        "cart": cart.id, "tenant": cart.tenant_id, "currency": cart.currency, "today": moment.date(),
        "company": buyer.company_id, "location": buyer.location_id,
    }  # fmt: skip
    return [dict(row) for row in db.connection().execute(_LINES, asked).mappings()]


def _category_paths(db: Session, keys: Sequence[str]) -> dict[str, str]:
    if not keys:
        return {}
    return dict(db.exec(select(Category.id, Category.path).where(col(Category.id).in_(keys))).all())


def _rates(db: Session, region_id: str) -> dict[str, int]:
    """Tax rates in basis points by the path of their category; `/` is the general one."""
    rows = db.exec(
        select(Category.path, TaxRate.rate_bps)
        .select_from(TaxRate)
        .join(
            Category,
            (col(Category.id) == TaxRate.category_id) & (Category.tenant_id == TaxRate.tenant_id),
            isouter=True,
        )
        .where(TaxRate.region_id == region_id)
    )
    return {path or "/": bps for path, bps in rows}


def _goods(row: Mapping[str, Any], currency: str, rates: Mapping[str, int], moment: datetime) -> Goods:
    lists = {key: _terms(*values) for key, values in row["lists"].items()}
    sources = read_sources(row["steps"], currency, lists)
    answer = resolve(sources, row["quantity"], moment)
    rule = QuantityRule(row["min_quantity"], row["quantity_step"])
    return Goods(
        row["line_id"], row["offer_id"], row["product_id"], row["variant_id"], row["vendor_id"], row["category_id"],
        row["category_path"], row["title"], row["variant_title"], row["handle"], row["sku"], row["thumbnail"],
        row["unit"], row["quantity"], answer.amount if answer else 0, row["seen_unit_amount"],
        rate_of(rates, row["category_path"]), row["weight_grams"], row["free"], row["allows_backorder"],
        rule.smallest, rule.step or 1, row["restock_on"], row["saved_for_later"],
        bool(answer and answer.source.kind in _CONTRACTS), _problem(row, answer is None, rule), answer,
        price_table(sources, moment),
    )  # fmt: skip


def _terms(kind: str, title: str, priority: int, starts_at: str | None, ends_at: str | None) -> ListTerms:
    starts, ends = (datetime.fromisoformat(at) if at else None for at in (starts_at, ends_at))
    return ListTerms(_KINDS[kind], title, priority, starts, ends)


def _problem(row: Mapping[str, Any], priceless: bool, rule: QuantityRule) -> str:
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


def _parts(
    db: Session, cart: Cart, rows: Sequence[Mapping[str, Any]], goods: Sequence[Goods], reduced: Reduced, terms: Terms
) -> tuple[Part, ...]:
    sellers = {row["vendor_id"]: _seller(row) for row in rows if not row["saved_for_later"]}
    deliveries = _deliveries(db, cart, list(sellers))
    chosen = dict(
        db.exec(
            select(CartShipping.vendor_id, CartShipping.shipping_option_id).where(CartShipping.cart_id == cart.id)
        ).all()
    )
    parts = []
    for key, seller in sellers.items():
        mine = [g for g in goods if g.vendor_id == key and not g.saved_for_later]
        priced = [
            price_line(g, reduced.of_line(g.line_id), inclusive=terms.is_tax_inclusive) for g in mine if not g.problem
        ]
        parts.append(
            price_part(
                seller, priced, [d for d in deliveries if d.vendor_id == key], chosen.get(key), terms,
                free_shipping=key in reduced.free_shipping, blocked=[g for g in mine if g.problem],
            )
        )  # fmt: skip
    return tuple(parts)


def _seller(row: Mapping[str, Any]) -> Seller:
    away = row["holiday_until"]
    return Seller(
        row["vendor_id"], row["vendor"], row["vendor_handle"], row["ships_from"], row["country"], row["cutoff_hour"],
        row["lead_time_days"], away.date() if away else None,
    )  # fmt: skip


_DELIVERIES = text("""
    select o.id, p.vendor_id, o.name, o.kind, o.amount, o.step_size, o.step_amount, o.free_from_amount,
        o.min_order_amount, o.days_min, o.days_max
    from shipping_profile p join shipping_option o on o.profile_id = p.id and o.tenant_id = p.tenant_id
    where p.tenant_id = :tenant and p.vendor_id = any(:vendors) and o.region_id = :region and o.currency = :currency
    order by o.amount, o.id
""")


def _deliveries(db: Session, cart: Cart, vendor_ids: list[str]) -> list[Delivery]:
    asked = {"tenant": cart.tenant_id, "vendors": vendor_ids, "region": cart.region_id, "currency": cart.currency}
    rows = db.connection().execute(_DELIVERIES, asked).all() if vendor_ids else []
    return [Delivery(r[0], r[1], r[2], FreightRule(*r[3:8]), *r[8:]) for r in rows]


def _uses(reduced: Reduced, parts: Iterable[Part]) -> dict[str, int]:
    """What each promotion gives in the parts that can be bought: discounts as shown, and freight."""
    uses: dict[str, int] = {}
    for part in parts:
        if part.is_held_back:
            continue
        for line in part.lines:
            for discount in reduced.of_line(line.goods.line_id):
                uses[discount.promotion_id] = uses.get(discount.promotion_id, 0) + discount.amount
        by = reduced.free_shipping.get(part.seller.vendor_id)
        if by:
            uses[by] = uses.get(by, 0) + part.given_freight_amount
    return uses
