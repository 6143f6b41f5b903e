"""What lies on the shelf, and what of it is promised or sold."""

from __future__ import annotations

STOCK_RULES: dict[str, tuple[str, str]] = {
    "stock: 0 <= reserved <= on hand, and reserved equals what is held": (
        "select count(*) from stock_level",
        """select l.id || ': reserved ' || l.reserved || ', held ' || coalesce(sum(r.quantity), 0) from stock_level l
           left join reservation r on r.stock_level_id = l.id and r.tenant_id = l.tenant_id and r.status = 'held'
           group by l.id, l.tenant_id, l.reserved, l.on_hand
           having l.reserved <> coalesce(sum(r.quantity), 0) or l.reserved < 0 or l.reserved > l.on_hand""",
    ),
    "stock on hand is what came in less what was sold": (
        "select count(*) from stock_level",
        """select l.id || ': on hand ' || l.on_hand || ', came in ' || l.stocked || ', sold ' || coalesce(r.sold, 0)
           from stock_level l left join (
             select stock_level_id, tenant_id, sum(quantity - put_back_quantity) sold from reservation
             where status = 'committed' group by 1, 2) r on r.stock_level_id = l.id and r.tenant_id = l.tenant_id
           where l.on_hand <> l.stocked - coalesce(r.sold, 0)""",
    ),
    "a reservation is as its checkout and its order line are": (
        "select count(*) from reservation",
        """select r.id || ': ' || r.status from reservation r
           left join checkout c on c.id = r.checkout_id and c.tenant_id = r.tenant_id
           where (r.status = 'committed') <> (r.order_line_id is not null)
             or (r.checkout_id is not null and not coalesce(case r.status
               when 'held' then c.status in ('reserved', 'paying')
               when 'committed' then c.status = 'placed'
               else true end, false))  -- a checkout that was revived keeps what it held before
           union all
           select l.id || ': ' || sum(r.quantity) || ' sold of ' || l.quantity from reservation r
           join order_line l on l.id = r.order_line_id and l.tenant_id = r.tenant_id
           join stock_level s on s.id = r.stock_level_id and s.tenant_id = r.tenant_id
           group by l.id, l.tenant_id, l.quantity, l.offer_id
           having sum(r.quantity) > l.quantity or bool_or(s.offer_id <> l.offer_id)
             or sum(r.put_back_quantity) > l.quantity""",
    ),
}
