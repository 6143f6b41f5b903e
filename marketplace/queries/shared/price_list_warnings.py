"""What a price list says that its people may not mean: lists that meet, quantities without a price, dearer goods."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text
from sqlmodel import Session

from marketplace.models.offer import PriceList
from marketplace.queries.formatting.wording import count

_MEET = text("""
    select m.title, count(distinct p.offer_id) n, min(o.sku) sku
    from price_list m
    join price q on q.price_list_id = m.id and q.tenant_id = m.tenant_id
    join price p on p.offer_id = q.offer_id and p.tenant_id = q.tenant_id and p.currency = q.currency
        and p.price_list_id = :id
    join offer o on o.id = p.offer_id and o.tenant_id = p.tenant_id
    where m.tenant_id = :tenant and m.id <> :id and m.status = 'active' and m.kind = :kind and m.priority = :priority
      and m.owner_id is not distinct from :owner
      and tstzrange(m.starts_at, m.ends_at) && tstzrange(:starts, :ends)
      and (:vendor = '' or m.vendor_id = :vendor)
    group by m.id, m.title order by n desc, m.title limit 5
""")
_GAPS = text("""
    select count(*) n, min(sku) sku, min(first) first from (
        select o.sku, min(p.min_quantity) as first, o.min_quantity
        from price p join offer o on o.id = p.offer_id and o.tenant_id = p.tenant_id
        where p.tenant_id = :tenant and p.price_list_id = :id
        group by o.id, o.sku, o.min_quantity having min(p.min_quantity) > o.min_quantity) late
""")
_DEARER = text("""
    select count(distinct p.offer_id) n, min(o.sku) sku
    from price p
    join offer o on o.id = p.offer_id and o.tenant_id = p.tenant_id
    join lateral (
        select b.amount from price b
        where b.tenant_id = p.tenant_id and b.offer_id = p.offer_id and b.currency = p.currency
          and b.price_list_id is null and b.amount is not null and b.min_quantity <= p.min_quantity
        order by b.min_quantity desc limit 1) base on true
    where p.tenant_id = :tenant and p.price_list_id = :id and p.amount > base.amount
""")


@dataclass(frozen=True)
class ListWarning:
    """A sentence, and what to do about it."""

    text: str
    advice: str


def list_warnings(db: Session, price_list: PriceList, *, vendor_id: str = "") -> tuple[ListWarning, ...]:
    """What to look at before a list is used; nothing of it is forbidden. A vendor reads of no list but their own.

    The caller has authorised.
    """
    params = {
        "id": price_list.id,
        "tenant": price_list.tenant_id,
        "kind": price_list.kind,
        "owner": price_list.owner_id,
        "priority": price_list.priority,
        "starts": price_list.starts_at,
        "ends": price_list.ends_at,
        "vendor": vendor_id,
    }
    warnings = [
        ListWarning(
            f"“{row.title}” has {count(row.n, 'offer')} of this list, too, such as {row.sku}.",
            "Both have the same scope and priority, so the lower price holds. Give one a higher priority to decide.",
        )
        for row in db.connection().execute(_MEET, params)
    ]
    gaps = db.connection().execute(_GAPS, params).one()
    if gaps.n:
        warnings.append(
            ListWarning(
                f"{count(gaps.n, 'offer')} start above the least that is sold, such as {gaps.sku}, from {gaps.first}.",
                "Below that quantity the next weaker list or the base price holds.",
            )
        )
    dearer = db.connection().execute(_DEARER, params).one()
    if dearer.n:
        warnings.append(
            ListWarning(
                f"{count(dearer.n, 'offer')} cost more than without this list, such as {dearer.sku}.",
                "A list holds also where it is dearer. Take the offer out of it where that is not meant.",
            )
        )
    return tuple(warnings)
