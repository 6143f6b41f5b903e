"""Everything that the price of a cart is made of, in one statement: its lines, and what surrounds them.

A cart is priced at every look at it and every change, so the number of statements is what it costs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from marketplace.domain.buying.basket import Delivery
from marketplace.domain.buying.buyer import Buyer
from marketplace.domain.buying.freight import FreightRule
from marketplace.domain.buying.promotions import Promotion as Offered
from marketplace.domain.stores.taxes import Exemption, Tax, exempted
from marketplace.kit.sql import compose
from marketplace.models.cart import Cart
from marketplace.models.offer import HOLDS_FOR_BUYER

_CART = """
    with held as materialized (
        select stock_level_id, sum(quantity) as held from reservation
        where tenant_id = :tenant and cart_id = :cart and status = 'held' group by 1),
    line as materialized (
        select l.id as line_id, l.offer_id, l.quantity, l.saved_for_later, l.seen_unit_amount, l.meta, l.quoted,
            to_char(l.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as added_at,
            o.product_id, o.variant_id, o.vendor_id, o.sku, o.status as offer_status, o.min_quantity, o.quantity_step,
            o.allows_backorder, o.lead_time_days as offer_lead_days, p.status as product_status, p.category_id, p.title,
            p.handle, p.thumbnail, p.unit,
            coalesce(p.weight_grams, 0) as weight_grams, coalesce(c.path, '/') as category_path,
            a.title as variant_title, v.status as vendor_status, v.name as vendor, v.handle as vendor_handle,
            v.ships_from, v.country, v.cutoff_hour, v.lead_time_days, v.holiday_until,
            coalesce(s.free, 0)::int as free, s.restock_on, coalesce(r.steps, '[]') as steps,
            coalesce(r.lists, '{}') as lists
        from cart_line l
        join offer o on o.id = l.offer_id and o.tenant_id = l.tenant_id
        join product p on p.id = o.product_id and p.tenant_id = l.tenant_id
        join variant a on a.id = o.variant_id and a.tenant_id = l.tenant_id
        join vendor v on v.id = o.vendor_id and v.tenant_id = l.tenant_id
        left join category c on c.id = p.category_id and c.tenant_id = l.tenant_id
        left join lateral (
            -- what this cart itself holds, while its buyer is at the bank, is not sold to somebody else
            select sum(k.on_hand - k.reserved + coalesce(h.held, 0)) as free,
                min(k.restock_on) filter (where k.restock_on >= :today) as restock_on
            from stock_level k left join held h on h.stock_level_id = k.id
            where k.offer_id = o.id and k.tenant_id = o.tenant_id) s on true
        left join lateral (
            select jsonb_agg(jsonb_build_array(i.price_list_id, i.currency, i.min_quantity, i.amount,
                    i.percent_off_bps)) as steps,
                jsonb_object_agg(l.id, jsonb_build_array(l.kind, l.title, l.priority, l.starts_at, l.ends_at))
                    filter (where l.id is not null) as lists
            from price i left join price_list l on l.id = i.price_list_id and l.tenant_id = i.tenant_id
            where i.offer_id = o.id and i.tenant_id = o.tenant_id and i.currency = :currency
              and (l.id is null or $holds)) r on true
        where l.cart_id = :cart and l.tenant_id = :tenant
        order by l.created_at, l.id)
    select r.tax_inclusive,
        (select coalesce(jsonb_agg(to_jsonb(line)), '[]') from line) as lines,
        (select coalesce(jsonb_object_agg(coalesce(c.path, '/'),
                jsonb_build_array(t.rate_bps, t.tax_category, t.reason, t.reason_code)), '{}')
         from tax_rate t left join category c on c.id = t.category_id and c.tenant_id = t.tenant_id
         where t.region_id = r.id and t.tenant_id = r.tenant_id) as taxes,
        (select jsonb_build_array(e.exempt_certificate, e.exempt_reason, e.exempt_code) from company_location e
         where e.id = :location and e.tenant_id = r.tenant_id and e.exempt_certificate <> ''
           and e.exempt_since <= :today and (e.exempt_until is null or e.exempt_until >= :today)) as exemption,
        (select coalesce(jsonb_object_agg(s.vendor_id, jsonb_build_array(s.id, s.shipping_option_id)), '{}')
         from cart_shipping s where s.cart_id = :cart and s.tenant_id = r.tenant_id) as chosen,
        (select coalesce(jsonb_agg(jsonb_build_array(o.id, p.vendor_id, o.name, o.kind, o.amount, o.step_size,
                o.step_amount, o.free_from_amount, o.min_order_amount, o.days_min, o.days_max)
                order by o.amount, o.id), '[]')
         from shipping_profile p join shipping_option o on o.profile_id = p.id and o.tenant_id = p.tenant_id
         where p.tenant_id = r.tenant_id and o.region_id = r.id and o.currency = :currency
           and p.vendor_id in (select vendor_id from line where not saved_for_later)) as deliveries,
        (select coalesce(jsonb_agg(to_jsonb(p) || jsonb_build_object(
                'entered', e.promotion_id is not null,
                'own_uses', case when p.per_customer_limit is null then 0 else (
                    select count(*) from promotion_use u
                    join checkout k on k.id = u.checkout_id and k.tenant_id = u.tenant_id
                    where u.promotion_id = p.id and u.tenant_id = p.tenant_id and u.status <> 'released'
                      and not (u.status = 'held' and k.cart_id = :cart)
                      and (u.user_id = :user or (:email <> '' and u.email = :email))) end,
                'paths', (select coalesce(jsonb_object_agg(c.id, c.path), '{}') from category c
                    where c.tenant_id = p.tenant_id and jsonb_exists(p.target -> 'categories', c.id)))
                order by p.id), '[]')
         from promotion p left join cart_promotion e
           on e.cart_id = :cart and e.promotion_id = p.id and e.tenant_id = p.tenant_id
         where p.tenant_id = r.tenant_id and (e.promotion_id is not null  -- judged in `domain.promotions`
           or (p.code is null and p.status = 'active' and (p.ends_at is null or p.ends_at > :moment)))) as promotions
    from region r where r.id = :region and r.tenant_id = :tenant
"""
_PRICED_CART = text(compose(_CART, holds=HOLDS_FOR_BUYER))
Row = Mapping[str, Any]


@dataclass(frozen=True)
class CartRows:
    """A cart as the database has it: its lines with their goods, vendors, stock and prices, and what holds for all.

    `taxes` are by category path; those of everybody where prices include tax, also for an exempt place. `chosen` maps
    a vendor to the row and the option that were asked for. `promotions` are those that were entered and those that
    apply by themselves; `looked_at` the same as rows.
    """

    lines: Sequence[Row]
    is_tax_inclusive: bool
    taxes: Mapping[str, Tax]
    exemption: Exemption | None
    chosen: Mapping[str, tuple[str, str]]
    deliveries: Sequence[Delivery]
    promotions: Sequence[Offered]
    looked_at: Sequence[Row]


def read_cart_rows(db: Session, cart: Cart, buyer: Buyer, moment: datetime) -> CartRows:
    """Everything that prices this cart for this buyer at this moment."""
    db.flush()
    params = {
        "cart": cart.id,
        "tenant": cart.tenant_id,
        "region": cart.region_id,
        "currency": cart.currency,
        "today": moment.date(),
        "moment": moment,
        "company": buyer.company_id,
        "location": buyer.location_id,
        "user": cart.user_id or "",
        "email": cart.email.lower(),
    }
    row = db.connection().execute(_PRICED_CART, params).one()
    taxes = {path: Tax(*tax) for path, tax in row.taxes.items()}
    exemption = Exemption(*row.exemption) if row.exemption else None
    return CartRows(
        lines=row.lines,
        is_tax_inclusive=row.tax_inclusive,
        # where prices include tax, it must be known to be taken out of them
        taxes=exempted(taxes, exemption) if exemption and not row.tax_inclusive else taxes,
        exemption=exemption,
        chosen={vendor: tuple(pair) for vendor, pair in row.chosen.items()},
        deliveries=[Delivery(d[0], d[1], d[2], FreightRule(*d[3:8]), *d[8:]) for d in row.deliveries],
        promotions=[offered(p) for p in row.promotions],
        looked_at=row.promotions,
    )


def offered(row: Row) -> Offered:
    """A promotion out of its row, with the buyer's `own_uses` and the `paths` of its categories."""
    left = None if row["budget_amount"] is None else row["budget_amount"] - row["spent_amount"]
    uses = None if row["usage_limit"] is None else row["usage_limit"] - row["used"]
    target = row["target"]
    return Offered(
        promotion_id=row["id"],
        title=row["title"],
        kind=row["kind"],
        code=row["code"] or "",
        value_bps=row["value_bps"] or 0,
        value_amount=row["value_amount"] or 0,
        vendor_ids=tuple(target.get("vendors", [])),
        category_paths=tuple(row["paths"].get(key, "\0") for key in target.get("categories", [])),
        company_ids=tuple(target.get("companies", [])),
        min_goods_amount=row["min_goods_amount"],
        allows_contract_prices=row["allows_contract_prices"],
        borne_by=row["cost_borne_by"],
        budget_left=left,
        priority=row["priority"],
        is_active=row["status"] == "active",
        starts_at=_moment(row["starts_at"]),
        ends_at=_moment(row["ends_at"]),
        currency=row["currency"] or "",
        usage_left=uses,
        per_customer_limit=row["per_customer_limit"],
        own_uses=row["own_uses"],
    )


def _moment(at: datetime | str | None) -> datetime | None:
    """A point in time, also as the database writes it in JSON."""
    return datetime.fromisoformat(at) if isinstance(at, str) else at
